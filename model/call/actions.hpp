// Actions: what people do in a meeting, each allowed by a setting of their call leg.
//
// 1. A setting that nobody sets has the value that stands in the table (api-conventions section 8;
//    what the sources leave open is in docs/decisions).
// 2. allowAllMuteSelf and allowAllPresentationContribution of the call beat a leg's "no".
// 3. What is not allowed changes nothing.
#pragma once

#include <string_view>

#include "model/call/roles.hpp"
#include "model/objects/call.hpp"
#include "model/objects/participant.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {

enum class Action : std::uint8_t {
  mute_self_audio,
  mute_self_video,
  mute_others_audio,
  mute_others_video,
  share,
  lock,
  end_call,
  disconnect_others,
  add_participant,
  set_importance,
  change_layout,
  switch_recording,
  switch_streaming,
  allow_all_mute_self,
  allow_all_share,
  mute_newcomers,
  chat,
  raise_hand,
  change_role,
};

// Whether the person behind `leg` may do it now: in the call, let in, and allowed.
bool may(const Change& change, const CallLeg& leg, Action action);
// The same by whoever has evaluated its levels already.
bool may(const Change& change, const CallLeg& leg, const LegLevels& levels, Action action);

// Each returns false, and changes nothing, when `leg` may not. `muted` false unmutes.
bool mute(Change& change, const CallLeg& leg, const CallLeg& whom, bool audio, bool muted);
bool share(Change& change, const CallLeg& leg, bool on);
bool lock(Change& change, const CallLeg& leg, bool on);
bool end_call(Change& change, const CallLeg& leg);
bool disconnect(Change& change, const CallLeg& leg, const CallLeg& whom);
bool choose_layout(Change& change, const CallLeg& leg, DefaultLayout layout);
bool set_importance(Change& change, const CallLeg& leg, const Participant& whom,
                    std::optional<std::int64_t> importance);
bool record(Change& change, const CallLeg& leg, bool on);
bool stream(Change& change, const CallLeg& leg, bool on);
// Dials somebody, as POST /calls/<id>/participants does.
bool add_participant(Change& change, const CallLeg& leg, std::string_view address);
// One's own hand goes up where raising is enabled, and down at any time; whoever may mute others
// lowers any hand.
bool raise_hand(Change& change, const CallLeg& leg, const CallLeg& whose, bool up);

}  // namespace curia::call
