#include "impl/service/mail/mail_url.hpp"

#include <gtest/gtest.h>

namespace curia::mail {
namespace {

std::string read(std::string_view text) {
  const auto server = parse_mail_url(text);
  if (!server) return "no";
  return server->location() + (server->smtps ? " smtps" : "") +
         (server->starttls ? " starttls" : "") +
         (server->login ? " " + server->login->username : "");
}

TEST(MailUrl, SaysTheMode) {
  EXPECT_EQ(read("smtp://mail.example.com"), "mail.example.com:25");
  EXPECT_EQ(read("smtp://mail.example.com:2525/"), "mail.example.com:2525");
  EXPECT_EQ(read("SMTP+STARTTLS://10.0.0.1"), "10.0.0.1:25 starttls");
  EXPECT_EQ(read("smtps://mail.example.com"), "mail.example.com:465 smtps");
  EXPECT_EQ(read("smtp+starttls://out@example.com@mail.example.com"),
            "mail.example.com:587 starttls out@example.com");
  EXPECT_EQ(read("smtps://out@[2001:db8::1]:1465"), "2001:db8::1:1465 smtps out");
}

TEST(MailUrl, WhatIsNone) {
  for (const char* text :
       {"", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:0",
        "smtp://host:70000", "smtp://host:x", "smtp://user:secret@host", "smtp://@host",
        "smtp://[::1", "smtp://a/b", "smtp://a b"})
    EXPECT_EQ(read(text), "no") << text;
}

}  // namespace
}  // namespace curia::mail
