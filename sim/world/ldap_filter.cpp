#include "sim/world/ldap_filter.hpp"

#include <algorithm>
#include <optional>

#include "model/base/text.hpp"

namespace curia::sim {
namespace {

constexpr int deepest = 32;  // nested filters; servers have such a limit too

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_attribute(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == ';';
  });
}

}  // namespace

class LdapFilterParser {
 public:
  explicit LdapFilterParser(std::string_view text) : rest_(text) {}

  std::optional<LdapFilter> whole() {
    auto filter = one(0);
    if (!rest_.empty()) return std::nullopt;
    return filter;
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<LdapFilter> one(int depth) {
    if (depth > deepest || !take('(')) return std::nullopt;
    std::optional<LdapFilter> filter;
    if (take('&'))
      filter = list(LdapFilter::Kind::all_of, depth);
    else if (take('|'))
      filter = list(LdapFilter::Kind::any_of, depth);
    else if (take('!'))
      filter = list(LdapFilter::Kind::none_of, depth);
    else
      filter = item();
    if (!take(')')) return std::nullopt;
    return filter;
  }

  std::optional<LdapFilter> list(LdapFilter::Kind kind, int depth) {
    LdapFilter filter;
    filter.kind_ = kind;
    while (rest_.starts_with('(')) {
      auto part = one(depth + 1);
      if (!part) return std::nullopt;
      filter.parts_.push_back(std::move(*part));
    }
    if (kind == LdapFilter::Kind::none_of && filter.parts_.size() != 1) return std::nullopt;
    return filter;
  }

  std::optional<LdapFilter> item() {
    LdapFilter filter;
    filter.kind_ = LdapFilter::Kind::substrings;
    const std::size_t equals = rest_.find('=');
    if (equals == rest_.npos || !is_attribute(rest_.substr(0, equals))) return std::nullopt;
    filter.attribute_ = ascii_lower(rest_.substr(0, equals));
    rest_.remove_prefix(equals + 1);
    std::string piece;
    while (!rest_.empty() && rest_.front() != ')') {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '(' || c == '\0') return std::nullopt;
      if (c == '*') {
        filter.pieces_.push_back(fold_case(piece));
        piece.clear();
      } else if (c == '\\') {
        const auto high = rest_.size() < 2 ? std::nullopt : hex_digit(rest_[0]);
        const auto low = rest_.size() < 2 ? std::nullopt : hex_digit(rest_[1]);
        if (!high || !low) return std::nullopt;
        piece += static_cast<char>(*high << 4 | *low);
        rest_.remove_prefix(2);
      } else {
        piece += c;
      }
    }
    filter.pieces_.push_back(fold_case(piece));
    return filter;
  }

  std::string_view rest_;
};

Result<LdapFilter> LdapFilter::parse(std::string_view text) {
  auto filter = LdapFilterParser(text).whole();
  if (!filter)
    return fail(Errc::invalid_value, "'" + std::string(text) + "' is not a search filter");
  return std::move(*filter);
}

bool LdapFilter::matches(const DirectoryEntry& entry) const {
  const auto holds = [&](const LdapFilter& part) { return part.matches(entry); };
  switch (kind_) {
    case Kind::all_of:
      return std::all_of(parts_.begin(), parts_.end(), holds);
    case Kind::any_of:
      return std::any_of(parts_.begin(), parts_.end(), holds);
    case Kind::none_of:
      return std::none_of(parts_.begin(), parts_.end(), holds);
    case Kind::substrings:
      break;
  }
  const auto found = entry.attributes.find(attribute_);
  return found != entry.attributes.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const std::string& value) { return matches_value(fold_case(value)); });
}

bool LdapFilter::matches_value(std::string_view value) const {
  if (pieces_.size() == 1) return value == pieces_[0];
  if (!value.starts_with(pieces_.front())) return false;
  value.remove_prefix(pieces_.front().size());
  for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
    const std::size_t at = value.find(pieces_[i]);
    if (at == value.npos) return false;
    value.remove_prefix(at + pieces_[i].size());
  }
  return value.ends_with(pieces_.back());
}

}  // namespace curia::sim
