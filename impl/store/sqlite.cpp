#include "impl/store/sqlite.hpp"

#include <sqlite3.h>

#include "model/base/check.hpp"

namespace curia::store {

Error sqlite_error(int code, std::string_view detail, std::string_view path) {
  const std::string file = "'" + std::string(path) + "'";
  const std::string why = ": " + std::string(detail);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Errc::disk_full, {}, "the disk of " + file + " is full"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::unavailable, {}, file + " is in use by another process"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:     // a table or column that should be there is not
    case SQLITE_MISMATCH:  // a value of a type that the schema does not have
      return {Errc::corrupt, {}, file + " is damaged" + why};
    case SQLITE_MISUSE:
      unreachable("SQLite was called in a wrong way: " + std::string(detail));
    default:
      return {Errc::io_error, {}, file + " cannot be read or written" + why};
  }
}

bool is_sync_failure(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                     &statement, nullptr);
  statement_.reset(statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
  return *this;
}

Statement& Statement::bind_text(int index, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), index, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view value) {
  // A null pointer would bind NULL: an empty value is an empty blob.
  sqlite3_bind_blob64(statement_.get(), index, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_STATIC);
  return *this;
}

int Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW || code == SQLITE_DONE) return code;
  return sqlite3_extended_errcode(sqlite3_db_handle(statement_.get()));
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

void Connection::Close::operator()(sqlite3* db) const {
  check(sqlite3_close(db) == SQLITE_OK, "no statement outlives its connection");
}

Result<Connection> Connection::open(const std::string& path, const std::string& vfs, bool create) {
  Connection connection;
  connection.path_ = path;
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &db, flags, vfs.c_str());
  connection.db_.reset(db);
  if (code != SQLITE_OK) return fail(connection.error(code));
  return connection;
}

Error Connection::error(int code) const {
  return sqlite_error(code, db_ ? sqlite3_errmsg(db_.get()) : sqlite3_errstr(code), path_);
}

int Connection::last_code() const { return sqlite3_extended_errcode(db_.get()); }

Result<> Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error(last_code()));
  return {};
}

Result<std::int64_t> Connection::number(std::string_view sql) {
  Statement statement(db_.get(), sql);
  if (!statement) return fail(error(last_code()));
  const int code = statement.step();
  if (code == SQLITE_ROW) return statement.integer(0);
  if (code == SQLITE_DONE) return 0;
  return fail(error(code));
}

Result<std::string> Connection::text(std::string_view sql) {
  Statement statement(db_.get(), sql);
  if (!statement) return fail(error(last_code()));
  const int code = statement.step();
  if (code == SQLITE_ROW) return std::string(statement.bytes(0));
  if (code == SQLITE_DONE) return std::string();
  return fail(error(code));
}

void Connection::rollback() {
  if (!sqlite3_get_autocommit(db_.get()))
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace curia::store
