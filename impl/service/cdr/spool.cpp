#include "impl/service/cdr/spool.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "impl/store/crc32c.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/cdr/limits.hpp"

namespace curia::cdr {
namespace {

constexpr std::string_view folder = "cdr";
constexpr std::string_view prefix = "journal-";
constexpr std::size_t frame_head = 8;  // length and checksum, the lowest byte first

void put_u32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
}

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at + i])) << 8 * i;
  return value;
}

void put_frame(std::string& out, std::string_view entry) {
  put_u32(out, static_cast<std::uint32_t>(entry.size()));
  put_u32(out, store::crc32c(entry));
  out += entry;
}

// The next entry; nothing at the end, and where bytes are torn or damaged.
std::optional<std::string_view> take_frame(std::string_view& bytes) {
  if (bytes.size() < frame_head) return std::nullopt;
  const std::size_t size = u32_at(bytes, 0);
  if (bytes.size() - frame_head < size) return std::nullopt;
  const std::string_view entry = bytes.substr(frame_head, size);
  if (store::crc32c(entry) != u32_at(bytes, 4)) return std::nullopt;
  bytes.remove_prefix(frame_head + size);
  return entry;
}

std::string name_of(std::uint64_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 8 ? 8 - digits.size() : 0, '0');
  return std::string(folder) + "/" + std::string(prefix) + digits;
}

}  // namespace

void Spool::load() {
  const auto names = env_.files.list(std::string(folder));
  if (!names) return;
  for (const std::string& name : *names) {
    if (!name.starts_with(prefix)) continue;
    older_.push_back(std::string(folder) + "/" + name);
    const auto number = parse_decimal(std::string_view(name).substr(prefix.size()));
    last_number_ = std::max(last_number_, static_cast<std::uint64_t>(number.value_or(0)));
  }
  for (auto name = older_.rbegin(); name != older_.rend(); ++name) {
    const auto bytes = env_.files.read(*name);
    if (!bytes) continue;
    Ledger ledger;
    std::string_view rest = *bytes;
    while (const auto entry = take_frame(rest))
      if (!ledger.take(*entry, 0)) break;
    if (!rest.empty()) reached("cdr.torn_file");
    if (!ledger.has_snapshot()) continue;  // the power went while it was begun
    ledger_ = std::move(ledger);
    return;
  }
}

void Spool::add(const std::string& entry) {
  if (!ledger_.take(entry, ++written_)) return;  // made here, so whole
  if (is_wanted()) put_frame(unwritten_, entry);
}

void Spool::write_out() {
  const std::string bytes = std::exchange(unwritten_, {});
  if (bytes.empty() || file_.empty()) return;
  write(file_, bytes);
  sync();
}

void Spool::write(const std::string& name, std::string_view bytes) {
  if (is_refused_) return;
  if (const auto written = env_.files.append(name, bytes); !written)
    return refused(written.error());
  file_bytes_ += bytes.size();
}

void Spool::begin_file() {
  unwritten_.clear();
  if (!file_.empty()) older_.push_back(std::exchange(file_, {}));
  if (!is_wanted()) {
    sync();
    return;
  }
  is_refused_ = false;
  file_ = name_of(++last_number_);
  file_bytes_ = 0;
  std::string bytes;
  for (const std::string& entry : ledger_.snapshot()) put_frame(bytes, entry);
  full_at_ = 2 * bytes.size() + limits::cdr_segment_bytes;
  write(file_, bytes);
  sync();
}

void Spool::refused(const Error& error) {
  reached("cdr.disk_refuses");
  is_refused_ = true;
  next_try_ = env_.clock.now() + limits::cdr_disk_interval;
  if (std::exchange(is_told_, true)) return;
  env_.trace.log(
      Severity::error,
      "call detail records cannot be written to the disk and are kept in memory: " + error.message);
}

void Spool::when_safe(Task task) {
  waiting_.push_back(std::move(task));
  sync();
}

// One sync at a time; what is written meanwhile has the next one.
void Spool::sync() {
  if (is_syncing_) return;
  is_syncing_ = true;
  struct Job {
    std::string file;
    std::vector<std::string> older;
    Result<> result{};
  };
  const auto job = std::make_shared<Job>(Job{is_refused_ ? "" : file_, std::exchange(older_, {})});
  auto tasks = std::make_shared<std::vector<Task>>(std::exchange(waiting_, {}));
  env_.work.run(
      Lane::disk,
      [job, &files = env_.files] {
        if (!job->file.empty()) job->result = files.sync(job->file);
        // What cannot be removed now is removed with the next file.
        if (job->result)
          std::erase_if(job->older, [&](const std::string& name) {
            const auto removed = files.remove(name);
            return removed || removed.error().code == Errc::not_found;
          });
      },
      [this, job, tasks, position = written_] {
        older_.insert(older_.begin(), job->older.begin(), job->older.end());
        synced(position, job->result);
        for (Task& task : *tasks) task();
        const bool is_behind = safe() < written_ && !file_.empty();
        if (!waiting_.empty() || is_behind) sync();
      });
}

void Spool::synced(std::uint64_t position, const Result<>& result) {
  is_syncing_ = false;
  if (!result && !is_refused_) refused(result.error());
  if (!result || is_refused_) return;
  safe_ = std::max(safe_, position);
  if (std::exchange(is_told_, false))
    env_.trace.log(Severity::info, "call detail records are written to the disk again");
}

void Spool::look() {
  const bool is_full = !file_.empty() && file_bytes_ > full_at_;
  if (is_refused_ ? env_.clock.now() < next_try_ : !is_full) return;
  if (is_full) reached("cdr.next_file");
  begin_file();
}

}  // namespace curia::cdr
