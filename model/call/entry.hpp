// Entry: how somebody gets from an address into a call - names, menus, passcodes, membership.
//
// 1. A coSpace and its access methods may share a name; the passcode tells which of them is meant
//    (api-conventions section 9). A blank passcode is a passcode.
// 2. Nobody is asked who needs none: a member who signed in, or a name that leads to one way in
//    without a passcode.
// 3. passcodeMode `timeout`: silence for passcodeTimeout is a blank; `required`: only an entry
//    counts (api-conventions section 9).
// 4. A call begins with its first leg and, made so, ends with its last.
// 5. A passcode that is shorter than allowed opens nothing where allowOutOfPolicy is false.
// 6. SIP calls are refused while the Call Bridge has as many participants as it may have.
//
//   Change change(registry, random, now);
//   auto leg = arrive(change, {.uri = "board.guest", .remote_party = "ann@example.com"});
//   registry.apply(std::move(change), ...);
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "model/objects/call_leg.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

// Who comes, and by which name.
struct Arrival {
  std::string uri{};      // the part before the @ of the address dialled
  std::string dialled{};  // all of that address; empty: the same
  Guid tenant{};          // that the dial plan found for the address
  std::string remote_party{};
  std::string name{};      // empty: the remote party
  std::string user_jid{};  // of a signed-in user; empty for a guest
  std::string passcode{};  // given with the arrival (a link, the web app)
  bool has_passcode = false;
  Guid returns_from{};  // the leg that whoever comes had, when his connection broke
  CallLegType type = CallLegType::sip;
  int screens = 1;
  bool has_video = true;
};

// A refusal is a reason of model/call/reasons.hpp.
using Entered = std::expected<const CallLeg*, std::string_view>;

Entered arrive(Change& change, const Arrival& arrival);

// Through the web app with the number of a meeting, or at an IVR's menu.
Entered enter_call_id(Change& change, const CallLeg& leg, std::string_view call_id);

// A wrong passcode: the leg stays and may try again; after limits::passcode_tries it has ended
// with incorrectPasscode, and so has the leg.
Entered enter_passcode(Change& change, const CallLeg& leg, std::string_view passcode);

// Whether silence counts as a blank for this leg, and when.
Instant blank_due(const Change& change, const CallLeg& leg);

}  // namespace curia::call
