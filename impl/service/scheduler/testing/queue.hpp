// The queue of mails on a registry whose store answers in the next event, or refuses, for tests.
#pragma once

#include <string>
#include <vector>

#include "impl/service/scheduler/outbox.hpp"
#include "impl/service/scheduler/testing/desk.hpp"
#include "model/schedule/queued_mail.hpp"

namespace curia::scheduler::testing {

struct Queue {
  Queue() {
    registry.loaded([](Result<>) {});
    world.run_for(1ns);
  }

  // One invitation to each of them, as mails of their own: one meeting each.
  void order(const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses) {
      schedule::Meeting meeting;
      meeting.id = guid_from_random({++meetings});
      meeting.organizer.email = "ann@example.com";
      meeting.summary = "Review";
      meeting.time = {.start = schedule::local_at(1772442000),
                      .end = schedule::local_at(1772445600)};
      meeting.participants = {{address, "", {}}};
      Change change(registry, host.env().random);
      ASSERT_TRUE(outbox.refresh(change, meeting, std::nullopt));
      registry.apply(std::move(change), [](Result<> stored) { ASSERT_TRUE(stored); });
      world.run_for(1ms);
    }
  }

  // What `who` gets to send.
  std::vector<QueuedMail> take(const Guid& who) {
    std::vector<QueuedMail> got;
    outbox.take(who, 100, [&](std::vector<QueuedMail> mails) { got = std::move(mails); });
    world.run_for(1ms);
    return got;
  }

  std::uint8_t meetings = 0;
  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  QuickStore store{host.env()};
  Registry registry{store, host.env().random};
  Outbox outbox{host.env(), registry};
};

}  // namespace curia::scheduler::testing
