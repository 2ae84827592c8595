// The objects of a data directory while no server runs on it.
//
//   io::Reality reality({.root = data.path, .log_file = {}, .trace_file = {}});
//   auto offline = Offline::open(reality, data);
//   if (auto loaded = (*offline)->load(); !loaded) ...
//   (*offline)->registry()...
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "impl/io/reality.hpp"
#include "impl/store/group_commit.hpp"
#include "model/registry/registry.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {

// The database of a data directory, after whatever was decided for its next start (a rollback, a
// reset). Errors: those of backup::finish_pending() and SqliteEngine::open().
Result<std::unique_ptr<store::SqliteEngine>> open_stopped(const DataDirectory& data);

class Offline {
 public:
  // Errors: those of SqliteEngine::open, unavailable when a server has it.
  static Result<std::unique_ptr<Offline>> open(io::Reality& reality, const DataDirectory& data);

  Registry& registry() { return registry_; }
  Random& random() { return env_.random; }

  Result<> load();
  // All at once; the outcome of the last says it for all before it.
  Result<> apply(std::vector<Change> changes);
  Result<> close();

 private:
  Offline(io::Reality& reality, std::unique_ptr<store::SqliteEngine> engine);

  template <class T, class Start>
  Result<T> wait(Start start);

  io::Reality& reality_;
  Env env_;
  store::GroupCommit store_;
  Registry registry_;
};

}  // namespace curia::tools
