#include "impl/service/callbridge/alarms.hpp"

#include <gtest/gtest.h>

#include "model/base/limits.hpp"
#include "sim/world/world.hpp"

namespace curia::callbridge {
namespace {

class AlarmsTest : public testing::Test {
 protected:
  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  Alarms alarms{env};
  Guid one = new_guid(env.random), other = new_guid(env.random);
};

TEST_F(AlarmsTest, KeepIdAndTimeWhileTheyHoldAndTakeTheNewestReason) {
  const auto type = AlarmType::cdr_connection_failure;
  alarms.settle(type, {{.reason = FailureReason::dns_failure, .object = one}});
  const Alarm first = alarms.all().at(0);
  world.run_for(10s);
  alarms.settle(type, {{.reason = FailureReason::error, .object = other},
                       {.reason = FailureReason::connect_failure, .object = one}});
  const auto both = alarms.all();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].id, first.id);
  EXPECT_EQ(both[0].since, first.since);
  EXPECT_EQ(both[0].trouble.reason, FailureReason::connect_failure);
  EXPECT_EQ(both[1].since, first.since + 10s);
  alarms.settle(type, {{.object = other}});
  EXPECT_EQ(alarms.all().size(), 1u);
  // Raised anew it is another alarm.
  alarms.settle(type, {{.object = one}});
  EXPECT_NE(alarms.all().at(0).id, first.id);
}

TEST_F(AlarmsTest, OfOneTypeLeaveTheOthersAlone) {
  alarms.settle(AlarmType::disk_almost_full, {{}});
  alarms.settle(AlarmType::certificate_expiring, {});
  ASSERT_EQ(alarms.all().size(), 1u);
  EXPECT_EQ(name_of(alarms.all()[0].type), "diskAlmostFull");
}

TEST_F(AlarmsTest, HaveALimit) {
  std::vector<Trouble> troubles(limits::alarms + 5);
  for (auto& trouble : troubles) trouble.object = new_guid(env.random);
  alarms.settle(AlarmType::turn_server_unavailable, troubles);
  EXPECT_EQ(alarms.all().size(), limits::alarms);
}

TEST(FailureReason, HasANameForEveryCause) {
  EXPECT_EQ(name_of(reason_of(Error{Errc::not_found, "", ""})), "dnsFailure");
  EXPECT_EQ(name_of(reason_of(Error{Errc::timed_out, "", ""})), "connectFailure");
  EXPECT_EQ(name_of(reason_of(Error{Errc::not_permitted, "", ""})), "authenticationFailure");
  EXPECT_EQ(name_of(reason_of(Error{Errc::protocol_error, "", ""})), "dataFormatInvalid");
  EXPECT_EQ(name_of(reason_of(Error{Errc::limit_reached, "", ""})), "fileSizeLimitExceeded");
  EXPECT_EQ(name_of(reason_of(Error{Errc::cancelled, "", ""})), "error");
  EXPECT_EQ(name_of(reason_of_status(403)), "authenticationFailure");
  EXPECT_EQ(name_of(reason_of_status(404)), "fileNotFound");
  EXPECT_EQ(name_of(reason_of_status(405)), "destinationReadOnly");
  EXPECT_EQ(name_of(reason_of_status(413)), "fileSizeLimitExceeded");
  EXPECT_EQ(name_of(reason_of_status(500)), "internalServerError");
  EXPECT_EQ(name_of(reason_of_status(503)), "serviceUnavailable");
  EXPECT_EQ(name_of(reason_of_status(302)), "error");
}

}  // namespace
}  // namespace curia::callbridge
