// ClientLink: one place that the Client talks to, and the connection to it when there is one.
//
// 1. It carries one fetch at a time; between two it may keep its connection.
// 2. Names are resolved and the addresses tried in turn for each new connection.
// 3. It lives in the Client's table until it is idle without a connection, or has been cut and
//    its last stream is closed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/web/client.hpp"
#include "impl/wire/http/client.hpp"
#include "impl/wire/tls/machine.hpp"
#include "model/base/url.hpp"

namespace curia::web {

class ClientLink;

// What a link tells its owner.
class LinkOwner {
 public:
  // The fetch at hand has ended; the link may be given another.
  virtual void on_fetched(ClientLink& link) = 0;
  // The link can be forgotten. It does nothing more after the call.
  virtual void on_link_gone(ClientLink& link) = 0;

 protected:
  ~LinkOwner() = default;
};

class ClientLink final : public StreamHandler, public std::enable_shared_from_this<ClientLink> {
 public:
  ClientLink(const Env& env, LinkOwner& owner, std::uint64_t number, const Url& url,
             tls::Context trust);
  ~ClientLink() override;

  std::uint64_t number() const { return number_; }
  bool is_for(const Url& url, const tls::Context& trust) const;
  bool is_kept() const { return phase_ == Phase::open && !done_ && machine_.idle(); }

  // Only when no fetch is under way.
  void fetch(ClientRequest request, const Url& url, Done<Result<http::Response>> done);
  // Ends the fetch at hand with `cancelled`, and the connection.
  void cut();

 private:
  enum class Phase { idle, resolving, connecting, handshake, open, ending };

  void on_connected() override;
  void on_received(std::string_view bytes) override;
  void on_end() override;
  void on_writable() override {}
  void on_closed(CloseReason reason) override;

  void receive(std::string_view bytes, Instant now);
  void resolve();
  void try_next_address();
  void no_connection(Error error);
  void step();
  void send(std::string_view plaintext);
  void give_result();
  void close_stream();
  void reset_stream();
  void transmit();

  Instant deadline() const;
  void arm();
  void on_timer();

  Env env_;
  LinkOwner* owner_;  // null when it was told that we are gone
  const std::uint64_t number_;
  const Url url_;
  const tls::Context trust_;
  http::ClientMachine machine_;
  std::optional<tls::Machine> tls_;

  Phase phase_ = Phase::idle;
  bool cut_ = false;
  std::vector<IpAddress> addresses_;  // not tried yet, the next one last
  std::optional<StreamId> stream_;
  Instant connect_deadline_ = never;
  std::uint64_t resolution_ = 0;  // answers to earlier questions do not count
  Error failure_;                 // what was wrong with the address tried last

  Done<Result<http::Response>> done_;
  std::optional<Result<http::Response>> result_;
  std::optional<TimerId> timer_;
  Instant armed_for_{};
};

}  // namespace curia::web
