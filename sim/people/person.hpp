// Person: somebody with an endpoint - a SIP system or the web app - who takes part in calls.
//
// 1. A person knows what the switchboard told him (LegStatus, Picture) and nothing else.
// 2. He has one connection at a time. When his server goes, the connection is gone without a word.
// 3. He speaks as people do: loud with short pauses, over the noise of his room (voice.hpp).
//
//   Person ann(env, {.name = "ann", .address = "ann@example.com", .answer_after = 2s});
//   ann.attach(board);
//   ann.join("board");
#pragma once

#include <optional>
#include <set>
#include <string>

#include "impl/service/calls/switchboard.hpp"
#include "model/env/env.hpp"
#include "model/layout/web_app.hpp"
#include "sim/people/voice.hpp"

namespace curia::people {

enum class Medium : std::uint8_t { sip, web };

// What he does when he is called.
enum class Manner : std::uint8_t { answers, rejects, is_busy, never_answers };

struct PersonFacts {
  std::string name{};
  Medium medium = Medium::sip;
  std::string address{};  // where he can be called, or the JID he signs in with; empty: a guest
  Manner manner = Manner::answers;
  Duration answer_after{};
  int screens = 1;
  bool has_video = true;
};

class Person final : public call::Endpoint {
 public:
  Person(const Env& env, PersonFacts facts);
  ~Person() override;

  // The switchboard outlives it or is detached first. Null: the server is gone.
  void attach(calls::Switchboard* board);

  // By the name of a coSpace, or through the dial plan. Errors: invalid_value (is in a call
  // already), not_permitted with the reason in the message.
  Result<> join(const std::string& space, const std::optional<std::string>& passcode = {});
  Result<> dial_out(const std::string& address);
  void press(std::string_view keys);
  void talk(std::uint8_t level = usual_loudness);
  void stop_talking();
  void leave();
  void hold(bool on);
  // The connection breaks without a word; and is there again.
  void drop();
  Result<> come_back();
  // One of the icons of the web app's layouts. False: it cannot be selected.
  bool select(layout::WebAppLayout icon);
  // What he may or may not do (model/call/actions.hpp). False: refused.
  // To all in the call, in the chat.
  bool say(const std::string& text);
  bool act(const calls::Switchboard::Action& action);

  const PersonFacts& facts() const { return facts_; }
  const Guid& leg() const { return leg_; }  // nil: in no call
  bool is_ringing() const { return is_ringing_; }
  bool is_dropped() const { return is_dropped_; }
  bool is_talking() const { return voice_.is_on(); }
  const call::LegStatus& status() const { return status_; }  // of the leg he has
  const call::Picture& picture() const { return picture_; }
  // What the web app makes of the layout.
  layout::WebAppShown web_app() const { return web_app_.shown(); }
  const std::string& last_reason() const { return reason_; }  // why his last leg ended
  const std::string& keys_heard() const { return keys_heard_; }
  const std::string& last_read() const { return read_; }  // in the chat: "ann: hello"
  bool was_ever_called() const { return was_called_; }

  // What is drawn of a meeting needs to hear of every picture.
  using Watcher = std::function<void(const Person&)>;
  void watch(Watcher seen) { watcher_ = std::move(seen); }

  void dial(const call::Dialling& dialling) override;
  void show(const Guid& leg, const call::LegStatus& status) override;
  void hang_up(const Guid& leg, std::string_view why) override;
  void move(const Guid& from, const Guid& to) override;
  void play_keys(const Guid& leg, std::string_view keys) override;
  void read(const Guid& leg, std::string_view from, std::string_view text) override;
  bool wants_pictures() const override { return looks_; }
  void show_picture(const Guid& leg, const call::Picture& picture) override;
  // A thousand people need not all look at their screens.
  void look(bool on) { looks_ = on; }

 private:
  Result<> arrive(call::Arrival arrival, bool through_dial_plan);
  void answer();
  void later(Duration time, void (Person::*what)());
  void forget_call();

  Env env_;
  PersonFacts facts_;
  calls::Switchboard* board_ = nullptr;
  Voice voice_;
  Guid leg_;
  call::LegStatus status_{};
  layout::WebAppLayouts web_app_{layout::WebAppAssignment{}};
  call::Picture picture_{};
  Watcher watcher_;
  std::string reason_;
  std::string keys_heard_;
  std::string read_;
  call::Arrival last_arrival_{};
  Guid lost_leg_;  // that ended while the connection was away
  bool last_was_dialled_ = false;
  bool was_called_ = false;
  bool is_ringing_ = false;
  bool is_dropped_ = false;
  bool looks_ = true;
  std::optional<TimerId> timer_{};
};

}  // namespace curia::people
