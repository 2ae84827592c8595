#include "model/ldap/mapping_template.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/base/text.hpp"
#include "model/dialplan/transform.hpp"

namespace curia {
namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == ';';
}

}  // namespace

class MappingTemplate::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Result<std::vector<Piece>> pieces() {
    while (!rest_.empty()) {
      if (rest_.starts_with("$$")) {
        text_ += '$';
        rest_.remove_prefix(2);
      } else if (rest_.front() != '$') {
        text_ += rest_.front();
        rest_.remove_prefix(1);
      } else {
        const Result<bool> taken = attribute();
        if (!taken) return fail(taken.error());
        if (*taken) continue;
        text_ += '$';
        rest_.remove_prefix(1);
      }
    }
    end_text();
    return std::move(pieces_);
  }

 private:
  void end_text() {
    if (!text_.empty()) pieces_.push_back({std::exchange(text_, {}), {}, {}});
  }

  // At a dollar: takes an attribute; false, with nothing taken, when none is there.
  Result<bool> attribute() {
    std::string_view ahead = rest_.substr(1);
    const auto end = std::ranges::find_if_not(ahead, is_name_character);
    const auto length = static_cast<std::size_t>(end - ahead.begin());
    Piece piece;
    piece.attribute = ascii_lower(ahead.substr(0, length));
    ahead.remove_prefix(length);
    while (ahead.starts_with("|'/")) {
      ahead.remove_prefix(3);
      const auto pattern = part(ahead);
      const auto replacement = pattern ? part(ahead) : std::nullopt;
      if (!replacement || !ahead.starts_with('\'')) return false;
      ahead.remove_prefix(1);
      auto regex = dialplan::Regex::compile(*pattern);
      if (!regex) return fail(regex.error());
      if (auto good = dialplan::check_replacement(*replacement, regex->groups()); !good)
        return fail(good.error());
      piece.substitutions.push_back({std::move(*regex), *replacement});
    }
    if (length == 0 || !ahead.starts_with('$')) return false;
    rest_ = ahead.substr(1);
    end_text();
    pieces_.push_back(std::move(piece));
    return true;
  }

  // Up to the next slash that no backslash stands before, and that slash.
  static std::optional<std::string> part(std::string_view& ahead) {
    std::string out;
    while (!ahead.empty() && ahead.front() != '/') {
      const bool is_pair = ahead.front() == '\\' && ahead.size() > 1;
      if (!is_pair || ahead[1] != '/') out += ahead.front();
      if (is_pair) out += ahead[1];
      ahead.remove_prefix(is_pair ? 2 : 1);
    }
    if (ahead.empty()) return std::nullopt;
    ahead.remove_prefix(1);
    return out;
  }

  std::string_view rest_;
  std::string text_;
  std::vector<Piece> pieces_;
};

Result<MappingTemplate> MappingTemplate::parse(std::string_view text) {
  auto pieces = Reader(text).pieces();
  if (!pieces) return fail(std::move(pieces.error()));
  MappingTemplate made;
  made.pieces_ = std::move(*pieces);
  return made;
}

void MappingTemplate::add_attributes(std::vector<std::string>& names) const {
  for (const Piece& piece : pieces_)
    if (!piece.attribute.empty() && std::ranges::find(names, piece.attribute) == names.end())
      names.push_back(piece.attribute);
}

Result<std::string> MappingTemplate::expand(const DirectoryEntry& entry) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    if (piece.attribute.empty()) {
      out += piece.text;
      continue;
    }
    std::string value = first_text(entry, piece.attribute);
    for (const Substitution& substitution : piece.substitutions) {
      std::size_t steps = limits::ldap_regex_steps;
      auto replaced =
          dialplan::replace_all(substitution.regex, substitution.replacement, value, steps);
      if (!replaced) return fail(std::move(replaced.error()));
      value = std::move(*replaced);
    }
    out += value;
  }
  return out;
}

std::string first_text(const DirectoryEntry& entry, const std::string& attribute) {
  const auto found = entry.attributes.find(attribute);
  if (found == entry.attributes.end()) return {};
  for (const std::string& value : found->second)
    if (is_utf8(value) && is_xml_text(value)) return value;
  return {};
}

}  // namespace curia
