#include "impl/wire/syslog.hpp"

#include <gtest/gtest.h>

#include "model/admin/limits.hpp"

namespace curia {
namespace {

TEST(Syslog, WritesRfc5424) {
  SyslogMessage message;
  message.time = WallTime(1'800'000'000s + 42ms);
  message.host = "cms 01";
  message.application = "curia";
  message.text = "two\nlines";
  EXPECT_EQ(write_syslog(message), "<134>1 2027-01-15T08:00:00.042Z cms01 curia - - - two lines");
  message.facility = SyslogFacility::audit;
  message.severity = Severity::error;
  message.host.clear();
  EXPECT_EQ(write_syslog(message), "<83>1 2027-01-15T08:00:00.042Z - curia - - - two lines");
  message.text = std::string(100'000, 'x');
  EXPECT_EQ(write_syslog(message).size(), limits::syslog_message_bytes);
  EXPECT_EQ(frame_syslog("<134>1 x"), "8 <134>1 x");
}

}  // namespace
}  // namespace curia
