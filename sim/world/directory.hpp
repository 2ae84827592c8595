// SimDirectory: an LDAP server of the simulated world, seen from one host through the port
// Directory. Answers take `latency`, and like every event of a host they are lost when its power
// goes.
//
//   SimDirectory directory(host.env());
//   directory.tree().add({"cn=Ann,dc=example", {{"cn", {"Ann"}}}}, "secret");
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "model/env/clock.hpp"
#include "model/env/directory.hpp"
#include "model/env/env.hpp"
#include "sim/world/directory_tree.hpp"

namespace curia::sim {

// By address and port.
using DirectoryMap = std::map<std::pair<std::string, std::uint16_t>, DirectoryTree>;

inline constexpr Duration directory_latency = 1ms;

class SimDirectory final : public Directory {
 public:
  // With a tree of its own.
  explicit SimDirectory(const Env& env);
  // `tree` null: nobody is there. All outlive the directory.
  SimDirectory(Clock& clock, Timers& timers, DirectoryTree* tree, DirectoryServer server);

  DirectoryTree& tree() { return *tree_; }

  void page(DirectorySearch search, std::string cookie, Done<Result<DirectoryPage>> done) override;
  void bind(std::string dn, std::string password, Done<Result<>> done) override;

 private:
  Result<> greet() const;
  template <class T>
  void answer(Done<Result<T>> done, std::move_only_function<Result<T>(DirectoryTree&)> question);

  Clock& clock_;
  Timers& timers_;
  std::unique_ptr<DirectoryTree> own_;
  DirectoryTree* tree_;
  DirectoryServer server_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

class SimDirectories final : public Directories {
 public:
  SimDirectories(Clock& clock, Timers& timers, DirectoryMap& map)
      : clock_(clock), timers_(timers), map_(map) {}
  std::unique_ptr<Directory> open(const DirectoryServer& server) override;

 private:
  Clock& clock_;
  Timers& timers_;
  DirectoryMap& map_;
};

}  // namespace curia::sim
