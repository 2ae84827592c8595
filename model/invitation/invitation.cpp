#include "model/invitation/invitation.hpp"

#include <algorithm>
#include <optional>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/invitation/builtin.hpp"

namespace curia {
namespace {

using invitation::List;
using invitation::Object;
using invitation::Template;
using invitation::Value;

// Names of meetings may hold line ends; in an invitation they must not begin a line of their own,
// least of all after "Subject:".
std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return out;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

Object values_of(const InvitationData& data) {
  Object values{{"name", one_line(data.name)},
                {"uri", one_line(data.uri)},
                {"numeric_id", one_line(data.numeric_id)},
                {"passcode", one_line(data.passcode)}};
  List addresses, numbers;
  for (const auto& wba : data.web_bridge_addresses)
    addresses.push_back(
        Object{{"label", one_line(wba.label)},
               {"address", one_line(wba.address)},
               {"hyperlink", meeting_link(wba.address, data.numeric_id, data.secret)}});
  for (const auto& ivr : data.ivr_numbers)
    numbers.push_back(Object{{"label", one_line(ivr.label)}, {"number", one_line(ivr.number)}});
  values["hyperlink"] =
      data.web_bridge_addresses.empty()
          ? std::string()
          : meeting_link(data.web_bridge_addresses.front().address, data.numeric_id, data.secret);
  values["web_bridge_addresses"] = std::move(addresses);
  values["ivr_numbers"] = std::move(numbers);
  return values;
}

struct SplitText {
  std::optional<std::string> subject;
  std::string body;
};

SplitText split(std::string_view text) {
  constexpr std::string_view mark = "subject:";
  SplitText out;
  const std::string_view first = text.substr(0, text.find('\n'));
  if (equal_ignoring_ascii_case(first.substr(0, mark.size()), mark)) {
    out.subject = std::string(trim_ascii_space(first.substr(mark.size())));
    text.remove_prefix(std::min(first.size() + 1, text.size()));
  }
  text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
  out.body = std::string(text);
  return out;
}

SplitText builtin_text(const Object& values, std::string_view language) {
  auto parsed = Template::parse(invitation::builtin_template(language));
  check(parsed.has_value(), "a built-in invitation text cannot be parsed");
  auto rendered = parsed->render(values);
  if (!rendered) {
    // Only data beyond every limit of the API gets here: say at least how to dial.
    const Value* uri = &values.find("uri")->second;
    return {std::string(), "sip:" + uri->to_text() + "\n"};
  }
  return split(rendered->text);
}

std::string join_sentences(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& sentence : sentences) out += (out.empty() ? "" : "; ") + sentence;
  return out;
}

}  // namespace

Result<> validate_language_tag(std::string_view tag) {
  if (tag.empty()) return fail(Errc::invalid_value, "the language is empty", "language");
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!std::ranges::all_of(tag, is_allowed))
    return fail(Errc::invalid_value, "a language has only letters, digits and '_'", "language");
  if (tag.size() > limits::language_tag_bytes)
    return fail(Errc::value_too_long, "a language has at most 32 characters", "language");
  return {};
}

RenderedInvitation render_invitation(const InvitationData& data, std::string_view language,
                                     const invitation::Template* external) {
  if (language.empty()) language = default_language;
  const Object values = values_of(data);
  const std::string_view builtin = invitation::builtin_language(language);
  RenderedInvitation out;
  if (external != nullptr) {
    const std::string intro = "the invitation template for " + std::string(language);
    auto rendered = external->render(values);
    if (rendered) {
      SplitText text = split(rendered->text);
      if (!text.subject) text.subject = builtin_text(values, builtin).subject;
      out.invitation = {std::move(*text.subject), std::move(text.body), std::string(language)};
      if (!rendered->warnings.empty())
        out.problem = intro + " uses unknown names: " + join_sentences(rendered->warnings);
      return out;
    }
    out.problem =
        intro + " cannot be used, the built-in text is sent instead: " + rendered.error().message;
  }
  SplitText text = builtin_text(values, builtin);
  out.invitation = {std::move(*text.subject), std::move(text.body), std::string(builtin)};
  return out;
}

std::string meeting_link(std::string_view address, std::string_view call_id,
                         std::string_view secret) {
  if (address.empty() || call_id.empty()) return {};
  std::string link = one_line(address);
  if (link.find("://") == std::string::npos) link.insert(0, "https://");
  while (link.ends_with('/')) link.pop_back();
  link += "/meeting/" + percent_encoded(call_id);
  if (!secret.empty()) link += "?secret=" + percent_encoded(secret);
  return link;
}

}  // namespace curia
