// Snapshot: a backup made while the server runs.
//
// 1. Its moment is that at which the store begins to be copied (SqliteEngine::begin_copy()); the
//    files are read right after. What is changed later is not in it.
// 2. The database is read on the lane `disk`, a piece at a time between the changes of others;
//    hashing, encrypting and writing are on the lane `bulk`: nobody waits for them.
// 3. It appears under its name only when it is whole and durable, then its .json beside it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "impl/service/backup/archive_writer.hpp"
#include "impl/store/group_commit.hpp"
#include "model/env/env.hpp"

namespace curia::backup {

struct Finished {
  Manifest manifest;
  std::uint64_t bytes = 0;  // of the backup file
};

class Snapshot : public std::enable_shared_from_this<Snapshot> {
 public:
  // `target` is the name below the data directory. `done` comes in a later event.
  Snapshot(const Env& env, store::GroupCommit& store, std::string target, Manifest manifest,
           std::optional<Seal> seal, Done<Result<Finished>> done);

  void start();

 private:
  using Step = void (Snapshot::*)();
  void in_bulk(std::function<Result<>()> job, Step next);
  void copy_files();
  void copy_piece();
  void end_database();
  Result<> write_files();
  Result<> publish();
  void published();
  void give_up(Error error);

  Env env_;
  store::GroupCommit& store_;
  std::string target_;
  Manifest manifest_;
  Done<Result<Finished>> done_;
  ArchiveWriter writer_;
  std::uint64_t size_ = 0;  // of the database
  std::uint64_t copied_ = 0;
  bool is_copying_ = false;
};

}  // namespace curia::backup
