// What a server has before a history begins: its users, its only ones of a kind, and how many
// objects of others there are.
#include "conformance/fuzz/stage.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {

scenario::Settings first_settings(std::uint64_t seed) {
  scenario::Settings out;
  out.seed = seed;
  out.empty = true;
  out.users = {{{"id", "00000000-0000-4000-8000-00000000000a"},
                {"userJid", "alice@example.com"},
                {"name", "Alice"},
                {"email", "alice@example.com"}},
               {{"id", "00000000-0000-4000-8000-00000000000b"},
                {"userJid", "Bob@example.com"},
                {"name", "Bob B."}},
               {{"id", "00000000-0000-4000-8000-00000000000c"},
                {"userJid", "carol@example.org"},
                {"name", "Carol"},
                {"email", "c@example.org"}}};
  return out;
}

void Stage::meet_everything() {
  meet_users();
  if (!options_.is_fresh) meet_strangers();
  for (KindId kind = 0; kind < kinds().size(); ++kind) {
    if (!kind_at(kind).is_singleton || kind_at(kind).weight == 0) continue;
    const auto thing = model_.meet(kind, "");
    look(thing);
    at_first_.push_back(model_.at(thing));
  }
}

void Stage::restore_singletons() {
  for (const Thing& thing : at_first_) {
    const Kind& kind = kind_at(thing.kind);
    Asked asked{.method = "PUT", .path = kind.path};
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
      if (kind.fields[i].on_put && kind.fields[i].shown)
        asked.params.push_back({kind.fields[i].name, thing.values[i].text});
    (void)channel_.ask(asked);
  }
}

void Stage::meet_users() {
  static const auto users = kind_named("user");
  Listing listing{.kind = users, .expected = {}, .is_judged = false};
  std::vector<Learnt> learnt;
  Page page;
  const Reply reply("GET", channel_.ask({.path = kind_at(users).path}));
  fail(judge_list(model_, listing, reply, learnt, page));
  if (!well()) return;
  for (const auto& id : page.ids) look(model_.meet(users, id));
  if (page.total > page.ids.size()) model_.set_strangers(users, page.total - page.ids.size());
}

void Stage::meet_strangers() {
  for (KindId id = 0; id < kinds().size() && well(); ++id) {
    const Kind& kind = kind_at(id);
    if (kind.weight == 0 || kind.parent != none || kind.is_singleton || kind.element == "user")
      continue;
    Listing listing{.kind = id, .expected = {}, .is_judged = false};
    std::vector<Learnt> learnt;
    Page page;
    const Reply reply("GET", channel_.ask({.path = kind.path, .params = {{"limit", "1"}}}));
    fail(judge_list(model_, listing, reply, learnt, page));
    if (well() && page.total > 0) model_.set_strangers(id, page.total);
  }
}

}  // namespace curia::fuzz
