#include "impl/service/webadmin/page.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

#include "impl/wire/xml.hpp"

namespace curia::webadmin {
namespace {

// Inside <style>, so nothing that XML would want escaped.
constexpr std::string_view style =
    ":root{color-scheme:light dark;--line:#c4ccd4;--field:#fff;--paper:#fff;--ground:#eef1f4;"
    "--ink:#16202a;--soft:#4a5763;--deed:#0a5c8f;--bad:#a3181e}"
    "@media (prefers-color-scheme:dark){:root{--line:#46525e;--field:#11181f;--paper:#1c252e;"
    "--ground:#11181f;--ink:#e8edf2;--soft:#a9b6c2;--deed:#3d9ad6;--bad:#ff8d88}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--ground);color:var(--ink);"
    "font:16px/1.5 system-ui,'Segoe UI',Roboto,sans-serif}"
    "header{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;padding:.75rem 1.5rem;"
    "background:var(--paper);border-bottom:1px solid var(--line)}"
    "header p{margin:0;flex:1;font-weight:600}"
    "main{max-width:60rem;margin:2rem auto;padding:0 1.5rem;display:grid;gap:1.5rem}"
    "main.narrow{max-width:27rem}"
    "section{background:var(--paper);border:1px solid var(--line);border-radius:8px;"
    "padding:1.25rem 1.5rem;overflow-x:auto}"
    "h1{font-size:1.5rem;margin:0 0 .75rem}h2{font-size:1.1rem;margin:0 0 .5rem}"
    "label{display:block;font-weight:600;margin-top:1rem}"
    "input{font:inherit;width:100%;padding:.5rem .6rem;margin-top:.25rem;color:inherit;"
    "background:var(--field);border:1px solid var(--soft);border-radius:5px}"
    "button{font:inherit;font-weight:600;padding:.5rem 1.1rem;border:0;border-radius:5px;"
    "background:var(--deed);color:#fff;cursor:pointer}"
    "main.narrow button{margin-top:1.5rem;width:100%}"
    "a{color:var(--deed)}:focus-visible{outline:3px solid var(--deed);outline-offset:2px}"
    ".problem{margin:0;padding:.6rem .8rem;border-left:4px solid var(--bad);color:var(--bad);"
    "font-weight:600}"
    ".banner{white-space:pre-wrap;color:var(--soft)}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.35rem 1rem .35rem 0;border-bottom:1px solid var(--line);"
    "vertical-align:top}tr:last-child>*{border-bottom:0}th{font-weight:600;color:var(--soft)}"
    "th[scope=row]{width:14rem}";

std::string escaped(std::string_view text) {
  std::string out;
  append_xml_text(out, text);
  return out;
}

std::string document(std::string_view title, std::string_view server, const std::string& header,
                     std::string_view main_class, const std::string& main) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>";
  out += escaped(std::string(title) + " - " + std::string(server));
  out += "</title><style>";
  out += style;
  out += "</style></head><body><header><p>Web Admin on " + escaped(server) + "</p>" + header +
         "</header><main";
  if (!main_class.empty()) out += " class=\"" + std::string(main_class) + "\"";
  return out + ">" + main + "</main></body></html>\n";
}

std::string token_field(const std::string& token) {
  return R"(<input type="hidden" name="token" value=")" + escaped(token) + "\"/>";
}

std::string problem_text(const std::string& problem) {
  return problem.empty() ? "" : "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>";
}

std::string log_out_form(const std::string& token) {
  return R"(<form method="post" action="/logout">)" + token_field(token) +
         R"(<button type="submit">Log out</button></form>)";
}

std::string password_field(const char* name, const char* label, const char* autocomplete) {
  return "<label for=\"" + std::string(name) + "\">" + label + "</label><input id=\"" + name +
         "\" name=\"" + name + R"(" type="password" required="required" autocomplete=")" +
         autocomplete + "\"/>";
}

std::string table_of(const char* heading, const Rows& rows) {
  std::string out = "<section><h2>" + std::string(heading) + "</h2><table>";
  for (const auto& [name, value] : rows)
    out += "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>";
  return out + "</table></section>";
}

std::string table_of_sessions(const std::vector<std::vector<std::string>>& sessions) {
  std::string out = "<section><h2>Sessions</h2><table id=\"sessions\"><thead><tr>";
  for (const char* column : {"Account", "By", "From", "Since (UTC)"})
    out += "<th scope=\"col\">" + std::string(column) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : sessions) {
    out += "<tr>";
    for (const std::string& value : row) out += "<td>" + escaped(value) + "</td>";
    out += "</tr>";
  }
  return out + "</tbody></table></section>";
}

}  // namespace

std::string login_page(const LoginPage& page) {
  std::string main = "<section><h1>Log in</h1>" + problem_text(page.problem);
  if (!page.banner.empty()) main += "<p class=\"banner\">" + escaped(page.banner) + "</p>";
  main += R"(<form method="post" action="/login">)" + token_field(page.token) +
          R"(<label for="name">User name</label><input id="name" name="name" type="text" )"
          R"(required="required" autocomplete="username" autocapitalize="none" )"
          R"(spellcheck="false" autofocus="autofocus" value=")" +
          escaped(page.name) + "\"/>" + password_field("password", "Password", "current-password") +
          R"(<button type="submit">Log in</button></form></section>)";
  return document("Log in", page.server, "", "narrow", main);
}

std::string password_page(const PasswordPage& page) {
  const std::string why = page.is_forced
                              ? "<p>Your password has to be changed before you can go on.</p>"
                              : "<p><a href=\"/\">Back without changing it</a></p>";
  const std::string main = "<section><h1>Change password</h1>" + problem_text(page.problem) + why +
                           R"(<form method="post" action="/password">)" + token_field(page.token) +
                           password_field("password", "Current password", "current-password") +
                           password_field("new", "New password", "new-password") +
                           password_field("again", "New password again", "new-password") +
                           R"(<button type="submit">Change password</button></form></section>)";
  return document("Change password", page.server, log_out_form(page.token), "narrow", main);
}

std::string start_page(const StartPage& page) {
  std::string main;
  if (!page.message.empty())
    main += "<section class=\"banner\">" + escaped(page.message) + "</section>";
  main += "<h1>" + escaped(page.server) + "</h1>" + table_of("You", page.you) +
          table_of("Server", page.machine) + table_of("Components", page.components) +
          table_of_sessions(page.sessions);
  const std::string change =
      page.may_change_password ? "<a href=\"/password\">Change password</a>" : "";
  return document("Start", page.server,
                  "<span>" + escaped(page.account) + "</span>" + change + log_out_form(page.token),
                  "", main);
}

std::string notice_page(std::string_view server, std::string_view heading,
                        std::string_view sentence) {
  return document(heading, server, "", "narrow",
                  "<section><h1>" + escaped(heading) + "</h1><p>" + escaped(sentence) +
                      "</p><p><a href=\"/\">Go on</a></p></section>");
}

const std::string& content_security_policy() {
  static const std::string policy = [] {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(style.data()), style.size(), digest.data());
    std::array<unsigned char, 64> text{};
    const int size = EVP_EncodeBlock(text.data(), digest.data(), digest.size());
    return "default-src 'none'; style-src 'sha256-" +
           std::string(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)) +
           "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
  }();
  return policy;
}

}  // namespace curia::webadmin
