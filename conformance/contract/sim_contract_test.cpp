// The contracts of the ports in the simulated world: once without faults, once on links that
// delay, lose, split and join as much as a stream must bear.
#include "conformance/contract/clock_contract.hpp"
#include "conformance/contract/datagram_contract.hpp"
#include "conformance/contract/files_contract.hpp"
#include "conformance/contract/stream_contract.hpp"
#include "sim/world/world.hpp"

namespace curia::contract {
namespace {

sim::Options rough() {
  sim::Options options;
  options.link = {.latency = 1ms,
                  .jitter = 3ms,
                  .tail = 20'000,
                  .tail_latency = 20ms,
                  .loss = 50'000,
                  .duplicate = 100'000,
                  .split = 300'000,
                  .join = 300'000};
  options.segment_bytes = 4096;
  options.retransmit_after = 20ms;
  options.work.disk_jitter = 5ms;
  return options;
}

class SimWorld : public WorldUnderTest {
 public:
  explicit SimWorld(const sim::Options& options)
      : world_(1, options),
        server_host_(world_.add_host("server", {"10.0.0.1", "2001:db8::1"})),
        client_host_(world_.add_host("client", {"10.0.0.2", "2001:db8::2"})),
        server_(server_host_.env()),
        client_(client_host_.env()) {
    world_.net().add_name("Server.example", {"10.0.0.1", "2001:db8::1"});
  }
  Env& server() override { return server_; }
  Env& client() override { return client_; }
  IpAddress server_address(bool v6) override { return server_host_.address(v6); }
  std::string server_name() override { return "server.Example"; }
  bool run_until(const std::function<bool()>& predicate, Duration timeout) override {
    return world_.run_until(predicate, timeout);
  }

 private:
  sim::World world_;
  sim::SimHost& server_host_;
  sim::SimHost& client_host_;
  Env server_;
  Env client_;
};

struct Calm final : SimWorld {
  Calm() : SimWorld(sim::Options::calm()) {}
};
struct Rough final : SimWorld {
  Rough() : SimWorld(rough()) {}
};

using Worlds = testing::Types<Calm, Rough>;
INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, ClockContract, Worlds);
INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, StreamContract, Worlds);
INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, DatagramContract, Worlds);
INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, FilesContract, Worlds);

}  // namespace
}  // namespace curia::contract
