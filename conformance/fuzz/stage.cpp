#include "conformance/fuzz/stage.hpp"

#include <algorithm>
#include <iterator>

#include "conformance/fuzz/values.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {

using scenario::Outcome;

std::string spelled(const std::string& path, Number how) {
  return how % 12 == 1 ? respelled(path) : how % 12 == 2 ? path + "/" : path;
}

Stage::Stage(scenario::Target& target, const PlayOptions& options)
    : options_(options), channel_(target, options.writes_down) {}

void Stage::fail(const Complaint& complaint) {
  if (!complaint || !well()) return;
  played_.complaint = complaint.text;
  if (!options_.writes_down) return;
  played_.complaint += "\n" + channel_.last();
  if (complaint.check) channel_.expect(*complaint.check);
}

void Stage::learn(const std::vector<Learnt>& learnt, bool is_item) {
  for (const Learnt& one : learnt) {
    const Thing& thing = model_.at(one.thing);
    const Field& field = kind_at(thing.kind).fields[one.field];
    const bool is_secret = field.name == "secret" || field.name == "callId";
    if (options_.writes_down && is_item && is_secret && one.value.is_set())
      channel_.note("/" + kind_at(thing.kind).element + "/" + field.path, one.value.text);
    model_.learn(one.thing, one.field, one.value);
  }
}

void Stage::look(std::size_t thing, Number spelling) {
  if (!well()) return;
  const Kind& kind = kind_at(model_.at(thing).kind);
  const auto answer = channel_.ask({.path = spelled(model_.path(thing), spelling)});
  const Reply reply("GET", answer);
  if (reply.status == 404 && model_.is_mortal(thing)) {
    channel_.expect(std::vector<Outcome>{});
    return model_.erase(thing);
  }
  if (options_.writes_down) channel_.expect(std::vector<Outcome>{{}});
  std::vector<Learnt> learnt;
  fail(judge_item(model_, thing, reply, learnt));
  if (!well() || kind.is_moody) return;
  learn(learnt, true);
  model_.see(thing, true);
}

Listing Stage::listing_of(KindId kind, std::size_t parent) const {
  Listing listing;
  listing.kind = kind;
  listing.expected = model_.members(kind, parent);
  listing.strangers = parent == none ? model_.strangers(kind) : 0;
  listing.is_judged = !kind_at(kind).is_mortal && kind_at(kind).weight > 0 &&
                      (parent == none || !model_.is_mortal(parent));
  return listing;
}

namespace {

// What refuses a list: the first wrong parameter.
std::optional<Bad> refusal_of(const Kind& kind, const std::vector<Param>& query) {
  const auto wrong = [](const Param& param) { return Bad{{param.name, "invalidValue"}}; };
  for (const Param& param : query) {
    if (param.value.empty()) continue;
    const auto number = parse_decimal(param.value);
    if (param.name == "offset" && !number) return wrong(param);
    if (param.name == "limit" && (!number || *number < 1)) return wrong(param);
    if (!param.name.ends_with("Filter") || param.name == "usageFilter") continue;
    const auto field = kind.find(param.name.substr(0, param.name.size() - 6));
    if (field != none && !read_value(kind.fields[field], param.value).error.empty())
      return wrong(param);
  }
  return std::nullopt;
}

// Whether a thing passes a filter; nothing where only the server can say.
std::optional<bool> passes(const Model& model, std::size_t index, const Param& filter) {
  const Thing& thing = model.at(index);
  const Kind& kind = kind_at(thing.kind);
  if (filter.value.empty() || filter.name == "offset" || filter.name == "limit") return true;
  if (equal_ignoring_ascii_case(filter.name, "filter"))
    return std::ranges::any_of(kind.fields, [&](const Field& field) {
      const Value& value = thing.value(field.name);
      return field.searched && value.is_set() &&
             folded(value.text).find(folded(filter.value)) != std::string::npos;
    });
  if (filter.name == "usageFilter")
    return !kind.is_profile || model.is_referred(index) == (filter.value == "referenced");
  const Value& value = thing.value(filter.name.substr(0, filter.name.size() - 6));
  if (value.is_unknown()) return std::nullopt;
  return value.is_set() && equal_ignoring_ascii_case(value.text, filter.value);
}

// Things whose references nobody knows might refer to a profile, or not.
bool has_moody_things(const Model& model) {
  return std::ranges::any_of(model.things(), [](const Thing& thing) {
    return thing.exists && kind_at(thing.kind).is_moody;
  });
}

}  // namespace

void Stage::list(KindId kind_id, std::size_t parent, std::vector<Param> query, Number spelling) {
  if (!well()) return;
  const Kind& kind = kind_at(kind_id);
  Listing listing = listing_of(kind_id, parent);
  bool is_filtered = false;
  for (const Param& param : query) {
    const auto number = parse_decimal(param.value);
    if (param.name == "offset" && number) listing.offset = static_cast<std::size_t>(*number);
    if (param.name == "limit" && number) listing.limit = static_cast<std::size_t>(*number);
    const bool is_page = param.name == "offset" || param.name == "limit";
    is_filtered = is_filtered || (!is_page && !param.value.empty());
    if (param.name == "usageFilter" && has_moody_things(model_)) listing.is_judged = false;
    std::erase_if(listing.expected, [&](std::size_t thing) {
      const auto passed = passes(model_, thing, param);
      if (!passed) listing.is_judged = false;
      return passed == false;
    });
  }
  if (is_filtered && listing.strangers > 0) listing.is_judged = false;
  Asked asked{.path = spelled(model_.collection_path(kind_id, parent), spelling), .params = query};
  const Reply reply("GET", channel_.ask(asked));
  if (const auto bad = refusal_of(kind, query)) {
    Outcome outcome;
    outcome.status = 400;
    outcome.bad = {bad->begin(), bad->end()};
    channel_.expect({outcome});
    if (reply.status != 400 || reply.bad != *bad)
      fail({"a wrong parameter of a list\nexpected  400\ngot       " + reply.summary(), {}});
    return;
  }
  if (parent != none && model_.is_mortal(parent) && reply.status == 404) return;
  if (options_.writes_down) channel_.expect(std::vector<Outcome>{{}});
  std::vector<Learnt> learnt;
  Page page;
  fail(judge_list(model_, listing, reply, learnt, page));
  if (well() && listing.is_judged) learn(learnt, false);
}

void Stage::walk(KindId kind, std::size_t parent, std::size_t limit) {
  Listing listing = listing_of(kind, parent);
  if (parent != none && model_.is_mortal(parent)) return;
  listing.limit = limit;
  std::vector<std::string> seen;
  for (bool is_first = true; well(); is_first = false) {
    listing.offset = seen.size();
    std::vector<Param> query{{"limit", std::to_string(limit)}};
    if (!is_first) query.push_back({"offset", std::to_string(seen.size())});
    const Reply reply(
        "GET", channel_.ask({.path = model_.collection_path(kind, parent), .params = query}));
    if (options_.writes_down) channel_.expect(std::vector<Outcome>{{}});
    std::vector<Learnt> learnt;
    Page page;
    fail(judge_list(model_, listing, reply, learnt, page));
    if (!well()) return;
    if (listing.is_judged) learn(learnt, false);
    for (const auto& id : page.ids) {
      if (std::ranges::find(seen, id) != seen.end())
        return fail({"the pages of a list show an object twice: " + id, {}});
      seen.push_back(id);
    }
    if (page.ids.empty() || seen.size() >= page.total) break;
  }
  if (!well() || !listing.is_judged) return;
  for (const auto thing : listing.expected)
    if (std::ranges::find(seen, model_.at(thing).id) == seen.end())
      return fail({"no page of a list shows " + model_.at(thing).id, {}});
}

void Stage::look_at_everything() {
  std::set<std::pair<KindId, std::size_t>> lists;
  for (const Thing& thing : model_.things())
    if (!thing.id.empty() && (thing.parent == none || model_.exists(thing.parent)))
      lists.insert({thing.kind, thing.parent});
  for (const auto& [kind, parent] : lists) {
    const auto count = model_.count(kind, parent);
    if (count > 20)
      walk(kind, parent, 20);
    else
      list(kind, parent, {});
  }
  for (std::size_t i = 0; i < model_.things().size() && well(); ++i)
    if (model_.exists(i) && !model_.at(i).is_seen) look(i);
}

void Stage::look_again() {
  for (std::size_t i = 0; i < model_.things().size(); ++i) model_.see(i, false);
  look_at_everything();
}

void Stage::refused(const Asked& asked, int status, const std::string& reason) {
  if (!well()) return;
  const Reply reply(asked.method, channel_.ask(asked));
  Outcome outcome;
  outcome.status = status;
  outcome.reasons = {reason};
  if (options_.writes_down) channel_.expect({outcome});
  if (!reply.says(status, reason))
    fail({"expected  " + std::to_string(status) + " " + reason + "\ngot       " + reply.summary(),
          {}});
}

Asked Stage::asked_for(const Write& write, Number how) const {
  Dice dice(how);
  Asked asked{.method = write.method, .params = write.params};
  asked.path = spelled(write.method == "POST" ? model_.creation_path(write.kind, write.parent)
                                              : model_.path(write.thing),
                       dice.take(12));
  // Parameters in the query count too, before those of the body.
  asked.first_in_query = write.method != "DELETE" && dice.take(12) == 0;
  return asked;
}

void Stage::write(const Write& write, Number how) {
  if (!well()) return;
  const Effect effect = model_.judge(write);
  const Reply reply(write.method, channel_.ask(asked_for(write, how)));
  Ending ending{};
  const auto complaint = judge_write(model_, write, effect, reply, ending);
  if (options_.writes_down)
    channel_.expect(outcomes_of(write, effect, complaint ? nullptr : &reply));
  if (reply.is_lost) return fail({"no answer came", {}});
  fail(complaint);
  end_of_write(write, effect, reply, ending);
}

void Stage::end_of_write(const Write& write, const Effect& effect, const Reply& reply,
                         Ending ending) {
  if (!well()) return;
  if (ending == Ending::accepted) return accept(write, effect, reply);
  ++played_.refused;
  // What was refused must have left nothing behind: that is seen when everything is looked at.
  const auto near = write.method == "POST" ? write.parent : write.thing;
  if (near == none) return;
  model_.see(near, false);
  if (ending == Ending::gone) look(near);
}

void Stage::accept(const Write& write, const Effect& effect, const Reply& reply) {
  ++played_.accepted;
  const auto made = model_.apply(effect, reply.id);
  if (write.method == "POST") channel_.name(reply.id);
  const auto thing = made == none ? write.thing : made;
  static const auto bulk_syncs = kind_named("cospaceBulkSync");
  if (write.kind == bulk_syncs && made != none) return settle_bulk_sync(*this, made, made_by_);
  static const auto imports = kind_named("ldapSync");
  if (write.kind == imports && made != none) return settle_import(*this, made, origins_);
  // What the server has chosen becomes part of what it must show.
  const auto& values = model_.at(thing).values;
  const bool has_news = std::ranges::any_of(values, &Value::is_unknown);
  const bool is_there = model_.exists(thing) && !kind_at(write.kind).is_moody;
  if (is_there && has_news && write.method == "PUT") look(thing);
}

scenario::Scenario Stage::scenario() const {
  scenario::Scenario out;
  out.file = "fuzz-" + std::to_string(options_.seed) + ".sim";
  out.name = "random calls " + std::to_string(options_.seed);
  out.source = "the reference model of curia fuzz";
  if (options_.is_fresh) out.settings = first_settings(options_.seed);
  if (options_.has_directory)
    for (const auto& entry : directory_entries()) out.steps.push_back({entry, {}, {}});
  std::ranges::copy(channel_.steps(), std::back_inserter(out.steps));
  return out;
}

}  // namespace curia::fuzz
