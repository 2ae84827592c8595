// MmpPeople: those who sit at the command line in a scenario, each with a session of a name. The
// same for a simulated server and a real one: the doors are not in between.
//
// 1. A step is over when the session asks for the next command, has ended, or asks something that
//    the step has no answer for: then the question is given up (Ctrl-C).
// 2. forget() when the server has gone: sessions of another start are not used.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "impl/service/mmp/mmp.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

class MmpPeople {
 public:
  MmpPeople();
  ~MmpPeople();

  // Lets the world run until something holds; false when it does not come to that.
  using Wait = std::function<bool(const std::function<bool()>& reached)>;
  // Errors: not_found (no such session), invalid_value, timed_out.
  Result<MmpAnswer> carry_out(mmp::Mmp& mmp, const MmpStep& step, const Wait& wait);
  void forget();

 private:
  class Person;
  Result<MmpAnswer> log_in(mmp::Mmp& mmp, const MmpStep& step, const Wait& wait);
  static Result<MmpAnswer> converse(Person& person, const MmpStep& step, const Wait& wait);

  std::map<std::string, std::unique_ptr<Person>> people_;
};

}  // namespace curia::scenario
