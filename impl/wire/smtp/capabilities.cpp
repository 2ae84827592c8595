#include "impl/wire/smtp/capabilities.hpp"

#include "model/base/text.hpp"

namespace curia::smtp {
namespace {

// Takes the next word off the front; empty at the end.
std::string_view take_word(std::string_view& text) {
  text = trim_ascii_space(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

void take_auth(std::string_view mechanisms, Capabilities& found) {
  while (true) {
    const std::string_view word = take_word(mechanisms);
    if (word.empty()) return;
    found.auth_login |= equal_ignoring_ascii_case(word, "LOGIN");
    found.auth_plain |= equal_ignoring_ascii_case(word, "PLAIN");
  }
}

}  // namespace

Capabilities capabilities_of(const Reply& ehlo) {
  Capabilities found;
  for (std::size_t i = 1; i < ehlo.lines.size(); ++i) {  // the first line greets
    std::string_view rest = ehlo.lines[i];
    const std::string word = ascii_lower(take_word(rest));
    found.starttls |= word == "starttls";
    found.pipelining |= word == "pipelining";
    found.eight_bit |= word == "8bitmime";
    found.utf8 |= word == "smtputf8";
    if (word == "size") {
      found.size = true;
      if (const auto most = parse_decimal(take_word(rest)))
        found.most_bytes = static_cast<std::uint64_t>(*most);
    }
    if (word == "auth") take_auth(rest, found);
    // Before RFC 2554 servers wrote an equals sign, and some still do for old clients.
    if (word.starts_with("auth=")) take_auth(std::string(ehlo.lines[i]).substr(5), found);
  }
  return found;
}

}  // namespace curia::smtp
