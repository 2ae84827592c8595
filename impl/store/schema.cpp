#include "impl/store/schema.hpp"

#include <sqlite3.h>

#include <array>
#include <limits>

#include "impl/store/crc32c.hpp"

namespace curia::store {
namespace {

constexpr const char* version_1 =
    "CREATE TABLE object(ordinal INTEGER PRIMARY KEY, kind TEXT NOT NULL, value BLOB NOT NULL)"
    " STRICT;";

// migrations[n] leads from version n + 1 to version n + 2.
constexpr std::array<const char*, schema_version - 1> migrations{
    // 2: each row has a checksum of its own, so that bit rot inside a value is found when loading.
    "ALTER TABLE object ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;"
    "UPDATE object SET checksum = curia_row_checksum(ordinal, kind, value);",
};

std::string_view bytes_of(sqlite3_value* value) {
  const void* data = sqlite3_value_blob(value);
  const int size = sqlite3_value_bytes(value);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

void sql_row_checksum(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto ordinal = static_cast<std::uint64_t>(sqlite3_value_int64(arguments[0]));
  sqlite3_result_int64(context,
                       row_checksum(ordinal, bytes_of(arguments[1]), bytes_of(arguments[2])));
}

Result<> add_functions(Connection& db) {
  const int code = sqlite3_create_function_v2(db.get(), "curia_row_checksum", 3,
                                              SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                                              &sql_row_checksum, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(db.error(code));
  return {};
}

std::string step_sql(std::int64_t to) {
  const std::string body =
      to == 1 ? version_1 : std::string(migrations[static_cast<std::size_t>(to - 2)]);
  return body + "PRAGMA user_version=" + std::to_string(to) + ";";
}

// One transaction, or nothing.
Result<> transact(Connection& db, const std::string& sql) {
  Result<> done = db.run("BEGIN IMMEDIATE;" + sql + "COMMIT;");
  if (!done) db.rollback();
  return done;
}

}  // namespace

Error foreign_file_error(std::string_view path) {
  return {
      Errc::invalid_value, {}, "'" + std::string(path) + "' is an SQLite file of another program"};
}

Error newer_version_error(std::string_view path, std::int64_t found) {
  return {Errc::wrong_version,
          {},
          "'" + std::string(path) + "' was written by a newer program (its version is " +
              std::to_string(found) + ", this program knows up to " +
              std::to_string(schema_version) + ")"};
}

Result<> create_schema(Connection& db, std::int64_t version) {
  if (Result<> ready = add_functions(db); !ready) return ready;
  std::string sql = "PRAGMA application_id=" + std::to_string(application_id) + ";";
  for (std::int64_t to = 1; to <= version; ++to) sql += step_sql(to);
  return transact(db, sql);
}

Result<> migrate_schema(Connection& db) {
  if (Result<> ready = add_functions(db); !ready) return ready;
  const Result<std::int64_t> found = db.number("PRAGMA user_version");
  if (!found) return fail(found.error());
  if (*found > schema_version) return fail(newer_version_error(db.path(), *found));
  if (*found < 1)
    return fail(Errc::corrupt, "'" + db.path() + "' is damaged: it has no schema version");
  for (std::int64_t to = *found + 1; to <= schema_version; ++to)
    if (Result<> step = transact(db, step_sql(to)); !step) return step;
  return {};
}

}  // namespace curia::store
