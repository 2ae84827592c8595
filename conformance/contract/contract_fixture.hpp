// What the contract suites share: a world, patience, and handlers that note what they are told.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "conformance/contract/world_under_test.hpp"
#include "model/env/env.hpp"

namespace curia::contract {

inline constexpr Duration patience = 20s;   // for what must happen
inline constexpr Duration a_while = 100ms;  // for what must not

// Notes whether a handler is called from inside a call of its owner: ports never do that.
class Reentry {
 public:
  // Wraps a call to a port.
  template <class Call>
  auto during(Call call) {
    inside_ = true;
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      inside_ = false;
    } else {
      auto result = call();
      inside_ = false;
      return result;
    }
  }
  // To be asked at the start of each handler.
  void entered() { EXPECT_FALSE(inside_) << "a handler was called from inside a call to the port"; }

 private:
  bool inside_ = false;
};

// Nothing for a success.
template <class T>
std::optional<Errc> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

// One end of a stream, which notes everything.
class NotedStream : public StreamHandler {
 public:
  NotedStream(Net& net, Reentry& reentry) : net_(net), reentry_(reentry) {}

  void connect(const Endpoint& to) {
    id = reentry_.during([&] { return net_.connect(to, *this); });
  }
  bool send(std::string_view bytes) {
    return reentry_.during([&] { return net_.send(id, bytes); });
  }
  void finish() {
    reentry_.during([&] { net_.finish(id); });
  }
  void close() {
    reentry_.during([&] { net_.close(id); });
  }
  void reset() {
    reentry_.during([&] { net_.reset(id); });
  }
  void pause() {
    reentry_.during([&] { net_.pause(id); });
  }
  void resume() {
    reentry_.during([&] { net_.resume(id); });
  }

  void on_connected() override {
    note();
    ++connected;
  }
  void on_received(std::string_view bytes) override {
    note();
    EXPECT_FALSE(bytes.empty());
    EXPECT_EQ(ended, 0);
    received += bytes;
    if (when_received) when_received();
  }
  void on_end() override {
    note();
    ++ended;
  }
  void on_writable() override {
    note();
    ++writable;
  }
  void on_closed(CloseReason reason) override {
    note();
    closed.push_back(reason);
  }

  bool is_closed() const { return !closed.empty(); }

  StreamId id{};
  int connected = 0, ended = 0, writable = 0;
  std::string received;
  std::vector<CloseReason> closed;
  std::function<void()> when_received;

 private:
  void note() {
    reentry_.entered();
    EXPECT_TRUE(closed.empty()) << "on_closed is the last call";
  }
  Net& net_;
  Reentry& reentry_;
};

// Accepts into streams that it keeps; `refuse` makes it say no.
class NotedListener final : public AcceptHandler {
 public:
  NotedListener(Net& net, Reentry& reentry) : net_(net), reentry_(reentry) {}

  StreamHandler* on_accept(StreamId stream, const Endpoint& peer) override {
    reentry_.entered();
    if (refuse) return nullptr;
    peers.push_back(peer);
    streams.push_back(std::make_unique<NotedStream>(net_, reentry_));
    streams.back()->id = stream;
    if (when_accepted) when_accepted(*streams.back());
    return streams.back().get();
  }

  bool refuse = false;
  std::function<void(NotedStream&)> when_accepted;
  std::vector<Endpoint> peers;
  std::vector<std::unique_ptr<NotedStream>> streams;

 private:
  Net& net_;
  Reentry& reentry_;
};

template <class W>
class ContractTest : public testing::Test {
 protected:
  ContractTest() : server(world.server()), client(world.client()) {}

  bool wait(const std::function<bool()>& predicate) { return world.run_until(predicate, patience); }
  // True when `predicate` does not come to hold for a while.
  bool stays_false(const std::function<bool()>& predicate) {
    return !world.run_until(predicate, a_while);
  }

  W world;
  Env& server;
  Env& client;
  Reentry reentry;
};

}  // namespace curia::contract
