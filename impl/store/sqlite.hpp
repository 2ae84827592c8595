// The little of SQLite's C interface that the store needs, owned and with Results for errors.
//
// 1. A Connection closes its database; Statements must be gone by then.
// 2. A Statement binds and reads in the order of its SQL. Texts and blobs are borrowed until
//    reset() (bind) or the next step() (read).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace curia::store {

// The error for an SQLite result code (extended or not). `path` names the file to the operator.
Error sqlite_error(int code, std::string_view detail, std::string_view path);

// True for a sync that failed: what the disk holds is unknown from then on.
bool is_sync_failure(int code);

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* db, std::string_view sql);
  explicit operator bool() const { return statement_ != nullptr; }

  Statement& bind(int index, std::int64_t value);
  Statement& bind_text(int index, std::string_view value);
  Statement& bind_blob(int index, std::string_view value);
  int step();    // an extended result code: SQLITE_ROW, SQLITE_DONE or an error
  void reset();  // also forgets what was bound

  std::int64_t integer(int column) const;
  std::string_view bytes(int column) const;  // text or blob

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  // The file is made when `create` is set and it does not exist. Never blocks on a lock.
  static Result<Connection> open(const std::string& path, const std::string& vfs, bool create);

  sqlite3* get() const { return db_.get(); }
  const std::string& path() const { return path_; }

  // Runs statements that give no rows of interest.
  Result<> run(const std::string& sql);
  // The first column of the first row; 0 when there is none.
  Result<std::int64_t> number(std::string_view sql);
  Result<std::string> text(std::string_view sql);
  Error error(int code) const;
  int last_code() const;  // extended
  // Gives up an open transaction; does nothing when SQLite has done so itself.
  void rollback();

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  std::unique_ptr<sqlite3, Close> db_;
  std::string path_;
};

}  // namespace curia::store
