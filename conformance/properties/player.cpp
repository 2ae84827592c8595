#include "conformance/properties/player.hpp"

#include <algorithm>

#include "sim/scenario/text.hpp"
#include "sim/scenario/xml_query.hpp"

namespace curia::properties {
namespace {

using namespace scenario;

constexpr Number deepest_write = 14;     // of one call, that a power cut may strike
constexpr std::size_t most_things = 80;  // then one goes for each that would come
constexpr std::string_view secret_form = "[A-Za-z0-9_-]{22}";
constexpr std::string_view call_id_form = "[1-9][0-9]{8}";

scenario::Scenario empty_scenario(std::uint64_t seed) {
  scenario::Scenario out;
  out.file = "property-" + std::to_string(seed) + ".sim";
  out.name = "random calls " + std::to_string(seed);
  out.source = "the reference model";
  out.settings.seed = seed;
  out.settings.empty = true;
  for (const auto& person : people()) {
    std::vector<Param> row{{"id", person.id}, {"userJid", person.jid}, {"name", person.name}};
    if (!person.email.empty()) row.push_back({"email", person.email});
    out.settings.users.push_back(std::move(row));
  }
  return out;
}

scenario::Check body_is(const std::string& body) {
  return {{Subject::Kind::body, ""}, Relation::equals, body, {}};
}

Exchange get(const std::string& path) {
  Exchange exchange;
  exchange.method = "GET";
  exchange.target = path;
  exchange.outcomes = {answered(200)};
  return exchange;
}

// A value as it stands in a path: variables are replaced there, and hold nothing to escape.
std::string query_text(const std::string& value) {
  return value.starts_with('$') ? value : form_encoded(value);
}

class Player {
 public:
  Player(Target& target, const PlayOptions& options) : options_(options) {
    played_.scenario = empty_scenario(options.seed);
    RunOptions run;
    run.on_answer = [this](const Request&, const Answer& answer) { answer_ = answer; };
    session_.emplace(played_.scenario, target, run);
  }

  Played go(const std::vector<Draw>& draws) {
    well_ = session_->begin();
    for (const auto& draw : draws) {
      if (!well_) break;
      turn(draw);
    }
    look_at_everything();
    played_.report = session_->end();
    return std::move(played_);
  }

 private:
  // Carries out a step and writes it down.
  void step(Step what) {
    if (!well_) return;
    what.line.number = static_cast<int>(played_.scenario.steps.size()) + 1;
    played_.scenario.steps.push_back(what);
    well_ = session_->step(what);
  }
  void ask(Exchange exchange) { step({std::move(exchange), {}, {}}); }

  void fault(Fault::Kind kind, std::uint64_t write = 0) {
    Fault fault;
    fault.kind = kind;
    fault.write = write;
    step({fault, {}, {}});
  }

  void turn(const Draw& draw) {
    const Number what = draw.what % 100;
    if (options_.crashes && what >= 94) return crash(draw);
    if (what < 8) return show_list(draw);
    if (what < 16) return show_item(draw);
    if (what < 18) return show_derived(draw);
    if (what < 54) return create(draw);
    if (what < 84) return modify(draw);
    if (what < 92) return erase(draw);
    odd_request(draw);
  }

  // Something of that kind that exists; none when there is nothing.
  std::size_t pick(const Kind& kind, Number which) const {
    std::vector<std::size_t> there;
    for (std::size_t i = 0; i < model_.things().size(); ++i)
      if (model_.exists(i) && model_.things()[i].element == kind.element) there.push_back(i);
    return there.empty() ? none : there[which % there.size()];
  }

  // The parent that something of that kind needs; false when there is no such parent yet.
  bool pick_parent(const Kind& kind, Number which, std::size_t& parent) const {
    if (kind.parent.empty()) return true;
    parent = pick(kind_of(kind.parent), which);
    return parent != none;
  }

  std::string spelled(const std::string& path, Number how) const {
    return how % 12 == 1 ? respelled(path) : how % 12 == 2 ? path + "/" : path;
  }

  void show_list(const Draw& draw) {
    const Kind& kind = draw_kind(draw.where);
    std::size_t parent = none;
    if (kind.collection.empty() || !pick_parent(kind, draw.which, parent)) return;
    const auto query = draw_query(draw, kind, model_);
    const Shown shown = model_.list(kind.element, parent, query);
    Exchange exchange = get(spelled(model_.collection_path(kind.element, parent), draw.how));
    exchange.params = query;
    exchange.outcomes = shown.outcomes;
    if (!shown.body.empty()) exchange.checks = {body_is(shown.body)};
    ask(std::move(exchange));
  }

  void show_item(const Draw& draw) {
    const auto thing = pick(draw_kind(draw.where), draw.which);
    if (thing != none) look_at(thing, draw.how);
  }

  void look_at(std::size_t thing, Number how = 0) {
    Exchange exchange = get(spelled(model_.path(thing), how));
    exchange.checks = {body_is(model_.item(thing))};
    ask(std::move(exchange));
  }

  void show_derived(const Draw& draw) {
    const bool of_user = draw.how % 2 == 0;
    const auto thing = pick(kind_of(of_user ? "user" : "coSpace"), draw.which);
    if (thing == none) return;
    Exchange exchange =
        get(model_.path(thing) + (of_user ? "/usercoSpaces" : "/meetingEntryDetail"));
    exchange.checks = {
        body_is(of_user ? model_.spaces_of_user(thing) : model_.entry_detail(thing))};
    ask(std::move(exchange));
  }

  void create(const Draw& draw) {
    const Kind& kind = draw_kind(draw.where);
    std::size_t parent = none;
    if (!kind.writable || kind.collection.empty() || !pick_parent(kind, draw.which, parent))
      return modify(draw);
    const auto living = std::ranges::count_if(model_.things(), &Thing::exists);
    if (static_cast<std::size_t>(living) > most_things) return erase(draw);
    write({"POST", kind.element, none, parent, draw_params(draw, kind, model_)}, draw.how);
  }

  void modify(const Draw& draw) {
    const Kind& kind = draw_kind(draw.where);
    const auto thing = pick(kind, draw.which);
    if (thing == none || !kind.writable) return;
    write({"PUT", kind.element, thing, none, draw_params(draw, kind, model_)}, draw.how);
  }

  void erase(const Draw& draw) {
    const Kind& kind = draw_kind(draw.where);
    const auto thing = pick(kind, draw.which);
    if (thing == none || !kind.writable || kind.collection.empty()) return;
    write({"DELETE", kind.element, thing, none, {}}, draw.how);
  }

  void write(const Write& what, Number how) {
    Dice dice(how);
    const Model before = model_;
    const Effect effect = model_.write(what);
    Exchange exchange;
    exchange.method = what.method;
    exchange.target =
        spelled(what.method == "POST" ? before.collection_path(what.element, what.parent)
                                      : before.path(what.thing),
                dice.take(12));
    exchange.params = what.params;
    exchange.outcomes = effect.outcomes;
    // Parameters in the query count too, before those of the body.
    if (what.method != "DELETE" && !what.params.empty() && dice.take(12) == 0) {
      const Param& first = what.params.front();
      exchange.target += "?" + first.name + "=" + query_text(first.value);
      exchange.params.erase(exchange.params.begin());
    }
    if (effect.accepted && what.method == "POST")
      exchange.checks = {{{Subject::Kind::header, "Location"},
                          Relation::contains,
                          "/api/v1" + before.collection_path(what.element, what.parent) + "/",
                          {}}};
    ++(effect.accepted ? played_.accepted : played_.refused);
    if (options_.crashes && dice.take(6) == 0)
      return write_under_power_cut(std::move(exchange), what, effect, before,
                                   1 + dice.take(deepest_write));
    ask(std::move(exchange));
    if (effect.accepted) learn(effect.learnt);
  }

  // What the server has chosen is seen once, and from then on part of what it must show.
  void learn(const std::vector<Learnt>& all) {
    for (const auto& learnt : all) {
      Exchange exchange = get(model_.path(learnt.thing));
      const Subject subject{Subject::Kind::xml,
                            "/" + model_.things()[learnt.thing].element + "/" + learnt.field};
      const auto form = learnt.field == "secret" ? secret_form : call_id_form;
      exchange.checks = {{subject, Relation::matches, std::string(form), {}}};
      if (!learnt.before.empty())
        exchange.checks.push_back({subject, Relation::differs, learnt.before, {}});
      exchange.saves = {{learnt.variable, subject, {}}};
      ask(std::move(exchange));
      if (const auto value = xml_query(answer_.body, subject.path); well_ && value && *value)
        known_["$" + learnt.variable] = **value;
    }
  }

  void write_under_power_cut(Exchange exchange, const Write& what, const Effect& effect,
                             const Model& before, std::uint64_t write) {
    Outcome lost;
    lost.kind = Outcome::Kind::lost;
    exchange.outcomes.push_back(lost);
    fault(Fault::Kind::power_cut, write);
    ask(std::move(exchange));
    const bool is_lost = well_ && answer_.lost;
    fault(Fault::Kind::start);
    if (is_lost) {
      ++played_.lost;
      if (!effect.accepted || !has_happened(what, effect, before)) {
        model_ = before;
        return look_at_everything();
      }
    }
    if (effect.accepted) learn(effect.learnt);
    look_at_everything();
  }

  // Whether a write whose answer was lost was carried out all the same: both are permitted.
  bool has_happened(const Write& what, const Effect& effect, const Model& before) {
    if (what.method == "POST") {
      // The newest stands last.
      Exchange exchange = get(before.collection_path(what.element, what.parent));
      const auto count = before.members(what.element, what.parent).size();
      exchange.params = {{"offset", std::to_string(count)}};
      ask(exchange);
      if (!well_ || answer_.body.find(" id=\"") == std::string::npos) return false;
      const Thing& made = model_.things()[effect.thing];
      const Kind& kind = kind_of(made.element);
      exchange.saves = {{made.id.substr(1),
                         {Subject::Kind::xml, "/" + kind.collection + "/" + kind.element + "/@id"},
                         {}}};
      ask(std::move(exchange));
      return well_;
    }
    Exchange exchange = get(before.path(what.thing));
    if (what.method == "DELETE")
      exchange.outcomes.push_back(answered(404, {not_there(what.element)}));
    ask(std::move(exchange));
    if (!well_) return false;
    if (what.method == "DELETE") return answer_.status == 404;
    return !shows(answer_.body, before.item(what.thing));
  }

  // Whether an answer is what the model expects; an id stands for any.
  bool shows(const std::string& body, const std::string& expected) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < expected.size();) {
      if (expected[i] != '$') {
        if (at == body.size() || body[at++] != expected[i++]) return false;
        continue;
      }
      const auto end = std::min(expected.find_first_of("<\"", i), expected.size());
      const auto body_end = std::min(body.find_first_of("<\"", at), body.size());
      const auto known = known_.find(expected.substr(i, end - i));
      if (known != known_.end() && known->second != body.substr(at, body_end - at)) return false;
      i = end;
      at = body_end;
    }
    return at == body.size();
  }

  void crash(const Draw& draw) {
    fault(draw.how % 2 == 0 ? Fault::Kind::power_cut : Fault::Kind::kill);
    fault(Fault::Kind::start);
    look_at_everything();
  }

  // Requests that every server refuses, and their reasons.
  void odd_request(const Draw& draw) {
    const Kind& kind = draw_kind(draw.where);
    const std::string unknown = "99999999-2222-4333-8444-000000000000";
    Exchange exchange;
    exchange.method = std::vector<std::string>{"GET", "PUT", "DELETE"}[draw.which % 3];
    std::size_t parent = none;
    if (!pick_parent(kind, draw.which, parent)) return;
    const std::string home = model_.collection_path(kind.element, parent);
    switch (draw.how % 6) {
      case 0:
        exchange.target = home + (kind.collection.empty() ? "/nothing" : "/" + unknown);
        exchange.outcomes = {answered(404, {not_there(kind.element)})};
        break;
      case 1:
        exchange.target = home + "/no-id/x";
        exchange.outcomes = {answered(404, {not_there(kind.element)})};
        break;
      case 2:
        exchange.target = "/unheardOf/" + unknown;
        exchange.outcomes = {answered(404, {"unrecognisedObject"})};
        break;
      case 3:
        exchange.method = "DELETE";
        exchange.target = home;
        exchange.outcomes = {answered(400, {"invalidOperation"})};
        break;
      case 4:
        return ask_for_gone(draw);
      default:
        return ask_wrong_parent(draw);
    }
    if (kind.collection.empty() && draw.how % 6 < 2)
      exchange.outcomes = {answered(404, {"unrecognisedObject"})};
    ask(std::move(exchange));
  }

  void ask_for_gone(const Draw& draw) {
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < model_.things().size(); ++i) {
      const Thing& thing = model_.things()[i];
      const bool has_home = thing.parent == none || model_.exists(thing.parent);
      if (!thing.exists && !thing.id.empty() && has_home) gone.push_back(i);
    }
    if (gone.empty()) return;
    const auto thing = gone[draw.which % gone.size()];
    Exchange exchange = get(model_.path(thing));
    exchange.method = draw.where % 2 == 0 ? "GET" : "DELETE";
    exchange.outcomes = {answered(404, {not_there(model_.things()[thing].element)})};
    ask(std::move(exchange));
  }

  // Something below a parent is not to be found below another.
  void ask_wrong_parent(const Draw& draw) {
    const auto method = pick(kind_of("accessMethod"), draw.which);
    const auto space = pick(kind_of("coSpace"), draw.where);
    if (method == none || model_.things()[method].parent == space) return;
    Exchange exchange = get(model_.path(space) + "/accessMethods/" + model_.things()[method].id);
    exchange.outcomes = {answered(404, {not_there("accessMethod")})};
    ask(std::move(exchange));
  }

  // Everything that exists is there as it should be, and nothing else.
  void look_at_everything() {
    for (const auto& kind : kinds()) {
      if (kind.collection.empty()) continue;
      if (kind.parent.empty()) {
        look_at_list(kind, none);
        continue;
      }
      for (std::size_t i = 0; i < model_.things().size(); ++i)
        if (model_.exists(i) && model_.things()[i].element == kind.parent) look_at_list(kind, i);
    }
    for (std::size_t i = 0; i < model_.things().size(); ++i)
      if (model_.exists(i)) look_at(i);
  }

  void look_at_list(const Kind& kind, std::size_t parent) {
    constexpr std::size_t page = 20;
    const auto count = model_.members(kind.element, parent).size();
    for (std::size_t offset = 0; offset == 0 || offset < count; offset += page) {
      Exchange exchange = get(model_.collection_path(kind.element, parent));
      if (offset > 0) exchange.params = {{"offset", std::to_string(offset)}};
      exchange.checks = {body_is(model_.list(kind.element, parent, exchange.params).body)};
      ask(std::move(exchange));
    }
  }

  PlayOptions options_;
  Played played_;
  Model model_;
  std::optional<Session> session_;
  Answer answer_;
  std::map<std::string, std::string> known_;  // what the server has chosen, by variable
  bool well_ = false;
};

}  // namespace

Played play(const std::vector<Draw>& draws, Target& target, const PlayOptions& options) {
  return Player(target, options).go(draws);
}

}  // namespace curia::properties
