// The text of an invitation: what a meeting is called and how to join it, in a language.
//
// 1. Built-in texts and texts of administrators are templates of the same language and go through
//    the same engine (template.hpp).
// 2. An external template that cannot be used never costs a meeting its invitation: the built-in
//    text is given instead, with a sentence for the operator.
// 3. When the first line of the text is "Subject: ..." it becomes the subject; empty lines at the
//    beginning of the body are dropped. Without that line the subject is the built-in one.
// 4. `language` is the tag asked for when the external template was used, else the tag of the
//    built-in text that was given (docs/decisions/0030-invitations.md).
//
//   auto text = Template::parse(fetched);            // once; keep it, log its error
//   auto out = render_invitation(data, "de_DE", text ? &*text : nullptr);
//   if (!out.problem.empty()) trace.log(Severity::warning, out.problem);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/invitation/template.hpp"

namespace curia {

struct InvitationData {
  struct WebBridgeAddress {
    std::string label;
    std::string address;  // "https://join.example.com", or a bare host
  };
  struct IvrNumber {
    std::string label;
    std::string number;
  };
  // An empty text means: the meeting has none.
  std::string name;
  std::string uri;         // user@domain
  std::string numeric_id;  // the callId
  std::string secret;
  std::string passcode;
  std::vector<WebBridgeAddress> web_bridge_addresses;
  std::vector<IvrNumber> ivr_numbers;
};

struct Invitation {
  std::string subject;
  std::string body;
  std::string language;  // of the text that is given
};

struct RenderedInvitation {
  Invitation invitation;
  std::string problem;  // one sentence for the operator about the external template, or empty
};

inline constexpr std::string_view default_language = "en_US";

// Release notes 3.3, 2.1.1: 1 to 32 of a-z A-Z 0-9 and _.
// Errors, with the parameter "language": invalid_value, value_too_long.
Result<> validate_language_tag(std::string_view tag);

// `language` is a tag that validate_language_tag() takes. `external` may be null; it is the
// template that the administrator's server gave for exactly this tag. Cannot fail.
RenderedInvitation render_invitation(const InvitationData& data, std::string_view language,
                                     const invitation::Template* external = nullptr);

// "https://join.example.com/meeting/123456789?secret=..."; empty without an address or a callId.
std::string meeting_link(std::string_view address, std::string_view call_id,
                         std::string_view secret);

}  // namespace curia
