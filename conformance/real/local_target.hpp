// LocalTarget: Curia itself on real sockets, a real disk and real TLS, started fresh for each
// scenario in a temporary folder and asked over the network like any other server.
#pragma once

#include <memory>

#include "conformance/real/http_target.hpp"

namespace curia::conformance {

class LocalTarget final : public HttpTarget {
 public:
  LocalTarget();
  ~LocalTarget() override;

  Result<> begin(const scenario::Settings& settings) override;
  void end() override;

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace curia::conformance
