// Which files of a data directory are the server's state: what a backup holds beside the database,
// and what a rollback and a full reset replace.
//
// All but: the database itself, the audit log (a rollback does not take back what was done), logs
// and traces, the socket of the console, installed programs, work in progress, and in the root of
// SFTP backups with their .json files and upgrade images.
#pragma once

#include <string>
#include <vector>

#include "model/env/files.hpp"

namespace curia::backup {

inline constexpr std::string_view backup_suffix = ".bak";
inline constexpr std::string_view backup_note_suffix = ".json";
inline constexpr std::string_view image_suffix = ".img";
inline constexpr std::string_view program_folder = "program";
// Work in progress, in the data directory itself.
inline constexpr std::string_view snapshot_part = "snapshot.part";
inline constexpr std::string_view staged_file = "pending.archive";
inline constexpr std::string_view pending_file = "pending.json";

// Names below the data directory, sorted. Errors: those of Files::list and Files::size.
Result<std::vector<std::string>> state_files(Files& files);
// Backups, their notes and images: what a full reset takes away, too.
Result<std::vector<std::string>> kept_files(Files& files);

}  // namespace curia::backup
