#include "model/schedule/zone.hpp"

#include <gtest/gtest.h>

#include "model/base/limits.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::schedule {
namespace {

using testing::at;
using testing::tzif;
using testing::TzifBlock;
using testing::utc;

// Winter time until 2000-03-01, summer time until 2000-10-01, winter time.
TzifBlock two_changes() {
  TzifBlock block;
  block.times = {count_of(utc("20000301T010000")), count_of(utc("20001001T010000"))};
  block.kinds = {1, 0};
  block.types = {{3600, false, 0}, {7200, true, 4}};
  block.names = std::string("CET\0CEST\0", 9);
  return block;
}

TEST(Zone, Reads) {
  for (const char version : {'2', '3', '4'}) {
    const auto zone = Zone::parse("Test", tzif(two_changes(), "CET-1", version));
    ASSERT_TRUE(zone.has_value()) << zone.error().message;
    EXPECT_EQ(zone->at(utc("19500101")), (LocalType{seconds(3600), false, "CET"}));
    EXPECT_EQ(zone->at(utc("20000301T005959")).abbreviation, "CET");
    EXPECT_EQ(zone->at(utc("20000301T010000")), (LocalType{seconds(7200), true, "CEST"}));
    EXPECT_EQ(zone->at(utc("29990101")), (LocalType{seconds(3600), false, "CET"}));
  }
  const auto first = Zone::parse("Test", testing::tzif_v1(two_changes()));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->at(utc("20000701")).abbreviation, "CEST");
}

TEST(Zone, GapsAndOverlaps) {
  const auto zone = *Zone::parse("Test", tzif(two_changes(), "CET-1"));
  EXPECT_EQ(zone.to_utc(at("20000301T015959")), utc("20000301T005959"));
  EXPECT_EQ(zone.to_utc(at("20000301T023000")), utc("20000301T013000"));  // skipped
  EXPECT_EQ(zone.to_utc(at("20000301T030000")), utc("20000301T010000"));
  EXPECT_EQ(zone.to_utc(at("20001001T023000")), utc("20001001T003000"));  // the first of two
  EXPECT_EQ(zone.to_utc(at("20001001T030000")), utc("20001001T020000"));
  ZoneClock clock(zone);
  EXPECT_TRUE(clock.read(at("20000301T023000")).skipped);
  EXPECT_EQ(clock.read(at("20000301T023000")).mixed_until, at("20000301T040000"));
  EXPECT_FALSE(clock.read(at("20001001T023000")).skipped);
  EXPECT_EQ(clock.earliest_local(utc("20000301T013000")), at("20000301T023000"));
  EXPECT_EQ(clock.earliest_local(utc("20000301T023000")), at("20000301T043000"));
}

TEST(Zone, TakesLeapSecondsOut) {
  TzifBlock block = two_changes();
  block.leaps = {{count_of(utc("19990101")), 22}};
  for (auto& time : block.times) time += 22;
  const auto zone = *Zone::parse("right/Test", tzif(block, "CET-1", '4'));
  EXPECT_EQ(zone.at(utc("20000301T005959")).abbreviation, "CET");
  EXPECT_EQ(zone.at(utc("20000301T010000")).abbreviation, "CEST");
}

TEST(Zone, RefusesWhatIsBroken) {
  const std::string good = tzif(two_changes(), "CET-1");
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(Zone::parse("Test", good.substr(0, size)).has_value()) << size;
  std::string version = good;
  version[4] = '9';
  EXPECT_EQ(Zone::parse("Test", version).error().code, Errc::wrong_version);
  EXPECT_EQ(Zone::parse("Test", std::string(limits::zone_bytes + 1, 'x')).error().code,
            Errc::limit_reached);
  const auto broken = [](auto change) {
    TzifBlock block = two_changes();
    change(block);
    return !Zone::parse("Test", tzif(block, "CET-1")).has_value();
  };
  EXPECT_TRUE(broken([](TzifBlock& block) { block.kinds[0] = 2; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.times[1] = block.times[0]; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.times[0] = std::int64_t{-1} << 62; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.types[0].offset = 100000; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.types[0].name_at = 9; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.names.back() = 'x'; }));
  EXPECT_TRUE(broken([](TzifBlock& block) { block.leaps = {{5, 1}, {5, 2}}; }));
  EXPECT_FALSE(Zone::parse("Test", tzif(two_changes(), "CET-1CEST")).has_value());
}

TEST(Zone, Utc) {
  EXPECT_EQ(Zone::utc().at(utc("20260101")), (LocalType{seconds(0), false, "UTC"}));
  EXPECT_EQ(Zone::utc().to_utc(at("20260101")), utc("20260101"));
}

TEST(PosixTz, Rules) {
  const auto berlin = testing::posix_zone("CET-1CEST,M3.5.0,M10.5.0/3");
  EXPECT_FALSE(berlin->at(utc("20260329T005959")).is_dst);
  EXPECT_TRUE(berlin->at(utc("20260329T010000")).is_dst);
  EXPECT_FALSE(berlin->at(utc("20261025T010000")).is_dst);
  EXPECT_TRUE(berlin->at(utc("99990701")).is_dst);
  EXPECT_EQ(berlin->span_at(utc("20260701")).end, utc("20261025T010000"));
  const auto sydney = testing::posix_zone("AEST-10AEDT,M10.1.0,M4.1.0/3");
  EXPECT_TRUE(sydney->at(utc("20260101")).is_dst);
  EXPECT_FALSE(sydney->at(utc("20260701")).is_dst);
  const auto dublin = testing::posix_zone("IST-1GMT0,M10.5.0,M3.5.0/1");  // winter is the exception
  EXPECT_EQ(dublin->at(utc("20260701")), (LocalType{seconds(3600), false, "IST"}));
  EXPECT_EQ(dublin->at(utc("20260101")), (LocalType{seconds(0), true, "GMT"}));
  const auto always = testing::posix_zone("XXX3EDT4,0/0,J365/23");  // RFC 8536 section 3.3.1
  for (const char* when : {"20260101", "20260701", "20261231T235959", "20240229"})
    EXPECT_EQ(always->at(utc(when)).abbreviation, "EDT") << when;
  const auto nuuk = testing::posix_zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  EXPECT_EQ(nuuk->at(utc("20260329T010000")), (LocalType{seconds(-3600), true, "-01"}));
  EXPECT_EQ(nuuk->at(utc("20260329T005959")).abbreviation, "-02");
  const auto julian = testing::posix_zone("AAA0BBB,J60/0,J61/0");
  EXPECT_TRUE(julian->at(utc("20240301T120000")).is_dst);
  EXPECT_FALSE(julian->at(utc("20240229T120000")).is_dst);
}

TEST(PosixTz, RefusesWhatIsBroken) {
  for (const char* text :
       {"", "CE", "CET", "CET-", "CET25", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "<CET-1", "CET-1x",
        "CET-1CEST,M3.5.0,M10.5.0x", "CET-1:60"})
    EXPECT_FALSE(PosixTz::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace curia::schedule
