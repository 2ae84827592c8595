#include "sim/world/trace.hpp"

#include <cstdio>

namespace curia::sim {
namespace {

void add_field(Digest& digest, const TraceField& field) {
  digest.add(field.name);
  if (const auto* text = std::get_if<std::string_view>(&field.value))
    digest.add(*text);
  else
    digest.add(static_cast<std::uint64_t>(std::get<std::int64_t>(field.value)));
}

// Text with blanks, quotes or line ends is quoted, so that a record stays one line.
void append_value(std::string& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(" \"\\\r\n\t=") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '"' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  out += '"';
}

}  // namespace

std::string to_text(const TraceRecord& record) {
  const std::int64_t ns = record.at.time_since_epoch().count();
  char stamp[40];
  std::snprintf(stamp, sizeof stamp, "%lld.%09lld", static_cast<long long>(ns / 1'000'000'000),
                static_cast<long long>(ns % 1'000'000'000));
  std::string text = stamp;
  text += ' ';
  text += record.host.empty() ? "world" : record.host;
  text += ' ';
  text += record.kind;
  for (const TraceField& field : record.fields) {
    text += ' ';
    text += field.name;
    text += '=';
    if (const auto* value = std::get_if<std::string_view>(&field.value))
      append_value(text, *value);
    else
      text += std::to_string(std::get<std::int64_t>(field.value));
  }
  return text;
}

bool TextSink::on_record(const TraceRecord& record) {
  write_(to_text(record));
  return true;
}

void SimTrace::record(Instant at, std::string_view host, std::string_view kind,
                      std::initializer_list<TraceField> fields) {
  digest_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()));
  digest_.add(host);
  digest_.add(kind);
  for (const TraceField& field : fields) add_field(digest_, field);
  const std::uint64_t number = count_++;
  if (sink_ != nullptr && !stopped_)
    stopped_ = !sink_->on_record({number, at, host, kind, std::span(fields.begin(), fields.end())});
}

void SimTrace::show_step(Instant at, std::string_view host, std::string_view kind, std::uint64_t id,
                         std::uint64_t value) {
  if (stopped_) return;
  const TraceField fields[] = {{"id", id}, {"value", value}};
  stopped_ = !sink_->on_record({count_ - 1, at, host, kind, fields});
}

}  // namespace curia::sim
