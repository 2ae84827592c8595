#include "conformance/fuzz/player.hpp"

#include <algorithm>

#include "conformance/fuzz/stage.hpp"

namespace curia::fuzz {

std::size_t pick(const Model& model, KindId kind, Number which) {
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < model.things().size(); ++i)
    if (model.exists(i) && model.at(i).kind == kind) there.push_back(i);
  return there.empty() ? none : there[which % there.size()];
}

bool pick_parent(const Model& model, const Kind& kind, Number which, std::size_t& parent) {
  const auto above = kind.made_below != none ? kind.made_below : kind.parent;
  if (above == none) return true;
  parent = pick(model, above, which);
  return parent != none;
}

namespace {

constexpr Number deepest_write = 14;     // of one call, that a power cut may strike
constexpr std::size_t most_things = 80;  // then one goes for each that would come
constexpr Duration longest_wait = 30s;

class Player {
 public:
  Player(scenario::Target& target, const PlayOptions& options)
      : stage_(target, options), target_(target), time_is_free_(target.is_simulation()) {}

  Played go(const std::vector<Draw>& draws) {
    stage_.meet_everything();
    for (const auto& draw : draws) {
      if (!stage_.well()) break;
      turn(draw);
      look_inside();
    }
    stage_.look_at_everything();
    look_inside();
    Played& played = stage_.played();
    played.exchanges = stage_.channel().exchanges();
    if (options().writes_down) played.scenario = stage_.scenario();
    if (!options().is_fresh) stage_.restore_singletons();
    return std::move(played);
  }

 private:
  const PlayOptions& options() const { return stage_.options(); }
  const Model& model() { return stage_.model(); }

  void look_inside() {
    if (const auto broken = target_.violation()) stage_.fail({broken->text(), std::nullopt});
  }

  void turn(const Draw& draw) {
    const Number what = draw.what % 100;
    if (what < 7) return show_list(draw);
    if (what < 14) return show_item(draw);
    if (what < 16) return walk(draw);
    if (what < 19) return probe_node(stage_, draw);
    if (what < 53) return create(draw);
    if (what < 83) return modify(draw);
    if (what < 90) return erase(draw);
    if (what < 93) return odd_request(stage_, draw);
    if (what < 97) return options().together ? together(draw) : modify(draw);
    if (options().crashes) return crash(stage_, draw.how);
    if (time_is_free_) stage_.channel().wait(longest_wait * (draw.how % 16) / 16);
  }

  void show_list(const Draw& draw) {
    const auto kind = options().menu.kind(draw.where);
    std::size_t parent = none;
    if (kind_at(kind).is_singleton || !pick_parent(model(), kind_at(kind), draw.which, parent))
      return;
    if (kind_at(kind).made_below != none) parent = none;
    stage_.list(kind, parent, draw_query(draw, kind_at(kind), model()), draw.how);
  }

  void walk(const Draw& draw) {
    const auto kind = options().menu.kind(draw.where);
    std::size_t parent = none;
    if (kind_at(kind).is_singleton || !pick_parent(model(), kind_at(kind), draw.which, parent))
      return;
    if (kind_at(kind).made_below != none) parent = none;
    stage_.walk(kind, parent, 1 + draw.how % 7);
  }

  void show_item(const Draw& draw) {
    const auto thing = pick(model(), options().menu.kind(draw.where), draw.which);
    if (thing != none) stage_.look(thing, draw.how);
  }

  bool make_creation(const Draw& draw, Write& write) {
    const auto id = options().menu.kind(draw.where);
    const Kind& kind = kind_at(id);
    write = {"POST", id, none, none, {}};
    // Whose coSpaces are whose cannot be told beside others, nor what a crash has left of a job.
    const bool is_sync = kind.element == "cospaceBulkSync";
    if (is_sync && (options().crashes || !model().is_alone())) return false;
    if (!kind.can_post || !pick_parent(model(), kind, draw.which, write.parent)) return false;
    write.params = draw_params(draw, kind, model());
    return true;
  }

  bool make_change(const Draw& draw, Write& write) {
    const auto id = options().menu.kind(draw.where);
    write = {"PUT", id, pick(model(), id, draw.which), none, {}};
    if (write.thing == none || !kind_at(id).can_put) return false;
    write.params = draw_params(draw, kind_at(id), model());
    return true;
  }

  bool make_removal(const Draw& draw, Write& write) {
    const auto id = options().menu.kind(draw.where);
    write = {"DELETE", id, pick(model(), id, draw.which), none, {}};
    return write.thing != none && kind_at(id).can_delete;
  }

  void create(const Draw& draw) {
    if (model().living() > most_things) return erase(draw);
    Write made;
    if (!make_creation(draw, made)) return modify(draw);
    write(made, draw.how);
  }

  void modify(const Draw& draw) {
    Write changed;
    if (make_change(draw, changed)) write(changed, draw.how);
  }

  void erase(const Draw& draw) {
    Write gone;
    if (make_removal(draw, gone)) write(gone, draw.how);
  }

  void write(const Write& what, Number how) {
    Dice dice(how / 144);  // what is below is the spelling's
    const bool is_plain = kind_at(what.kind).made_below == none;
    if (options().crashes && is_plain && dice.take(6) == 0)
      return write_under_power_cut(stage_, what, 1 + dice.take(deepest_write), how);
    stage_.write(what, how);
  }

  // Two or three writes on the same kinds: the draw, and others made of its numbers.
  void together(const Draw& draw) {
    std::vector<Write> writes;
    const Number count = 2 + draw.how % 2;
    for (Number i = 0; i < count; ++i) {
      Draw one = draw;
      one.which = draw.which + (draw.how / 2 % 3 == 0 ? i : 0);  // often the same object
      one.how = draw.how + 1 + i;
      for (auto& [which, number] : one.params) number = (number + 110 * i) % draw_range;
      Write write;
      const Number what = (draw.how / 6 + i * 7) % 10;
      const bool made = what < 4   ? make_creation(one, write)
                        : what < 8 ? make_change(one, write)
                                   : make_removal(one, write);
      if (made && !kind_at(write.kind).is_moody) writes.push_back(std::move(write));
    }
    if (writes.size() > 1) write_together(stage_, writes, draw.how);
  }

  Stage stage_;
  scenario::Target& target_;
  bool time_is_free_;  // a real server is not waited for
};

}  // namespace

Played play(const std::vector<Draw>& draws, scenario::Target& target, const PlayOptions& options) {
  const auto settings = options.is_fresh ? first_settings(options.seed) : scenario::Settings{};
  if (const auto begun = target.begin(settings); !begun) {
    Played played;
    played.complaint = begun.error().message;
    played.is_unplayable = true;
    return played;
  }
  Played played = Player(target, options).go(draws);
  target.end();
  return played;
}

}  // namespace curia::fuzz
