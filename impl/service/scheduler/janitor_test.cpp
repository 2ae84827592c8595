#include "impl/service/scheduler/janitor.hpp"

#include <gtest/gtest.h>

#include "model/schedule/testing/zones.hpp"

namespace curia::scheduler {
namespace {

using schedule::testing::utc;

TEST(Janitor, HasItsDeadlineAtTheFirstJobADayLater) {
  EXPECT_EQ(deadline(utc("20260302T011500")), utc("20260303T011500"));
  EXPECT_EQ(deadline(utc("20260302T011501")), utc("20260304T011500"));
  EXPECT_EQ(deadline(utc("20260302T011459")), utc("20260303T011500"));
  EXPECT_EQ(deadline(utc("20260302T100000")), utc("20260304T011500"));
  EXPECT_EQ(deadline(sys_seconds::max()), sys_seconds::max());
  EXPECT_EQ(deadline(sys_seconds::min()), utc("19700102T011500"));
}

}  // namespace
}  // namespace curia::scheduler
