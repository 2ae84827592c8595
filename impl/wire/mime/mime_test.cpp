#include <gtest/gtest.h>

#include "impl/wire/mime/compose.hpp"
#include "impl/wire/mime/read.hpp"
#include "impl/wire/mime/transfer.hpp"

namespace curia::mime {
namespace {

Invitation sample() {
  return {.from = {"org@example.com", "Doe, J\xc3\xbcrgen"},
          .to = {{"ann@example.com", ""}, {"bob@example.com", "Bob \"B\" O'Neil"}},
          .reply_to = "org@example.com",
          .subject =
              "Budget 2026: caf\xc3\xa9 and a subject that is long enough to need a second "
              "line of the header",
          .message_id = "a.b@example.com",
          .date = 1774602000,
          .text = "Join:\r\nhttps://meet.example.com/a=b\r\n\r\n.\r\nEnd \xe2\x82\xac ",
          .method = "REQUEST",
          .calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"};
}

TEST(Mime, AnInvitationIsReadBack) {
  const Invitation invitation = sample();
  const std::string text = compose(invitation);
  const auto mail = read_mail(text);
  ASSERT_TRUE(mail) << mail.error().message;
  EXPECT_EQ(mail->header("From"), "Doe, J\xc3\xbcrgen <org@example.com>");
  EXPECT_EQ(mail->header("To"), "ann@example.com, \"Bob \\\"B\\\" O'Neil\" <bob@example.com>");
  EXPECT_EQ(mail->header("Subject"), invitation.subject);
  EXPECT_EQ(mail->header("Message-ID"), "<a.b@example.com>");
  EXPECT_EQ(mail->header("Date"), "Fri, 27 Mar 2026 09:00:00 +0000");
  const Part* plain = mail->find("text/plain");
  ASSERT_NE(plain, nullptr);
  EXPECT_EQ(plain->body, invitation.text);
  const Part* calendar = mail->find("text/calendar");
  ASSERT_NE(calendar, nullptr);
  EXPECT_EQ(calendar->body, invitation.calendar);
  EXPECT_EQ(calendar->parameter("method"), "REQUEST");
  ASSERT_NE(mail->find("application/ics"), nullptr);
  EXPECT_EQ(mail->find("application/ics")->body, invitation.calendar);
}

TEST(Mime, LinesAreShortAndSevenBit) {
  Invitation invitation = sample();
  for (int i = 0; i < 100; ++i)
    invitation.to.push_back({"somebody" + std::to_string(i) + "@x.y", ""});
  std::string_view rest;
  const std::string text = compose(invitation);
  for (rest = text; !rest.empty();) {
    const std::size_t end = rest.find("\r\n");
    ASSERT_NE(end, std::string_view::npos);
    EXPECT_LE(end, 78u);
    for (const char c : rest.substr(0, end)) EXPECT_TRUE((c >= ' ' && c <= '~') || c == '\t');
    rest.remove_prefix(end + 2);
  }
}

TEST(Mime, NothingFromOutsideBecomesAHeader) {
  Invitation invitation = sample();
  invitation.subject = "a\r\nBcc: evil@example.com";
  invitation.from.name = "b\nBcc: evil@example.com";
  const auto mail = read_mail(compose(invitation));
  ASSERT_TRUE(mail);
  EXPECT_EQ(mail->header("Bcc"), "");
  EXPECT_EQ(mail->header("Subject"), "a  Bcc: evil@example.com");
}

TEST(Mime, TextsAreEncodedOnlyWhereTheyMustBe) {
  EXPECT_EQ(encoded_text("plain"), "plain");
  EXPECT_EQ(decoded_text(encoded_text("=?utf-8?B?eA==?=")), "=?utf-8?B?eA==?=");
  std::string letters;
  for (int i = 0; i < 60; ++i) letters += "\xe2\x82\xac";
  EXPECT_EQ(decoded_text(encoded_text(letters)), letters);
  EXPECT_EQ(decoded_text("=?UTF-8?Q?caf=C3=A9_au?= =?utf-8?q?_lait?= x"), "caf\xc3\xa9 au lait x");
  EXPECT_EQ(decoded_text("=?iso-8859-1?Q?x?="), "=?iso-8859-1?Q?x?=");
}

TEST(Mime, QuotedPrintableKeepsEveryText) {
  for (const char* text : {"", "a", "a\r\n", "\r\n\r\n", "a \r\nb\t\r\n", "=20", "\xc3\xa9\r\n",
                           "a line that is so long that it has to be parted somewhere, because no "
                           "line may have more than seventy-six characters\r\n"}) {
    EXPECT_EQ(decoded_quoted_printable(quoted_printable(text)), text);
    EXPECT_EQ(decoded_base64_lines(base64_lines(text)), text);
  }
  EXPECT_FALSE(decoded_quoted_printable("a=G0"));
}

TEST(Mime, RefusesWhatIsNoMail) {
  EXPECT_FALSE(read_mail("no header at all"));
  EXPECT_FALSE(read_mail("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx"));
  EXPECT_FALSE(read_mail("Content-Transfer-Encoding: base64\r\n\r\n!!"));
}

}  // namespace
}  // namespace curia::mime
