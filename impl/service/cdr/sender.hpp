// Sender: brings the records of the spool to their receivers, and knows which cannot be reached.
//
// 1. Each receiver has a line of its own: one document under way at a time, the next when the
//    answer is there. Any 2xx is delivered; after anything else the same records are sent again
//    in 1 s, 2 s, 4 s, ... at most limits::cdr_backoff_most (platform-facts 4.1).
// 2. Only what is safe on the disk is sent, so that a power cut cannot give an index to another
//    record afterwards.
// 3. A receiver that has nothing to get is sent an empty document every
//    limits::cdr_contact_interval: whether it can be reached is known before it is needed.
// 4. One timer, for the line that is due next; none without receivers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/callbridge/alarms.hpp"
#include "impl/service/cdr/spool.hpp"
#include "impl/service/web/client.hpp"
#include "model/registry/registry.hpp"

namespace curia::cdr {

class Sender {
 public:
  // All outlive it.
  Sender(const Env& env, const Registry& registry, web::Client& client, Spool& spool);
  ~Sender() { stop(); }

  // Sends what is due; called when there are records, receivers or their addresses are others.
  void look();
  // `done` in a later event, when those who take records have all, or after
  // limits::cdr_last_delivery.
  void finish(Task done);
  void stop();
  std::vector<callbridge::Trouble> troubles() const;

 private:
  struct Line {
    std::string uri;
    std::size_t number = 0;     // as in the list of receivers, from 1
    std::uint64_t asked = 0;    // answers to older questions do not count
    std::size_t batch = 0;      // records under way
    std::uint64_t marked = 0;   // where the spool says what was delivered last
    std::uint64_t dropped = 0;  // as told in the log
    bool is_full = false;       // told in the log
    bool is_asking = false;
    bool is_connected = false;
    bool is_second_try = false;  // a kept connection may have been dead
    Instant next{};
    Duration backoff{};
    std::optional<callbridge::Trouble> trouble{};
  };

  void note_receivers();
  const Queue* queue_of(const Guid& receiver) const;
  Instant due(const Guid& receiver, const Line& line) const;
  void tell_dropped(const Guid& receiver, Line& line);
  void serve(const Guid& receiver, Line& line);
  void ask(const Guid& receiver, Line& line);
  void answered(const Guid& receiver, std::uint64_t question, Result<http::Response> got);
  void delivered(const Guid& receiver, Line& line);
  void failed(const Guid& receiver, Line& line, const Result<http::Response>& got);
  void arm();
  void tell_if_finished();

  Env env_;
  const Registry& registry_;
  web::Client& client_;
  Spool& spool_;
  std::uint64_t questions_ = 0;
  std::map<Guid, Line> lines_;
  bool waits_for_disk_ = false;
  bool is_stopped_ = false;
  Instant armed_for_ = never;
  TimerId timer_{};
  Task finished_;
  Instant finish_by_ = never;
};

}  // namespace curia::cdr
