// Replacing what a regular expression finds.
#include "model/dialplan/transform.hpp"

namespace curia::dialplan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::unexpected<Error> too_long() {
  return fail(Errc::limit_reached, "the result is too long to be dialled");
}

// Calls text(run) for what stands for itself and group(number) for what stands for a group.
// A backslash before anything but a digit gives that character.
template <class Text, class Group>
void read_replacement(std::string_view replacement, Text text, Group group) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    const bool has_next = i + 1 < replacement.size();
    if ((c == '\\' || c == '$') && has_next && is_digit(replacement[i + 1]))
      group(static_cast<std::size_t>(replacement[++i] - '0'));
    else if ((c == '\\' && has_next) || (c == '$' && has_next && replacement[i + 1] == '$'))
      text(replacement[++i]);
    else
      text(c);
  }
}

void append_replacement(std::string_view replacement, std::string_view subject,
                        const RegexMatch& match, std::string& out) {
  read_replacement(
      replacement, [&](char c) { out += c; },
      [&](std::size_t number) {
        const Span& span = match.groups[number];
        if (span.begin != std::string_view::npos)
          out += subject.substr(span.begin, span.end - span.begin);
      });
}

}  // namespace

Result<> check_replacement(std::string_view replacement, std::size_t groups) {
  std::size_t most = 0;
  read_replacement(
      replacement, [](char) {}, [&](std::size_t number) { most = std::max(most, number); });
  if (most <= groups) return {};
  return fail(Errc::invalid_value,
              "the replacement names group " + std::to_string(most) + ", which there is not");
}

Result<std::string> replace_all(const Regex& regex, std::string_view replacement,
                                std::string_view text, std::size_t& steps) {
  std::string out;
  std::size_t at = 0;
  while (at <= text.size()) {
    auto found = regex.find(text, at, steps);
    if (!found) return fail(found.error());
    if (!*found) break;
    const RegexMatch& match = **found;
    const Span whole = match.groups[0];
    out += text.substr(at, whole.begin - at);
    append_replacement(replacement, text, match, out);
    at = whole.end;
    // After an empty match one character is passed over, or it would be found again.
    if (whole.begin == whole.end) {
      const std::size_t length = at < text.size() ? code_point_at(text, at).second : 1;
      out += text.substr(std::min(at, text.size()), length);
      at += length;
    }
    if (out.size() > limits::dialled_bytes) return too_long();
  }
  if (at < text.size()) out += text.substr(at);
  if (out.size() > limits::dialled_bytes) return too_long();
  return out;
}

}  // namespace curia::dialplan
