#include "conformance/coverage/coverage.hpp"

#include "conformance/coverage/circumstances.hpp"
#include "conformance/coverage/keeper.hpp"
#include "conformance/coverage/list_check.hpp"
#include "conformance/coverage/node_check.hpp"
#include "conformance/coverage/stage.hpp"
#include "conformance/coverage/values.hpp"
#include "conformance/suite.hpp"

namespace curia::coverage {
namespace {

void check(const Bench& bench, const ObjectFacts& object, Circumstances* circumstances) {
  if (circumstances != nullptr && object.path == "/ldapSyncs") circumstances->queue_imports();
  if (!is_more_than_objects(object)) ObjectCheck(bench, object).go();
  NodeCheck(bench, object).go();
  if (is_more_than_objects(object)) ObjectCheck(bench, object).check_refusals();
  if (object.find("GET_collection") != nullptr) ListCheck(bench, object).go();
}

}  // namespace

scenario::Settings with_people() {
  scenario::Settings settings;
  for (int i = 1; i <= 5; ++i) {
    const std::string n = std::to_string(i);
    std::vector<scenario::Param> row{{"userJid", "person" + n + "@people.example"},
                                     {"name", "Person " + n},
                                     {"email", "person" + n + "@mail.example"},
                                     {"cdrTag", "tag" + n},
                                     {"authenticationId", "card" + n}};
    if (i == 1) {
      row.push_back({"adGuid", std::string(known_ad_guid)});
      row.push_back({"tenant", made_up_id(1001)});
      row.push_back({"userProfile", made_up_id(1002)});
    }
    settings.users.push_back(std::move(row));
  }
  return settings;
}

Result<> cover(const Facts& facts, scenario::Target& target, Board& board) {
  auto begun = target.begin(with_people());
  if (!begun && begun.error().code == Errc::unavailable) begun = target.begin({});
  if (!begun) return begun;
  Talk talk(target, board);
  Keeper keeper(facts, talk);
  Maker maker(facts, talk);
  const Bench bench{facts, board, talk, maker};
  Circumstances circumstances(bench, target);
  const bool is_arranged = can_arrange(target);
  if (is_arranged) board.leave_nothing_to_chance();
  // Before the stage, whose legs ring for a minute only: what is waited for here takes longer.
  if (is_arranged) circumstances.look();
  set_stage(bench);
  look_at_stage(bench);
  for (const ObjectFacts& object : facts.objects)
    check(bench, object, is_arranged ? &circumstances : nullptr);
  keeper.put_back();
  target.end();
  board.close();
  return {};
}

}  // namespace curia::coverage
