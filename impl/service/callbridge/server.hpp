// CallBridgeServer: the Call Bridge as a whole: store, objects, accounts, API, HTTPS listener.
//
// 1. start() opens and loads the store, then listens; nothing is served before all is loaded.
// 2. drain() stops accepting, finishes what is under way, writes the store out, then calls back.
//    Without it the server may be destroyed only when its world runs no more: that is a crash.
// 3. The same object files serve in reality and in simulation: `env` and `store_vfs` decide.
//
//   CallBridgeServer server(env, {.store_path = "data/curia.db", .local = local, .tls = context});
//   server.start([](Result<Endpoint> bound) { ... });
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"
#include "model/env/store.hpp"

namespace curia::calls {
class Switchboard;
}

namespace curia::callbridge {

struct ServerOptions {
  std::string store_path;
  std::string store_vfs = "unix";
  bool make_store = true;             // when there is none; otherwise that is an error
  Endpoint local{};                   // of the web admin port; port 0 lets the system choose
  std::optional<tls::Context> tls{};  // none: plain HTTP, for tests
  tls::Context client_trust;          // for what the server fetches itself
};

class CallBridgeServer {
 public:
  CallBridgeServer(const Env& env, ServerOptions options);
  ~CallBridgeServer();
  CallBridgeServer(const CallBridgeServer&) = delete;
  CallBridgeServer& operator=(const CallBridgeServer&) = delete;

  // Errors: those of SqliteEngine::open, of loading (corrupt) and of Net::listen.
  void start(Done<Result<Endpoint>> done);
  // New connections get this certificate.
  void use(tls::Context context);
  // Where endpoints attach; of a started server.
  calls::Switchboard& switchboard();
  // At most `limit` for requests under way. Errors: the store could not be written out.
  void drain(Duration limit, Done<Result<>> done);

 private:
  struct Parts;

  void load(std::uint64_t after);
  void load_page(const std::vector<StoreRow>& rows);
  void serve();
  void fail_start(Error error);

  Env env_;
  ServerOptions options_;
  std::unique_ptr<Parts> parts_;
  Done<Result<Endpoint>> started_;
};

}  // namespace curia::callbridge
