// Power, disks, clocks, work and chance of one host.
#include "sim/world/host.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "sim/world/files.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {
namespace {

class Host : public testing::Test {
 protected:
  World world{1};
  SimHost& host = world.add_host("server", {"10.0.0.1"});
};

TEST_F(Host, APowerCutDropsTasksJobsAndQuestions) {
  auto alive = std::make_shared<int>(0);
  int happened = 0;
  Env env = host.env();
  env.timers.at(Instant(1s), [&, alive] { ++happened; });
  env.work.run(Lane::disk, [&, alive] { ++happened; }, [&, alive] { ++happened; });
  env.net.resolve("localhost", [&, alive](auto) { ++happened; });
  EXPECT_GT(alive.use_count(), 4);
  host.power_cut();
  EXPECT_EQ(alive.use_count(), 1);
  // What is left of the server may still call.
  env.timers.at(Instant(1s), [&] { ++happened; });
  env.work.run(Lane::disk, [&] { ++happened; }, [] {});
  env.net.resolve("localhost", [&](auto) { ++happened; });
  env.trace.event("ghost", {});
  EXPECT_FALSE(env.files.append("x", "y"));
  EXPECT_FALSE(env.trace.enabled());
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(happened, 0);
}

TEST_F(Host, APowerCutMayFallBetweenAJobAndItsAnswer) {
  bool ran = false, answered = false;
  host.env().work.run(Lane::disk, [&] { ran = true; }, [&] { answered = true; });
  EXPECT_TRUE(world.run_until([&] { return ran; }, 1s));
  EXPECT_FALSE(answered);
  host.power_cut();
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_FALSE(answered);
}

TEST_F(Host, JobsTakeVirtualTimeOneAfterTheOther) {
  std::vector<Instant> done;
  for (int i = 0; i < 3; ++i)
    host.env().work.run(Lane::disk, [] {}, [&] { done.push_back(world.now()); });
  host.env().work.run(Lane::crypto, [] {}, [&] { done.push_back(world.now()); });
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(done, (std::vector{Instant(1ms), Instant(2ms), Instant(3ms), Instant(50ms)}));
}

TEST_F(Host, SyncedBytesSurviveAndOthersMayNot) {
  bool lost = false, kept = false;
  for (int round = 0; round < 50; ++round) {
    Env env = host.env();
    ASSERT_TRUE(env.files.replace("log", "synced "));
    ASSERT_TRUE(env.files.append("log", "too "));
    ASSERT_TRUE(env.files.sync("log"));
    ASSERT_TRUE(env.files.append("log", "unsynced"));
    ASSERT_TRUE(env.files.append("fresh", "unsynced"));
    host.power_cut();
    host.power_on();
    const std::string log = host.env().files.read("log").value();
    EXPECT_TRUE(std::string("synced too unsynced").starts_with(log)) << log;
    EXPECT_TRUE(log.starts_with("synced too ")) << log;
    lost = lost || !host.env().files.read("fresh");
    kept = kept || log.size() > 11;
    static_cast<void>(host.env().files.remove("fresh"));
  }
  EXPECT_TRUE(lost);
  EXPECT_TRUE(kept);
}

TEST_F(Host, DisksFillAndFail) {
  Files& files = host.env().files;
  host.shelf().set_capacity(10);
  ASSERT_TRUE(files.append("a", "12345678"));
  EXPECT_EQ(files.append("a", "123").error().code, Errc::disk_full);
  EXPECT_EQ(files.read("a").value(), "12345678");
  host.shelf().fail_next(2);
  EXPECT_EQ(files.append("a", "1").error().code, Errc::io_error);
  EXPECT_EQ(files.sync("a").error().code, Errc::io_error);
  EXPECT_TRUE(files.append("a", "1"));
}

TEST_F(Host, ChanceBelongsToTheStreamAndTheIncarnation) {
  World other(1);
  Random& here = host.env().random;
  Random& there = other.add_host("server", {"10.0.0.1"}).env().random;
  there.next("another stream shifts nothing");
  const std::uint64_t first = here.next("a");
  EXPECT_EQ(first, there.next("a"));
  EXPECT_EQ(here.next("a"), there.next("a"));
  const Guid guid = new_guid(here);
  EXPECT_EQ(guid, new_guid(there));
  host.power_cut();
  host.power_on();
  EXPECT_NE(host.env().random.next("a"), first);
  EXPECT_NE(new_guid(host.env().random), guid);
}

TEST_F(Host, WallClocksJumpAndNowDoesNot) {
  Clock& clock = host.env().clock;
  const WallTime before = clock.wall();
  host.jump_wall(-1h);
  EXPECT_EQ(clock.wall(), before - 1h);
  world.run_for(10s);
  EXPECT_EQ(clock.wall(), before - 1h + 10s);
  EXPECT_EQ(clock.now(), Instant(10s));
  Options options;
  options.wall_jump_every = 1min;
  options.wall_jump_most = 1h;
  World jumpy(1, options);
  Clock& wild = jumpy.add_host("server", {"10.0.0.1"}).env().clock;
  jumpy.run_for(1h);
  EXPECT_NE(wild.wall(), options.wall_start + 1h);
  EXPECT_EQ(wild.wall(), wild.wall());
}

TEST(Trace, IsReadableAndItsDigestIsPinned) {
  std::vector<std::string> lines;
  TextSink sink([&](std::string_view line) { lines.emplace_back(line); });
  Options options;
  options.trace_sink = &sink;
  World world(42, options);
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  world.run_for(1500ms);
  env.trace.event("http.request", {{"method", "GET"}, {"path", "/a b"}, {"status", 200}});
  env.trace.log(Severity::warning, "a \"sentence\"\nof two lines");
  EXPECT_EQ(lines,
            (std::vector<std::string>{
                "0.000000000 world world seed=42", "0.000000000 server host.power_on incarnation=0",
                "1.500000000 server http.request method=GET path=\"/a b\" status=200",
                R"(1.500000000 server log.warning text="a \"sentence\"\nof two lines")"}));
  // Every compiler and every build must come to the same.
  EXPECT_EQ(world.trace().digest().text(), "9ef5bd2e0a65f80e51edae49a7c3aeae");
}

TEST(Options, ThatMakeNoSenseAreRefused) {
  Options options;
  options.link.loss = ppm_always + 1;
  EXPECT_DEATH(World(1, options), "a million ppm");
  options = {};
  options.window_bytes = 1;
  EXPECT_DEATH(World(1, options), "one segment fits");
  for (std::uint64_t seed = 0; seed < 1000; ++seed) check_options(Options::swarm(seed));
}

}  // namespace
}  // namespace curia::sim
