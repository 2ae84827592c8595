// Link: the connection to one Web Bridge, made again and again until it is stopped.
//
// 1. DISCONNECTED -> CONNECTING -> (its GUID, our hello, its ready) -> CONNECTED, and back to
//    DISCONNECTED at any failure: then it waits 1 s, 2 s, 4 s, ... at most limits::c2w_backoff_most
//    before the next try. A connection that was ready begins anew with 1 s.
// 2. The log has a line when a connection is made, is up, or is lost, and when the reason of a
//    failure changes: a Web Bridge that is away for a night fills no log. While Self::is_detailed
//    says so, it has each message and each change of the state, too.
// 3. Times are those of the monotonic clock; only certificates are judged by the wall clock, of
//    the moment of the try.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "impl/service/c2w/peer.hpp"
#include "impl/service/web/socket_client.hpp"
#include "impl/wire/tls/context.hpp"

namespace curia::c2w {

enum class State : std::uint8_t { disconnected, connecting, connected };
inline constexpr std::string_view state_names[] = {"DISCONNECTED", "CONNECTING", "CONNECTED"};

// Why the last try failed, as /webBridges/<id>/status says it.
enum class Trouble : std::uint8_t { none, connection_failure, dns_failure };

struct Self {
  std::string guid;                     // who connects
  std::string component = "scheduler";  // what it is; also in log lines
  std::optional<tls::Context> tls{};    // certificate and trust; none: plain, for tests
  AnswerRequest answer{};               // requests of Web Bridges
  // Whether each message and each change of a state goes into the log.
  std::function<bool()> is_detailed = [] { return false; };
};

class Link final : public std::enable_shared_from_this<Link> {
 public:
  Link(const Env& env, std::shared_ptr<const Self> self, Place place);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  void start();
  // Says goodbye when there is a connection; no further try. Nothing is called back after it but
  // answers to requests.
  void stop();

  const Place& place() const { return place_; }
  State state() const { return state_; }
  Trouble trouble() const { return trouble_; }
  const std::string& why() const { return why_; }    // the last failure, a sentence
  const std::string& guid() const { return guid_; }  // of the Web Bridge; empty when not connected
  Peer& peer() { return peer_; }

 private:
  class Line;  // the handler of one connection: an older one may still be ending

  void on_open(web::Socket& socket);
  void on_message(const websocket::Message& message);
  void on_closed(const websocket::Ending& ending);
  void on_failed(const Error& error);

  void connect();
  void take(const Envelope& envelope);
  void break_off(std::string_view why);
  void lost(Trouble trouble, std::string why);
  void wait(Duration time, void (Link::*then)());
  void hello_is_late();
  void say(Severity severity, const std::string& what);
  void tell_detail(std::string_view what, std::string_view of);
  void enter(State state);

  Env env_;
  std::shared_ptr<const Self> self_;
  const Place place_;
  Peer peer_;
  State state_ = State::disconnected;
  Trouble trouble_ = Trouble::none;
  std::string why_;
  std::string guid_;
  Duration backoff_{};
  bool is_stopped_ = true;
  std::uint64_t attempt_ = 0;
  web::Socket* socket_ = nullptr;
  std::shared_ptr<web::SocketClient> client_;
  std::optional<TimerId> timer_;
};

}  // namespace curia::c2w
