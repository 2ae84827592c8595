// Any bytes as a template: parsed, rendered against an example meeting, never a finding.
#include <cstdint>
#include <string_view>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/invitation/invitation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  auto parsed = invitation::Template::parse(text);
  if (!parsed) {
    check(!parsed.error().message.empty(), "an error without a sentence");
    return 0;
  }
  InvitationData data;
  data.name = "Weekly review";
  data.uri = "weekly@example.com";
  data.numeric_id = "123456789";
  data.passcode = "4321";
  data.web_bridge_addresses = {{"Office", "https://join.example.com"}, {"", "join2.example.com"}};
  data.ivr_numbers = {{"UK", "+44 20 7946 0000"}};
  const auto out = render_invitation(data, "en_US", &*parsed);
  check(out.invitation.body.size() <= limits::invitation_output_bytes, "an output out of bounds");
  check(is_utf8(out.invitation.body), "an output that is not UTF-8");
  check(out.invitation.subject.find('\n') == std::string::npos, "a subject of two lines");
  return 0;
}
