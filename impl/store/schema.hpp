// The schema of the store file, its versions, and the way from each version to the next.
//
// 1. A new file is version 1 plus every migration: there is one way to each version, and it is the
//    one that the tests go.
// 2. Each step is one transaction: a power cut leaves the old version or the new one.
// 3. The product stands in SQLite's application_id, the version in its user_version.
#pragma once

#include <cstdint>
#include <string>

#include "impl/store/sqlite.hpp"

namespace curia::store {

inline constexpr std::int64_t application_id = 0x43757269;  // "Curi"
inline constexpr std::int64_t schema_version = 2;

// What a look at the raw file says before SQLite may touch it.
enum class FileState {
  missing,     // or empty
  unfinished,  // its making was cut off before the first transaction ended
  ours,
};

// Reads the header of the file through the VFS and writes nothing. Errors: corrupt (not a store,
// or damaged), invalid_value (another program's file), wrong_version, io_error.
Result<FileState> inspect_file(const std::string& path, const std::string& vfs);

// Whether a write-ahead log with content lies beside the file. Error: io_error.
Result<bool> has_write_ahead_log(const std::string& path, const std::string& vfs);

// Makes the tables of version `version` in an empty file. Tests make old files with it.
Result<> create_schema(Connection& db, std::int64_t version = schema_version);

// Brings the file to schema_version. Errors: wrong_version when it is newer.
Result<> migrate_schema(Connection& db);

Error foreign_file_error(std::string_view path);
Error newer_version_error(std::string_view path, std::int64_t found);

}  // namespace curia::store
