// Problem: why a request to the Scheduler is refused, and the body that says so: the members that
// scripts know from servers of this kind, and the parameter at fault.
#pragma once

#include <string>
#include <string_view>

#include "impl/wire/http/message.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::scheduler {

struct Problem {
  int status = 400;
  std::string message;
  std::string parameter = {};      // empty when none is at fault
  std::string allowed = {};        // of 405: the header Allow
  std::int64_t retry_after_s = 0;  // of 429 and 503
};

// not_found of the parameter "recurrence" is 404; everything else that edits refuse is 400.
Problem problem_of(const Error& error);

// The name of a status: "Bad Request".
std::string_view name_of_status(int status);

http::Response response_of(const Problem& problem, std::string_view path, WallTime now);

template <class T = void>
using Answer = std::expected<T, Problem>;

inline std::unexpected<Problem> refuse(int status, std::string message,
                                       std::string parameter = {}) {
  return std::unexpected(Problem{status, std::move(message), std::move(parameter)});
}
inline std::unexpected<Problem> refuse(const Error& error) {
  return std::unexpected(problem_of(error));
}

}  // namespace curia::scheduler
