// Failures: why an API request was refused, in the words of the API (api-conventions section 6).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia {

struct Failure {
  int status = 400;
  std::string reason = {};     // element name: "parameterError", "duplicateCoSpaceUri"
  std::string parameter = {};  // parameterError only: the parameter at fault
  std::string error = {};  // parameterError only: "invalidValue", "valueTooLong", "valueMissing"
  int retry_after_s = 0;   // retryAfter only
  bool operator==(const Failure&) const = default;
};

// Never empty where it stands for a refusal; the status of the first one is the answer's.
using Failures = std::vector<Failure>;

template <class T = void>
using Outcome = std::expected<T, Failures>;

inline std::unexpected<Failures> refuse(Failure failure) {
  return std::unexpected(Failures{std::move(failure)});
}
inline std::unexpected<Failures> refuse(std::string_view reason, int status = 400) {
  return refuse(Failure{.status = status, .reason = std::string(reason)});
}

Failure parameter_error(std::string_view parameter, std::string_view error);
// From a Result of the schema: value_too_long or invalid_value.
Failure parameter_error(const Error& error);

}  // namespace curia
