// WorldUnderTest: two parties that can reach each other, in whichever world. The contract tests
// of the ports (this folder) run against it, once simulated and once real.
//
// 1. server() and client() may be the same Env (one loop on one machine) or two hosts.
// 2. run_until() lets the world go on until the predicate holds; virtual or real time.
// 3. A suite is instantiated with a type that derives from this class and is default-constructible:
//
//   INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, StreamContract, SimWorldUnderTest);
#pragma once

#include <functional>

#include "model/env/env.hpp"

namespace curia::contract {

class WorldUnderTest {
 public:
  virtual ~WorldUnderTest() = default;

  virtual Env& server() = 0;
  virtual Env& client() = 0;

  // The address at which server() listens and client() reaches it.
  virtual IpAddress server_address(bool v6) = 0;

  // A name that resolve() of client() knows to be server_address(false) or (true).
  virtual std::string server_name() = 0;

  // True as soon as `predicate` holds, asked after each step; false after `timeout`.
  virtual bool run_until(const std::function<bool()>& predicate, Duration timeout) = 0;
};

}  // namespace curia::contract
