// Film: what one viewer of a meeting sees, one picture for each change, as one SVG.
#pragma once

#include <string>
#include <vector>

#include "model/call/endpoint.hpp"
#include "model/layout/picture.hpp"

namespace curia::people {

class Film {
 public:
  void add(Duration time, const call::Picture& picture);
  bool is_empty() const { return shots_.empty(); }
  std::string svg(const std::string& viewer) const;

 private:
  std::vector<layout::Shot> shots_;
};

}  // namespace curia::people
