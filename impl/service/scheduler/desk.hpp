// Desk: what the Scheduler answers to each request, and which change it makes (docs/scheduler.md).
//
// It writes nothing and waits for nothing: Api applies the change and tells the client when all
// that the answer depends on is durable.
#pragma once

#include <functional>
#include <memory>

#include "impl/service/scheduler/health.hpp"
#include "impl/service/scheduler/ledger.hpp"
#include "impl/service/scheduler/route.hpp"
#include "impl/service/scheduler/timed_logging.hpp"
#include "impl/wire/form.hpp"
#include "model/env/env.hpp"

namespace curia::scheduler {

struct Request {
  std::string_view method;
  std::string_view path;
  FormPairs query;
  std::string_view body;

  // The last parameter of that name, ignoring case; empty when there is none.
  std::string_view parameter(std::string_view name) const;
};

struct Verdict {
  http::Response response;
  std::unique_ptr<Change> change = nullptr;  // to apply first; null when nothing is written
};

class Desk {
 public:
  // All outlive the Desk.
  Desk(const Env& env, Registry& registry, const Book& book, const Ledger& ledger,
       TimedLogging& logging, std::function<Health()> health);

  Verdict judge(const Request& request);

 private:
  struct Named {
    const StoredMeeting* stored;
    schedule::Meeting meeting;
  };
  Answer<Verdict> decide(const Route& route, const Request& request);

  Answer<Verdict> list(const Request& request);
  Answer<Verdict> create(const Request& request);
  Answer<Verdict> remove_all(const Request& request);
  Answer<Verdict> refresh_all(const Request& request);
  Answer<Verdict> meeting(const Route& route, const Request& request);
  Answer<Verdict> recurrence(const Route& route, const Request& request);
  Answer<Verdict> participants(const Route& route, const Request& request);
  Answer<Verdict> refresh(const Route& route);
  Answer<Verdict> logging(const Request& request);
  Verdict show_health_now() const;

  Answer<Named> find(const Route& route) const;
  // The recurrence that a route names: as an instant, or as a local time of the meeting.
  Answer<Recurrence> find_recurrence(const schedule::Timetable& timetable,
                                     std::string_view text) const;
  Answer<schedule::Timetable> timetable(const schedule::Meeting& meeting) const;
  // Stores what has become of `named` and shows it with `show`.
  Answer<Verdict> replace(const Named& named, const schedule::Meeting& after,
                          std::string (*show)(const schedule::Meeting&,
                                              const schedule::Timetable&));
  std::unique_ptr<Change> change() const;
  sys_seconds now() const;

  Env env_;
  Registry& registry_;
  const Book& book_;
  const Ledger& ledger_;
  TimedLogging& logging_;
  std::function<Health()> health_;
};

}  // namespace curia::scheduler
