// Page: the HTML of Web Admin's pages: complete without scripts and without anything from
// elsewhere.
//
// 1. Every page is well-formed XML as well, so that scenarios can look into it.
// 2. Whatever comes from people is escaped here; headings and labels are constants.
// 3. Every form has the token of its session (or of the log-in page) in the field `token`.
//
//   std::string html = login_page({.server = "cms01", .token = token, .problem = "Try again"});
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace curia::webadmin {

using Rows = std::vector<std::pair<std::string, std::string>>;

struct LoginPage {
  std::string server;    // host name of this server
  std::string banner{};  // before the log-in
  std::string token{};
  std::string name{};     // as it was typed
  std::string problem{};  // why the last try failed
};

struct PasswordPage {
  std::string server;
  std::string account;
  std::string token;
  bool is_forced = false;  // nothing else can be done before
  std::string problem{};
};

struct StartPage {
  std::string server;
  std::string account;
  std::string token;
  std::string message{};  // of the day
  bool may_change_password = true;
  Rows you{};         // who is logged in
  Rows machine{};     // version and the like
  Rows components{};  // name, state
  // Account, door, source, since.
  std::vector<std::vector<std::string>> sessions{};
};

std::string login_page(const LoginPage& page);
std::string password_page(const PasswordPage& page);
std::string start_page(const StartPage& page);
// When a request is not taken: a heading and a sentence, and a way back.
std::string notice_page(std::string_view server, std::string_view heading,
                        std::string_view sentence);

// What these pages may load and where their forms may go.
const std::string& content_security_policy();

}  // namespace curia::webadmin
