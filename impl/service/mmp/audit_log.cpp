#include "impl/service/mmp/audit_log.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "impl/service/backup/in_bulk.hpp"
#include "impl/wire/archive/sha256.hpp"
#include "model/admin/limits.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

constexpr std::string_view nothing_before =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::size_t hash_digits = nothing_before.size();

std::string file_name(std::size_t age) {
  return age == 0 ? std::string(audit_file) : std::string(audit_file) + "." + std::to_string(age);
}

std::string hash_of(std::string_view before, std::string_view text) {
  return sha256_hex(std::string(before) + "\n" + std::string(text));
}

struct Sealed {
  std::string line;  // as it stands in the file
  std::string hash;
};

Sealed seal(std::string_view before, const std::string& text) {
  std::string hash = hash_of(before, text);
  std::string line = text + " |" + hash + "\n";
  return {std::move(line), std::move(hash)};
}

// The text and the hash of a line; an empty hash when it has none.
std::pair<std::string_view, std::string_view> parts_of(std::string_view line) {
  if (line.size() < hash_digits + 2 || line[line.size() - hash_digits - 1] != '|')
    return {line, {}};
  return {line.substr(0, line.size() - hash_digits - 2), line.substr(line.size() - hash_digits)};
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string last_hash(std::string_view text) {
  const auto lines = split_lines(text);
  const std::string_view hash = lines.empty() ? std::string_view{} : parts_of(lines.back()).second;
  return std::string(hash.empty() ? nothing_before : hash);
}

std::string_view continued_from(std::string_view text) {
  constexpr std::string_view mark = " continues after=";
  const std::size_t at = text.find(mark);
  return at == std::string_view::npos ? std::string_view{}
                                      : text.substr(at + mark.size(), hash_digits);
}

// Values stand in quotes; what could end or hide a line is shown as ?.
std::string shown(std::string_view value) {
  std::string out = "\"";
  for (const char c : value.substr(0, limits::audit_value_bytes)) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  }
  return out + "\"";
}

struct Chain {
  std::string head{nothing_before};
  std::uint64_t lines = 0;
  bool begun = false;

  // Empty when the line follows.
  std::string follow(std::string_view line) {
    const auto [text, hash] = parts_of(line);
    if (hash.empty()) return "has no hash";
    const std::string_view from = continued_from(text);
    if (!begun && !from.empty()) head = from;
    if (begun && !from.empty() && from != head) return "does not go on from the file before";
    if (hash_of(head, text) != hash) return "is not what was written, or one before it is missing";
    head = hash;
    begun = true;
    ++lines;
    return {};
  }

  Result<> follow_file(std::string_view text, const std::string& name) {
    std::size_t number = 0;
    for (const std::string_view line : split_lines(text)) {
      ++number;
      if (auto wrong = follow(line); !wrong.empty())
        return fail(Errc::corrupt, "line " + std::to_string(number) + " of " + name + " " + wrong);
    }
    return {};
  }
};

// "" when somebody took it away meanwhile.
Result<std::string> text_of(Files& files, const std::pair<std::string, std::uint64_t>& part) {
  auto text = files.read_part(part.first, 0, part.second);
  if (!text && text.error().code == Errc::not_found) return std::string();
  return text;
}

}  // namespace

Result<> AuditLog::open() {
  head_ = nothing_before;
  const auto text = env_.files.read(file_name(0));
  if (!text && text.error().code != Errc::not_found && text.error().code != Errc::unavailable)
    return fail(text.error());
  if (!text) {
    // A crash may have come between the two steps of a rotation.
    if (const auto before = env_.files.read(file_name(1))) head_ = last_hash(*before);
    return {};
  }
  std::string_view whole = *text;
  whole = whole.substr(0, whole.rfind('\n') + 1);
  const std::size_t torn = text->size() - whole.size();
  // A power cut took the end of the last line: nobody was told that it had been written.
  if (torn > 0)
    if (auto cut = env_.files.replace(file_name(0), whole); !cut) return cut;
  size_ = whole.size();
  head_ = last_hash(whole);
  if (torn > 0) note("torn", {{"bytes", std::to_string(torn)}});
  return {};
}

void AuditLog::note(std::string_view kind, std::initializer_list<Field> fields) {
  std::string line = to_rfc3339(env_.clock.wall()) + " " + std::string(kind);
  for (const auto& [name, value] : fields)
    if (!value.empty()) line += " " + std::string(name) + "=" + shown(value);
  if (env_.trace.enabled()) env_.trace.event("audit", {{"line", line}});
  for (const auto& [number, watcher] : watchers_) watcher(line);
  if (waiting_.size() == limits::audit_lines_waiting) {
    reached("mmp.audit_lines_lost");
    ++lost_;
  } else {
    waiting_.push_back(std::move(line));
  }
  flush();
}

void AuditLog::flush() {
  while (!waiting_.empty()) {
    if (auto written = write(waiting_.front()); !written) {
      if (!std::exchange(failed_, true))
        env_.trace.log(Severity::error,
                       "the audit log cannot be written, it is kept in memory until it can: " +
                           written.error().message);
      return;
    }
    failed_ = false;
    waiting_.pop_front();
    if (waiting_.empty() && lost_ > 0)
      waiting_.push_back(to_rfc3339(env_.clock.wall()) +
                         " lost lines=" + std::to_string(std::exchange(lost_, 0)));
  }
}

Result<> AuditLog::write(const std::string& line) {
  if (auto rotated = rotate(line.size()); !rotated) return rotated;
  if (size_ == 0 && head_ != nothing_before)
    if (auto begun = begin_file(); !begun) return begun;
  Sealed sealed = seal(head_, line);
  if (auto appended = env_.files.append(file_name(0), sealed.line); !appended) return appended;
  size_ += sealed.line.size();
  head_ = std::move(sealed.hash);
  return env_.files.sync(file_name(0));
}

Result<> AuditLog::rotate(std::size_t more) {
  if (size_ == 0 || size_ + more <= limits::audit_file_bytes || *readers_ > 0) return {};
  // The place that is free, or else the oldest file's.
  std::size_t age = 1;
  while (age < limits::audit_files - 1 && env_.files.size(file_name(age))) ++age;
  for (; age > 0; --age)
    if (auto moved = env_.files.rename(file_name(age - 1), file_name(age)); !moved) return moved;
  reached("mmp.audit_rotated");
  size_ = 0;
  return {};
}

Result<> AuditLog::begin_file() {
  Sealed first = seal(head_, to_rfc3339(env_.clock.wall()) + " continues after=" + head_);
  if (auto begun = env_.files.replace(file_name(0), first.line); !begun) return begun;
  size_ = first.line.size();
  head_ = std::move(first.hash);
  return {};
}

Result<std::vector<AuditLog::Part>> AuditLog::parts() {
  std::vector<Part> parts;
  for (std::size_t age = 0; age < limits::audit_files; ++age) {
    const auto size = env_.files.size(file_name(age));
    if (!size && size.error().code != Errc::not_found) return fail(size.error());
    if (size) parts.emplace_back(file_name(age), *size);
  }
  return parts;
}

template <class T>
void AuditLog::read(std::function<Result<T>(Files&, const std::vector<Part>&)> job,
                    Done<Result<T>> done) {
  auto all = parts();
  if (!all) return done(fail(all.error()));
  ++*readers_;
  backup::in_bulk<T>(
      env_.work,
      [job = std::move(job), all = *std::move(all), files = &env_.files] {
        return job(*files, all);
      },
      [readers = readers_, done = std::move(done)](Result<T> read) mutable {
        --*readers;
        done(std::move(read));
      });
}

void AuditLog::search(std::string text, std::size_t most, Done<Result<Found>> done) {
  read<Found>(
      [text = std::move(text), most](Files& files, const auto& parts) -> Result<Found> {
        Found found;
        for (const Part& part : parts) {
          const auto whole = text_of(files, part);
          if (!whole) return fail(whole.error());
          for (const std::string_view line : split_lines(*whole) | std::views::reverse) {
            const std::string_view shown = parts_of(line).first;
            if (shown.find(text) == shown.npos) continue;
            found.has_more = found.lines.size() == most;
            if (found.has_more) break;
            found.lines.emplace_back(shown);
          }
          if (found.has_more) break;
        }
        std::ranges::reverse(found.lines);
        return found;
      },
      std::move(done));
}

void AuditLog::verify(Done<Result<std::string>> done) {
  read<std::string>(
      [head = head_](Files& files, const auto& parts) -> Result<std::string> {
        Chain chain;
        for (const Part& part : parts | std::views::reverse) {
          const auto whole = text_of(files, part);
          if (!whole) return fail(whole.error());
          if (auto wrong = chain.follow_file(*whole, part.first); !wrong)
            return fail(wrong.error());
        }
        if (chain.head != head)
          return fail(Errc::corrupt,
                      "the end of the audit log is missing: its last line is not the one that was "
                      "written last");
        return std::to_string(chain.lines) + " lines, unbroken; the last hash is " + chain.head;
      },
      std::move(done));
}

}  // namespace curia::mmp
