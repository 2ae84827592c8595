#include "impl/wire/mime/read.hpp"

#include "impl/wire/mime/header.hpp"
#include "impl/wire/mime/transfer.hpp"
#include "model/base/limits_mail.hpp"
#include "model/base/text.hpp"

namespace curia::mime {
namespace {

// Takes a line off the front, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Result<> take_headers(std::string_view& text, Part& part) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    if ((line[0] == ' ' || line[0] == '\t') && !part.headers.empty()) {
      part.headers.back().second += line;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
      return fail(Errc::invalid_value, "not a header: '" + std::string(line.substr(0, 60)) + "'");
    part.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  for (auto& [name, value] : part.headers)
    value = decoded_text(trim_ascii_space(std::string(value)));
  return {};
}

// "text/calendar; charset=utf-8; method=REQUEST"
void take_type(Part& part) {
  std::string_view rest = part.header("Content-Type");
  if (rest.empty()) rest = "text/plain";
  const std::size_t end = rest.find(';');
  part.type = ascii_lower(trim_ascii_space(rest.substr(0, end)));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  while (!rest.empty()) {
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return;
    std::string name = ascii_lower(trim_ascii_space(rest.substr(0, equals)));
    rest.remove_prefix(equals + 1);
    std::string value;
    bool in_quotes = false;
    std::size_t i = 0;
    for (; i < rest.size() && (in_quotes || rest[i] != ';'); ++i) {
      if (rest[i] == '"')
        in_quotes = !in_quotes;
      else
        value += rest[i];
    }
    rest.remove_prefix(std::min(rest.size(), i + 1));
    part.parameters.emplace_back(std::move(name), trim_ascii_space(value));
  }
}

Result<Part> read_part(std::string_view text, std::size_t depth);

Result<> take_parts(std::string_view text, Part& part, std::size_t depth) {
  const std::string mark = "--" + std::string(part.parameter("boundary"));
  const char* begin = nullptr;  // of the part that is open
  while (true) {
    const char* const here = text.data();
    if (text.empty()) return fail(Errc::invalid_value, "a multipart without an end");
    const std::string_view line = trim_ascii_space(take_line(text));
    if (!line.starts_with(mark)) continue;
    const std::string_view behind = line.substr(mark.size());
    if (!behind.empty() && behind != "--") continue;
    if (begin != nullptr) {
      auto child = read_part({begin, static_cast<std::size_t>(here - begin)}, depth + 1);
      if (!child) return fail(child.error());
      part.parts.push_back(*std::move(child));
    }
    if (behind == "--") return {};
    begin = text.data();
  }
}

Result<Part> read_part(std::string_view text, std::size_t depth) {
  if (depth > limits::mime_depth)
    return fail(Errc::limit_reached, "the mail has too many multiparts in each other");
  Part part;
  if (auto done = take_headers(text, part); !done) return fail(done.error());
  take_type(part);
  if (part.type.starts_with("multipart/")) {
    if (auto done = take_parts(text, part, depth); !done) return fail(done.error());
    return part;
  }
  const std::string encoding =
      ascii_lower(trim_ascii_space(part.header("Content-Transfer-Encoding")));
  std::optional<std::string> body = std::string(text);
  if (encoding == "base64") body = decoded_base64_lines(text);
  if (encoding == "quoted-printable") body = decoded_quoted_printable(text);
  if (!body) return fail(Errc::invalid_value, "a part that is not in its encoding");
  part.body = *std::move(body);
  return part;
}

std::string_view value_of(const std::vector<std::pair<std::string, std::string>>& pairs,
                          std::string_view name) {
  for (const auto& [key, value] : pairs)
    if (equal_ignoring_ascii_case(key, name)) return value;
  return {};
}

}  // namespace

std::string_view Part::header(std::string_view name) const { return value_of(headers, name); }
std::string_view Part::parameter(std::string_view name) const { return value_of(parameters, name); }

const Part* Part::find(std::string_view wanted) const {
  if (type == wanted) return this;
  for (const Part& part : parts)
    if (const Part* found = part.find(wanted)) return found;
  return nullptr;
}

Result<Part> read_mail(std::string_view text) {
  if (text.size() > limits::mime_bytes) return fail(Errc::limit_reached, "the mail is too large");
  return read_part(text, 0);
}

}  // namespace curia::mime
