#include "impl/io/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <utility>

#include "model/base/check.hpp"

namespace curia::io {

struct StopSignals::Asio {
  explicit Asio(Loop& loop) : signals(loop.context()) {}
  boost::asio::signal_set signals;
};

StopSignals::StopSignals(Loop& loop, Callback callback)
    : loop_(loop), callback_(std::move(callback)), asio_(std::make_unique<Asio>(loop)) {
  for (const int number : {SIGTERM, SIGINT}) {
    boost::system::error_code error;
    asio_->signals.add(number, error);
    check(!error, "a signal that cannot be waited for");
  }
  await();
}

StopSignals::~StopSignals() = default;

void StopSignals::await() {
  asio_->signals.async_wait([this](const boost::system::error_code& error, int number) {
    if (error) return;
    loop_.event([&] { callback_(number); });
    await();
  });
}

}  // namespace curia::io
