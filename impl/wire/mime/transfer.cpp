#include "impl/wire/mime/transfer.hpp"

#include <algorithm>

#include "model/base/base64.hpp"

namespace curia::mime {
namespace {

constexpr std::size_t line_characters = 76;
constexpr std::string_view hex_digits = "0123456789ABCDEF";

int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string quoted_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return {'=', hex_digits[byte >> 4], hex_digits[byte & 15]};
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    // A blank at the end of a line gets lost on the way; so does a dot that stands alone.
    const bool plain = (c > ' ' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !last);
    const std::string piece = plain ? std::string(1, c) : quoted_byte(c);
    if (length + piece.size() > line_characters - (last ? 0 : 1)) {
      out += "=\r\n";
      length = 0;
    }
    out += piece;
    length += piece.size();
  }
}

}  // namespace

std::string base64_lines(std::string_view bytes) {
  const std::string text =
      to_base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  std::string out;
  out.reserve(text.size() + text.size() / line_characters * 2 + 2);
  for (std::size_t i = 0; i < text.size(); i += line_characters) {
    out.append(text, i, line_characters);
    out += "\r\n";
  }
  return out;
}

std::optional<std::string> decoded_base64_lines(std::string_view text) {
  std::string joined;
  joined.reserve(text.size());
  for (const char c : text)
    if (c != '\r' && c != '\n' && c != ' ' && c != '\t') joined += c;
  return parse_base64(joined);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_quoted_line(out, line);
    if (end == std::string_view::npos) {
      out += "=\r\n";  // the text has no line end here
      break;
    }
    out += "\r\n";
    text.remove_prefix(end + 1);
  }
  return out;
}

std::optional<std::string> decoded_quoted_printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    if (text.substr(i + 1, 2) == "\r\n" || text.substr(i + 1, 1) == "\n") {
      i += text[i + 1] == '\r' ? 2 : 1;
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = value_of(text[i + 1]);
    const int low = value_of(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<std::string> decoded_q(std::string_view text) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '_', ' ');
  return decoded_quoted_printable(blanks);
}

}  // namespace curia::mime
