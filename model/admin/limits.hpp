// The limits of the command line, its accounts' sessions and its logs; docs/limits.md shows them
// beside those of model/base/limits.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/time.hpp"

namespace curia::limits {

// The command line of the MMP (model/admin, impl/service/mmp).
inline constexpr std::size_t command_line_bytes = 4096;      // a longer line is refused
inline constexpr std::size_t command_line_words = 64;        // more are refused
inline constexpr std::size_t mmp_sessions = 1024;            // logged in at a time, by all doors
inline constexpr std::size_t mmp_lines_waiting = 256;        // of one session, behind a command
inline constexpr std::size_t history_lines = 200;            // that a terminal recalls
inline constexpr std::size_t typed_ahead_bytes = 64 * 1024;  // while a command runs; then dropped
inline constexpr Duration ssh_idle_timeout = 180s;           // also the console (release notes 2.5)
inline constexpr Duration sftp_idle_timeout = 600s;          // without a request: logged out
inline constexpr Duration web_session_idle_timeout = 600s;   // without a request: logged out
inline constexpr Duration web_session_lifetime = 86400s;     // however busy
inline constexpr Duration account_lock = 900s;               // after max_failed_logins
inline constexpr Duration api_login_noted = 3600s;           // then its last login is stored anew
inline constexpr std::size_t dictionary_bytes = 16 * 1024 * 1024;  // read at each new password
inline constexpr std::size_t password_history = 24;                // hashes kept of one account
inline constexpr std::size_t audit_file_bytes = 10 * 1024 * 1024;  // then it is rotated
inline constexpr std::size_t audit_files = 10;                     // kept, the current one included
inline constexpr std::size_t audit_lines_waiting = 1000;           // while the disk refuses them
inline constexpr std::size_t audit_value_bytes = 1024;  // of one value in a line; then cut
inline constexpr std::size_t syslog_spool = 10 * 1000;  // messages for one server; the oldest go
inline constexpr std::size_t syslog_servers = 8;        // more are refused
inline constexpr std::size_t syslog_message_bytes = 8 * 1024;  // then cut
inline constexpr Duration syslog_connect_time = 15s;  // TLS included; then it is a failed try
inline constexpr Duration syslog_retry_first = 1s;    // doubled at each failure
inline constexpr Duration syslog_retry_most = 60s;    // between two tries of a server
inline constexpr int ldap_filter_depth = 32;          // nested; servers have such a limit, too
inline constexpr std::size_t pki_file_bytes = 1024 * 1024;     // of a key, request or certificate
inline constexpr std::size_t console_frame_bytes = 64 * 1024;  // of the local socket
inline constexpr std::size_t console_connections = 32;         // at one time; more are refused

// SSH and SFTP (impl/io/ssh).
inline constexpr std::size_t ssh_connections = 512;           // one thread each
inline constexpr std::size_t ssh_connections_anonymous = 64;  // not logged in yet
inline constexpr std::size_t ssh_channels = 16;               // of one connection at a time
inline constexpr Duration ssh_login_time = 60s;               // then the connection ends
inline constexpr std::size_t ssh_login_attempts = 6;          // of one connection, keys included
inline constexpr std::size_t ssh_output_high = 256 * 1024;    // waiting; a script rests meanwhile
inline constexpr std::size_t ssh_output_bytes = 4 * 1024 * 1024;  // waiting; then the session ends
inline constexpr Duration ssh_end_time = 2s;  // for what waits and for the client to leave
inline constexpr std::size_t sftp_packet_bytes = 256 * 1024;  // as OpenSSH sends them at most
inline constexpr std::size_t sftp_read_bytes = 256 * 1024;    // the answer to one request
inline constexpr std::size_t sftp_handles = 64;               // open files of one channel
inline constexpr std::uint64_t sftp_file_bytes =
    std::uint64_t{4} * 1024 * 1024 * 1024;  // of one file

}  // namespace curia::limits
