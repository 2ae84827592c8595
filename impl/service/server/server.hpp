// MeetingServer: the server as a whole: store, objects, accounts, and the components
// that stand on them.
//
// 1. start() opens and loads the store, then listens; nothing is served before all is loaded.
// 2. drain() stops accepting, finishes what is under way, writes the store out, then calls back.
//    Without it the server may be destroyed only when its world runs no more: that is a crash.
// 3. The same object files serve in reality and in simulation: `env` and `store_vfs` decide.
//
//   MeetingServer server(env, {.store_path = "data/curia.db", .local = local, .tls = context});
//   server.start([](Result<Endpoint> bound) { ... });
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/accounts/password.hpp"
#include "impl/service/mmp/directory_trust.hpp"
#include "impl/service/mmp/mmp.hpp"
#include "impl/service/scheduler/scheduler.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"
#include "model/env/store.hpp"

namespace curia {
class Registry;
}

namespace curia::calls {
class Calls;
class Switchboard;
}  // namespace curia::calls

namespace curia::cdr {
class Cdr;
}

namespace curia::events {
class Events;
}

namespace curia::server {

struct ServerOptions {
  std::string store_path;
  std::string store_vfs = "unix";
  bool make_store = true;  // when there is none; otherwise that is an error
  // Instead of what the configuration says of the web admin port; port 0 lets the system choose.
  std::optional<Endpoint> local{};
  std::optional<tls::Context> tls{};
  bool is_plain = false;      // HTTP, for tests
  tls::Context client_trust;  // for what the server fetches itself
  Trust directory_trust{};    // of directories and syslog servers while `tls` names no bundle
  accounts::ScryptCost hash_cost = accounts::production_cost;  // of new passwords
  mmp::Host host{};
  // Beside the Call Bridge, in the order given; they share its store.
  std::vector<scheduler::SchedulerOptions> schedulers{};
  Files* zones = nullptr;  // a zoneinfo folder, outlives the server; null: only UTC is known
  // Gets the registry when it is made, before anybody observes it; null: nobody looks on.
  std::function<void(Registry&)> look_on{};
};

class MeetingServer {
 public:
  MeetingServer(const Env& env, ServerOptions options);
  ~MeetingServer();
  MeetingServer(const MeetingServer&) = delete;
  MeetingServer& operator=(const MeetingServer&) = delete;

  // Errors: those of SqliteEngine::open, of loading (corrupt) and of Net::listen.
  // Gives where the web admin port listens; port 0 when it is disabled.
  void start(Done<Result<Endpoint>> done);
  // The command line; only of a started server.
  mmp::Mmp& mmp();
  // Where endpoints attach; only of a started server.
  calls::Calls& calls();
  // New connections get this certificate, also those of the Schedulers of the options.
  void use(tls::Context context);
  // Where the APIs of the Schedulers listen; nothing for those that have none.
  const std::vector<std::optional<Endpoint>>& scheduler_endpoints() const {
    return scheduler_endpoints_;
  }
  // Where endpoints attach; of a started server.
  calls::Switchboard& switchboard();
  // What a server tells of its calls, for who looks on; of a started server.
  cdr::Cdr& cdr();
  events::Events& events();
  // At most `limit` for requests under way. Errors: the store could not be written out.
  void drain(Duration limit, Done<Result<>> done);

 private:
  struct Parts;

  void load(std::uint64_t after);
  void load_page(const std::vector<StoreRow>& rows);
  void serve();
  Result<> start_schedulers();
  void stop_schedulers(Duration limit, Task stopped);
  void start_web_admin();
  void fail_start(Error error);

  Env env_;
  ServerOptions options_;
  std::unique_ptr<Parts> parts_;
  Done<Result<Endpoint>> started_;
  std::vector<std::optional<Endpoint>> scheduler_endpoints_;
};

}  // namespace curia::server
