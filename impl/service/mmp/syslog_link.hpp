// SyslogLink: the way to one syslog server, by UDP, TCP or TLS.
//
// 1. At most limits::syslog_spool messages wait; then the oldest go, and the server is told how
//    many when it is there again. Waiting never blocks anybody.
// 2. A stream that breaks, or a server that cannot be reached or does not answer within
//    limits::syslog_connect_time, is tried again after a second, then after twice as long, up to a
//    minute. What was handed to the network is not sent again.
// 3. It lives until its stream is closed: end() lets go of it.
//
// 4. Whom it believes is asked before each connection by TLS; without an answer there is none.
//
//   auto link = std::make_shared<SyslogLink>(env, server, [] { return context; });
//   link->send(write_syslog(message));
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "impl/wire/tls/machine.hpp"
#include "model/admin/configuration.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

class SyslogLink final : public StreamHandler,
                         public DatagramHandler,
                         public std::enable_shared_from_this<SyslogLink> {
 public:
  using Trusted = std::function<Result<tls::Context>()>;
  // What `trusted` needs outlives end().
  SyslogLink(const Env& env, admin::SyslogServer server, Trusted trusted);
  ~SyslogLink() override;

  void send(std::string message);
  void end();

  const admin::SyslogServer& server() const { return server_; }
  std::size_t waiting() const { return spool_.size(); }
  bool is_connected() const { return is_open_; }

 private:
  void connect();
  void reached(const IpAddress& address);
  void arrange(Duration pause, void (SyslogLink::*what)());
  void give_up();
  void is_ready();
  void fail(const std::string& why);
  void complain(const std::string& why);
  void flush();

  void on_connected() override;
  void on_received(std::string_view bytes) override;
  void on_end() override;
  void on_writable() override;
  void on_closed(CloseReason reason) override;
  void on_net_gone() override { self_.reset(); }
  void on_datagram(const Endpoint&, std::string_view) override {}

  Env env_;
  const admin::SyslogServer server_;
  Trusted trusted_;
  std::optional<tls::Context> context_;  // of the connection
  std::deque<std::string> spool_;
  std::uint64_t dropped_ = 0;
  std::shared_ptr<SyslogLink> self_;  // while the network may call
  std::optional<StreamId> stream_;
  std::optional<DatagramId> socket_;
  Endpoint remote_{};
  std::optional<tls::Machine> tls_;
  bool is_open_ = false;
  bool is_trying_ = false;
  bool is_blocked_ = false;
  bool is_over_ = false;
  bool has_complained_ = false;
  Duration pause_;
  std::optional<TimerId> timer_;  // the end of this try, or the beginning of the next
};

}  // namespace curia::mmp
