#include "model/schedule/mail_address.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace curia::schedule {
namespace {

constexpr std::size_t address_bytes = 254;    // RFC 5321 section 4.5.3.1.3, without <>
constexpr std::size_t local_part_bytes = 64;  // section 4.5.3.1.1
constexpr std::size_t label_bytes = 63;       // RFC 1035 section 2.3.4

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_atom_character(char c) {
  return is_letter_or_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

// take(piece) for each piece between dots; false when one is refused.
template <class Take>
bool all_pieces(std::string_view text, Take take) {
  while (true) {
    const std::size_t end = text.find('.');
    if (!take(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= label_bytes && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > address_bytes || at > local_part_bytes)
    return false;
  if (!is_utf8(text)) return false;
  return all_pieces(text.substr(0, at),
                    [](std::string_view piece) {
                      return !piece.empty() &&
                             std::all_of(piece.begin(), piece.end(), is_atom_character);
                    }) &&
         all_pieces(text.substr(at + 1), is_label);
}

}  // namespace curia::schedule
