#include "conformance/real/events_client.hpp"

#include <openssl/ssl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "sim/scenario/heard.hpp"

namespace curia::conformance {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Code = boost::system::error_code;
using Stream = beast::websocket::stream<beast::ssl_stream<beast::tcp_stream>>;

constexpr auto patience = std::chrono::seconds(30);

// Waits for what `start` begins, which ends in another thread. Codes and no exceptions: one that
// crosses threads is freed where ThreadSanitizer sees no order.
template <class Start>
Code result_of(Start start) {
  const auto promise = std::make_shared<std::promise<Code>>();
  auto result = promise->get_future();
  start([promise](const Code& error, const auto&...) { promise->set_value(error); });
  return result.get();
}

}  // namespace

// All of the stream happens in the thread; what was heard is looked at from outside, too.
class EventsClient::Link {
 public:
  Link() { tls_.set_verify_mode(asio::ssl::verify_none); }
  ~Link() {
    asio::post(context_, [this] { beast::get_lowest_layer(stream_).socket().close(ignored_); });
    work_.reset();
    if (thread_.joinable()) thread_.join();
  }

  // Empty when it is open, else why not.
  std::string open(const Url& server, const std::string& target) {
    thread_ = std::jthread([this] { context_.run(); });
    beast::http::response<beast::http::string_body> answer;
    const Code error = open(server, target, answer);
    if (error == beast::websocket::error::upgrade_declined)
      return "it answers " + std::to_string(answer.result_int());
    if (error) return error.message();
    asio::post(context_, [this] { read(); });
    return "";
  }

  void send(std::string text) {
    asio::post(context_, [this, text = std::move(text)]() mutable {
      queue_.push_back(std::move(text));
      if (queue_.size() == 1) write();
    });
  }

  void close() {
    asio::post(context_, [this] {
      stream_.async_close(beast::websocket::close_code::normal, [](const Code&) {});
    });
  }

  // What was heard, for as long as the guard lives.
  std::pair<std::unique_lock<std::mutex>, scenario::Heard*> heard() {
    return {std::unique_lock(lock_), &heard_};
  }

  void acknowledge() {
    std::vector<std::string> texts;
    {
      const std::lock_guard guard(lock_);
      texts = heard_.acknowledgements();
    }
    for (std::string& text : texts) send(std::move(text));
  }

 private:
  Code open(const Url& server, const std::string& target,
            beast::http::response<beast::http::string_body>& answer) {
    auto& tcp = beast::get_lowest_layer(stream_);
    tcp.expires_after(patience);
    Code error;
    const auto found =
        asio::ip::tcp::resolver(context_).resolve(server.host, std::to_string(server.port), error);
    if (!error) error = result_of([&](auto done) { tcp.async_connect(found, done); });
    if (!error)
      error = result_of([&](auto done) {
        stream_.next_layer().async_handshake(asio::ssl::stream_base::client, done);
      });
    if (!error)
      error = result_of(
          [&](auto done) { stream_.async_handshake(answer, authority(server), target, done); });
    tcp.expires_never();
    return error;
  }

  void read() {
    stream_.async_read(buffer_, [this](const Code& error, std::size_t) {
      if (error) return end(error);
      {
        const std::lock_guard guard(lock_);
        heard_.take(beast::buffers_to_string(buffer_.data()));
      }
      buffer_.clear();
      acknowledge();
      read();
    });
  }

  // A close frame that has come says more than what the stream makes of the end.
  void end(const Code& error) {
    constexpr std::uint16_t abnormal = 1006;
    const auto& told = stream_.reason();
    const bool has_code = told.code != beast::websocket::close_code::none;
    const std::lock_guard guard(lock_);
    heard_.end(has_code ? told.code : abnormal,
               has_code ? std::string(told.reason.c_str()) : error.message());
  }

  void write() {
    stream_.async_write(asio::buffer(queue_.front()), [this](const Code& error, std::size_t) {
      queue_.pop_front();
      if (!error && !queue_.empty()) write();
    });
  }

  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ =
      asio::make_work_guard(context_);
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  Stream stream_{context_, tls_};
  beast::flat_buffer buffer_;
  std::deque<std::string> queue_;
  Code ignored_;
  std::mutex lock_;
  scenario::Heard heard_;
  std::jthread thread_;
};

EventsClient::EventsClient() = default;
EventsClient::~EventsClient() = default;

Result<> EventsClient::open(const scenario::EventsStep& step, const Url& server) {
  if (!server.secure) return fail(Errc::unavailable, "events are told over TLS only");
  link_ = std::make_unique<Link>();
  const std::string failure = link_->open(server, "/events/v1?authToken=" + step.text);
  return scenario::judge_opening(step, failure.empty(), failure);
}

Result<> EventsClient::say(const scenario::EventsStep& step) {
  using Kind = scenario::EventsStep::Kind;
  std::string text = step.text;
  {
    const auto [guard, heard] = link_->heard();
    if (!heard->is_open()) return fail(Errc::not_permitted, step.client + " is not connected");
    if (step.kind == Kind::acknowledges || step.kind == Kind::ignores)
      heard->ignore(step.kind == Kind::ignores);
    if (step.kind == Kind::subscribes) {
      auto request = heard->request(step);
      if (!request) return fail(request.error());
      text = *std::move(request);
    }
  }
  if (step.kind == Kind::closes)
    link_->close();
  else if (step.kind == Kind::says || step.kind == Kind::subscribes)
    link_->send(std::move(text));
  else
    link_->acknowledge();
  return {};
}

scenario::Answer EventsClient::answer() const {
  const auto [guard, heard] = link_->heard();
  return heard->answer();
}

}  // namespace curia::conformance
