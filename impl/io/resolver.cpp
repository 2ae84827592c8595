#include "impl/io/resolver.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "impl/io/sockets.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace {

struct Lookup {
  std::uint64_t id;
  std::string host;
};

Resolver::Answer look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;  // else each address comes once per socket type
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (error == EAI_NONAME || error == EAI_NODATA)
    return fail(Errc::not_found, "no address for the name '" + host + "'");
  if (error != 0)
    return fail(Errc::unavailable,
                "cannot look up the name '" + host + "': " + ::gai_strerror(error));
  std::vector<IpAddress> addresses;
  for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
    const IpAddress address = endpoint_of(*item->ai_addr).address;
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
      addresses.push_back(address);
  }
  ::freeaddrinfo(list);
  return addresses;
}

}  // namespace

struct Resolver::Shared {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Lookup> lookups;  // all below are guarded by mutex
  std::size_t threads = 0;
  std::size_t idle = 0;
  Resolver* owner = nullptr;  // null when the resolver has gone
};

Resolver::Resolver(Loop& loop) : loop_(loop), shared_(std::make_shared<Shared>()) {
  shared_->owner = this;
}

Resolver::~Resolver() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->owner = nullptr;
  }
  shared_->wake.notify_all();
}

void Resolver::resolve(std::string host, Done<Answer> done) {
  const std::uint64_t id = asked_++;
  waiting_.emplace(id, std::move(done));
  const auto answer_later = [&](Answer now) {
    loop_.defer([this, id, now = std::move(now)]() mutable { answer(id, std::move(now)); });
  };
  if (const Result<IpAddress> literal = parse_ip(host))
    return answer_later(std::vector<IpAddress>{*literal});
  if (waiting_.size() > limits::resolver_waiting)
    return answer_later(fail(Errc::unavailable, "too many names are being looked up"));
  std::unique_lock lock(shared_->mutex);
  shared_->lookups.push_back({id, std::move(host)});
  if (shared_->idle < shared_->lookups.size() && shared_->threads < limits::resolver_threads) {
    ++shared_->threads;
    std::thread([shared = shared_] { serve(shared); }).detach();
  }
  lock.unlock();
  shared_->wake.notify_one();
}

void Resolver::answer(std::uint64_t lookup, Answer answer) {
  auto asker = waiting_.extract(lookup);
  asker.mapped()(std::move(answer));
}

void Resolver::serve(const std::shared_ptr<Shared>& shared) {
  std::unique_lock lock(shared->mutex);
  for (;;) {
    ++shared->idle;
    shared->wake.wait(lock, [&] { return shared->owner == nullptr || !shared->lookups.empty(); });
    --shared->idle;
    if (shared->owner == nullptr) return;
    const Lookup lookup = std::move(shared->lookups.front());
    shared->lookups.pop_front();
    lock.unlock();
    Answer found = look_up(lookup.host);
    lock.lock();
    Resolver* owner = shared->owner;
    if (owner == nullptr) return;
    owner->loop_.post([owner, id = lookup.id, found = std::move(found)]() mutable {
      owner->answer(id, std::move(found));
    });
  }
}

}  // namespace curia::io
