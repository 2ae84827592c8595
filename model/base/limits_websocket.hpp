// Limits of WebSockets and of what is spoken over them. They stand apart from limits.hpp, which
// nearly every file includes, so that a new one here rebuilds only those who use it.
#pragma once

#include <cstddef>

#include "model/base/time.hpp"

namespace curia::limits {

// WebSockets (impl/wire/websocket): what one connection may cost.
inline constexpr std::size_t websocket_message_bytes = 1024 * 1024;    // received; then 1009
inline constexpr std::size_t websocket_queue_bytes = 4 * 1024 * 1024;  // then the peer is too slow
inline constexpr std::size_t websocket_frame_bytes = 64 * 1024;  // sent; longer messages are split
inline constexpr std::size_t websocket_pong_bytes =
    4096;                                              // waiting; then only the newest ping counts
inline constexpr Duration websocket_ping_after = 60s;  // of silence
inline constexpr Duration websocket_silence = 180s;    // then the connection is given up
inline constexpr Duration websocket_write_timeout = 60s;  // for a peer that does not read
inline constexpr Duration websocket_close_timeout = 5s;   // for the peer's answer to a close frame

// Events (impl/service/events).
inline constexpr std::size_t events_tokens = 1024;      // not used yet; then the oldest goes
inline constexpr Duration events_token_lifetime = 60s;  // clients ask shortly before they use it
inline constexpr std::size_t events_sockets = 100;      // then 503
inline constexpr std::size_t events_subscriptions =
    1000;  // of one socket; then tooManySubscriptions
inline constexpr std::size_t events_unacknowledged = 1000;  // messages; then the socket is cut off
inline constexpr std::size_t events_updates_per_message = 100;  // more go into further messages

// C2W, the connections to Web Bridges (impl/service/c2w).
inline constexpr std::size_t c2w_web_bridges = 1000;  // more are not connected
inline constexpr Duration c2w_connect_timeout =
    10s;                                            // name, TCP, TLS and the WebSocket's handshake
inline constexpr Duration c2w_hello_timeout = 10s;  // for the GUID and the answer to our hello
inline constexpr Duration c2w_ping_after = 10s;     // of silence
inline constexpr Duration c2w_silence = 30s;        // then the connection is given up
inline constexpr Duration c2w_backoff_first = 1s;   // after a failure, doubled at each
inline constexpr Duration c2w_backoff_most = 60s;   // between two tries of a Web Bridge
inline constexpr std::size_t c2w_requests = 256;    // unanswered, of one connection
inline constexpr Duration c2w_request_timeout = 10s;  // for the answer of a Web Bridge

}  // namespace curia::limits
