// Result<T>: an expected outcome, good or bad, of an operation that can be refused.
//
// 1. Errors of callers and of the world travel as Result; broken invariants are check().
// 2. An Error carries a code, the parameter at fault (empty when none) and one sentence that an
//    operator can act on. Nothing else is ever thrown across a module line.
//
//   Result<Port> port = parse_port(text);
//   if (!port) return fail(port.error());
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace curia {

enum class Errc {
  invalid_value,   // a value outside its type, range or enumeration
  value_too_long,  // text longer than its named limit
  not_found,       // the named object does not exist
  duplicate,       // the name is taken
  limit_reached,   // a named limit of model/base/limits.hpp
  not_permitted,   // the caller may not do this
  unavailable,     // cannot be done now; the same request may succeed later
  corrupt,         // stored data does not pass its integrity check
  wrong_version,   // stored data of another version
  address_in_use,  // a listening address that somebody else holds
  disk_full,       // the disk refused a write for lack of space
  io_error,        // any other refusal of the operating system
  protocol_error,  // the peer broke its protocol
  timed_out,       // the peer did not answer in time
  cancelled,       // given up by our side
};

// The name of a code as it appears in traces and logs, for example "invalid_value".
std::string_view name_of(Errc code);

struct Error {
  Errc code = Errc::invalid_value;
  std::string parameter;  // the parameter, field or option at fault; empty when none
  std::string message;    // one sentence for the operator, without a final full stop
  bool operator==(const Error&) const = default;
};

template <class T = void>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

// fail(Errc::not_found, "no such file 'x'"), or fail(other.error()) to pass an error on.
inline std::unexpected<Error> fail(Errc code, std::string message, std::string parameter = {}) {
  return std::unexpected(Error{code, std::move(parameter), std::move(message)});
}
inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace curia
