#include "impl/service/web/client.hpp"

#include <algorithm>
#include <map>

#include "impl/service/web/client_link.hpp"
#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "model/base/url.hpp"

namespace curia::web {
namespace {

constexpr std::size_t host_name_bytes = 253;  // RFC 1035 section 2.3.4, without the final dot

}  // namespace

class Client::State final : public LinkOwner, public std::enable_shared_from_this<Client::State> {
 public:
  State(const Env& env, tls::Context trust) : env_(env), trust_(std::move(trust)) {}

  void fetch(ClientRequest request, Done<Result<http::Response>> done) {
    auto url = parse_url(request.url);
    if (url && url->host.size() > host_name_bytes)
      url = fail(Errc::invalid_value, "the URL names a host that cannot exist");
    if (!url) {
      refuse({url.error().code, "url", url.error().message}, std::move(done));
      return;
    }
    if (closing_) {
      refuse({Errc::cancelled, {}, "the client is closing"}, std::move(done));
      return;
    }
    if (under_way_ >= limits::http_client_fetches) {
      reached("web.client_full");
      refuse({Errc::limit_reached, {}, "too many requests to other servers are under way"},
             std::move(done));
      return;
    }
    ++under_way_;
    link_for(*url, request.trust.value_or(trust_)).fetch(std::move(request), *url, std::move(done));
  }

  void close(Task closed) {
    check(!closing_, "a client closes once");
    closing_ = true;
    closed_ = std::move(closed);
    for (const auto& [number, link] : links_) link->cut();
    tell_if_closed();
  }

 private:
  // In a later event, as every answer.
  void refuse(Error error, Done<Result<http::Response>> done) {
    env_.timers.at(env_.clock.now(), [weak = weak_from_this(), error = std::move(error),
                                      done = std::move(done)]() mutable {
      if (weak.lock()) done(fail(std::move(error)));
    });
  }

  ClientLink& link_for(const Url& url, const tls::Context& trust) {
    for (const auto& [number, link] : links_)
      if (link->is_kept() && link->is_for(url, trust)) return *link;
    const std::uint64_t number = ++last_number_;
    auto link = std::make_shared<ClientLink>(env_, *this, number, url, trust);
    return *links_.emplace(number, std::move(link)).first->second;
  }

  void on_fetched(ClientLink&) override {
    --under_way_;
    const auto is_kept = [](const auto& entry) { return entry.second->is_kept(); };
    const auto kept = static_cast<std::size_t>(std::ranges::count_if(links_, is_kept));
    if (kept > limits::http_client_kept) std::ranges::find_if(links_, is_kept)->second->cut();
  }

  void on_link_gone(ClientLink& link) override {
    links_.erase(link.number());
    tell_if_closed();
  }

  void tell_if_closed() {
    if (!closed_ || !links_.empty()) return;
    env_.timers.at(env_.clock.now(), std::move(closed_));
    closed_ = nullptr;
  }

  Env env_;
  tls::Context trust_;
  std::map<std::uint64_t, std::shared_ptr<ClientLink>> links_;
  std::uint64_t last_number_ = 0;
  std::size_t under_way_ = 0;
  bool closing_ = false;
  Task closed_;
};

Client::Client(const Env& env, tls::Context trust)
    : state_(std::make_shared<State>(env, std::move(trust))) {}
Client::~Client() = default;

void Client::fetch(ClientRequest request, Done<Result<http::Response>> done) {
  state_->fetch(std::move(request), std::move(done));
}

void Client::close(Task closed) { state_->close(std::move(closed)); }

}  // namespace curia::web
