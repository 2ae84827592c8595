// A store of many meetings: its start, its memory, and GET /meetings with the default window.
//
//   scheduler_book FOLDER [MEETINGS] [SPACES]
//
// Half of the meetings are weekly series without an end, a quarter are series of ten, a quarter
// are held once, spread over the year; each has an organizer and three participants, two of them
// users. Questions are answered by the Desk, to the finished JSON; HTTP and TLS are not measured.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "impl/io/files.hpp"
#include "impl/io/reality.hpp"
#include "impl/service/scheduler/desk.hpp"
#include "impl/service/scheduler/outbox.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "model/base/check.hpp"
#include "model/base/prng.hpp"
#include "model/registry/codec.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace {

using namespace curia;
using Steady = std::chrono::steady_clock;

constexpr std::size_t users = 100 * 1000;
constexpr std::size_t group_rows = 10 * 1000;
constexpr std::size_t page_rows = 4096;
constexpr int questions = 20 * 1000;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

double resident_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
  return 0;
}

Guid guid_of(std::uint64_t number, std::uint8_t kind) {
  Guid guid;
  const std::uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
  for (std::size_t i = 0; i < 8; ++i) guid.bytes[i] = static_cast<std::uint8_t>(mixed >> 8 * i);
  guid.bytes[14] = kind;
  guid.bytes[15] = 1;
  return guid;
}

std::string user(std::uint64_t number) {
  return "user" + std::to_string(number % users) + "@example.com";
}

StoreWrite row_of(std::uint64_t ordinal, std::size_t spaces, std::int64_t now, Prng& prng) {
  using schedule::local_at;
  schedule::Meeting meeting;
  meeting.co_space = guid_of(prng.below(spaces), 1);
  const std::int64_t slot = static_cast<std::int64_t>(prng.below(52 * 5 * 40));
  const std::int64_t week = now / 604800 * 604800 + 4 * 86400;  // a Monday
  const std::int64_t start =
      week - 20 * 604800 + slot / 200 * 604800 + slot % 5 * 86400 + 8 * 3600 + slot / 5 % 40 * 900;
  meeting.time = {local_at(start), local_at(start + 3600), false,
                  prng.chance(1, 2) ? "Europe/Paris" : "America/New_York"};
  const std::uint64_t kind = prng.below(4);
  if (kind < 2) meeting.rrule = "FREQ=WEEKLY";
  if (kind == 2) meeting.rrule = "FREQ=WEEKLY;COUNT=10";
  const std::uint64_t organizer = prng.below(users);
  meeting.organizer = {user(organizer), user(organizer), ""};
  meeting.summary = "Weekly review of project " + std::to_string(prng.below(1000));
  meeting.participants = {{user(prng.below(users)), user(prng.below(users)), {}},
                          {"", user(prng.below(users)), {}},
                          {"guest" + std::to_string(prng.below(users)) + "@example.org", "", {}}};
  StoredMeeting stored;
  stored.kind = Kind::meeting;
  stored.id = guid_of(ordinal, 2);
  schedule::store_meeting(meeting, stored);
  return {ordinal, "meeting", encode(stored)};
}

void fill(store::SqliteEngine& engine, std::size_t meetings, std::size_t spaces, std::int64_t now) {
  Prng prng(1, "bench");
  for (std::uint64_t ordinal = 1; ordinal <= meetings;) {
    Batch batch;
    while (batch.size() < group_rows && ordinal <= meetings)
      batch.push_back(row_of(ordinal++, spaces, now, prng));
    check(engine.apply({&batch, 1}).has_value(), "the store takes rows");
    if (engine.wants_checkpoint()) check(engine.checkpoint().has_value(), "and folds its log");
  }
}

void ask(scheduler::Desk& desk, const char* name, const std::function<FormPairs(Prng&)>& query) {
  Prng prng(2, name);
  std::vector<double> times;
  std::size_t bytes = 0;
  for (int i = 0; i < questions; ++i) {
    scheduler::Request request{"GET", "/api/v1/scheduler/meetings", query(prng), {}};
    const auto begun = Steady::now();
    bytes += desk.judge(request).response.body.size();
    times.push_back(seconds_since(begun) * 1e6);
  }
  std::sort(times.begin(), times.end());
  const auto part = [&](double p) {
    return times[static_cast<std::size_t>(p * static_cast<double>(times.size() - 1))];
  };
  std::printf("%-28s p50 %8.1f us   p99 %8.1f us   max %9.1f us   %5zu bytes\n", name, part(0.5),
              part(0.99), part(1), bytes / questions);
}

int run(const std::string& folder, std::size_t meetings, std::size_t spaces) {
  io::Reality reality({.root = folder, .log_file = "/dev/null", .trace_file = {}});
  const Env env = reality.env();
  const auto wall = std::chrono::floor<std::chrono::seconds>(env.clock.wall());
  const std::string path = folder + "/scheduler-bench.db";
  {
    auto engine = store::SqliteEngine::open({.path = path}).value();
    if (engine->load(0, 1).value().empty())
      fill(*engine, meetings, spaces, wall.time_since_epoch().count());
    check(engine->close().has_value(), "the store closes");
  }
  std::printf("%zu meetings in %zu coSpaces, %zu users\n", meetings, spaces, users);
  io::RealFiles files("/usr/share/zoneinfo");
  zones::ZoneBook zones(files);
  const double before = resident_mib();
  const auto begun = Steady::now();
  auto engine = store::SqliteEngine::open({.path = path, .create = false}).value();
  std::printf("open        %6.1f s\n", seconds_since(begun));
  class Nothing final : public Store {
    // Nothing here is ever durable, and nobody asks.
    void commit(Batch, Done<Result<>>) override {}
    void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>>) override {}
  } nothing;
  Registry registry(nothing, env.random);
  scheduler::Book book(registry, [&](std::string_view name) { return zones.find(name); });
  for (std::uint64_t after = 0;;) {
    const auto rows = engine->load(after, page_rows).value();
    if (rows.empty()) break;
    for (const StoreRow& row : rows) check(registry.load(row).has_value(), "a row");
    after = rows.back().ordinal;
  }
  registry.loaded([](Result<>) {});
  std::printf("with rows   %6.1f s   %7.0f MiB\n", seconds_since(begun), resident_mib() - before);
  check(book.load(wall).has_value(), "the book");
  std::printf("with book   %6.1f s   %7.0f MiB\n", seconds_since(begun), resident_mib() - before);
  scheduler::Outbox outbox(env, registry);
  const scheduler::Ledger ledger(registry, book, outbox);
  mmp::TimedLogs logs(env.clock);
  scheduler::TimedLogging logging(logs);
  scheduler::Desk desk(env, registry, book, ledger, logging, [] { return scheduler::Health{}; });
  ask(desk, "GET /meetings", [](Prng&) { return FormPairs{}; });
  ask(desk, "GET /meetings coSpace=", [&](Prng& prng) {
    return FormPairs{{"coSpace", to_string(guid_of(prng.below(spaces), 1))}};
  });
  ask(desk, "GET /meetings userName=", [](Prng& prng) {
    return FormPairs{{"userName", user(prng.below(users))}};
  });
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: scheduler_book FOLDER [MEETINGS] [SPACES]\n");
    return 2;
  }
  const auto number = [&](int at, std::size_t otherwise) {
    return count > at ? static_cast<std::size_t>(std::atoll(arguments[at])) : otherwise;
  };
  return run(arguments[1], number(2, 1500 * 1000), number(3, 100 * 1000));
}
