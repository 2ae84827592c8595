#include "impl/io/loop.hpp"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace asio = boost::asio;

struct Loop::Asio {
  // One thread does all I/O, others only post: the reactor needs no locks, the queue does.
  asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
  asio::posix::stream_descriptor epoll{context};
};

Loop::Loop() : asio_(std::make_unique<Asio>()), ready_(limits::loop_events) {
  epoll_fd_ = ::epoll_create1(EPOLL_CLOEXEC);
  check(epoll_fd_ >= 0, "the kernel gives no epoll set");
  asio_->epoll.assign(epoll_fd_);
  await_readiness();
}

Loop::~Loop() = default;

asio::io_context& Loop::context() { return asio_->context; }

bool Loop::watch(int fd, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  return ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) == 0;
}

void Loop::change(int fd, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  check(::epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, fd, &event) == 0, "change of an unwatched file");
}

void Loop::unwatch(int fd) {
  check(::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr) == 0, "unwatch of an unwatched file");
}

void Loop::forget(const Watcher& watcher) {
  for (std::size_t i = ready_next_; i < ready_count_; ++i)
    if (ready_[i].data.ptr == &watcher) ready_[i].data.ptr = nullptr;
}

void Loop::await_readiness() {
  asio_->epoll.async_wait(asio::posix::stream_descriptor::wait_read,
                          [this](const boost::system::error_code& error) {
                            if (error) return;
                            serve_ready();
                            await_readiness();
                          });
}

void Loop::serve_ready() {
  const int count = ::epoll_wait(epoll_fd_, ready_.data(), static_cast<int>(ready_.size()), 0);
  ready_count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  ready_next_ = 0;
  while (ready_next_ < ready_count_) {
    const epoll_event& entry = ready_[ready_next_++];
    const std::uint32_t events = entry.events;
    if (auto* watcher = static_cast<Watcher*>(entry.data.ptr); watcher != nullptr)
      event([&] { watcher->on_ready(events); });
  }
  ready_count_ = 0;
}

void Loop::defer(Task task) {
  deferred_.push_back(std::move(task));
  if (deferred_.size() == 1) asio::post(asio_->context, [this] { run_deferred(); });
}

void Loop::run_deferred() {
  // What these tasks defer comes in the next turn: deferred_ is empty from here on.
  std::swap(deferred_, deferred_running_);
  for (Task& task : deferred_running_) event(task);
  deferred_running_.clear();
}

void Loop::post(Task task) {
  asio::post(asio_->context, [this, task = std::move(task)]() mutable { event(task); });
}

void Loop::run() {
  asio_->context.restart();
  asio_->context.run();
}

bool Loop::run_until(const std::function<bool()>& reached, Duration limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  asio_->context.restart();
  while (!reached()) {
    if (asio_->context.stopped() || asio_->context.run_one_until(end) == 0) return reached();
  }
  return true;
}

void Loop::stop() { asio_->context.stop(); }

}  // namespace curia::io
