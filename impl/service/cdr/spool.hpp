// Spool: the ledger of records, kept on the disk so that neither a kill nor a power cut loses what
// was made and not delivered.
//
// 1. An entry is in the hands of the operating system when write_out() returns: a killed process
//    loses nothing. What a power cut may still take is not sent: safe() says how far it is synced.
// 2. The files are cdr/journal-N. Each begins with a snapshot; a new one is begun at each start
//    and when the old one has grown, and the old one is removed when the new one is synced.
// 3. A disk that refuses is told once in the log; meanwhile records are kept in memory and sent.
// 4. Without receivers there is no file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/cdr/ledger.hpp"
#include "model/env/env.hpp"

namespace curia::cdr {

class Spool {
 public:
  explicit Spool(const Env& env) : env_(env) {}
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Takes in what an earlier server left; what is damaged ends where the damage is.
  void load();
  const Ledger& ledger() const { return ledger_; }

  // Takes the entry, and writes it with the next write_out().
  void add(const std::string& entry);
  void write_out();
  // Begins a file with all that is known, or removes every file when nobody receives records.
  void begin_file();

  std::uint64_t written() const { return written_; }
  // The last entry that no power cut takes back.
  std::uint64_t safe() const { return is_refused_ ? written_ : safe_; }
  // Called in a later event, when all that is written now is safe.
  void when_safe(Task task);
  // Every second: tries a disk again that refused, begins a new file when it is time.
  void look();

 private:
  bool is_wanted() const { return !ledger_.queues().empty(); }
  void write(const std::string& name, std::string_view bytes);
  void refused(const Error& error);
  void sync();
  void synced(std::uint64_t position, const Result<>& result);

  Env env_;
  Ledger ledger_;
  std::string unwritten_;
  std::uint64_t written_ = 0;  // entries taken
  std::uint64_t safe_ = 0;
  std::uint64_t last_number_ = 0;
  std::string file_;                // empty: none
  std::vector<std::string> older_;  // to be removed
  std::size_t file_bytes_ = 0;
  std::size_t full_at_ = 0;
  bool is_syncing_ = false;
  bool is_refused_ = false;
  bool is_told_ = false;  // that the disk refuses
  Instant next_try_{};
  std::vector<Task> waiting_;
};

}  // namespace curia::cdr
