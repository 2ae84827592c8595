// WebPages: Web Admin in a browser: log-in, start page, change of the password, log-out; everything
// else on its port is the API's (docs/web-admin.md).
//
// 1. Accounts, locks, hours, hosts and the forced change of a password are those of the command
//    line: Mmp::log_in() decides. Log-in and log-out are in the audit log.
// 2. A session is a cookie: Secure, HttpOnly, SameSite=Strict, __Host-. It opens these pages and
//    nothing else: the API takes HTTP Basic only, so that no page of elsewhere can use it.
// 3. Whatever changes something is a POST with the token that the page's form has.
//
//   WebPages pages(mmp, api);
//   web::Listener listener(env, options, pages);
#pragma once

#include <memory>
#include <string>

#include "impl/service/web/handler.hpp"
#include "impl/service/webadmin/web_sessions.hpp"
#include "impl/wire/form.hpp"

namespace curia::webadmin {

class WebPages final : public web::Handler {
 public:
  // Both outlive it.
  WebPages(mmp::Mmp& mmp, web::Handler& api);

  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;
  std::optional<web::Upgrade> upgrade(const http::Request& request, const Endpoint& peer) override {
    return api_.upgrade(request, peer);
  }

 private:
  // A request of these pages, as far as it counts; it may outlive the HTTP request.
  struct Visit {
    std::string page;  // "/login"
    bool is_post = false;
    std::string cookie{};        // of the session
    std::string login_cookie{};  // of the log-in page
    FormPairs form{};
    Endpoint peer{};
    web::Responder respond;

    const std::string& value(std::string_view key) const;
  };

  void answer(Visit visit);
  void show_login(Visit visit, int status, std::string problem);
  void log_in(Visit visit);
  void admitted(Visit visit, const mmp::Admitted& who);
  void show_start(Visit visit, const WebSession& session);
  void show_password(Visit visit, const WebSession& session, std::string problem);
  void change_password(Visit visit, const WebSession& session);
  void note(const Visit& visit, const WebSession* session);
  std::string server_name() const { return mmp_.configuration().current().hostname; }

  mmp::Mmp& mmp_;
  web::Handler& api_;
  WebSessions sessions_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::webadmin
