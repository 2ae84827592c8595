// The grammar of RFC 4515 section 3, read without making anything of it.
#include <algorithm>

#include "model/admin/limits.hpp"
#include "model/admin/values.hpp"

namespace curia::admin {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What a value must not have is written as a backslash and two hexadecimal digits.
bool is_value(std::string_view text, bool may_have_stars) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == '(') return false;
    if (text[i] == '*' && !may_have_stars) return false;
    if (text[i] != '\\') continue;
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    i += 2;
  }
  return true;
}

// "cn:dn:2.4.6.8.10": attribute, `dn` and matching rule, of which attribute or rule is needed.
bool is_extensible(std::string_view left) {
  const std::size_t colon = left.find(':');
  const std::string_view attribute = left.substr(0, colon);
  if (!attribute.empty() && !is_ldap_attribute(attribute)) return false;
  if (colon == left.npos) return !attribute.empty();
  std::string_view rule = left.substr(colon + 1);
  if (rule == "dn") return !attribute.empty();
  if (rule.starts_with("dn:")) rule.remove_prefix(3);
  return is_ldap_attribute(rule);
}

bool is_item(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos || equals == 0) return false;
  const std::string_view value = text.substr(equals + 1);
  const std::string_view left = text.substr(0, equals);
  const char before = left.back();
  if (before == ':') return is_extensible(left.substr(0, equals - 1)) && is_value(value, false);
  const bool is_compared = before == '~' || before == '<' || before == '>';
  return is_ldap_attribute(left.substr(0, equals - (is_compared ? 1 : 0))) &&
         is_value(value, !is_compared);
}

// Takes one filter off the front; false when there is none.
bool take_filter(std::string_view& rest, int depth = 0) {
  if (!rest.starts_with('(') || depth > limits::ldap_filter_depth) return false;
  rest.remove_prefix(1);
  const char kind = rest.empty() ? '\0' : rest.front();
  if (kind == '&' || kind == '|' || kind == '!') {
    rest.remove_prefix(1);
    if (!take_filter(rest, depth + 1)) return false;
    while (kind != '!' && rest.starts_with('('))
      if (!take_filter(rest, depth + 1)) return false;
  } else {
    const std::size_t end = rest.find(')');
    if (end == rest.npos || !is_item(rest.substr(0, end))) return false;
    rest.remove_prefix(end);
  }
  if (!rest.starts_with(')')) return false;
  rest.remove_prefix(1);
  return true;
}

}  // namespace

bool is_ldap_filter(std::string_view word) { return take_filter(word) && word.empty(); }

bool is_ldap_attribute(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == ';';
  });
}

}  // namespace curia::admin
