// Alarms: what is wrong with this server now (GET /system/alarms, docs/system.md).
//
// 1. Whoever looks after something says again and again which alarms of its type hold; those that
//    hold already keep their id and their time, those that hold no more are cleared.
// 2. Raising and clearing are told in the log, once each.
// 3. More than limits::alarms of one type are not kept: the operator knows by then.
//
//   alarms.settle(AlarmType::cdr_connection_failure,
//                 {{.reason = FailureReason::connect_failure, .object = receiver.id}});
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/guid.hpp"
#include "model/base/result.hpp"
#include "model/env/env.hpp"

namespace curia::callbridge {

// The two last ones are our own (docs/decisions/0090-alarms.md).
enum class AlarmType : std::uint8_t {
  call_branding_resource_invalid,
  cdr_connection_failure,
  database_connection_error,
  turn_server_unavailable,
  certificate_expiring,
  disk_almost_full,
};
inline constexpr std::size_t alarm_type_count = 6;
std::string_view name_of(AlarmType type);

enum class FailureReason : std::uint8_t {
  none,
  authentication_failure,
  connect_failure,
  data_format_invalid,
  destination_read_only,
  dns_failure,
  error,
  file_not_found,
  file_size_limit_exceeded,
  internal_server_error,
  service_unavailable,
};
std::string_view name_of(FailureReason reason);
// Why a fetch failed, and what an HTTP status that is no success means.
FailureReason reason_of(const Error& error);
FailureReason reason_of_status(int status);

// What is wrong with one thing.
struct Trouble {
  FailureReason reason = FailureReason::none;
  Guid object{};          // what it concerns; nil: the server itself
  std::string file = {};  // fileName of the answer
  std::string told = {};  // for the log: "nobody listens at 192.0.2.1:8444"

  bool is_about(const Trouble& other) const { return object == other.object && file == other.file; }
};

struct Alarm {
  AlarmType type;
  Guid id;
  Instant since;
  Trouble trouble;
};

class Alarms {
 public:
  explicit Alarms(const Env& env) : env_(env) {}

  void settle(AlarmType type, const std::vector<Trouble>& troubles);
  // By type, within a type the oldest first.
  std::vector<Alarm> all() const;

 private:
  void tell(std::string_view event, const Alarm& alarm);

  Env env_;
  std::vector<Alarm> of_type_[alarm_type_count];
};

}  // namespace curia::callbridge
