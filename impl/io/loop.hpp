// Loop: one Asio io_context, and behind one of its descriptors an epoll set of our own.
//
// Asio's own socket operations cost one system call more per read (a receive that finds nothing
// before each wait, or an epoll_ctl per async_wait). The inner set is level-triggered: a socket
// that keeps its interest costs one recv per readable event and nothing else, and one turn of
// Asio serves up to loop_events sockets. Timers, posting and signals stay Asio's.
//
// 1. A Watcher is borrowed; after forget() it is not called again, not even for readiness that
//    the kernel has reported already.
// 2. Each call of a Watcher, each posted or deferred task is one event of the clock.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "impl/io/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace curia::io {

class Watcher {
 public:
  // `events` is a set of EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~Watcher() = default;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  const Clock& clock() const { return clock_; }
  Clock& clock() { return clock_; }
  boost::asio::io_context& context();

  // EPOLLERR and EPOLLHUP are reported whatever `events` says. False when the kernel refuses
  // (out of memory or of user watches).
  [[nodiscard]] bool watch(int fd, std::uint32_t events, Watcher& watcher);
  void change(int fd, std::uint32_t events, Watcher& watcher);
  void unwatch(int fd);
  // To be called before the descriptor is closed (closing ends the watch itself).
  void forget(const Watcher& watcher);

  void defer(Task task);  // a later event, in order; loop thread only
  void post(Task task);   // a later event; from any thread

  // Runs `body` as one event of the clock.
  template <class Body>
  void event(Body&& body) {
    clock_.begin_event();
    body();
    clock_.end_event();
  }

  void run();
  bool run_until(const std::function<bool()>& reached, Duration limit);
  void stop();

 private:
  struct Asio;
  void await_readiness();
  void serve_ready();
  void run_deferred();

  RealClock clock_;
  std::unique_ptr<Asio> asio_;
  int epoll_fd_ = -1;
  std::vector<epoll_event> ready_;
  std::size_t ready_next_ = 0;   // the first of ready_ that has not been served
  std::size_t ready_count_ = 0;  // how many of ready_ the kernel filled
  std::vector<Task> deferred_;
  std::vector<Task> deferred_running_;
};

}  // namespace curia::io
