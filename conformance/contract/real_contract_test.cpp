// The contracts of the ports in the real world: one loop, the loopback interface, a folder that
// goes away with the test.
#include <stdlib.h>

#include <filesystem>

#include "conformance/contract/clock_contract.hpp"
#include "conformance/contract/datagram_contract.hpp"
#include "conformance/contract/files_contract.hpp"
#include "conformance/contract/stream_contract.hpp"
#include "impl/io/reality.hpp"

namespace curia::contract {
namespace {

std::string new_folder() {
  std::string name = testing::TempDir() + "curia_contract_XXXXXX";
  return ::mkdtemp(name.data());
}

class RealWorld final : public WorldUnderTest {
 public:
  ~RealWorld() override { std::filesystem::remove_all(root_); }

  Env& server() override { return env_; }
  Env& client() override { return env_; }
  IpAddress server_address(bool v6) override { return v6 ? loopback_v6 : loopback_v4; }
  std::string server_name() override { return "localhost"; }
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return reality_.run_until(predicate, timeout);
  }

 private:
  std::string root_ = new_folder();
  io::Reality reality_{{.root = root_}};
  Env env_ = reality_.env();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Real, ClockContract, RealWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Real, StreamContract, RealWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Real, DatagramContract, RealWorld);
INSTANTIATE_TYPED_TEST_SUITE_P(Real, FilesContract, RealWorld);

}  // namespace
}  // namespace curia::contract
