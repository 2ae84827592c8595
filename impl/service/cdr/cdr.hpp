// Cdr: call detail records, from what happens to calls and legs to their receivers (docs/cdr.md).
//
// 1. It observes the registry. A record is made when what it tells of can no longer be undone, and
//    written to the spool in that same event, before anybody is answered.
// 2. `session` is new at each start. What was open when an earlier server ended without saying so
//    is ended first, in the session and with the indexes of that server.
// 3. Records are numbered whether or not anybody receives them; without receivers nothing else is
//    done with them.
//
//   Cdr cdr(env, registry, client);       // before whoever settles calls
//   cdr.start();                          // when the registry is loaded
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "impl/service/cdr/sender.hpp"
#include "impl/service/cdr/spool.hpp"
#include "model/cdr/recorder.hpp"

namespace curia::cdr {

class Cdr final : public Observer {
 public:
  // All outlive it; the registry's observers include it from now on.
  Cdr(const Env& env, Registry& registry, web::Client& client);

  void start();
  // Every second: what time alone asks for.
  void look();
  void applied(std::span<const Event> events) override;
  // What the endpoint of a leg has learned; it is forgotten with the leg.
  void learn(const Guid& leg, EndpointFacts facts);
  // Told each record of this session, whether or not there are receivers; null: nobody is.
  using Told = std::function<void(std::uint64_t correlator, const Record& record)>;
  void watch(Told told) { told_ = std::move(told); }
  bool is_running() const { return is_running_; }
  // Whatever happened is in a record.
  bool is_at_rest() const { return pending_.empty(); }
  // correlatorIndex of the next record.
  std::uint64_t next_correlator() const { return next_correlator_; }
  std::vector<callbridge::Trouble> troubles() const { return sender_.troubles(); }

  // The server stops: everything that is open ends. finish() then waits a little for receivers.
  void stop();
  void finish(Task done) { sender_.finish(std::move(done)); }

 private:
  // What a change did that is not durable yet.
  struct Pending {
    std::uint64_t sequence;
    std::vector<Happening> happenings;
  };

  void note_receivers();
  void close_earlier_session();
  void keep_endpoint(const Event& event);
  void take(std::vector<Happening> happenings, std::uint64_t sequence);
  void tell(std::span<const Happening> happenings);
  void tell_durable(std::uint64_t sequence);
  void keep(std::uint64_t correlator, const Record& record);

  Env env_;
  Registry& registry_;
  Guid session_;
  Recorder recorder_;
  EndpointBook endpoints_;
  Spool spool_;
  Sender sender_;
  std::uint64_t next_correlator_ = 0;
  std::uint64_t last_sequence_ = 0;
  std::deque<Pending> pending_;
  Told told_;
  Instant next_note_{};
  bool is_running_ = false;
};

}  // namespace curia::cdr
