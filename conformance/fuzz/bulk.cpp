// A bulk synchronisation makes and removes coSpaces in its own time: the history waits for its end,
// and takes what it made into the model.
#include <algorithm>

#include "conformance/fuzz/stage.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

constexpr Duration pause = 100ms;
constexpr int most_pauses = 300;

// All ids of a collection, page by page.
std::vector<std::string> ids_of(Stage& stage, KindId kind) {
  std::vector<std::string> out;
  while (stage.well()) {
    const Reply reply("GET",
                      stage.channel().ask({.path = kind_at(kind).path,
                                           .params = {{"offset", std::to_string(out.size())}}}));
    std::vector<Learnt> learnt;
    Page page;
    stage.fail(judge_list(stage.model(), {.kind = kind, .expected = {}, .is_judged = false}, reply,
                          learnt, page));
    out.insert(out.end(), page.ids.begin(), page.ids.end());
    if (page.ids.empty() || out.size() >= page.total) break;
  }
  return out;
}

// "complete" or why it failed.
std::string wait_for_end(Stage& stage, std::size_t sync) {
  for (int i = 0; i < most_pauses && stage.well(); ++i) {
    const Reply reply("GET", stage.channel().ask({.path = stage.model().path(sync)}));
    const std::string status = reply.document.document_element().child("status").child_value();
    if (reply.status != 200 || status.empty()) break;
    if (status != "pending" && status != "running") return status;
    stage.channel().wait(pause);
  }
  stage.fail({"a bulk synchronisation does not come to an end", {}});
  return {};
}

// How many coSpaces a parameter set stands for.
std::size_t wanted_spaces(const Thing& set) {
  const auto first = parse_decimal(set.value("startIndex").text);
  const auto last = parse_decimal(set.value("endIndex").text);
  return first && last && *first <= *last ? static_cast<std::size_t>(*last - *first + 1) : 0;
}

}  // namespace

void settle_bulk_sync(Stage& stage, std::size_t sync, std::map<std::string, std::string>& made_by) {
  static const auto spaces = kind_named("coSpace"), sets = kind_named("cospaceBulkParameterSet");
  const std::string status = wait_for_end(stage, sync);
  if (!stage.well()) return;
  const Thing& thing = stage.model().at(sync);
  const std::string set = thing.value("cospaceBulkParameterSet").text;
  const bool removes = thing.value("removeAll").is("true");
  const auto there = ids_of(stage, spaces);
  for (const auto space : stage.model().members(spaces)) {
    const std::string id = stage.model().at(space).id;
    const bool is_there = std::ranges::find(there, id) != there.end();
    const auto found = made_by.find(id);
    const bool is_of_set = found != made_by.end() && found->second == set;
    if (is_there && is_of_set && status == "complete")
      return stage.fail({"a bulk synchronisation has left an older coSpace of its set", {}});
    if (is_there) continue;
    if (!is_of_set) return stage.fail({"a bulk synchronisation has removed coSpace " + id, {}});
    stage.model().erase(space);
  }
  std::size_t made = 0;
  for (const auto& id : there) {
    if (!stage.well() || stage.model().find(spaces, id) != none) continue;
    ++made;
    made_by[id] = set;
    stage.look(stage.model().meet(spaces, id));
  }
  const auto place = stage.model().find(sets, set);
  const std::size_t wanted =
      removes || status != "complete" || place == none ? 0 : wanted_spaces(stage.model().at(place));
  if (stage.well() && made != wanted)
    stage.fail({"a bulk synchronisation (" + status + ") has made coSpaces\nexpected  " +
                    std::to_string(wanted) + "\ngot       " + std::to_string(made),
                {}});
}

}  // namespace curia::fuzz
