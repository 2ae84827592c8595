#include "impl/service/scheduler/problem.hpp"

#include <algorithm>

#include "impl/service/scheduler/times.hpp"
#include "impl/wire/json.hpp"

namespace curia::scheduler {

Problem problem_of(const Error& error) {
  const bool is_gone = error.code == Errc::not_found && error.parameter == "recurrence";
  return {is_gone ? 404 : 400, error.message, error.parameter};
}

std::string_view name_of_status(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

http::Response response_of(const Problem& problem, std::string_view path, WallTime now) {
  http::Response response;
  response.status = problem.status;
  response.headers.emplace_back("Content-Type", "application/json");
  if (!problem.allowed.empty()) response.headers.emplace_back("Allow", problem.allowed);
  if (problem.retry_after_s > 0)
    response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after_s));
  JsonWriter json(response.body);
  json.begin_object();
  json.member("timestamp", timestamp(now));
  json.member("status", problem.status);
  json.member("error", name_of_status(problem.status));
  json.member("message", problem.message);
  json.member("path", path);
  if (!problem.parameter.empty()) json.member("parameter", problem.parameter);
  json.end_object();
  return response;
}

}  // namespace curia::scheduler
