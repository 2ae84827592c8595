// Ear: a client of events inside the process, for tests and for the invariants of simulated runs.
// It subscribes to everything - all calls, the details and the roster of each - as calls come, and
// acknowledges at once.
//
//   Ear ear(events);
//   ... whenever the world is at rest:  EXPECT_EQ(ear.differences(view), none);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/events/events.hpp"
#include "impl/service/events/replay.hpp"

namespace curia::events {

class Ear final : public web::Socket {
 public:
  // `events` outlives the Ear.
  explicit Ear(Events& events) : session_(events.admit("ear")) {
    session_->on_open(*this);
    subscribe();
  }
  ~Ear() { session_->on_closed({}); }
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;

  // Works off what was said since, and says what is not as it was told: nothing when all is well.
  // Only while no event of the world is under way and nothing waits to be told.
  std::vector<std::string> differences(const View& view) {
    listen();
    std::vector<std::string> all = replay_.problems();
    if (is_cut_) all.push_back("the ear was cut off");
    const auto add = [&](std::int64_t index, Topic topic, const Guid& call) {
      for (std::string& one : events::differences(replay_, index, topic, call, view))
        all.push_back(std::string(topic_names[static_cast<std::size_t>(topic)]) + ": " +
                      std::move(one));
    };
    add(0, Topic::calls, {});
    for (const auto& [call, index] : indexes_) {
      add(index, Topic::call_info, call);
      add(index + 1, Topic::call_roster, call);
    }
    return all;
  }

  const Replay& replay() const { return replay_; }
  std::size_t messages() const { return heard_count_; }

  Result<> send(std::string_view text) override {
    heard_.emplace_back(text);
    ++heard_count_;
    return {};
  }
  std::size_t queued() const override { return 0; }
  void close(std::uint16_t, std::string_view) override { is_cut_ = true; }
  void cut() override { is_cut_ = true; }

 private:
  void say(const std::string& text) { session_->on_message({websocket::Opcode::text, text}); }

  void listen() {
    for (;;) {
      std::vector<std::string> heard;
      heard.swap(heard_);
      for (const std::string& text : heard) replay_.take(text);
      for (const std::string& text : replay_.acknowledgements()) say(text);
      if (heard.empty() || !notice_calls()) break;
      subscribe();
    }
  }

  // True when calls have come or gone.
  bool notice_calls() {
    bool changed = false;
    for (const auto& [id, elements] : replay_.things(0)) {
      const Guid call = *parse_guid(id);
      if (indexes_.contains(call)) continue;
      indexes_.emplace(call, next_index_);
      next_index_ += 2;
      changed = true;
    }
    changed |= std::erase_if(indexes_, [&](const auto& one) {
                 return !replay_.things(0).contains(to_string(one.first));
               }) > 0;
    return changed;
  }

  static std::string entry(std::int64_t index, Topic topic, const Guid* call) {
    std::string text = "{\"index\":" + std::to_string(index) + ",\"type\":\"" +
                       std::string(topic_names[static_cast<std::size_t>(topic)]) + '"';
    if (call != nullptr) text += ",\"call\":\"" + to_string(*call) + '"';
    text += ",\"elements\":[";
    for (const Element& element : elements_of(topic))
      text += (text.back() == '[' ? "\"" : ",\"") + std::string(element.name) + '"';
    return text + "]}";
  }

  void subscribe() {
    std::string body = ",\"subscriptions\":[" + entry(0, Topic::calls, nullptr);
    for (const auto& [call, index] : indexes_) {
      body += "," + entry(index, Topic::call_info, &call);
      body += "," + entry(index + 1, Topic::call_roster, &call);
    }
    say(message_text(++last_id_, "subscribeRequest", body + "]"));
  }

  std::shared_ptr<Session> session_;
  Replay replay_;
  std::vector<std::string> heard_;
  std::size_t heard_count_ = 0;
  bool is_cut_ = false;
  std::int64_t last_id_ = 0;
  std::int64_t next_index_ = 1;
  std::map<Guid, std::int64_t> indexes_;
};

}  // namespace curia::events
