// Tokens: what POST /authTokens gives, and one WebSocket is opened with.
//
// 1. A token is 128 bits that nobody can guess; it is good for one connection, and for
//    limits::events_token_lifetime.
// 2. There are at most limits::events_tokens: then the oldest goes. No timer is needed.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "model/base/time.hpp"
#include "model/env/random.hpp"

namespace curia::events {

class Tokens {
 public:
  std::string make(Random& random, Instant now);
  // Whether it is one that was made, in time and not used; it is used now.
  bool spend(std::string_view token, Instant now);
  std::size_t size() const { return tokens_.size(); }

 private:
  struct Token {
    std::string text;
    Instant ends;
  };
  void forget_old(Instant now);
  std::deque<Token> tokens_;  // in the order in which they end
};

}  // namespace curia::events
