#include "impl/service/webadmin/web_pages.hpp"

#include <algorithm>
#include <array>

#include "impl/service/webadmin/overview.hpp"
#include "impl/service/webadmin/page.hpp"
#include "model/base/url.hpp"

namespace curia::webadmin {
namespace {

constexpr std::string_view session_cookie = "__Host-curia";
constexpr std::string_view login_cookie = "__Host-curia-login";
constexpr std::string_view cookie_attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";
constexpr std::size_t login_token_bytes = 16;
constexpr std::array<std::string_view, 4> pages = {"/", "/login", "/logout", "/password"};

http::Response page_response(int status, std::string html) {
  return {.status = status,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", content_security_policy()},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(html)};
}

// 303: whatever the method was, the browser goes on with GET (RFC 9110 section 15.4.4).
http::Response go_to(std::string_view page) {
  return {.status = 303,
          .headers = {{"Location", std::string(page)}, {"Cache-Control", "no-store"}},
          .body = {}};
}

// Messages of errors are parts of sentences.
std::string sentence_of(const Error& error) {
  std::string text = error.message;
  if (text.front() >= 'a' && text.front() <= 'z') text.front() -= 'a' - 'A';
  return text + ".";
}

void set_cookie(http::Response& response, std::string_view name, std::string_view value) {
  response.headers.emplace_back("Set-Cookie", std::string(name) + "=" + std::string(value) +
                                                  std::string(cookie_attributes) +
                                                  (value.empty() ? "; Max-Age=0" : ""));
}

// Of all Cookie headers; the first of the name counts.
std::string cookie_of(const http::Request& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (header.size() != 6 || !std::ranges::equal(header, std::string_view("cookie"), {},
                                                  [](char c) { return c | 0x20; }))
      continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
        return std::string(pair.substr(name.size() + 1));
    }
  }
  return {};
}

}  // namespace

const std::string& WebPages::Visit::value(std::string_view key) const {
  static const std::string none;
  const auto found = std::ranges::find(form, key, &FormPair::key);
  return found == form.end() ? none : found->value;
}

WebPages::WebPages(mmp::Mmp& mmp, web::Handler& api) : mmp_(mmp), api_(api), sessions_(mmp) {}

void WebPages::handle(const http::Request& request, const Endpoint& peer, web::Responder respond) {
  const std::string_view path = target_path(request.target);
  // Browsers ask for it by themselves: the API would make them ask for a password.
  if (path == "/favicon.ico") return respond({.status = 404, .headers = {}, .body = {}});
  if (std::ranges::find(pages, path) == pages.end())
    return api_.handle(request, peer, std::move(respond));
  const bool is_post = request.method == "POST";
  if (!is_post && request.method != "GET" && request.method != "HEAD") {
    auto refused = page_response(405, notice_page(server_name(), "Not here",
                                                  "This page can be read, and forms can be sent."));
    refused.headers.emplace_back("Allow", "GET, HEAD, POST");
    return respond(std::move(refused));
  }
  FormPairs form;
  if (is_post) {
    auto parsed = parse_form(request.body);
    if (!parsed)
      return respond(page_response(
          400, notice_page(server_name(), "Not understood", "What came is not a form.")));
    form = *std::move(parsed);
  }
  answer({.page = std::string(path),
          .is_post = is_post,
          .cookie = cookie_of(request, session_cookie),
          .login_cookie = cookie_of(request, login_cookie),
          .form = std::move(form),
          .peer = peer,
          .respond = std::move(respond)});
}

void WebPages::answer(Visit visit) {
  const WebSession* session = sessions_.find(visit.cookie);
  note(visit, session);
  if (visit.page == "/login")
    return visit.is_post ? log_in(std::move(visit)) : show_login(std::move(visit), 200, {});
  if (session == nullptr) return visit.respond(go_to("/login"));
  // What a page of elsewhere makes a browser send has no token.
  if (visit.is_post && !same_token(visit.value("token"), session->form_token))
    return visit.respond(page_response(
        403, notice_page(server_name(), "Not taken",
                         "The form did not come from a page of this session. Nothing was done.")));
  if (visit.page == "/logout") {
    if (!visit.is_post) return visit.respond(go_to("/"));
    sessions_.close(visit.cookie, "logged out");
    auto response = go_to("/login");
    set_cookie(response, session_cookie, "");
    return visit.respond(std::move(response));
  }
  if (visit.page == "/password" && !session->is_ldap)
    return visit.is_post ? change_password(std::move(visit), *session)
                         : show_password(std::move(visit), *session, {});
  if (session->must_change) return visit.respond(go_to("/password"));
  show_start(std::move(visit), *session);
}

// The token of this form is in a cookie as well: who made the browser send a form cannot read it.
void WebPages::show_login(Visit visit, int status, std::string problem) {
  const std::string token = new_token(mmp_.env().random, login_token_bytes);
  auto response =
      page_response(status, login_page({.server = server_name(),
                                        .banner = mmp_.configuration().current().login_banner,
                                        .token = token,
                                        .name = visit.value("name"),
                                        .problem = std::move(problem)}));
  set_cookie(response, login_cookie, token);
  visit.respond(std::move(response));
}

void WebPages::log_in(Visit visit) {
  if (!same_token(visit.value("token"), visit.login_cookie))
    return show_login(std::move(visit), 403,
                      "This page had become too old, or the browser keeps no cookies. Try again.");
  mmp::LoginRequest request{mmp::Door::web, visit.peer, visit.value("name"),
                            visit.value("password")};
  auto waiting = std::make_shared<Visit>(std::move(visit));
  mmp_.log_in(std::move(request),
              [this, waiting, alive = std::weak_ptr(alive_)](Result<mmp::Admitted> who) {
                if (alive.expired()) return;
                if (who) return admitted(std::move(*waiting), *who);
                const int status = who.error().code == Errc::limit_reached ? 429
                                   : who.error().code == Errc::unavailable ? 503
                                                                           : 403;
                show_login(std::move(*waiting), status, sentence_of(who.error()));
              });
}

void WebPages::admitted(Visit visit, const mmp::Admitted& who) {
  // A browser has one session.
  sessions_.close(visit.cookie, "logged in again");
  const auto cookie = sessions_.open(who, visit.peer);
  if (!cookie)
    return show_login(std::move(visit), 403, "There are too many sessions of this account.");
  auto response = go_to(who.must_change ? "/password" : "/");
  set_cookie(response, session_cookie, *cookie);
  visit.respond(std::move(response));
}

void WebPages::show_start(Visit visit, const WebSession& session) {
  visit.respond(page_response(200, start_page(overview(mmp_, session))));
}

void WebPages::show_password(Visit visit, const WebSession& session, std::string problem) {
  const int status = problem.empty() ? 200 : 403;
  visit.respond(page_response(status, password_page({.server = server_name(),
                                                     .account = session.info.account,
                                                     .token = session.form_token,
                                                     .is_forced = session.must_change,
                                                     .problem = std::move(problem)})));
}

void WebPages::change_password(Visit visit, const WebSession& session) {
  if (visit.value("new") != visit.value("again"))
    return show_password(std::move(visit), session, "The two new passwords are not the same.");
  const mmp::SessionInfo who = session.info;
  const std::string old_one = visit.value("password"), new_one = visit.value("new");
  auto waiting = std::make_shared<Visit>(std::move(visit));
  mmp_.change_own_password(
      who, old_one, new_one, [this, waiting, alive = std::weak_ptr(alive_)](Result<> changed) {
        if (alive.expired()) return;
        WebSession* now = sessions_.find(waiting->cookie);  // it may have ended meanwhile
        if (now == nullptr) return waiting->respond(go_to("/login"));
        if (!changed) return show_password(std::move(*waiting), *now, sentence_of(changed.error()));
        now->must_change = false;
        waiting->respond(go_to("/"));
      });
}

// `audit http`: who asked for what.
void WebPages::note(const Visit& visit, const WebSession* session) {
  if (!mmp_.configuration().current().audit_http) return;
  mmp_.audit().note("http", {{"account", session == nullptr ? "(nobody)" : session->info.account},
                             {"door", std::string(mmp::name_of(mmp::Door::web))},
                             {"source", mmp::source_text(visit.peer)},
                             {"text", (visit.is_post ? "POST " : "GET ") + visit.page}});
}

}  // namespace curia::webadmin
