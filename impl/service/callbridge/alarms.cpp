#include "impl/service/callbridge/alarms.hpp"

#include <algorithm>
#include <array>

#include "model/base/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::callbridge {
namespace {

constexpr std::array<std::string_view, alarm_type_count> type_names = {
    "callBrandingResourceInvalid", "cdrConnectionFailure", "databaseConnectionError",
    "turnServerUnavailable",       "certificateExpiring",  "diskAlmostFull"};

constexpr std::string_view reason_names[] = {"",
                                             "authenticationFailure",
                                             "connectFailure",
                                             "dataFormatInvalid",
                                             "destinationReadOnly",
                                             "dnsFailure",
                                             "error",
                                             "fileNotFound",
                                             "fileSizeLimitExceeded",
                                             "internalServerError",
                                             "serviceUnavailable"};

}  // namespace

std::string_view name_of(AlarmType type) { return type_names[static_cast<std::size_t>(type)]; }

std::string_view name_of(FailureReason reason) {
  return reason_names[static_cast<std::size_t>(reason)];
}

FailureReason reason_of(const Error& error) {
  switch (error.code) {
    case Errc::not_found:
      return FailureReason::dns_failure;
    case Errc::unavailable:
    case Errc::timed_out:
      return FailureReason::connect_failure;
    case Errc::not_permitted:
      return FailureReason::authentication_failure;
    case Errc::protocol_error:
      return FailureReason::data_format_invalid;
    case Errc::limit_reached:
      return FailureReason::file_size_limit_exceeded;
    default:
      return FailureReason::error;
  }
}

FailureReason reason_of_status(int status) {
  switch (status) {
    case 401:
    case 403:
      return FailureReason::authentication_failure;
    case 404:
      return FailureReason::file_not_found;
    case 405:
      return FailureReason::destination_read_only;
    case 413:
      return FailureReason::file_size_limit_exceeded;
    case 500:
      return FailureReason::internal_server_error;
    case 503:
      return FailureReason::service_unavailable;
    default:
      return FailureReason::error;
  }
}

void Alarms::settle(AlarmType type, const std::vector<Trouble>& troubles) {
  std::vector<Alarm>& held = of_type_[static_cast<std::size_t>(type)];
  std::erase_if(held, [&](const Alarm& alarm) {
    const bool is_over = std::ranges::none_of(
        troubles, [&](const Trouble& trouble) { return trouble.is_about(alarm.trouble); });
    if (is_over) tell("cleared", alarm);
    return is_over;
  });
  for (const Trouble& trouble : troubles) {
    const auto known = std::ranges::find_if(
        held, [&](const Alarm& alarm) { return alarm.trouble.is_about(trouble); });
    if (known != held.end()) {
      known->trouble = trouble;  // the reason may be another one by now
    } else if (held.size() < limits::alarms) {
      held.push_back({type, new_guid(env_.random), env_.clock.now(), trouble});
      tell("raised", held.back());
    } else {
      reached("alarms.full");
    }
  }
}

std::vector<Alarm> Alarms::all() const {
  std::vector<Alarm> all;
  for (const auto& held : of_type_) all.insert(all.end(), held.begin(), held.end());
  return all;
}

void Alarms::tell(std::string_view event, const Alarm& alarm) {
  std::string line = "alarm " + std::string(name_of(alarm.type)) + " " + std::string(event);
  if (event == "raised" && !alarm.trouble.told.empty()) line += ": " + alarm.trouble.told;
  env_.trace.log(event == "raised" ? Severity::warning : Severity::info, line);
}

}  // namespace curia::callbridge
