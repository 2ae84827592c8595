// Circumstances: what has to be the matter before some fields can be seen: alarms that have a
// cause, imports of which one waits for the other, a licensed owner in a meeting, five minutes that
// have passed. They are arranged beside the server, so it has to be one that the test starts.
#pragma once

#include "conformance/coverage/object_check.hpp"

namespace curia::coverage {

// Whether everything can be arranged beside this target; what is open by chance counts no longer.
bool can_arrange(scenario::Target& target);

class Circumstances {
 public:
  // Both outlive it.
  Circumstances(const Bench& bench, scenario::Target& target) : bench_(bench), target_(target) {}

  // Alarms, usage, licences: looked at here.
  void look();
  // Imports that wait in a queue for as long as the next check takes.
  void queue_imports();

 private:
  void post(const std::string& path, const Form& form, std::string* id = nullptr);
  void look_at_list(const std::string& path, const std::string& last_field);
  void raise_alarms();
  void come_close_to_a_snapshot();
  void use_licences();
  void look_at_imports();
  std::string source(const std::string& tenant, const std::string& server,
                     const std::string& filter);

  Bench bench_;
  scenario::Target& target_;
  std::string tenant_;  // whose sources the imports are of
  std::string mapping_;
  std::string server_;
};

}  // namespace curia::coverage
