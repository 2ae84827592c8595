// Power cuts and kills: what was acknowledged is there afterwards; what was cut off is there as a
// whole or not at all.
#include "conformance/fuzz/stage.hpp"

namespace curia::fuzz {
namespace {

using scenario::Fault;
using scenario::Outcome;

void inject(Stage& stage, Fault::Kind kind, std::uint64_t write = 0) {
  Fault fault;
  fault.kind = kind;
  fault.write = write;
  if (stage.well()) stage.channel().inject(fault);
}

// The newest stands last: what is behind all that was there is what the lost request has made.
std::string id_behind_all(Stage& stage, const Write& write) {
  const Model& model = stage.model();
  Asked asked{.path = model.collection_path(write.kind, write.parent)};
  asked.params = {{"offset", std::to_string(model.count(write.kind, write.parent) +
                                            model.strangers(write.kind))}};
  const Reply reply("GET", stage.channel().ask(asked));
  std::vector<Learnt> learnt;
  Page page;
  stage.fail(judge_list(model, {.kind = write.kind, .expected = {}, .is_judged = false}, reply,
                        learnt, page));
  if (page.ids.empty()) return {};
  const Kind& kind = kind_at(write.kind);
  stage.channel().note("/" + kind.collection + "/" + kind.element + "/@id", page.ids.front());
  return page.ids.front();
}

// Whether a write whose answer was lost was carried out all the same: both are permitted.
bool has_happened(Stage& stage, const Write& write, const Effect& effect, std::string& made) {
  if (!effect.may_succeed) return false;
  if (write.method == "POST") {
    made = id_behind_all(stage, write);
    return !made.empty();
  }
  const Reply reply("GET", stage.channel().ask({.path = stage.model().path(write.thing)}));
  if (write.method == "DELETE") return reply.status == 404;
  std::vector<Learnt> learnt;
  return static_cast<bool>(judge_item(stage.model(), write.thing, reply, learnt));
}

// Whether the power cut has come: the answer may have left before it.
bool is_down(Stage& stage) {
  const Reply reply("GET", stage.channel().ask({.path = "/system/status"}));
  stage.channel().expect(std::vector<Outcome>{});
  return reply.is_lost;
}

void restart(Stage& stage, bool was_down) {
  inject(stage, Fault::Kind::start);
  if (was_down) stage.model().end_of_run();
}

}  // namespace

void crash(Stage& stage, Number how) {
  inject(stage, how % 2 == 0 ? Fault::Kind::power_cut : Fault::Kind::kill);
  restart(stage, true);
  stage.look_again();
}

void write_under_power_cut(Stage& stage, const Write& write, std::uint64_t disk_write, Number how) {
  if (!stage.well()) return;
  inject(stage, Fault::Kind::power_cut, disk_write);
  const Effect effect = stage.model().judge(write);
  const Reply reply(write.method, stage.channel().ask(stage.asked_for(write, how)));
  auto outcomes = outcomes_of(write, effect, nullptr);
  outcomes.emplace_back();
  outcomes.back().kind = Outcome::Kind::lost;
  stage.channel().expect(std::move(outcomes));
  Ending ending{};
  stage.fail(judge_write(stage.model(), write, effect, reply, ending));
  if (!stage.well()) return;
  if (ending == Ending::accepted) stage.accept(write, effect, reply);
  restart(stage, ending == Ending::lost || is_down(stage));
  if (ending == Ending::lost) {
    ++stage.played().lost;
    std::string made;
    if (has_happened(stage, write, effect, made)) stage.model().apply(effect, made);
  }
  stage.look_again();
}

}  // namespace curia::fuzz
