// LoginFailures: how often logins failed lately, by source.
//
// 1. A window begins with the first failure of a source and ends limits::auth_failure_window later;
//    at its end everything is forgotten. Success changes nothing.
// 2. A source is an IPv4 address or an IPv6 /64: the smallest net that one customer is given.
// 3. Checks that run count as failures until they are done, so that many guesses at once are no
//    way round the limit.
// 4. At most limits::auth_sources_remembered sources; when full, the one whose window began first
//    is forgotten.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "model/base/ip.hpp"
#include "model/base/time.hpp"

namespace curia::accounts {

// What all addresses of one source have in common.
IpAddress source_of(const IpAddress& address);
// "192.0.2.1" or "2001:db8::/64".
std::string source_text(const IpAddress& source);

// All functions take sources that source_of() gave.
class LoginFailures {
 public:
  enum class Admission {
    admitted,
    busy,     // as many checks are running as failures would be allowed
    refused,  // the window has its failures
  };
  // When admitted, a check runs until failed() or passed().
  Admission begin(const IpAddress& source, Instant now);
  void passed(const IpAddress& source);
  // The number of failures in this window, this one included.
  std::size_t failed(const IpAddress& source, Instant now);

  // The end of the window of a refused source; nullopt for others.
  std::optional<Instant> refused_until(const IpAddress& source, Instant now) const;
  std::size_t size() const { return windows_.size(); }

 private:
  struct Window {
    std::size_t failures = 0;
    Instant begin;
  };
  void forget_ended(Instant now);

  std::map<IpAddress, std::size_t> running_;  // bounded by the requests that wait
  std::map<IpAddress, Window> windows_;
  std::deque<IpAddress> order_;  // of windows_, by their beginnings, which is by their ends too
};

}  // namespace curia::accounts
