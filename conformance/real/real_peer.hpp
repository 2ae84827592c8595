// RealPeer: a web server beside the Call Bridge for scenarios that run against a real one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/scenario/target.hpp"

namespace curia::conformance {

class RealPeer {
 public:
  RealPeer();  // listens on a free port of 127.0.0.1
  ~RealPeer();

  std::string url() const;
  void answer(const scenario::PeerAnswer& answer);
  std::uint64_t times_asked(const std::string& target) const;
  // What was sent to a path, as sim/scenario/received.hpp says.
  scenario::Answer received(const std::string& target) const;

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace curia::conformance
