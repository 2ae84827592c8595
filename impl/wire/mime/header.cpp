#include "impl/wire/mime/header.hpp"

#include <algorithm>

#include "impl/wire/mime/transfer.hpp"
#include "model/base/base64.hpp"
#include "model/base/text.hpp"

namespace curia::mime {
namespace {

constexpr std::size_t line_characters = 78;
constexpr std::size_t word_bytes = 39;  // base64 makes 52 of them: with frame and name below 78

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string without_controls(std::string_view text) {
  std::string clean(text);
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return clean;
}

// One encoded word after another; none ends inside a character.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t cut = std::min(word_bytes, text.size());
    while (cut < text.size() && cut > 1 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80)
      --cut;
    if (!out.empty()) out += ' ';
    const std::string_view part = text.substr(0, cut);
    out += "=?UTF-8?B?";
    out += to_base64({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    out += "?=";
    text.remove_prefix(cut);
  }
  return out;
}

}  // namespace

std::string encoded_text(std::string_view text) {
  const std::string clean = without_controls(text);
  const bool looks_encoded = clean.find("=?") != std::string::npos;
  return is_plain(clean) && !looks_encoded ? clean : encoded_words(clean);
}

std::string written(const Mailbox& mailbox) {
  if (mailbox.name.empty()) return mailbox.address;
  const std::string name = without_controls(mailbox.name);
  std::string out;
  if (!is_plain(name) || name.find("=?") != std::string::npos) {
    out = encoded_words(name);
  } else {
    out = "\"";
    for (const char c : name) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + " <" + mailbox.address + ">";
}

std::string decoded_text(std::string_view text) {
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    const std::size_t begin = text.find("=?");
    const std::string_view between = text.substr(0, begin);
    // Blanks between two encoded words are no part of the text (RFC 2047 section 6.2).
    if (!after_word || begin == std::string_view::npos || !trim_ascii_space(between).empty())
      out += between;
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::size_t charset_end = text.find('?', 2);
    const std::size_t end =
        charset_end == std::string_view::npos ? charset_end : text.find("?=", charset_end + 3);
    const bool framed = end != std::string_view::npos && text[charset_end + 2] == '?' &&
                        equal_ignoring_ascii_case(text.substr(2, charset_end - 2), "utf-8");
    std::optional<std::string> word;
    if (framed) {
      const std::string_view inside = text.substr(charset_end + 3, end - charset_end - 3);
      const char kind = text[charset_end + 1];
      if (kind == 'B' || kind == 'b') word = parse_base64(inside);
      if (kind == 'Q' || kind == 'q') word = decoded_q(inside);
    }
    after_word = word.has_value();
    if (word) out += *word;
    if (!word) out += "=?";
    text.remove_prefix(word ? end + 2 : 2);
  }
  return out;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  const std::string clean = without_controls(value);
  std::string_view rest = clean;
  out += name;
  out += ':';
  std::size_t length = name.size() + 1;
  for (bool first = true;; first = false) {
    const std::size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    // Not behind the colon: some readers take an empty first line for an empty value.
    if (!first && !word.empty() && length + 1 + word.size() > line_characters) {
      out += "\r\n";
      length = 0;
    }
    out += ' ';
    out += word;
    length += 1 + word.size();
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  out += "\r\n";
}

}  // namespace curia::mime
