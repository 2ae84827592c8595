#include "impl/service/mmp/syslog_link.hpp"

#include <algorithm>
#include <utility>

#include "impl/wire/syslog.hpp"
#include "model/admin/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::mmp {

SyslogLink::SyslogLink(const Env& env, admin::SyslogServer server, Trusted trusted)
    : env_(env),
      server_(std::move(server)),
      trusted_(std::move(trusted)),
      pause_(limits::syslog_retry_first) {}

SyslogLink::~SyslogLink() {
  if (timer_) env_.timers.cancel(*timer_);
  if (socket_) env_.net.close(*socket_);
}

void SyslogLink::send(std::string message) {
  if (is_over_) return;
  if (spool_.size() == limits::syslog_spool) {
    curia::reached("mmp.syslog_spool_full");
    spool_.pop_front();
    ++dropped_;
  }
  spool_.push_back(std::move(message));
  if (is_open_)
    flush();
  else if (!is_trying_ && !timer_)
    connect();
}

void SyslogLink::end() {
  is_over_ = true;
  if (timer_) env_.timers.cancel(*std::exchange(timer_, std::nullopt));
  if (!stream_) return;
  if (tls_ && is_open_) {
    tls_->close();
    env_.net.send(*stream_, tls_->output());
  }
  env_.net.close(*stream_);
}

void SyslogLink::connect() {
  is_trying_ = true;
  env_.net.resolve(server_.host, [weak = weak_from_this()](Result<std::vector<IpAddress>> found) {
    const auto self = weak.lock();
    if (!self || self->is_over_) return;
    if (!found || found->empty())
      return self->fail(found ? "the name has no address" : found.error().message);
    self->reached(found->front());
  });
}

void SyslogLink::reached(const IpAddress& address) {
  remote_ = {address, static_cast<std::uint16_t>(server_.port)};
  if (server_.protocol == "tls") {
    auto context = trusted_();
    if (!context) return fail(context.error().message);
    context_ = *std::move(context);
  }
  if (server_.protocol != "udp") {
    self_ = shared_from_this();
    stream_ = env_.net.connect(remote_, *this);
    return arrange(limits::syslog_connect_time, &SyslogLink::give_up);
  }
  if (!socket_) {
    IpAddress any;
    any.is_v6 = address.is_v6;
    const auto bound = env_.net.bind({any, 0}, *this);
    if (!bound) return fail(bound.error().message);
    socket_ = bound->id;
  }
  is_ready();
}

void SyslogLink::arrange(Duration pause, void (SyslogLink::*what)()) {
  if (timer_) env_.timers.cancel(*timer_);
  timer_ = env_.timers.at(env_.clock.now() + pause, [this, what] {
    timer_.reset();
    (this->*what)();
  });
}

// It accepts connections and says nothing, or does not even accept.
void SyslogLink::give_up() {
  curia::reached("mmp.syslog_server_is_silent");
  complain("it does not answer");
  env_.net.close(*stream_);
}

void SyslogLink::is_ready() {
  if (timer_) env_.timers.cancel(*std::exchange(timer_, std::nullopt));
  is_trying_ = false;
  is_open_ = true;
  flush();
}

void SyslogLink::fail(const std::string& why) {
  is_open_ = is_trying_ = false;
  tls_.reset();
  if (is_over_) return;
  arrange(pause_, &SyslogLink::connect);
  pause_ = std::min(2 * pause_, limits::syslog_retry_most);
  // The last: it may come back as a message to send, which must find the next try arranged.
  complain(why);
}

void SyslogLink::complain(const std::string& why) {
  if (!std::exchange(has_complained_, true))
    env_.trace.log(Severity::warning, "the syslog server " + server_.host + ":" +
                                          std::to_string(server_.port) + " is not reached: " + why);
}

void SyslogLink::on_connected() {
  if (server_.protocol == "tls") {
    tls_.emplace(*context_, env_.clock.wall(), server_.host);
    env_.net.send(*stream_, tls_->output());
    return tls_->clear_output();
  }
  is_ready();
}

void SyslogLink::on_received(std::string_view bytes) {
  if (!tls_) return;  // servers say nothing
  std::string ignored;
  const auto fed = tls_->feed(bytes, ignored);
  if (stream_ && !tls_->output().empty()) env_.net.send(*stream_, tls_->output());
  tls_->clear_output();
  if (!fed) {
    is_open_ = false;
    is_trying_ = true;  // until it is closed
    complain(fed.error().message);
    return env_.net.close(*stream_);
  }
  if (tls_->state() == tls::State::ended) return env_.net.close(*stream_);
  if (!is_open_ && tls_->state() == tls::State::open) is_ready();
}

void SyslogLink::on_end() {
  if (stream_) env_.net.close(*stream_);
}

void SyslogLink::on_writable() {
  is_blocked_ = false;
  flush();
}

void SyslogLink::on_closed(CloseReason reason) {
  const auto self = std::exchange(self_, nullptr);
  stream_.reset();
  is_blocked_ = false;
  fail(std::string(name_of(reason)));
}

void SyslogLink::flush() {
  if (!is_open_ || is_over_) return;
  has_complained_ = false;
  pause_ = limits::syslog_retry_first;
  if (dropped_ > 0) {
    SyslogMessage lost;
    lost.severity = Severity::warning;
    lost.time = env_.clock.wall();
    lost.application = "curia";
    lost.text = std::to_string(std::exchange(dropped_, 0)) + " messages before this one were lost";
    spool_.push_front(write_syslog(lost));
  }
  while (!spool_.empty() && !is_blocked_) {
    const std::string message = std::move(spool_.front());
    spool_.pop_front();
    if (socket_) {
      env_.net.send_to(*socket_, remote_, message);
      continue;
    }
    const std::string frame = frame_syslog(message);
    if (tls_) {
      if (!tls_->write(frame)) return env_.net.close(*stream_);
      is_blocked_ = !env_.net.send(*stream_, tls_->output());
      tls_->clear_output();
    } else {
      is_blocked_ = !env_.net.send(*stream_, frame);
    }
  }
}

}  // namespace curia::mmp
