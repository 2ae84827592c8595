// The store on both worlds: the simulated disk under a host whose power is cut, and the real one
// on a folder of this machine with a real thread.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "conformance/contract/store_contract.hpp"
#include "impl/io/reality.hpp"
#include "impl/store/group_commit.hpp"
#include "model/base/check.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/world.hpp"

namespace curia::contract {
namespace {

std::unique_ptr<store::SqliteEngine> open_engine(const std::string& path, const std::string& vfs) {
  auto engine = store::SqliteEngine::open({path, vfs});
  EXPECT_TRUE(engine.has_value()) << engine.error().message;
  check(engine.has_value(), "the store under test opens");
  return std::move(*engine);
}

class SimulatedStore final : public StoreUnderTest {
 public:
  SimulatedStore() {
    host_.on_power_cut([this] { disk_.power_cut(); });
    open();
  }

  Store& store() override { return *store_; }

  void crash() override {
    host_.power_cut();
    store_.reset();
    host_.power_on();
    open();
  }

  void restart() override {
    bool closed = false;
    store_->close([&](Result<> outcome) { closed = outcome.has_value(); });
    EXPECT_TRUE(run_until([&] { return closed; }));
    EXPECT_EQ(disk_.files().size(), 1u);
    store_.reset();
    open();
  }

  bool run_until(const std::function<bool()>& predicate) override {
    return world_.run_until(predicate, 60s);
  }

 private:
  void open() { store_.emplace(host_.env().work, open_engine("/curia.db", disk_.vfs_name())); }

  sim::SimDisk disk_{7};  // outlives the world, whose jobs may hold the file open
  sim::World world_{7};
  sim::SimHost& host_ = world_.add_host("server", {"10.0.0.1"});
  std::optional<store::GroupCommit> store_;
};

class RealStore final : public StoreUnderTest {
 public:
  RealStore() {
    std::string name = std::filesystem::temp_directory_path() / "curia-store-XXXXXX";
    check(mkdtemp(name.data()) != nullptr, "a temporary folder");
    folder_ = name;
    open();
  }
  ~RealStore() override {
    store_.reset();
    reality_.reset();
    std::filesystem::remove_all(folder_);
  }

  Store& store() override { return *store_; }

  // As far as the file can tell: the connection goes without a checkpoint.
  void crash() override {
    store_.reset();
    reality_.reset();
    open();
  }

  void restart() override {
    bool closed = false;
    store_->close([&](Result<> outcome) { closed = outcome.has_value(); });
    EXPECT_TRUE(run_until([&] { return closed; }));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "curia.db-wal"));
    crash();
  }

  bool run_until(const std::function<bool()>& predicate) override {
    return reality_->run_until(predicate, 60s);
  }

 private:
  void open() {
    reality_.emplace(io::RealityOptions{});
    store_.emplace(reality_->env().work, open_engine(folder_ / "curia.db", "unix"));
  }

  std::filesystem::path folder_;
  std::optional<io::Reality> reality_;
  std::optional<store::GroupCommit> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Simulated, StoreContract, SimulatedStore);
INSTANTIATE_TYPED_TEST_SUITE_P(Real, StoreContract, RealStore);

TEST(RealStoreFile, SecondProcessIsToldWhy) {
  std::string name = std::filesystem::temp_directory_path() / "curia-store-XXXXXX";
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  {
    const auto first = open_engine(name + "/curia.db", "unix");
    const auto second = store::SqliteEngine::open({name + "/curia.db"});
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, Errc::unavailable);
    EXPECT_EQ(second.error().message, "'" + name + "/curia.db' is in use by another process");
  }
  const auto nowhere = store::SqliteEngine::open({name + "/no/such/folder/curia.db"});
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_EQ(nowhere.error().code, Errc::io_error);
  std::filesystem::remove_all(name);
}

}  // namespace
}  // namespace curia::contract
