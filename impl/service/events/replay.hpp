// Replay: what a client knows who has listened to the events of a server, by index of subscription;
// and the question whether that is what is (the invariant "the sum of events replays to the
// current roster").
//
// 1. take() is fed every message of the server in order. What a server must not say - an add of
//    what is there, an update or removal of what is not, an id that does not count up - is kept as
//    a problem, in a sentence.
// 2. acknowledgements() are the texts that are to be sent back, in order.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/events/elements.hpp"

namespace curia::events {

class Replay {
 public:
  using Known = std::map<std::string, Value, std::less<>>;  // elements by name
  using Things = std::map<std::string, Known>;              // by GUID

  void take(std::string_view text);

  const std::vector<std::string>& problems() const { return problems_; }
  std::vector<std::string> acknowledgements();
  // "success" or another status, by the id of the client's message.
  const std::map<std::int64_t, std::string>& answers() const { return answers_; }
  // pending, active, or deactivated with its reason after a blank; by index.
  const std::map<std::int64_t, std::string>& states() const { return states_; }
  // Calls of a `calls` subscription, participants of a `callRoster`, one call of a `callInfo`.
  const Things& things(std::int64_t index) const;
  // A client forgets an index that it gives to another subscription.
  void forget(std::int64_t index) { things_.erase(index); }

 private:
  friend struct ReplayReader;
  std::int64_t last_id_ = 0;
  std::vector<std::int64_t> unacknowledged_;
  std::map<std::int64_t, std::string> answers_;
  std::map<std::int64_t, std::string> states_;
  std::map<std::int64_t, Things> things_;
  std::vector<std::string> problems_;
};

// Sentences, one for each difference between what an active subscription to all elements of the
// topic has heard and what the registry holds. `call` is for callInfo and callRoster.
std::vector<std::string> differences(const Replay& replay, std::int64_t index, Topic topic,
                                     const Guid& call, const View& view);
// The same of one call or participant that is there, appended to `found`.
void compare_one(const Replay& replay, std::int64_t index, Topic topic, const Object& object,
                 const View& view, std::vector<std::string>& found);

}  // namespace curia::events
