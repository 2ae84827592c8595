#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>

#include "impl/io/files.hpp"
#include "impl/io/interfaces.hpp"
#include "impl/io/reality.hpp"
#include "impl/io/ssh/ssh_component.hpp"
#include "impl/service/mail/mail_url.hpp"
#include "impl/service/server/server.hpp"
#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/context.hpp"
#include "impl/wire/tls/mail_context.hpp"
#include "sim/people/robots.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/console.hpp"
#include "tools/curia/installed.hpp"
#include "tools/curia/version.hpp"

namespace curia::tools {
namespace {

constexpr Duration drain_limit = 5s;
constexpr const char* zone_folder = "/usr/share/zoneinfo";
// Where Debian's ca-certificates keeps the authorities that the server believes when it fetches.
constexpr const char* system_authorities = "/etc/ssl/certs/ca-certificates.crt";

// Before anything is opened: whether this is the directory of a server that can be reached.
Result<> look_at_identity(const DataDirectory& data, const Env& env) {
  if (env.files.read(std::string(admin::configuration_file))) return {};
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
  return {};
}

// What is wrong with the words themselves, whatever is on this machine. Errors: invalid_value.
Result<> check_words(const Options& options) {
  if (const auto text = options.value("webadmin"))
    if (const auto local = parse_host_port(*text); !local) return fail(local.error());
  for (const std::string& text : options.values("scheduler"))
    if (const auto local = parse_host_port(text); !local) return fail(local.error());
  const auto url = options.value("smtp");
  const auto password_file = options.value("smtp-password-file");
  if (!url && (password_file || options.value("smtp-trust")))
    return fail(Errc::invalid_value, "without --smtp there is nothing to log in to or to trust");
  if (!url) return {};
  const auto server = mail::parse_mail_url(*url);
  if (!server) return fail(server.error());
  if (server->login.has_value() != password_file.has_value())
    return fail(Errc::invalid_value,
                server->login ? "a user of --smtp needs --smtp-password-file"
                              : "--smtp-password-file needs a user: --smtp smtp://USER@HOST");
  if (options.values("scheduler").empty())
    return fail(Errc::invalid_value, "--smtp is for a Scheduler: give --scheduler as well");
  return {};
}

// A log that goes nowhere would be missed only when it is needed. Errors: io_error.
Result<> check_log_files(const Options& options) {
  for (const char* name : {"log", "trace"}) {
    const auto file = options.value(name);
    if (file && !std::ofstream(*file, std::ios::app))
      return fail(Errc::io_error, "--" + std::string(name) + " '" + *file +
                                      "' cannot be written: " + std::strerror(errno));
  }
  return {};
}

// What --smtp and the options beside it say; nothing: no mails are sent.
Result<std::optional<scheduler::MailSettings>> read_mail(const Options& options) {
  const auto url = options.value("smtp");
  const auto password_file = options.value("smtp-password-file");
  const auto trust_file = options.value("smtp-trust");
  if (!url) return std::nullopt;
  auto server = mail::parse_mail_url(*url);
  if (!server) return fail(server.error());
  if (password_file) {
    auto password = read_file(*password_file);
    if (!password) return fail(password.error());
    server->login->password = password->substr(0, password->find_first_of("\r\n"));
  }
  if (trust_file) {
    auto bundle = read_file(*trust_file);
    if (!bundle) return fail(bundle.error());
    auto trust = tls::mail_client(*bundle);
    if (!trust) return fail(trust.error());
    server->trust = *std::move(trust);
  }
  const std::string account = server->login ? server->login->username : std::string();
  return scheduler::MailSettings{
      *std::move(server),
      {.address = options.value("smtp-from").value_or(""), .name = {}, .account = account}};
}

Result<> add_schedulers(const Options& options, const DataDirectory& data,
                        server::ServerOptions& server) {
  const auto locals = options.values("scheduler");
  auto mails = read_mail(options);
  if (!mails) return fail(mails.error());
  if (locals.empty()) return {};
  auto certificate = read_file(data.certificate());
  auto key = read_file(data.key());
  if (!certificate || !key) return fail(certificate ? key.error() : certificate.error());
  auto identity = tls::Context::server({*std::move(certificate), *std::move(key)});
  if (!identity) return fail(identity.error());
  for (const std::string& text : locals) {
    const auto local = parse_host_port(text);
    if (!local) return fail(local.error());
    server.schedulers.push_back({.local = *local, .tls = *identity, .mail = *mails});
  }
  return {};
}

Result<server::ServerOptions> server_options(const Options& options, const DataDirectory& data,
                                             const Env& env, Files& zones) {
  std::optional<Endpoint> local;
  if (const auto text = options.value("webadmin")) {
    const auto endpoint = parse_host_port(*text);
    if (!endpoint) return fail(endpoint.error());
    local = *endpoint;
  }
  if (auto good = look_at_identity(data, env); !good) return fail(good.error());
  const auto trusted = options.value("trust");
  auto authorities = read_file(trusted.value_or(system_authorities));
  if (trusted && !authorities) return fail(authorities.error());
  auto trust = tls::Context::client({.bundle_pem = authorities ? *authorities : ""});
  if (!trust)
    return fail(trust.error().code, "'" + trusted.value_or(system_authorities) +
                                        "' cannot be used: " + trust.error().message);
  server::ServerOptions server{.store_path = data.database(),
                               .make_store = false,
                               .local = local,
                               .client_trust = *std::move(trust),
                               .directory_trust = {.bundle_pem = authorities.value_or("")},
                               .zones = &zones};
  if (auto added = add_schedulers(options, data, server); !added) return fail(added.error());
  return server;
}

// The first signal drains, a second one ends at once: everything acknowledged is on the disk.
void stop_on_signal(io::Reality& reality, server::MeetingServer& server, io::SshComponent& ssh,
                    const Env& env, Result<>& outcome) {
  reality.on_stop_signal([&, env, signals = 0](int) mutable {
    if (++signals > 1) return reality.stop();
    env.trace.log(Severity::info, "stopping: finishing the requests under way");
    ssh.refuse_more();
    server.drain(drain_limit, [&](Result<> drained) {
      outcome = std::move(drained);
      reality.stop();
    });
  });
}

// What `reboot` and `shutdown` do: both drain as at SIGTERM; after the first it starts again.
mmp::Host host_of(bool& again, backup::Programs& programs) {
  return {.version = std::string(version_text),
          .programs = &programs,
          .restart =
              [&again] {
                again = true;
                std::raise(SIGTERM);
              },
          .shut_down = [] { std::raise(SIGTERM); },
          .hardware_address = io::hardware_address};
}

// For people, and for scripts that wait for these lines.
void announce(const Endpoint& web_admin, const server::MeetingServer& server,
              const io::SshComponent& ssh) {
  if (web_admin.port == 0)
    std::cout << "Serving without Web Admin: see 'webadmin' of 'curia mmp'\n";
  else
    std::cout << "Serving https://" << to_string(web_admin) << "/api/v1/\n";
  for (const auto& endpoint : server.scheduler_endpoints())
    if (endpoint)
      std::cout << "Scheduler https://" << to_string(*endpoint) << "/api/v1/scheduler/\n";
  if (ssh.bound()) std::cout << "SSH and SFTP at " << to_string(*ssh.bound()) << "\n";
  std::cout << std::flush;
}

// As with Web Admin: a port that cannot be had ends a server that was told to take it, and only it.
void start_ssh(io::SshComponent& ssh, bool is_told, bool is_enabled, const Env& env, Task ready,
               std::move_only_function<void(Error)> failed) {
  if (!is_told && !is_enabled) return ready();
  ssh.start([&env, is_told, ready = std::move(ready),
             failed = std::move(failed)](Result<> started) mutable {
    if (!started && is_told) return failed(started.error());
    if (!started) env.trace.log(Severity::error, "ssh does not run: " + started.error().message);
    ready();
  });
}

int serve_once(const Options& options, const DataDirectory& data, bool& again,
               io::ProgramFolder& programs) {
  io::Reality reality({.root = data.path,
                       .log_file = options.value("log").value_or(""),
                       .trace_file = options.value("trace").value_or("")});
  const Env env = reality.env();
  // Before anything of the directory is read.
  const auto finished = backup::finish_pending(env.files, {data.database()}, version_text);
  if (!finished) return complain(serve_command, finished.error());
  if (*finished)
    env.trace.log(Severity::info, (**finished).name.empty()
                                      ? "the factory reset is done"
                                      : "the rollback to " + (**finished).name + " is done");
  io::RealFiles zones(zone_folder);
  std::optional<Endpoint> ssh_local;
  if (const auto text = options.value("ssh")) {
    const auto endpoint = parse_host_port(*text);
    if (!endpoint) return complain(serve_command, endpoint.error());
    ssh_local = *endpoint;
  }
  auto server_settings = server_options(options, data, env, zones);
  if (!server_settings) return complain(serve_command, server_settings.error());
  server_settings->host = host_of(again, programs);
  server::MeetingServer server(env, *std::move(server_settings));
  std::unique_ptr<io::LocalDoor> console;
  std::optional<io::SshComponent> ssh;
  Result<> outcome;
  std::optional<people::Robots> robots;
  server.start([&](Result<Endpoint> bound) {
    if (bound)
      if (auto confirmed = programs.confirm(); !confirmed) bound = fail(confirmed.error());
    if (!bound) {
      outcome = fail(bound.error());
      return reality.stop();
    }
    if (options.has("robots")) robots.emplace(env, server.switchboard());
    ssh.emplace(reality.loop(), server.mmp(), data.path, ssh_local);
    server.mmp().add("ssh", *ssh);
    stop_on_signal(reality, server, *ssh, env, outcome);
    auto door = open_console(reality, server.mmp(), data.path);
    if (door)
      console = *std::move(door);
    else
      env.trace.log(Severity::error, "there is no console: " + door.error().message);
    start_ssh(
        *ssh, ssh_local.has_value(), server.mmp().configuration().current().ssh.enabled, env,
        [&, bound = *bound] { announce(bound, server, *ssh); },
        [&](Error error) {
          outcome = fail(std::move(error));
          reality.stop();
        });
  });
  reality.run();
  return outcome ? exit_done : complain(serve_command, outcome.error());
}

int run_serve(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments,
                                      {"data", "webadmin", "ssh", "log", "trace", "smtp",
                                       "smtp-password-file", "smtp-trust", "smtp-from", "trust"},
                                      {"robots"}, {"scheduler"});
  if (!options) return complain_usage(serve_command, options.error());
  const auto data = data_directory(*options);
  if (!data) return complain_usage(serve_command, data.error());
  if (auto good = check_words(*options); !good) return complain_usage(serve_command, good.error());
  if (auto good = check_log_files(*options); !good) return complain(serve_command, good.error());
  io::ProgramFolder programs(data->path);
  for (;;) {
    bool again = false;
    const int code = serve_once(*options, *data, again, programs);
    const auto back = code == exit_done ? Result<bool>(false) : programs.fall_back();
    if (!back) return complain(serve_command, back.error());
    if (*back)
      std::cerr << "curia serve: " << version_text
                << " does not serve: the version before it runs again\n";
    else if (!again || code != exit_done)
      return code;
    serve_installed(programs, arguments);
  }
}

}  // namespace

const Command serve_command = {
    "serve", "run the server",
    "Usage: curia serve --data DIR [--webadmin HOST:PORT] [--scheduler HOST:PORT]...\n"
    "                   [--smtp URL [--smtp-password-file FILE] [--smtp-trust FILE]\n"
    "                   [--smtp-from ADDRESS]] [--ssh HOST:PORT] [--robots] [--log FILE]\n"
    "                   [--trace FILE] [--trust FILE]\n\n"
    "Serves the API over HTTPS until SIGTERM or SIGINT, which let the requests under way "
    "finish.\n\n"
    "  --data DIR             a directory that 'curia init' made\n"
    "  --webadmin HOST:PORT   where to listen, instead of what is configured; port 0\n"
    "                         takes a free one\n"
    "  --ssh HOST:PORT        serve SSH and SFTP there, instead of what is configured\n"
    "  --scheduler HOST:PORT  run a Scheduler beside it, whose API listens there; may be given\n"
    "                         several times\n"
    "  --smtp URL             the mail server of the Schedulers: smtp://[USER@]HOST[:PORT],\n"
    "                         smtp+starttls://... or smtps://...\n"
    "  --smtp-password-file FILE\n"
    "                         its first line is the password of USER\n"
    "  --smtp-trust FILE      authorities that its certificate is verified with, as PEM;\n"
    "                         without them any certificate will do\n"
    "  --smtp-from ADDRESS    sends all mails, instead of the organizer of each meeting\n"
    "  --log FILE             append the log to FILE instead of standard error\n"
    "  --trace FILE           write every observable event to FILE, anew\n"
    "  --trust FILE           authorities that the server believes when it fetches or delivers,\n"
    "                         as PEM, instead of those of the system\n"
    "  --robots               answers@robots.invalid and others can be dialled (docs/calls.md)\n",
    run_serve};

}  // namespace curia::tools
