#include "sim/world/machine.hpp"

namespace curia::sim {

void SimMachine::set_busy(std::int64_t permille) {
  used_ = processor_time();
  busy_since_ = queue_.now();
  busy_permille_ = permille;
}

Duration SimMachine::processor_time() {
  return used_ + (queue_.now() - busy_since_) * busy_permille_ / 1000;
}

}  // namespace curia::sim
