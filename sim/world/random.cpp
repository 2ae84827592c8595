#include "sim/world/random.hpp"

namespace curia::sim {

std::uint64_t SimRandom::next(std::string_view stream) {
  auto found = streams_.find(stream);
  if (found == streams_.end())
    found = streams_.emplace(std::string(stream), Prng(seed_, stream)).first;
  return found->second.next();
}

}  // namespace curia::sim
