// Template: the language of invitation texts (docs/invitations.md is its reference for
// administrators), parsed once and rendered as often as wanted.
//
// 1. `%path%` prints a value; `#if` `#else` `#endif` `#for` `#endfor` `#set` stand on a line of
// their
//    own; `{% ... %}` is the same within a line; `{# ... #}` is a comment.
// 2. A name that nothing is known about prints as nothing, counts as false, and is reported among
//    the warnings: templates written for another product must not stop working for one name.
// 3. Work is bounded: bytes of the template and of the output, nesting and evaluation steps
//    (limits.hpp, invitation_*). A template cannot read anything but the data it is given.
// 4. Line ends are LF; CRLF in a template counts as LF and a byte order mark is skipped.
//
//   auto parsed = Template::parse("Meeting %name%\n#if passcode\nPasscode: %passcode%\n#endif\n");
//   if (!parsed) log(parsed.error().message);  // "line 2: ..."
//   auto text = parsed->render(Object{{"name", "Weekly"}, {"passcode", "1234"}});
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/invitation/value.hpp"

namespace curia::invitation {

struct Block;

struct Rendered {
  std::string text;
  std::vector<std::string> warnings;  // sentences with line numbers, each place once
};

class Template {
 public:
  // Errors: invalid_value (the message begins with "line N: "), limit_reached.
  static Result<Template> parse(std::string_view text);

  // Errors: invalid_value (a function given what it cannot take), limit_reached.
  Result<Rendered> render(const Object& data) const;

 private:
  explicit Template(std::shared_ptr<const Block> root) : root_(std::move(root)) {}
  std::shared_ptr<const Block> root_;
};

}  // namespace curia::invitation
