#include "model/invitation/invitation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "model/invitation/builtin.hpp"

namespace curia {
namespace {

// The meeting of the examples in docs/invitations.md.
InvitationData example() {
  InvitationData data;
  data.name = "Weekly review";
  data.uri = "weekly@example.com";
  data.numeric_id = "123456789";
  data.secret = "Ab3_x-9";
  data.passcode = "4321";
  data.web_bridge_addresses = {{"Office", "https://join.example.com"},
                               {"", "https://join2.example.com:8443/"}};
  data.ivr_numbers = {{"UK", "+44 20 7946 0000"}};
  return data;
}

TEST(InvitationText, HasAllBlocksInTheOrderAdministratorsKnow) {
  const auto out = render_invitation(example(), "");
  EXPECT_EQ(out.problem, "");
  EXPECT_EQ(out.invitation.language, "en_US");
  EXPECT_EQ(out.invitation.subject, "Meeting invitation: Weekly review");
  EXPECT_EQ(out.invitation.body,
            "Meeting ID: 123456789\n"
            "\n"
            "Join from a computer, mobile phone or tablet:\n"
            "Office: https://join.example.com/meeting/123456789?secret=Ab3_x-9\n"
            "https://join2.example.com:8443/meeting/123456789?secret=Ab3_x-9\n"
            "\n"
            "Join from a video conferencing system:\n"
            "Dial sip:weekly@example.com\n"
            "\n"
            "Join by phone:\n"
            "UK: +44 20 7946 0000\n"
            "\n"
            "Passcode: 4321\n");
}

TEST(InvitationText, LeavesOutWhatTheMeetingDoesNotHave) {
  InvitationData data;
  data.uri = "a@example.com";
  const auto out = render_invitation(data, "en_US").invitation;
  EXPECT_EQ(out.subject, "Meeting invitation");
  EXPECT_EQ(out.body, "Join from a video conferencing system:\nDial sip:a@example.com\n");
  // Neither a web address nor a phone number leads anywhere without a callId.
  data = example();
  data.numeric_id.clear();
  data.passcode.clear();
  EXPECT_EQ(render_invitation(data, "en").invitation.body,
            out.body.substr(0, out.body.find("sip:")) + "sip:weekly@example.com\n");
  EXPECT_EQ(render_invitation({}, "en").invitation.body, "");
}

TEST(InvitationText, EveryBuiltInTextRendersWithoutWarning) {
  const auto languages = invitation::builtin_languages();
  EXPECT_TRUE(std::ranges::is_sorted(languages));
  EXPECT_GE(languages.size(), 13u);
  for (const auto tag : languages) {
    ASSERT_TRUE(validate_language_tag(tag));
    auto parsed = invitation::Template::parse(invitation::builtin_template(tag));
    ASSERT_TRUE(parsed) << tag << ": " << parsed.error().message;
    const auto out = render_invitation(example(), tag, &*parsed);
    EXPECT_EQ(out.problem, "") << tag;
    EXPECT_EQ(out.invitation.language, tag);
    EXPECT_EQ(out.invitation.body.find('<'), std::string::npos) << tag;
    for (const char* part : {"123456789", "https://join.example.com/meeting/123456789?secret=",
                             "sip:weekly@example.com", "+44 20 7946 0000", "4321"})
      EXPECT_NE(out.invitation.body.find(part), std::string::npos) << tag << part;
    EXPECT_TRUE(out.invitation.subject.ends_with("Weekly review")) << tag;
    const auto inner = render_invitation(example(), tag);
    EXPECT_EQ(inner.invitation.body, out.invitation.body);
  }
}

TEST(InvitationText, FallsBackToTheLanguageThenToEnglish) {
  const std::pair<const char*, const char*> cases[] = {
      {"de_DE", "de_DE"}, {"de", "de_DE"},    {"de_AT", "de_DE"},   {"DE_de", "de_DE"},
      {"en_GB", "en_US"}, {"xx", "en_US"},    {"deutsch", "en_US"}, {"_", "en_US"},
      {"", "en_US"},      {"no_NO", "en_US"}, {"zh_CN", "zh_CN"}};
  for (const auto& [asked, given] : cases)
    EXPECT_EQ(render_invitation(example(), asked).invitation.language, given) << asked;
}

TEST(InvitationText, LanguageTagsAreCheckedAsDocumented) {
  for (const char* good : {"en", "en_US", "a", "Klingon_2", "abcdefghijklmnopqrstuvwxyz012345"})
    EXPECT_TRUE(validate_language_tag(good)) << good;
  for (const char* bad : {"", "en-US", "en US", "d\u00e9", "abcdefghijklmnopqrstuvwxyz0123456-"})
    EXPECT_EQ(validate_language_tag(bad).error().code, Errc::invalid_value) << bad;
  const auto too_long = validate_language_tag("abcdefghijklmnopqrstuvwxyz0123456");
  EXPECT_EQ(too_long.error().code, Errc::value_too_long);
  EXPECT_EQ(too_long.error().parameter, "language");
}

TEST(InvitationText, ExternalTemplatesHaveTheLastWordUnlessTheyFail) {
  const auto with = [](std::string_view text) {
    auto parsed = invitation::Template::parse(text);
    EXPECT_TRUE(parsed) << text;
    return render_invitation(example(), "xx_XX", &*parsed);
  };
  auto out = with("subject:  Come to %name% \n\n\nHello\n");
  EXPECT_EQ(out.invitation.subject, "Come to Weekly review");
  EXPECT_EQ(out.invitation.body, "Hello\n");
  EXPECT_EQ(out.invitation.language, "xx_XX");
  EXPECT_EQ(out.problem, "");

  out = with("No subject line\n");
  EXPECT_EQ(out.invitation.subject, "Meeting invitation: Weekly review");
  EXPECT_EQ(out.invitation.body, "No subject line\n");
  EXPECT_EQ(with("Subject: only").invitation.body, "");

  out = with("Subject: x\n%nam%\n");
  EXPECT_EQ(out.invitation.subject, "x");
  EXPECT_EQ(out.problem,
            "the invitation template for xx_XX uses unknown names: line 2: nothing is called "
            "'nam'");

  out = with("Subject: x\n%1 / 0%\n");
  EXPECT_EQ(out.invitation.language, "en_US");
  EXPECT_NE(out.invitation.body.find("Meeting ID: 123456789"), std::string::npos);
  EXPECT_EQ(out.problem,
            "the invitation template for xx_XX cannot be used, the built-in text is sent instead: "
            "line 2: a division by zero");
}

TEST(InvitationText, NamesCannotAddLines) {
  InvitationData data = example();
  data.name = "a\r\nBcc: all@example.com\n%passcode%";
  const auto out = render_invitation(data, "en_US").invitation;
  EXPECT_EQ(out.subject, "Meeting invitation: a  Bcc: all@example.com %passcode%");
  EXPECT_TRUE(out.body.starts_with("Meeting ID: "));
}

TEST(MeetingLink, IsBuiltFromAddressIdAndSecret) {
  EXPECT_EQ(meeting_link("join.example.com", "1", "s"),
            "https://join.example.com/meeting/1?secret=s");
  EXPECT_EQ(meeting_link("https://h/", "1", ""), "https://h/meeting/1");
  EXPECT_EQ(meeting_link("h", "1", "a&b c"), "https://h/meeting/1?secret=a%26b%20c");
  EXPECT_EQ(meeting_link("", "1", "s"), "");
  EXPECT_EQ(meeting_link("h", "", "s"), "");
}

// Runs the page for administrators: each ```template block is followed by the ```text it gives for
// the example meeting, or by the ```error it is refused with.
TEST(InvitationsPage, ExamplesAreTrue) {
  std::ifstream file("docs/invitations.md");
  ASSERT_TRUE(file) << "run from the root of the source tree";
  std::string line, kind, block, source;
  int examples = 0;
  while (std::getline(file, line)) {
    if (!line.starts_with("```")) {
      block += line + "\n";
      continue;
    }
    const std::string closed = std::exchange(kind, kind.empty() ? line.substr(3) : "");
    const std::string content = std::exchange(block, "");
    if (closed == "template") source = content;
    if (closed != "text" && closed != "error") continue;
    ++examples;
    auto parsed = invitation::Template::parse(source);
    if (closed == "error") {
      const auto out = parsed ? parsed->render({}).error().message : parsed.error().message;
      EXPECT_EQ(out + "\n", content) << source;
      continue;
    }
    ASSERT_TRUE(parsed) << source << parsed.error().message;
    const auto out = render_invitation(example(), "en_US", &*parsed);
    EXPECT_EQ(out.problem, "") << source;
    const bool has_subject = content.starts_with("Subject: ");
    EXPECT_EQ(
        (has_subject ? "Subject: " + out.invitation.subject + "\n\n" : "") + out.invitation.body,
        content)
        << source;
  }
  EXPECT_GE(examples, 8);
}

}  // namespace
}  // namespace curia
