// Backups: the backups of one server, and what takes the place of its state.
//
// 1. One thing at a time: while a snapshot or a rollback is under way others are refused with
//    unavailable.
// 2. Passwords come from whoever asks and are not kept; encrypted backups show their version and
//    time without one.
// 3. What stage_*() has staged happens only after decide(), when the server starts the next time;
//    forget() takes it back until then.
//
//   backups.snapshot("before", std::nullopt, [](Result<Finished> made) { ... });
//   backups.stage_rollback("before", std::nullopt, [&](Result<Manifest> whole) {
//     if (whole && sure) backups.decide();
//   });
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/backup/archive_file.hpp"
#include "impl/service/backup/pending.hpp"
#include "impl/service/backup/snapshot.hpp"

namespace curia::backup {

struct Listed {
  std::string name;  // "before.bak"
  std::uint64_t bytes = 0;
  bool is_encrypted = false;
  std::string version{};  // empty when it cannot be read
  WallTime created{};
  std::string problem{};
};

// What a reset leaves in the place of all else.
struct Fresh {
  std::vector<std::string> accounts;                       // encode_account()
  std::vector<std::pair<std::string, std::string>> files;  // name and content
};

using Password = std::optional<std::string>;

class Backups {
 public:
  // `store` may be null: there is nothing to take a snapshot of. `seal_log2_n` is the cost of
  // passwords (seal.hpp).
  Backups(const Env& env, store::GroupCommit* store, std::string version, unsigned seal_log2_n);

  // "NAME" or "NAME.bak" as a file name: letters, digits, "._-", not beginning with "." or "-", at
  // most 64. Errors: invalid_value.
  static Result<std::string> file_of(const std::string& name);

  Result<std::vector<Listed>> list();
  // Without its password. Errors: invalid_value, not_found, corrupt, io_error.
  Result<Listed> look(const std::string& name);
  // Errors: wrong_version.
  Result<> fits(const Listed& listed) const;

  void snapshot(const std::string& name, Password password, Done<Result<Finished>> done);

  // Errors: those of look() and fits(), not_permitted (a wrong password), unavailable, disk_full.
  void stage_rollback(const std::string& name, Password password, Done<Result<Manifest>> done);
  void stage_reset(Kind kind, Fresh fresh, Done<Result<Manifest>> done);
  // `version`: the program that carries it out; empty: this one.
  Result<> decide(const std::string& version = {});
  void forget();
  bool is_busy() const { return is_busy_; }

  const std::string& version() const { return version_; }

 private:
  template <class T>
  Done<Result<T>> ending(Done<Result<T>> done);
  bool refuse_busy(const std::function<void(Error)>& refuse);
  void with_key(Password password, SealHead head, Done<Result<std::optional<Seal>>> done);
  void stage(std::function<Result<Contents>()> job, std::string name, Done<Result<Manifest>> done);

  Env env_;
  store::GroupCommit* store_;
  std::string version_;
  unsigned seal_log2_n_;
  bool is_busy_ = false;
  std::optional<Decision> staged_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::backup
