#include "impl/service/web/client_link.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::web {

ClientLink::ClientLink(const Env& env, LinkOwner& owner, std::uint64_t number, const Url& url,
                       tls::Context trust)
    : env_(env),
      owner_(&owner),
      number_(number),
      url_(url),
      trust_(std::move(trust)),
      machine_(authority(url)) {}

ClientLink::~ClientLink() {
  if (timer_) env_.timers.cancel(*timer_);
}

bool ClientLink::is_for(const Url& url, const tls::Context& trust) const {
  return url.secure == url_.secure && url.host == url_.host && url.port == url_.port &&
         (!url.secure || trust.native() == trust_.native());
}

void ClientLink::fetch(ClientRequest request, const Url& url, Done<Result<http::Response>> done) {
  check(!done_ && !cut_, "a link carries one fetch at a time");
  done_ = std::move(done);
  const auto sent = machine_.send({.method = std::move(request.method),
                                   .target = url.target,
                                   .headers = std::move(request.headers),
                                   .body = std::move(request.body),
                                   .timeout = request.timeout},
                                  env_.clock.now());
  if (sent) {
    step();
    return;
  }
  result_ = fail(sent.error());
  arm();
}

void ClientLink::cut() {
  cut_ = true;
  if (done_ && !result_) result_ = fail(Errc::cancelled, "the request was given up");
  if (phase_ == Phase::open && !done_)
    close_stream();
  else
    reset_stream();
  arm();
}

void ClientLink::resolve() {
  phase_ = Phase::resolving;
  failure_ = {};
  env_.net.resolve(url_.host, [weak = weak_from_this(),
                               number = ++resolution_](Result<std::vector<IpAddress>> found) {
    const auto self = weak.lock();
    if (!self || number != self->resolution_ || self->phase_ != Phase::resolving) return;
    if (found) {
      self->addresses_.assign(found->rbegin(), found->rend());
      self->failure_ = {Errc::not_found, {}, "the name has no address"};
    } else {
      self->failure_ = found.error();
    }
    self->try_next_address();
    self->step();
  });
}

void ClientLink::try_next_address() {
  if (addresses_.empty()) {
    no_connection({failure_.code, {}, authority(url_) + ": " + failure_.message});
    return;
  }
  const Endpoint remote{addresses_.back(), url_.port};
  addresses_.pop_back();
  phase_ = Phase::connecting;
  connect_deadline_ =
      addresses_.empty() ? never : env_.clock.now() + limits::http_client_connect_timeout;
  failure_ = {Errc::unavailable, {}, "no connection to " + to_string(remote)};
  stream_ = env_.net.connect(remote, *this);
}

void ClientLink::no_connection(Error error) {
  phase_ = stream_ ? Phase::ending : Phase::idle;
  machine_.on_failed(error);
}

void ClientLink::on_connected() {
  if (phase_ != Phase::connecting) return;
  connect_deadline_ = never;
  addresses_.clear();
  if (url_.secure) {
    phase_ = Phase::handshake;
    tls_.emplace(trust_, env_.clock.wall(), url_.host);
    transmit();
  } else {
    phase_ = Phase::open;
    machine_.on_connected(env_.clock.now());
  }
  step();
}

void ClientLink::on_received(std::string_view bytes) {
  if (phase_ != Phase::handshake && phase_ != Phase::open) return;
  receive(bytes, env_.clock.now());
  step();
}

void ClientLink::receive(std::string_view bytes, Instant now) {
  if (!tls_) {
    machine_.feed(bytes, now);
    return;
  }
  std::string plaintext;
  const auto fed = tls_->feed(bytes, plaintext);
  if (!fed) {
    transmit();  // the alert
    env_.net.close(*stream_);
    if (phase_ == Phase::handshake)
      no_connection({fed.error().code, {}, authority(url_) + ": " + fed.error().message});
    else
      phase_ = Phase::ending;  // on_closed tells the machine
    return;
  }
  if (phase_ == Phase::handshake && tls_->state() != tls::State::handshaking) {
    phase_ = Phase::open;
    machine_.on_connected(now);
  }
  if (phase_ == Phase::open) machine_.feed(plaintext, now);
  transmit();
  if (tls_->state() == tls::State::ended) on_end();
}

void ClientLink::on_end() {
  if (phase_ == Phase::open) {
    machine_.end_of_input(env_.clock.now());
    step();
  } else if (stream_) {
    env_.net.close(*stream_);
  }
}

void ClientLink::on_closed(CloseReason reason) {
  const Phase before = phase_;
  stream_.reset();
  tls_.reset();
  phase_ = Phase::idle;
  if (before == Phase::connecting) {
    failure_.message += " (" + std::string(name_of(reason)) + ")";
    if (!addresses_.empty()) reached("web.client_next_address");
    try_next_address();
  } else if (before == Phase::handshake) {
    no_connection({Errc::unavailable,
                   {},
                   authority(url_) + ": the connection ended during the TLS handshake"});
  } else {
    machine_.on_closed(env_.clock.now());
  }
  step();
}

// What follows from anything that has happened to the machine.
void ClientLink::step() {
  const auto self = shared_from_this();
  if (!cut_) {
    std::string out;
    if (phase_ == Phase::open && machine_.take_output(out, env_.clock.now())) {
      send(out);
    }
    while (auto outcome = machine_.next()) result_ = std::move(outcome->response);
    // After a failure nothing that still comes is of use, or the server is not there at all.
    if (result_ && !*result_ && phase_ != Phase::idle && phase_ != Phase::ending) reset_stream();
    if (phase_ == Phase::open && machine_.wants_close()) close_stream();
    if (!result_ && phase_ == Phase::idle && machine_.wants_connect()) resolve();
  }
  arm();
  if (result_) give_result();
  if (owner_ != nullptr && phase_ == Phase::idle && !done_ && !stream_)
    std::exchange(owner_, nullptr)->on_link_gone(*this);
}

void ClientLink::send(std::string_view plaintext) {
  if (tls_) {
    check(tls_->write(plaintext).has_value(), "an open connection encrypts");
    transmit();
  } else {
    env_.net.send(*stream_, plaintext);
  }
}

void ClientLink::give_result() {
  auto done = std::exchange(done_, nullptr);
  auto result = std::move(*result_);
  result_.reset();
  if (owner_ != nullptr) owner_->on_fetched(*this);
  done(std::move(result));
}

void ClientLink::close_stream() {
  if (tls_ && tls_->state() != tls::State::failed) {
    tls_->close();
    transmit();
  }
  phase_ = Phase::ending;
  env_.net.close(*stream_);
}

void ClientLink::reset_stream() {
  ++resolution_;
  addresses_.clear();
  connect_deadline_ = never;
  phase_ = stream_ ? Phase::ending : Phase::idle;
  if (stream_) env_.net.reset(*stream_);
}

void ClientLink::transmit() {
  if (!tls_ || tls_->output().empty()) return;
  env_.net.send(*stream_, tls_->output());
  tls_->clear_output();
}

Instant ClientLink::deadline() const {
  if (result_ || (cut_ && phase_ == Phase::idle)) return env_.clock.now();
  if (cut_) return never;
  return std::min(connect_deadline_, machine_.deadline());
}

void ClientLink::arm() {
  const Instant wanted = deadline();
  if (wanted == never || (timer_ && armed_for_ <= wanted)) return;
  if (timer_) env_.timers.cancel(*timer_);
  armed_for_ = wanted;
  timer_ = env_.timers.at(wanted, [this] { on_timer(); });
}

void ClientLink::on_timer() {
  timer_.reset();
  const Instant now = env_.clock.now();
  if (phase_ == Phase::connecting && now >= connect_deadline_) {
    failure_.message +=
        " within " + std::to_string(limits::http_client_connect_timeout / 1s) + " s";
    connect_deadline_ = never;
    env_.net.reset(*stream_);  // on_closed tries the next address
  }
  if (!cut_) machine_.on_deadline(now);
  step();
}

}  // namespace curia::web
