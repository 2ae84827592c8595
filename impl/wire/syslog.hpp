// Syslog messages (RFC 5424) and their frames on streams (RFC 6587 section 3.4.1: octet counting,
// as RFC 5425 needs it over TLS).
#pragma once

#include <string>
#include <string_view>

#include "model/base/time.hpp"
#include "model/env/trace.hpp"

namespace curia {

enum class SyslogFacility { audit = 10, local0 = 16 };  // authpriv; what the product's log uses

struct SyslogMessage {
  SyslogFacility facility = SyslogFacility::local0;
  Severity severity = Severity::info;
  WallTime time;
  std::string host;  // what may not stand in a header is left out; none: "-"
  std::string application;
  std::string text;  // line ends become blanks; cut at limits::syslog_message_bytes
};

// "<134>1 2026-11-27T21:45:54.123Z cms01 curia - - - text"
std::string write_syslog(const SyslogMessage& message);
// "27 <134>1 ...".
std::string frame_syslog(std::string_view message);

}  // namespace curia
