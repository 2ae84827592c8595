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
#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/registry.hpp"

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

  // Works off what was said since, asks for what is new, and says what is not as it was told:
  // nothing when all is well. Only while no event of the world is under way and nothing waits to
  // be told.
  std::vector<std::string> differences(const View& view) {
    std::vector<std::string> all = listen();
    add(all, 0, Topic::calls, {}, view);
    for (const auto& [call, index] : indexes_) {
      add(all, index, Topic::call_info, call, view);
      add(all, index + 1, Topic::call_roster, call, view);
    }
    return all;
  }

  // In parts, where all of it would take too long. First of all:
  std::vector<std::string> listen() {
    hear();
    std::vector<std::string> all = replay_.problems();
    if (is_cut_) all.push_back("the ear was cut off");
    return all;
  }
  // Of a call that is there, or is gone: all but its people; and how many calls and people there
  // are.
  void compare_call(const Guid& id, const View& view, std::vector<std::string>& all) const {
    const Table& calls = view.registry.table(Kind::call);
    if (replay_.things(0).size() != calls.size()) add(all, 0, Topic::calls, {}, view);
    const Object* call = calls.find(id);
    if (call == nullptr) return;
    compare_one(replay_, 0, Topic::calls, *call, view, all);
    const auto index = indexes_.find(id);
    if (index == indexes_.end()) return;
    compare_one(replay_, index->second, Topic::call_info, *call, view, all);
    if (replay_.things(index->second + 1).size() != people_of(view, id).size())
      add(all, index->second + 1, Topic::call_roster, id, view);
  }
  void compare_person(const Participant& person, const View& view,
                      std::vector<std::string>& all) const {
    if (const auto index = indexes_.find(person.call); index != indexes_.end())
      compare_one(replay_, index->second + 1, Topic::call_roster, person, view, all);
  }
  static const SlotSet& people_of(const View& view, const Guid& call) {
    return view.registry.table(Kind::participant)
        .referring(field_of(Kind::participant, "call"), call);
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

  void add(std::vector<std::string>& all, std::int64_t index, Topic topic, const Guid& call,
           const View& view) const {
    for (std::string& one : events::differences(replay_, index, topic, call, view))
      all.push_back(std::string(topic_names[static_cast<std::size_t>(topic)]) + ": " +
                    std::move(one));
  }

  void hear() {
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
