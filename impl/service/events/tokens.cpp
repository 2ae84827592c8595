#include "impl/service/events/tokens.hpp"

#include <algorithm>

#include "model/base/guid.hpp"
#include "model/base/limits_websocket.hpp"
#include "model/base/reached.hpp"

namespace curia::events {

std::string Tokens::make(Random& random, Instant now) {
  forget_old(now);
  if (tokens_.size() == limits::events_tokens) {
    reached("events.too_many_tokens");
    tokens_.pop_front();
  }
  return tokens_.emplace_back(to_string(new_guid(random)), now + limits::events_token_lifetime)
      .text;
}

bool Tokens::spend(std::string_view token, Instant now) {
  forget_old(now);
  const auto found = std::ranges::find(tokens_, token, &Token::text);
  if (found == tokens_.end()) return false;
  tokens_.erase(found);
  return true;
}

void Tokens::forget_old(Instant now) {
  while (!tokens_.empty() && tokens_.front().ends <= now) tokens_.pop_front();
}

}  // namespace curia::events
