// What the tests of this folder share: a time and two machines joined by two strings.
#pragma once

#include <string>

#include "impl/wire/tls/machine.hpp"
#include "impl/wire/tls/randomness.hpp"
#include "model/registry/testing/seeded_random.hpp"

namespace curia::tls {

inline const WallTime test_now = *parse_rfc3339("2021-08-24T10:15:30Z");

// Carries bytes both ways until nobody has any; `transcript` gets all of them.
struct Pair {
  Machine server;
  Machine client;
  std::string server_got{}, client_got{}, transcript{};
  std::size_t piece = 1 << 20;  // how many bytes arrive at a time
  Result<> server_result{}, client_result{};

  void carry() {
    while (!server.output().empty() || !client.output().empty()) {
      const std::string to_server = std::exchange(client.output(), {});
      server_result = deliver(to_server, server, server_got);
      const std::string to_client = std::exchange(server.output(), {});
      client_result = deliver(to_client, client, client_got);
      transcript += to_server + to_client;
    }
  }

  Result<> deliver(std::string_view bytes, Machine& to, std::string& got) const {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
      if (to.state() == State::failed) return {};
      if (auto fed = to.feed(bytes.substr(0, piece), got); !fed) return fed;
    }
    return {};
  }
};

}  // namespace curia::tls
