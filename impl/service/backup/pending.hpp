// A state that takes the place of the server's own: a rollback or a reset.
//
// 1. It is staged as one archive, whole and durable, while the old state serves on; what goes wrong
//    until then changes nothing.
// 2. decide() writes `pending.json`: from that moment on it will happen.
// 3. finish_pending() carries it out before anything is opened, at the next start of the server or
//    of a tool. A crash meanwhile is no matter: `pending.json` goes last, and until then it is done
//    again from the beginning. So there is the old state or the new one, and never a mix that
//    anybody gets to see.
#pragma once

#include <optional>
#include <string>

#include "impl/service/backup/manifest.hpp"
#include "model/env/files.hpp"

namespace curia::backup {

struct Decision {
  Kind kind = Kind::snapshot;
  std::string name;     // of the backup; empty for a reset
  std::string sha256;   // of the staged archive
  std::string version;  // the program that it is for; another one forgets about it
  bool operator==(const Decision&) const = default;
};

// Errors: those of Files::replace.
Result<> decide(Files& files, const Decision& decision);
// What is staged and not decided goes; does nothing when there is nothing.
void forget_staged(Files& files);

struct StoreAt {
  std::string path;
  std::string vfs = "unix";
};

// Carries out what was decided, and takes away what was not; nothing when there was nothing to do.
// Only while nobody has the store. Errors: corrupt (what was staged is not there any more),
// unavailable (somebody has the store), disk_full, io_error: it is then still to be done.
Result<std::optional<Decision>> finish_pending(Files& files, const StoreAt& store,
                                               std::string_view version);

}  // namespace curia::backup
