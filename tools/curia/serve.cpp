#include <csignal>
#include <iostream>
#include <optional>

#include "impl/io/reality.hpp"
#include "impl/service/callbridge/server.hpp"
#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/context.hpp"
#include "sim/people/robots.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

constexpr std::string_view default_webadmin = "127.0.0.1:8443";
constexpr Duration drain_limit = 5s;
// Where Debian's ca-certificates keeps the authorities that the server believes when it fetches.
constexpr const char* system_authorities = "/etc/ssl/certs/ca-certificates.crt";

Result<tls::Context> server_identity(const DataDirectory& data, const Env& env) {
  auto certificate = read_file(data.certificate());
  if (!certificate)
    return fail(certificate.error().code, certificate.error().message + "; 'curia init --data " +
                                              data.path + "' makes a new server");
  auto key = read_file(data.key());
  if (!key) return fail(key.error());
  const tls::Identity identity{*std::move(certificate), *std::move(key)};
  auto context = tls::Context::server(identity);
  if (!context)
    return fail(context.error().code, "'" + data.certificate() + "' with '" + data.key() +
                                          "' cannot be used: " + context.error().message);
  if (auto info = tls::inspect(identity, env.clock.wall()); !info)
    env.trace.log(Severity::warning, "the certificate in " + data.path +
                                         " may not be accepted: " + info.error().message);
  return context;
}

Result<callbridge::ServerOptions> server_options(const Options& options, const DataDirectory& data,
                                                 const Env& env) {
  const auto local =
      parse_host_port(options.value("webadmin").value_or(std::string(default_webadmin)));
  if (!local) return fail(local.error());
  auto identity = server_identity(data, env);
  if (!identity) return fail(identity.error());
  auto authorities = read_file(system_authorities);
  auto trust = tls::Context::client({.bundle_pem = authorities ? *authorities : ""});
  if (!trust) return fail(trust.error());
  return callbridge::ServerOptions{.store_path = data.database(),
                                   .make_store = false,
                                   .local = *local,
                                   .tls = *std::move(identity),
                                   .client_trust = *std::move(trust)};
}

// The first signal drains, a second one ends at once: everything acknowledged is on the disk.
void stop_on_signal(io::Reality& reality, callbridge::CallBridgeServer& server, const Env& env,
                    Result<>& outcome) {
  reality.on_stop_signal([&, env, signals = 0](int) mutable {
    if (++signals > 1) return reality.stop();
    env.trace.log(Severity::info, "stopping: finishing the requests under way");
    server.drain(drain_limit, [&](Result<> drained) {
      outcome = std::move(drained);
      reality.stop();
    });
  });
}

int run_serve(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"data", "webadmin", "log", "trace"}, {"robots"});
  if (!options) return complain_usage(serve_command, options.error());
  const auto data = data_directory(*options);
  if (!data) return complain_usage(serve_command, data.error());
  io::Reality reality({.root = data->path,
                       .log_file = options->value("log").value_or(""),
                       .trace_file = options->value("trace").value_or("")});
  const Env env = reality.env();
  auto server_settings = server_options(*options, *data, env);
  if (!server_settings) return complain(serve_command, server_settings.error());
  callbridge::CallBridgeServer server(env, *std::move(server_settings));
  Result<> outcome;
  std::optional<people::Robots> robots;
  server.start([&](Result<Endpoint> bound) {
    if (!bound) {
      outcome = fail(bound.error());
      return reality.stop();
    }
    if (options->has("robots")) robots.emplace(env, server.switchboard());
    stop_on_signal(reality, server, env, outcome);
    // For people and for scripts that wait for this line.
    std::cout << "Serving https://" << to_string(*bound) << "/api/v1/" << std::endl;
  });
  reality.run();
  return outcome ? exit_done : complain(serve_command, outcome.error());
}

}  // namespace

const Command serve_command = {
    "serve", "run the server",
    "Usage: curia serve --data DIR [--webadmin HOST:PORT] [--log FILE] [--trace FILE] "
    "[--robots]\n\n"
    "Serves the API over HTTPS until SIGTERM or SIGINT, which let the requests under way "
    "finish.\n\n"
    "  --data DIR             a directory that 'curia init' made\n"
    "  --webadmin HOST:PORT   where to listen (127.0.0.1:8443); port 0 takes a free one\n"
    "  --log FILE             append the log to FILE instead of standard error\n"
    "  --trace FILE           write every observable event to FILE, anew\n"
    "  --robots               answers@robots.invalid and others can be dialled (docs/calls.md)\n",
    run_serve};

}  // namespace curia::tools
