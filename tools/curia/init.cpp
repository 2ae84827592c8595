#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <limits>

#include "impl/io/reality.hpp"
#include "impl/service/accounts/account.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "impl/wire/tls/certificate.hpp"
#include "model/admin/certificate_subject.hpp"
#include "tools/curia/account.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

constexpr int certificate_days = 365;

// The account, as the first row of a new database. What is made last makes the directory count.
Result<> make_database(const std::string& path, const accounts::Account& account) {
  auto engine = store::SqliteEngine::open({.path = path});
  if (!engine) return fail(engine.error());
  const Batch batch = {{1, std::string(accounts::account_kind), accounts::encode_account(account)}};
  if (auto stored = (*engine)->apply(std::span(&batch, 1)); !stored) return stored;
  return (*engine)->close();
}

// A directory half made would be refused by the next try.
void take_back(const DataDirectory& data) {
  for (const std::string& path : {data.database(), data.database() + "-wal",
                                  data.database() + "-journal", data.key(), data.certificate()})
    unlink(path.c_str());
  rmdir(data.path.c_str());  // stays when something of somebody else is in it
}

// A server, or a key that somebody brought here, is not overwritten.
Result<> nothing_there(const DataDirectory& data) {
  struct stat found{};
  if (stat(data.database().c_str(), &found) == 0)
    return fail(Errc::duplicate, "'" + data.path + "' holds a server already", "data");
  for (const std::string& path : {data.key(), data.certificate()})
    if (stat(path.c_str(), &found) == 0)
      return fail(Errc::duplicate, "'" + path + "' is there already: choose another directory",
                  "data");
  return {};
}

// What the certificate stands for: the hosts that were named, or this one, and always loopback.
std::vector<std::string> certificate_names(std::vector<std::string> hosts) {
  if (hosts.empty()) {
    std::array<char, 256> own{};
    const bool is_known = gethostname(own.data(), own.size() - 1) == 0;
    // Host names may hold what certificates cannot.
    if (is_known && admin::is_certificate_host(own.data())) hosts.emplace_back(own.data());
  }
  for (const char* loopback : {"localhost", "127.0.0.1", "::1"})
    if (std::ranges::find(hosts, loopback) == hosts.end()) hosts.emplace_back(loopback);
  return hosts;
}

Result<> make_certificate(Env& env, const std::vector<std::string>& names) {
  auto identity = tls::make_self_signed(names, certificate_days, env.clock.wall());
  if (!identity) return fail(identity.error());
  if (auto written = env.files.replace("key.pem", identity->key_pem); !written) return written;
  return env.files.replace("certificate.pem", identity->certificate_pem);
}

int run_init(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"data", "admin"}, {"password-stdin"}, {"host"});
  if (!options) return complain_usage(init_command, options.error());
  const auto data = data_directory(*options);
  if (!data) return complain_usage(init_command, data.error());
  const std::vector<std::string> hosts = options->values("host");
  for (const std::string& host : hosts)
    if (!parse_ip(host) && !admin::is_certificate_host(host))
      return complain_usage(init_command,
                            {Errc::invalid_value, "host",
                             "--host '" + host + "' is neither a host name nor an IP address"});
  const std::string name = options->value("admin").value_or("admin");
  if (auto valid = accounts::validate_account_name(name); !valid)
    return complain_usage(init_command, valid.error());
  if (auto none = nothing_there(*data); !none) return complain(init_command, none.error());
  io::Reality reality({.root = data->path, .log_file = {}, .trace_file = {}});
  Env env = reality.env();
  std::string generated;
  const auto account =
      make_account(env, name, accounts::Role::admin, options->has("password-stdin"), generated);
  if (!account) return complain(init_command, account.error());
  // Keys live here: nobody else may look in, whatever the caller's mask is.
  umask(077);
  if (mkdir(data->path.c_str(), 0700) != 0 && errno != EEXIST)
    return complain(init_command, {Errc::io_error, "data",
                                   "'" + data->path + "' cannot be made: " + std::strerror(errno)});
  Result<> made = make_certificate(env, certificate_names(hosts));
  if (made) made = make_database(data->database(), *account);
  if (!made) {
    take_back(*data);
    return complain(init_command, made.error());
  }
  std::cout << "Made a server in " << data->path << "\nLogin     " << account->name << "\n";
  if (!generated.empty())
    std::cout << "Password  " << generated << "   (shown this once: keep it)\n";
  std::cout << "Start it  curia serve --data " << data->path << "\n";
  return exit_done;
}

}  // namespace

const Command init_command = {
    "init", "make the data directory of a new server",
    "Usage: curia init --data DIR [--admin NAME] [--password-stdin] [--host NAME]...\n\n"
    "Makes DIR with an empty database, a self-signed certificate and one account of the role\n"
    "admin. Without --password-stdin a password is made and printed once.\n\n"
    "  --data DIR         where the server keeps everything; made when it does not exist\n"
    "  --admin NAME       name of the account (admin)\n"
    "  --password-stdin   the password is the first line of standard input\n"
    "  --host NAME        a host name or address that the certificate stands for beside\n"
    "                     localhost; may be given several times (the name of this host)\n",
    run_init};

}  // namespace curia::tools
