#include "model/call/report.hpp"

#include <algorithm>
#include <optional>

#include "model/call/leg_machine.hpp"
#include "model/call/reasons.hpp"
#include "model/rules/call.hpp"

namespace curia::call {
namespace {

struct Consequence {
  Report report;
  LegEvent event;
  std::string_view why = {};  // of `ended`
};

constexpr Consequence consequences[] = {
    {Report::rings, LegEvent::rings},
    {Report::answered, LegEvent::answered},
    {Report::busy, LegEvent::ended, reason::remote_busy},
    {Report::rejected, LegEvent::ended, reason::remote_rejected},
    {Report::unknown_destination, LegEvent::ended, reason::unknown_destination},
    {Report::held, LegEvent::held},
    {Report::resumed, LegEvent::resumed},
    {Report::leaves, LegEvent::ended, reason::remote_teardown},
};

// A connection that is lost is no event of the leg: role, lobby and place are kept for it until
// its time is over (settle).
bool mark_lost(Change& change, const CallLeg& leg, bool is_lost) {
  if ((leg.lost != never) == is_lost) return false;
  change.modify(leg).lost = is_lost ? change.now() : never;
  return true;
}

}  // namespace

bool take_report(Change& change, const Guid& id, Report report) {
  const auto* leg = change.find<CallLeg>(id);
  if (leg == nullptr) return false;
  if (report == Report::lost || report == Report::found)
    return mark_lost(change, *leg, report == Report::lost);
  const auto* found = std::ranges::find(consequences, report, &Consequence::report);
  const bool is_asked = found->event == LegEvent::answered && leg->confirmation == Flag::yes;
  const LegEvent event = is_asked ? LegEvent::confirmation_needed : found->event;
  const auto place = next_place({leg->state, leg->stage}, event);
  if (!place) return false;
  if (found->event == LegEvent::ended) {
    const bool is_browser = report == Report::leaves && leg->type == CallLegType::acano;
    end_call_leg(change, *leg, is_browser ? reason::client_teardown : found->why);
    return true;
  }
  auto& changed = change.modify(*leg);
  if (event == LegEvent::answered) changed.connected = change.now();
  if (is_asked) changed.asked = change.now();
  changed.state = place->state;
  changed.stage = place->stage;
  return true;
}

}  // namespace curia::call
