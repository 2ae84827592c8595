// Resolver: getaddrinfo(3) on threads of its own, because it waits for name servers.
//
// 1. At most resolver_threads lookups at a time, so one dead name server does not stop the
//    others; at most resolver_waiting wait, and then the answer is `unavailable`.
// 2. The destructor waits for no name server: a thread that is in a lookup is left to end alone,
//    with nothing of ours but the queue that it shares. Who asked is known to the loop only.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "impl/io/loop.hpp"
#include "model/base/ip.hpp"

namespace curia::io {

class Resolver {
 public:
  using Answer = Result<std::vector<IpAddress>>;

  explicit Resolver(Loop& loop);
  ~Resolver();
  void resolve(std::string host, Done<Answer> done);

 private:
  struct Shared;
  static void serve(const std::shared_ptr<Shared>& shared);
  void answer(std::uint64_t lookup, Answer answer);

  Loop& loop_;
  std::uint64_t asked_ = 0;  // ever
  std::unordered_map<std::uint64_t, Done<Answer>> waiting_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace curia::io
