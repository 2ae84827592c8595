#include "sim/people/person.hpp"

#include <utility>

#include "model/call/actions.hpp"

namespace curia::people {
Person::Person(const Env& env, PersonFacts facts)
    : env_(env), facts_(std::move(facts)), voice_(env, [this](std::uint8_t level) {
        if (board_ != nullptr && leg_ && !is_dropped_) board_->level(leg_, level);
      }) {}

Person::~Person() {
  if (timer_) env_.timers.cancel(*timer_);
  if (board_ != nullptr) board_->detach(*this);
}

void Person::attach(calls::Switchboard* board) {
  board_ = board;
  forget_call();
}

void Person::forget_call() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  voice_.forget();
  leg_ = Guid{};
  status_ = {};
  picture_ = {};
  is_ringing_ = is_dropped_ = false;
  web_app_ = layout::WebAppLayouts(layout::WebAppAssignment{});
}

Result<> Person::join(const std::string& space, const std::optional<std::string>& passcode) {
  return arrive(
      {.uri = space, .passcode = passcode.value_or(""), .has_passcode = passcode.has_value()},
      false);
}

Result<> Person::dial_out(const std::string& address) { return arrive({.uri = address}, true); }

Result<> Person::arrive(call::Arrival arrival, bool through_dial_plan) {
  if (board_ == nullptr) return fail(Errc::unavailable, "there is no server");
  if (leg_) return fail(Errc::invalid_value, facts_.name + " is in a call already");
  const bool is_web = facts_.medium == Medium::web;
  arrival.remote_party = facts_.address.empty() ? facts_.name : facts_.address;
  arrival.name = facts_.name;
  if (is_web) arrival.user_jid = facts_.address;
  arrival.type = is_web ? CallLegType::acano : CallLegType::sip;
  arrival.screens = facts_.screens;
  arrival.has_video = facts_.has_video;
  last_arrival_ = arrival;
  last_was_dialled_ = through_dial_plan;
  reason_.clear();
  const auto arrived =
      through_dial_plan ? board_->dial_in(arrival, *this) : board_->arrive(arrival, *this);
  if (!arrived) {
    reason_ = arrived.error();
    return fail(Errc::not_permitted, reason_);
  }
  leg_ = *arrived;
  return {};
}

void Person::press(std::string_view keys) {
  if (board_ != nullptr && leg_) board_->press(leg_, keys);
}

void Person::talk(std::uint8_t level) { voice_.start(level); }

void Person::stop_talking() { voice_.stop(); }

void Person::leave() {
  if (board_ != nullptr && leg_) board_->report(leg_, call::Report::leaves);
}

void Person::hold(bool on) {
  if (board_ != nullptr && leg_)
    board_->report(leg_, on ? call::Report::held : call::Report::resumed);
}

void Person::drop() {
  if (board_ == nullptr || !leg_ || is_dropped_) return;
  voice_.stop();
  is_dropped_ = true;
  board_->report(leg_, call::Report::lost);
}

Result<> Person::come_back() {
  if (leg_) {
    is_dropped_ = false;
    if (board_ != nullptr) board_->report(leg_, call::Report::found);
    return {};
  }
  if (last_arrival_.uri.empty()) return fail(Errc::invalid_value, facts_.name + " was never there");
  auto arrival = last_arrival_;
  arrival.returns_from = lost_leg_;
  return arrive(arrival, last_was_dialled_);
}

bool Person::act(const calls::Switchboard::Action& action) {
  return board_ != nullptr && leg_ && !is_dropped_ && board_->act(leg_, action);
}

bool Person::select(layout::WebAppLayout icon) {
  if (facts_.medium != Medium::web || !leg_ || is_dropped_ || !web_app_.select(icon)) return false;
  const DefaultLayout wanted = layout::layout_behind(icon);
  // Nothing that the server has to know.
  if (wanted == DefaultLayout::unset || !status_.may_change_layout) return true;
  const bool is_taken = act(
      [&](Change& change, const CallLeg& leg) { return call::choose_layout(change, leg, wanted); });
  if (is_taken) web_app_.note_pick();
  return is_taken;
}

bool Person::say(const std::string& text) {
  return board_ != nullptr && leg_ && !is_dropped_ && board_->say(leg_, text);
}

void Person::read(const Guid& leg, std::string_view from, std::string_view text) {
  if (leg == leg_ && !is_dropped_) read_ = std::string(from) + ": " + std::string(text);
}

void Person::dial(const call::Dialling& dialling) {
  was_called_ = true;
  const Guid leg = dialling.leg;
  if (leg_ || facts_.manner == Manner::is_busy) {
    board_->report(leg, call::Report::busy);
    return;
  }
  leg_ = leg;
  reason_.clear();
  is_ringing_ = true;
  board_->report(leg, call::Report::rings);
  if (facts_.manner != Manner::never_answers) later(facts_.answer_after, &Person::answer);
}

void Person::answer() {
  is_ringing_ = false;
  board_->report(
      leg_, facts_.manner == Manner::rejects ? call::Report::rejected : call::Report::answered);
}

void Person::later(Duration time, void (Person::*what)()) {
  timer_ = env_.timers.at(env_.clock.now() + time, [this, what] {
    timer_.reset();
    (this->*what)();
  });
}

void Person::show(const Guid& leg, const call::LegStatus& status) {
  if (leg != leg_ || is_dropped_) return;
  status_ = status;
  web_app_.assign({.assigned = status.assigned_layout,
                   .has_template = status.has_layout_template,
                   .change_allowed = status.may_change_layout},
                  status.has_picked_layout ? status.layout : DefaultLayout::unset);
}

void Person::hang_up(const Guid& leg, std::string_view why) {
  if (leg != leg_) return;
  reason_ = why;
  lost_leg_ = is_dropped_ ? leg : Guid{};
  forget_call();
}

void Person::move(const Guid& from, const Guid& to) {
  if (from != leg_) return;
  leg_ = to;
  status_ = {};
  picture_ = {};
  voice_.repeat();
}

void Person::play_keys(const Guid& leg, std::string_view keys) {
  if (leg == leg_) keys_heard_ += keys;
}

void Person::show_picture(const Guid& leg, const call::Picture& picture) {
  if (leg != leg_ || is_dropped_) return;
  picture_ = picture;
  if (watcher_) watcher_(*this);
}

}  // namespace curia::people
