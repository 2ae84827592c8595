#include "impl/wire/smtp/client.hpp"

#include <gtest/gtest.h>

#include "impl/wire/smtp/client_testing.hpp"
#include "impl/wire/smtp/content.hpp"
#include "model/base/limits_mail.hpp"

namespace curia::smtp {
namespace {

const ClientOptions plain{.own_name = "meet.example.com"};

// A session that is ready, of a server with these capabilities.
void greet(Conversation& talk, std::string_view last_line = "250 HELP") {
  ASSERT_EQ(talk.hear({"220 mail.example.com ESMTP"}), "EHLO meet.example.com\r\n");
  talk.hear({"250-mail.example.com", last_line});
}

TEST(SmtpClient, SendsOneCommandAfterAnother) {
  Conversation talk(plain);
  greet(talk);
  ASSERT_TRUE(talk.machine.ready());
  EXPECT_EQ(talk.send(mail_to({"ann@example.com", "bob@example.com"})),
            "MAIL FROM:<org@example.com>\r\n");
  EXPECT_EQ(talk.hear({"250 ok"}), "RCPT TO:<ann@example.com>\r\n");
  EXPECT_EQ(talk.hear({"250 ok"}), "RCPT TO:<bob@example.com>\r\n");
  EXPECT_EQ(talk.hear({"550 5.1.1 no such person"}), "DATA\r\n");
  EXPECT_EQ(talk.hear({"354 go"}), "A: b\r\n\r\nc\r\n.\r\n");
  EXPECT_EQ(talk.fates(), "");
  EXPECT_EQ(talk.hear({"250 queued"}), "");
  EXPECT_EQ(talk.fates(), "ann=accepted bob=never");
  EXPECT_TRUE(talk.machine.ready());
  // The connection serves the next mail; after a content that was taken nothing is left to reset.
  EXPECT_EQ(talk.send(mail_to({"ann@example.com"})), "MAIL FROM:<org@example.com>\r\n");
}

TEST(SmtpClient, PipelinesWhereTheServerSaysSo) {
  Conversation talk(plain);
  greet(talk, "250 PIPELINING");
  EXPECT_EQ(talk.send(mail_to({"ann@example.com", "bob@example.com"})),
            "MAIL FROM:<org@example.com>\r\nRCPT TO:<ann@example.com>\r\n"
            "RCPT TO:<bob@example.com>\r\nDATA\r\n");
  EXPECT_EQ(talk.hear({"250 ok", "451 4.7.1 greylisted", "250-two", "250 lines", "354 go"}),
            "A: b\r\n\r\nc\r\n.\r\n");
  talk.hear({"250 queued"});
  EXPECT_EQ(talk.fates(), "ann=later bob=accepted");
}

TEST(SmtpClient, GivesAnEmptyMailToAServerThatWantsDataForNobody) {
  Conversation talk(plain);
  greet(talk, "250 PIPELINING");
  talk.send(mail_to({"ann@example.com"}));
  EXPECT_EQ(talk.hear({"250 ok", "550 no", "354 go"}), ".\r\n");
  talk.hear({"250 queued"});
  EXPECT_EQ(talk.fates(), "ann=never");
}

TEST(SmtpClient, ResetsAfterAMailThatWasNotSent) {
  Conversation talk(plain);
  greet(talk);
  talk.send(mail_to({"ann@example.com"}));
  talk.hear({"250 ok"});
  EXPECT_EQ(talk.hear({"450 4.2.0 later"}), "");
  EXPECT_EQ(talk.fates(), "ann=later");
  ASSERT_TRUE(talk.machine.ready());
  EXPECT_EQ(talk.send(mail_to({"bob@example.com"})), "RSET\r\n");
  EXPECT_EQ(talk.hear({"250 ok"}), "MAIL FROM:<org@example.com>\r\n");
}

TEST(SmtpClient, AnAnswerToMailIsTheFateOfAll) {
  for (const auto& [answer, fates] :
       {std::pair{"452 4.3.1 full", "ann=later bob=later"},
        std::pair{"550 5.7.60 not allowed to send as this sender", "ann=never bob=never"}}) {
    Conversation talk(plain);
    greet(talk);
    talk.send(mail_to({"ann@example.com", "bob@example.com"}));
    EXPECT_EQ(talk.hear({answer}), "");
    EXPECT_EQ(talk.fates(), fates);
    EXPECT_TRUE(talk.machine.ready());
  }
}

TEST(SmtpClient, AMailIsOnlyAcceptedByTheAnswerToTheDot) {
  for (const auto& [answer, fates] :
       {std::pair{"554 5.6.0 no", "ann=never"}, std::pair{"451 4.3.0 no", "ann=later"},
        std::pair{"421 bye", "ann=later"}, std::pair{"250 yes", "ann=accepted"}}) {
    Conversation talk(plain);
    greet(talk);
    talk.send(mail_to({"ann@example.com"}));
    talk.hear({"250 ok"});
    talk.hear({"250 ok"});
    talk.hear({"354 go"});
    talk.hear({answer});
    EXPECT_EQ(talk.fates(), fates);
  }
}

TEST(SmtpClient, ALostAnswerToTheDotIsNotAnAnswer) {
  Conversation talk(plain);
  greet(talk);
  talk.send(mail_to({"ann@example.com", "bob@example.com"}));
  talk.hear({"250 ok"});
  talk.hear({"250 ok"});
  talk.hear({"550 no"});
  talk.hear({"354 go"});
  talk.machine.on_closed();
  EXPECT_EQ(talk.fates(), "ann=unanswered bob=never");
  EXPECT_EQ(talk.machine.failure()->code, Errc::unavailable);
}

TEST(SmtpClient, AConnectionThatBreaksBeforeTheDotHasSentNothing) {
  Conversation talk(plain);
  greet(talk);
  talk.send(mail_to({"ann@example.com"}));
  talk.hear({"250 ok"});
  talk.machine.on_closed();
  EXPECT_EQ(talk.fates(), "ann=later");
}

TEST(SmtpClient, AMailWaitsWhereTheServerWantsALoginFirst) {
  for (const char* answer : {"530 5.7.0 log in first", "534 5.7.9 a stronger one", "538 encrypt"}) {
    Conversation talk(plain);
    greet(talk, "250 PIPELINING");
    talk.send(mail_to({"ann@example.com"}));
    talk.hear({answer, "503 no", "503 no"});
    EXPECT_EQ(talk.fates(), "ann=later") << answer;
    EXPECT_FALSE(talk.machine.wants_close());
  }
}

TEST(SmtpClient, HearsTheEndOfASessionInAnyAnswer) {
  Conversation talk(plain);
  greet(talk, "250 PIPELINING");
  talk.send(mail_to({"ann@example.com"}));
  talk.hear({"250 ok", "421 shutting down"});
  EXPECT_EQ(talk.fates(), "ann=later");
  EXPECT_TRUE(talk.machine.wants_close());
}

TEST(SmtpClient, FallsBackToHelo) {
  Conversation talk(plain);
  talk.hear({"220 old"});
  EXPECT_EQ(talk.hear({"500 what"}), "HELO meet.example.com\r\n");
  talk.hear({"250 hello"});
  EXPECT_TRUE(talk.machine.ready());
}

TEST(SmtpClient, RefusesWhatTheServerCannotTake) {
  Conversation talk(plain);
  greet(talk, "250 SIZE 20");
  EXPECT_EQ(talk.send(mail_to({"ann@example.com"}, "A: b\r\n\r\nlonger than that\r\n")), "");
  EXPECT_EQ(talk.fates(), "ann=never");
  EXPECT_EQ(talk.send(mail_to({"ann@example.com"}, "A: \xc3\xa9\r\n\r\n")), "");
  EXPECT_EQ(talk.fates(), "ann=never");
  EXPECT_EQ(talk.send(mail_to({"j\xc3\xa9@example.com", "bob@example.com"})),
            "MAIL FROM:<org@example.com> SIZE=11\r\n");
  EXPECT_EQ(talk.hear({"250 ok"}), "RCPT TO:<bob@example.com>\r\n");
}

TEST(SmtpClient, SaysWhatAMailNeeds) {
  Conversation talk(plain);
  ASSERT_NE(talk.hear({"220 x"}), "");
  talk.hear({"250-x", "250-8BITMIME", "250-SMTPUTF8", "250 SIZE"});
  EXPECT_EQ(talk.send(mail_to({"j\xc3\xa9@example.com"}, "A: \xc3\xa9\n\n.\n")),
            "MAIL FROM:<org@example.com> SIZE=12 BODY=8BITMIME SMTPUTF8\r\n");
  talk.hear({"250 ok"});
  talk.hear({"250 ok"});
  EXPECT_EQ(talk.hear({"354 go"}), "A: \xc3\xa9\r\n\r\n..\r\n.\r\n");
}

TEST(SmtpClient, GivesUpWhatDoesNotAnswer) {
  Conversation talk(plain);
  EXPECT_EQ(talk.machine.deadline(), Instant{} + limits::smtp_command_timeout);
  greet(talk);
  EXPECT_EQ(talk.machine.deadline(), never);
  talk.now += 1h;
  talk.send(mail_to({"ann@example.com"}));
  talk.hear({"250 ok"});
  talk.hear({"250 ok"});
  EXPECT_EQ(talk.machine.deadline(), talk.now + limits::smtp_data_timeout);
  talk.hear({"354 go"});
  EXPECT_EQ(talk.machine.deadline(), talk.now + limits::smtp_content_timeout);
  talk.machine.on_deadline(talk.now + limits::smtp_content_timeout);
  EXPECT_EQ(talk.fates(), "ann=unanswered");
  EXPECT_EQ(talk.machine.failure()->code, Errc::timed_out);
}

TEST(SmtpClient, RefusesWhatIsNoReply) {
  for (const char* bad : {"hello", "220-a\r\n221 b", "999 x", "2x0 x", "220_x"}) {
    Conversation talk(plain);
    talk.hear({bad});
    ASSERT_TRUE(talk.machine.failure()) << bad;
    EXPECT_EQ(talk.machine.failure()->code, Errc::protocol_error);
  }
  Conversation talk(plain);
  talk.machine.feed(std::string(limits::smtp_reply_line_bytes + 1, '2'), talk.now);
  EXPECT_EQ(talk.machine.failure()->code, Errc::limit_reached);
  Conversation unasked(plain);
  greet(unasked);
  unasked.hear({"250 more"});
  EXPECT_EQ(unasked.machine.failure()->code, Errc::protocol_error);
}

TEST(SmtpClient, ContentIsTheSameHoweverItsLinesEnd) {
  for (const char* content : {"a\r\n.b\r\n", "a\n.b\n", "a\r.b\r", "a\n.b"}) {
    std::string out;
    append_content(out, content);
    EXPECT_EQ(out, "a\r\n..b\r\n.\r\n");
    EXPECT_EQ(declared_size(content), 7u);
  }
}

TEST(SmtpClient, EndsInOrder) {
  Conversation talk(plain);
  greet(talk);
  talk.machine.quit(talk.now);
  EXPECT_EQ(talk.said(), "QUIT\r\n");
  EXPECT_FALSE(talk.machine.ready());
  talk.hear({"221 bye"});
  EXPECT_TRUE(talk.machine.wants_close());
  talk.machine.on_closed();
  EXPECT_FALSE(talk.machine.failure());
}

}  // namespace
}  // namespace curia::smtp
