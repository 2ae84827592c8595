// The queue of a receiver, the ledger of all, and the files that hold it.
#include "impl/service/cdr/ledger.hpp"

#include <gtest/gtest.h>

#include "impl/service/cdr/spool.hpp"
#include "model/base/prng.hpp"
#include "sim/world/files.hpp"
#include "sim/world/world.hpp"

namespace curia::cdr {
namespace {

Guid guid(std::uint64_t number) {
  Guid id;
  for (int i = 0; i < 8; ++i)
    id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(number >> 8 * i);
  return id;
}

Record call(std::uint64_t number, RecordType type = RecordType::call_start) {
  return {type, guid(number), WallTime(1'000'000s), {{"name", "Call"}}};
}

std::shared_ptr<const Made> made(std::uint64_t number, const Guid& session = guid(1)) {
  return std::make_shared<const Made>(Made{session, number, number, 100, call(number)});
}

TEST(CdrQueue, CountsARecordIndexForEachSession) {
  Queue queue;
  for (std::uint64_t i = 0; i < 3; ++i) queue.add(made(i));
  for (std::uint64_t i = 3; i < 5; ++i) queue.add(made(i, guid(2)));
  EXPECT_EQ(queue.index_of_first(), 1u);
  EXPECT_EQ(queue.batch(1), 2u);  // as far as it is safe
  EXPECT_EQ(queue.batch(9), 3u);  // a document is of one session
  queue.delivered(2);
  EXPECT_EQ(queue.index_of_first(), 3u);
  queue.delivered(1);
  EXPECT_EQ(queue.index_of_first(), 1u);
  EXPECT_EQ(queue.batch(9), 2u);
  queue.delivered(2);
  queue.add(made(5, guid(2)));
  EXPECT_EQ(queue.index_of_first(), 3u);
}

TEST(CdrQueue, ADocumentHasAnEnd) {
  Queue queue;
  for (std::uint64_t i = 0; i < 250; ++i) queue.add(made(i));
  EXPECT_EQ(queue.batch(999), limits::cdr_batch_records);
  Queue large;
  for (std::uint64_t i = 0; i < 3; ++i)
    large.add(std::make_shared<const Made>(
        Made{guid(1), i, i, limits::cdr_batch_bytes * 2 / 3, call(i)}));
  EXPECT_EQ(large.batch(999), 1u);
}

TEST(CdrQueue, AFullOneDropsTheOldestThatWasNeverSent) {
  Queue queue(limits::cdr_batch_records + 10);
  for (std::uint64_t i = 0; i < limits::cdr_batch_records + 15; ++i) queue.add(made(i));
  EXPECT_EQ(queue.records().size(), limits::cdr_batch_records + 10);
  EXPECT_EQ(queue.dropped(), 5u);
  const Queued& next = queue.records()[limits::cdr_batch_records];
  EXPECT_EQ(next.missing, 5u);
  EXPECT_EQ(next.made->correlator_index, limits::cdr_batch_records + 5);
  EXPECT_EQ(queue.records()[limits::cdr_batch_records - 1].missing, 0u);
}

TEST(CdrQueue, WithoutAnAddressItCountsWhatItMisses) {
  Queue queue;
  for (std::uint64_t i = 0; i < limits::cdr_batch_records + 2; ++i) queue.add(made(i));
  queue.set_open(false);
  queue.add(made(500));
  EXPECT_EQ(queue.records().size(), limits::cdr_batch_records);
  queue.set_open(true);
  queue.add(made(501));
  EXPECT_EQ(queue.records().back().missing, 3u);
}

// What two ledgers say of themselves.
std::string said(const Ledger& ledger) {
  std::string text;
  for (const std::string& entry : ledger.snapshot()) text += entry + "|";
  return text;
}

Ledger again(const Ledger& ledger) {
  Ledger copy;
  for (const std::string& entry : ledger.snapshot()) EXPECT_TRUE(copy.take(entry, 0).has_value());
  EXPECT_TRUE(copy.has_snapshot());
  return copy;
}

TEST(CdrLedger, ASnapshotLeadsToTheSameLedger) {
  Prng chance(3, "ledger");
  Ledger ledger;
  ASSERT_TRUE(ledger.take(entry_of_session(guid(7)), 1));
  std::uint64_t correlator = 0, next = 100;
  for (int step = 0; step < 3000; ++step) {
    std::string entry;
    const Guid receiver = guid(1 + chance.below(3));
    switch (chance.below(8)) {
      case 0:
        entry = entry_of_receiver(receiver, chance.chance(3, 4));
        break;
      case 1:
        if (chance.chance(1, 10)) entry = entry_of_receiver_gone(receiver);
        break;
      case 2:
        if (const auto queue = ledger.queues().find(receiver); queue != ledger.queues().end())
          entry = entry_of_delivered(receiver, queue->second.batch(999'999));
        break;
      case 3:
        if (chance.chance(1, 20)) {
          entry = entry_of_session(guid(1000 + static_cast<std::uint64_t>(step)));
          correlator = 0;
        }
        break;
      case 4:
        entry = entry_of_alive(WallTime(std::chrono::seconds(step)));
        break;
      default:
        entry = entry_of_record(correlator++, call(next++));
    }
    if (entry.empty()) continue;
    ASSERT_TRUE(ledger.take(entry, static_cast<std::uint64_t>(step)).has_value());
    if (step % 50 == 0) {
      ASSERT_EQ(said(again(ledger)), said(ledger));
    }
  }
}

TEST(CdrLedger, DamagedEntriesAreRefused) {
  Ledger ledger;
  EXPECT_FALSE(ledger.take("", 1));
  EXPECT_FALSE(ledger.take("\x7f", 1));
  EXPECT_FALSE(ledger.take(entry_of_delivered(guid(1), 1), 1));
  const std::string record = entry_of_record(3, call(5));
  for (std::size_t size = 0; size < record.size(); ++size)
    EXPECT_FALSE(ledger.take(record.substr(0, size), 1)) << size;
  EXPECT_TRUE(ledger.take(record, 1));
}

class CdrSpool : public testing::Test {
 protected:
  void begin() {
    spool = std::make_unique<Spool>(host.env());
    spool->load();
  }
  void made_records(std::uint64_t count) {
    for (; count > 0; --count, ++next) spool->add(entry_of_record(next, call(1000 + next)));
    spool->write_out();
  }
  void make_safe() {
    bool is_safe = false;
    spool->when_safe([&] { is_safe = true; });
    world.run_until([&] { return is_safe; }, 10s);
    EXPECT_TRUE(is_safe);
  }
  std::size_t waiting() const {
    const auto& queues = spool->ledger().queues();
    return queues.empty() ? 0 : queues.begin()->second.records().size();
  }
  std::size_t files() { return host.env().files.list("cdr")->size(); }
  void end(bool is_power_cut) {
    if (!is_power_cut) host.shelf().keep_all();
    host.power_cut();
    spool.reset();
    host.power_on();
    begin();
  }

  sim::World world{4};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  std::unique_ptr<Spool> spool;
  std::uint64_t next = 0;
};

TEST_F(CdrSpool, HasNoFileWithoutReceivers) {
  begin();
  spool->add(entry_of_session(guid(1)));
  spool->begin_file();
  made_records(3);
  make_safe();
  EXPECT_EQ(files(), 0u);
  spool->add(entry_of_receiver(guid(9), true));
  spool->begin_file();
  make_safe();
  EXPECT_EQ(files(), 1u);
  spool->add(entry_of_receiver_gone(guid(9)));
  spool->begin_file();
  make_safe();
  EXPECT_EQ(files(), 0u);
}

TEST_F(CdrSpool, KeepsWhatIsSafeOverPowerCutsAndEverythingOverKills) {
  begin();
  spool->add(entry_of_session(guid(1)));
  spool->add(entry_of_receiver(guid(9), true));
  spool->begin_file();
  Prng chance(5, "cuts");
  std::size_t safe = 0, all = 0;
  for (int round = 0; round < 60; ++round) {
    const std::uint64_t count = chance.below(20);
    made_records(count);
    all += count;
    if (chance.chance(1, 2)) {
      make_safe();
      safe = all;
    }
    if (chance.chance(1, 3)) spool->begin_file();
    if (chance.chance(1, 3)) world.run_for(1ms);
    const bool is_power_cut = chance.chance(1, 2);
    end(is_power_cut);
    ASSERT_GE(waiting(), safe);
    ASSERT_LE(waiting(), all);
    if (!is_power_cut) {
      ASSERT_EQ(waiting(), all);
    }
    safe = all = waiting();
    next = spool->ledger().next_correlator();
    ASSERT_EQ(next, all);  // a prefix of what was made
    spool->begin_file();
    make_safe();
    ASSERT_EQ(files(), 1u);
  }
}

TEST_F(CdrSpool, GoesOnWhileTheDiskRefuses) {
  begin();
  spool->add(entry_of_session(guid(1)));
  spool->add(entry_of_receiver(guid(9), true));
  spool->begin_file();
  make_safe();
  host.shelf().fail_next(1'000'000);
  made_records(5);
  EXPECT_EQ(spool->safe(), spool->written());
  world.run_for(limits::cdr_disk_interval);
  spool->look();
  EXPECT_EQ(waiting(), 5u);
  host.shelf().fail_next(0);
  world.run_for(limits::cdr_disk_interval);
  spool->look();
  make_safe();
  end(true);
  EXPECT_EQ(waiting(), 5u);
}

TEST_F(CdrSpool, BeginsANewFileWhenTheOldOneHasGrown) {
  begin();
  spool->add(entry_of_session(guid(1)));
  spool->add(entry_of_receiver(guid(9), true));
  spool->begin_file();
  const std::string first = host.env().files.list("cdr")->front();
  for (int round = 0; round < 400 && host.env().files.list("cdr")->front() == first; ++round) {
    made_records(100);
    make_safe();
    spool->add(entry_of_delivered(guid(9), 100));
    spool->write_out();
    spool->look();
    world.run_for(1s);
  }
  EXPECT_NE(host.env().files.list("cdr")->front(), first);
  EXPECT_EQ(files(), 1u);
}

}  // namespace
}  // namespace curia::cdr
