// Endpoint: the other end of call legs - a telephone, a browser, a simulated person - as the calls
// see it, whatever signalling and media lie between. SIP and the web app attach here.
//
// 1. An endpoint is told by the functions below, always in an event of its own, and says what it
//    has to say with a Report (report.hpp), keys (keys.hpp) and levels of audio: it never touches
//    an object.
// 2. What it is told is a state, not a step: show() gives all of it whenever some of it changed,
//    so nothing is lost by an endpoint that was away for a moment.
// 3. hang_up() is the last thing that is told of a leg; it comes once, also when the endpoint
//    itself left. A leg that is moved to another call ends, too: move() tells by which it goes on.
// 4. A Carrier finds the endpoint of an address that is dialled. It may give one before it knows
//    whether anybody is there: that is what Report::unknown_destination is for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialplan/dial_plan.hpp"
#include "model/layout/layout.hpp"
#include "model/objects/call_leg.hpp"

namespace curia::call {

// Whom to dial.
struct Dialling {
  Guid leg{};
  std::string address{};  // as the dial transforms made it
  std::string from{};     // the call's name, for a display
  // The outbound dial plan has a way to this address: `routes` in the order to be tried, none when
  // the plan has no rules at all. Without a way only endpoints of the server's own are reached.
  bool has_way = false;
  std::vector<dialplan::Route> routes{};
};

// What the people at a leg can know of themselves; mutes are seen from the bridge, as in the API.
struct LegStatus {
  CallLegState state = CallLegState::initial;
  CallLegStage stage = CallLegStage::call;
  bool is_waiting = false;      // in the lobby
  bool is_locked_out = false;   // and that because the call is locked
  bool rx_audio_muted = false;  // nobody hears this leg
  bool tx_audio_muted = false;  // it hears nothing
  bool rx_video_muted = false;
  bool tx_video_muted = false;
  bool may_share = false;
  Guid presentation{};  // the leg whose presentation is shown here; nil: none
  bool has_raised_hand = false;
  DefaultLayout layout = DefaultLayout::automatic;
  // What was assigned, whether or not the user has picked one himself.
  DefaultLayout assigned_layout = DefaultLayout::automatic;
  bool has_picked_layout = false;
  bool has_layout_template = false;
  bool may_change_layout = true;
  std::string role{};
  std::string label{};    // in the panes of others
  std::string message{};  // in the picture
  std::string banner{};
  bool is_recorded = false;
  bool is_streamed = false;
  bool has_labels = true;  // names are shown in panes

  bool operator==(const LegStatus&) const = default;
};

// Of the far camera; each is -1, 0 or 1: left, down, out, and right, up, in.
struct CameraMove {
  int pan = 0;
  int tilt = 0;
  int zoom = 0;
  int focus = 0;

  bool operator==(const CameraMove&) const = default;
};

// What is seen; names of people who are in it.
struct Picture {
  layout::View view{};
  std::map<layout::PersonId, std::string> names{};
  // How many others are in the call and in no pane; none: that is not shown (participantCounter).
  std::optional<std::size_t> off_screen{};

  bool operator==(const Picture&) const = default;
};

class Endpoint {
 public:
  Endpoint() = default;
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;
  virtual ~Endpoint() = default;

  virtual void dial(const Dialling&) {}
  virtual void show(const Guid& leg, const LegStatus& status) = 0;
  virtual void hang_up(const Guid& leg, std::string_view why) = 0;
  // Its leg went on to another call as another leg, which nothing was shown to yet.
  virtual void move(const Guid& /*from*/, const Guid& /*to*/) {}
  virtual void play_keys(const Guid&, std::string_view) {}
  virtual void move_camera(const Guid&, const CameraMove&) {}
  virtual void send_keyframe(const Guid&) {}
  // What somebody wrote in the chat of the call.
  virtual void read(const Guid&, std::string_view /*from*/, std::string_view /*text*/) {}
  // Pictures are made only for endpoints that look at them.
  virtual bool wants_pictures() const { return false; }
  virtual void show_picture(const Guid&, const Picture&) {}
};

class Carrier {
 public:
  Carrier() = default;
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;
  virtual ~Carrier() = default;
  // Null: nobody here. The endpoint outlives its legs or is detached first.
  virtual Endpoint* reach(const Dialling& dialling) = 0;
};

}  // namespace curia::call
