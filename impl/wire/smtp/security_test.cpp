// TLS and logins of the SMTP client.
#include <gtest/gtest.h>

#include "impl/wire/smtp/client_testing.hpp"

namespace curia::smtp {
namespace {

const Login ann{"ann@example.com", "secret word"};

TEST(SmtpSecurity, LogsInWithLogin) {
  Conversation talk({.login = ann, .keeps_transcript = true});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250 AUTH PLAIN LOGIN"}), "AUTH LOGIN\r\n");
  EXPECT_EQ(talk.hear({"334 VXNlcm5hbWU6"}), "YW5uQGV4YW1wbGUuY29t\r\n");
  EXPECT_EQ(talk.hear({"334 UGFzc3dvcmQ6"}), "c2VjcmV0IHdvcmQ=\r\n");
  EXPECT_FALSE(talk.machine.ready());
  talk.hear({"235 welcome"});
  EXPECT_TRUE(talk.machine.ready());
  for (const std::string& line : talk.machine.take_transcript())
    EXPECT_EQ(line.find("c2VjcmV0"), std::string::npos) << line;
}

TEST(SmtpSecurity, LogsInWithPlainWhereOnlyThatIsOffered) {
  Conversation talk({.login = Login{"a", "b"}});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250 AUTH=PLAIN"}), "AUTH PLAIN AGEAYg==\r\n");
  talk.hear({"235 welcome"});
  EXPECT_TRUE(talk.machine.ready());
}

TEST(SmtpSecurity, SaysWhyALoginFailed) {
  for (const auto& [answer, code] : {std::pair{"535 5.7.8 no", Errc::not_permitted},
                                     std::pair{"454 later", Errc::unavailable}}) {
    Conversation talk({.login = ann});
    talk.hear({"220 x"});
    talk.hear({"250-x", "250 AUTH LOGIN"});
    talk.hear({answer});
    EXPECT_EQ(talk.machine.failure()->code, code);
  }
  Conversation talk({.login = ann});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250 AUTH CRAM-MD5"}), "");
  EXPECT_EQ(talk.machine.failure()->code, Errc::not_permitted);
}

TEST(SmtpSecurity, TakesTlsAndForgetsWhatWasSaidBefore) {
  Conversation talk({.starttls = true, .login = ann});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250-STARTTLS", "250 AUTH PLAIN"}), "STARTTLS\r\n");
  EXPECT_FALSE(talk.machine.wants_tls());
  EXPECT_EQ(talk.hear({"220 go"}), "");
  ASSERT_TRUE(talk.machine.wants_tls());
  talk.machine.on_encrypted(talk.now);
  EXPECT_EQ(talk.said(), "EHLO localhost\r\n");
  EXPECT_EQ(talk.hear({"250-x", "250 AUTH LOGIN"}), "AUTH LOGIN\r\n");
}

TEST(SmtpSecurity, RefusesWordsBehindTheAnswerToStarttls) {
  Conversation talk({.starttls = true});
  talk.hear({"220 x"});
  talk.hear({"250-x", "250 STARTTLS"});
  talk.hear({"220 go", "250 injected"});
  EXPECT_FALSE(talk.machine.wants_tls());
  EXPECT_EQ(talk.machine.failure()->code, Errc::protocol_error);
}

TEST(SmtpSecurity, GoesOnWithoutTlsWhereNoneIsOffered) {
  Conversation talk({.starttls = true});
  talk.hear({"220 x"});
  talk.hear({"250 x"});
  EXPECT_TRUE(talk.machine.ready());
  EXPECT_TRUE(talk.machine.fell_back_to_plain());

  Conversation refused({.starttls = true});
  refused.hear({"220 x"});
  refused.hear({"250-x", "250 STARTTLS"});
  refused.hear({"454 not now"});
  EXPECT_TRUE(refused.machine.ready());
}

TEST(SmtpSecurity, SendsNoPasswordInTheClearWhereTlsWasWanted) {
  Conversation talk({.starttls = true, .login = ann});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250 AUTH LOGIN"}), "");
  EXPECT_EQ(talk.machine.failure()->code, Errc::not_permitted);
}

TEST(SmtpSecurity, NeedsTlsWhereItIsRequired) {
  Conversation talk({.starttls = true, .tls_required = true});
  talk.hear({"220 x"});
  talk.hear({"250 x"});
  EXPECT_EQ(talk.machine.failure()->code, Errc::not_permitted);

  Conversation refused({.starttls = true, .tls_required = true});
  refused.hear({"220 x"});
  refused.hear({"250-x", "250 STARTTLS"});
  refused.hear({"502 no"});
  EXPECT_EQ(refused.machine.failure()->code, Errc::not_permitted);
}

TEST(SmtpSecurity, SmtpsLogsInAtOnce) {
  Conversation talk({.encrypted = true, .starttls = true, .login = ann});
  talk.hear({"220 x"});
  EXPECT_EQ(talk.hear({"250-x", "250-STARTTLS", "250 AUTH LOGIN"}), "AUTH LOGIN\r\n");
}

}  // namespace
}  // namespace curia::smtp
