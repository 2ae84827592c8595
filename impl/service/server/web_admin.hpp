// WebAdmin: the component `webadmin`: the HTTPS port with the API behind it.
//
// 1. Where it listens and with which certificate comes from the configuration; `Override` takes the
//    place of both, for tests and for `curia serve --webadmin`.
// 2. Without configured certificates it uses the pair that `curia init` made.
// 3. A port that is told to stop drains: requests under way are answered.
// 4. With `webadmin http-redirect enable` port 80 of the same address leads to it; without that
//    port it runs nevertheless, and trouble() says so.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "impl/service/mmp/component.hpp"
#include "impl/service/server/redirect.hpp"
#include "impl/service/web/listener.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"

namespace curia::server {

class WebAdmin final : public mmp::Component {
 public:
  struct Override {
    std::optional<Endpoint> local{};
    std::optional<tls::Context> tls{};
    bool is_plain = false;  // HTTP, for tests
  };
  using Identified = std::function<void(std::optional<WallTime> certificate_end)>;

  // All outlive it. `identified` is told when the certificate that is shown ends.
  WebAdmin(const Env& env, const admin::Configuration& configuration, Override given,
           web::Handler& handler, Identified identified);
  ~WebAdmin() override;

  void start(Done<Result<>> done) override;
  void stop(Done<Result<>> done) override;
  void drain(Duration limit, Done<Result<>> done);
  void resume(Done<Result<>> done) override;
  bool is_running() const override { return listener_ != nullptr; }
  Result<> check() const override;
  std::string trouble() const override { return trouble_; }

  // Where it listens; nothing while it does not.
  std::optional<Endpoint> local() const { return local_; }
  // New connections get this certificate.
  void use(tls::Context context);

  // The certificate that the configuration names. Errors: not_found, invalid_value.
  static Result<tls::Context> identity(Files& files, const admin::Certificates& certs);

 private:
  struct Settings {
    Endpoint local{};
    std::optional<tls::Context> tls{};  // nothing: it speaks HTTP
    bool has_redirect = false;
  };
  // What the configuration says now.
  Result<Settings> settings() const;
  Result<> open(Settings settings);
  void start_redirect(const Endpoint& to);
  void drain_one(std::unique_ptr<web::Listener> ending, Duration limit, Task drained);

  Env env_;
  const admin::Configuration& configuration_;
  Override override_;
  web::Handler& handler_;
  Identified identified_;
  std::optional<Redirect> redirect_;
  std::unique_ptr<web::Listener> listener_;
  std::unique_ptr<web::Listener> redirect_listener_;
  std::vector<std::unique_ptr<web::Listener>> draining_;
  std::optional<Endpoint> local_;
  std::optional<Settings> last_;  // that it was started with
  std::string trouble_;           // with port 80
};

}  // namespace curia::server
