#include "sim/scenario/sim_client.hpp"

#include <utility>

#include "impl/wire/tls/machine.hpp"
#include "sim/scenario/http_text.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {

// One connection. Parted from its client it hears on, but says nothing to it any more.
class SimClient::Link final : public StreamHandler {
 public:
  Link(SimClient& owner, Env env) : owner_(&owner), env_(env), is_plain_(!owner.trust_) {
    stream_ = env_.net.connect(owner.server_, *this);
  }

  bool is_open() const {
    return is_plain_ ? is_connected_ : tls_ && tls_->state() == tls::State::open;
  }

  bool write(std::string_view plaintext) {
    if (is_plain_) {
      if (!closed_) env_.net.send(stream_, plaintext);
      return true;
    }
    const bool well = tls_->write(plaintext).has_value();
    flush();
    return well;
  }

  void part(bool at_once) {
    owner_ = nullptr;
    if (closed_) return;
    if (at_once)
      env_.net.reset(stream_);
    else
      env_.net.close(stream_);
  }

  void on_connected() override {
    if (owner_ == nullptr) return;
    is_connected_ = true;
    if (is_plain_) return owner_->ask();
    tls_ = std::make_unique<tls::Machine>(*owner_->trust_, env_.clock.wall(),
                                          to_string(owner_->server_.address));
    flush();
  }

  void on_received(std::string_view bytes) override {
    if (owner_ == nullptr) return;
    if (is_plain_) {
      owner_->received_ += bytes;
      return owner_->read_answer(false);
    }
    if (!tls_) return;
    const auto fed = tls_->feed(bytes, owner_->received_);
    flush();
    if (!fed) return owner_->lose(fed.error().message);
    if (is_open()) owner_->ask();
    if (owner_ != nullptr) owner_->read_answer(tls_->state() == tls::State::ended);
  }

  void on_end() override {
    if (owner_ != nullptr) owner_->read_answer(true);
  }

  void on_writable() override {}

  void on_closed(CloseReason reason) override {
    closed_ = true;
    if (owner_ == nullptr) return;
    auto* owner = owner_;
    if (owner->queue_.empty()) return owner->part(true);
    owner->lose(std::string(name_of(reason)));
  }

 private:
  void flush() {
    if (tls_->output().empty() || closed_) return;
    env_.net.send(stream_, tls_->output());
    tls_->output().clear();
  }

  SimClient* owner_;
  Env env_;
  StreamId stream_{};
  bool is_plain_;
  bool is_connected_ = false;
  bool closed_ = false;
  std::unique_ptr<tls::Machine> tls_;
};

SimClient::SimClient(const Env& env, const Endpoint& server, std::optional<tls::Context> trust)
    : env_(env), server_(server), trust_(std::move(trust)) {}

SimClient::~SimClient() = default;

void SimClient::send(Request request, Done<Answer> done) {
  queue_.push_back({std::move(request), std::move(done), env_.clock.now()});
  if (queue_.size() == 1) begin();
}

void SimClient::begin() {
  on_kept_link_ = link_ != nullptr;
  patience_ = env_.timers.at(env_.clock.now() + client_patience, [this] {
    patience_.reset();
    lose("no answer within " + to_text(client_patience));
  });
  connect_or_ask();
}

void SimClient::connect_or_ask() {
  asked_ = false;
  received_.clear();
  if (!link_)
    link_ = std::make_unique<Link>(*this, env_);
  else if (link_->is_open())
    ask();
}

void SimClient::ask() {
  if (queue_.empty() || asked_) return;
  asked_ = true;
  if (!link_->write(request_text(queue_.front().request, to_string(server_))))
    lose("TLS refused the request");
}

void SimClient::read_answer(bool ended) {
  if (queue_.empty() || !asked_) {
    if (!ended) return;
    return queue_.empty() ? part(false) : lose("the connection ended before the request");
  }
  const bool to_head = queue_.front().request.method == "HEAD";
  auto read = read_answer_text(received_, to_head, ended);
  if (!read) return lose(read.error().message);
  if (!*read) return;
  if ((*read)->closes || ended) part(false);
  finish(std::move((*read)->answer));
}

void SimClient::lose(std::string why) {
  part(true);
  // The server may have gone while nobody spoke: a safe request is then worth a new connection
  // (RFC 9112 section 9.3.1).
  if (std::exchange(on_kept_link_, false) && patience_ && received_.empty() && !queue_.empty() &&
      queue_.front().request.method == "GET")
    return connect_or_ask();
  Answer answer;
  answer.lost = true;
  answer.lost_why = std::move(why);
  if (!queue_.empty()) finish(std::move(answer));
}

void SimClient::part(bool at_once) {
  if (!link_) return;
  link_->part(at_once);
  old_links_.push_back(std::move(link_));
}

void SimClient::finish(Answer answer) {
  if (patience_) env_.timers.cancel(*patience_);
  patience_.reset();
  answer.took = env_.clock.now() - queue_.front().begun;
  auto done = std::move(queue_.front().done);
  queue_.pop_front();
  done(std::move(answer));
  if (!queue_.empty()) begin();
}

}  // namespace curia::scenario
