#include "impl/io/trace.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "model/base/check.hpp"
#include "model/base/hex.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::io {
namespace {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  unreachable("a Severity outside its enumeration");
}

// One write per line, so that lines of several processes in one file do not mix.
void write_line(int fd, std::string_view line) {
  while (!line.empty()) {
    const ssize_t count = ::write(fd, line.data(), line.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

void append_escaped(std::string& line, std::string_view text, char quote) {
  const bool utf8 = is_utf8(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || (quote != 0 && c == quote)) {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      line += "\\x";
      append_hex(line, byte);
    } else {
      line += c;
    }
  }
}

RealTrace::RealTrace(const Clock& clock, const std::string& log_file, const std::string& trace_file)
    : clock_(clock) {
  const auto open = [](const std::string& name, const char* mode) {
    return File(name.empty() ? nullptr : std::fopen(name.c_str(), mode));
  };
  const auto complain = [this](const std::string& name) {
    log(Severity::error, "cannot write '" + name + "': " + std::strerror(errno));
  };
  log_ = open(log_file, "ae");
  if (log_)
    log_fd_ = ::fileno(log_.get());
  else if (!log_file.empty())
    complain(log_file);
  trace_ = open(trace_file, "we");
  if (!trace_ && !trace_file.empty()) complain(trace_file);
}

void RealTrace::event(std::string_view kind, std::initializer_list<TraceField> fields) {
  if (!trace_) return;
  line_ = std::to_string(clock_.now().time_since_epoch().count());
  line_ += ' ';
  line_ += kind;
  for (const TraceField& field : fields) {
    line_ += ' ';
    line_ += field.name;
    line_ += '=';
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line_ += std::to_string(*number);
    } else {
      line_ += '"';
      append_escaped(line_, std::get<std::string_view>(field.value), '"');
      line_ += '"';
    }
  }
  line_ += '\n';
  std::fwrite(line_.data(), 1, line_.size(), trace_.get());
}

void RealTrace::log(Severity severity, std::string_view sentence) {
  line_ = to_rfc3339(clock_.wall());
  line_ += ' ';
  line_ += name_of(severity);
  line_ += ' ';
  append_escaped(line_, sentence.substr(0, limits::log_line_bytes));
  line_ += '\n';
  write_line(log_fd_, line_);
}

}  // namespace curia::io
