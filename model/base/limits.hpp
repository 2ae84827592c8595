// Every named limit of the server, in one place: reaching one is an explicit error, never silence.
// docs/limits.md is the page of the same table for operators.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/time.hpp"

namespace curia::limits {

// HTTP (impl/wire/http): what one connection may cost.
inline constexpr std::size_t http_header_bytes = 16 * 1024;  // 431 above it
inline constexpr std::size_t http_target_bytes = 8 * 1024;   // 414 above it
inline constexpr std::size_t http_chunk_line_bytes = 1024;   // a chunk's size with its extension
inline constexpr std::size_t http_body_bytes = 1024 * 1024;  // 413 above it
inline constexpr std::size_t http_requests_in_flight = 16;   // per connection; then reading stops
inline constexpr std::size_t http_connections = 4096;        // per listener; then refused
inline constexpr std::size_t http_response_body_bytes =
    16 * 1024 * 1024;                                   // a reply our client takes
inline constexpr Duration http_idle_timeout = 60s;      // between requests
inline constexpr Duration http_request_timeout = 30s;   // first to last byte of a request
inline constexpr Duration http_write_timeout = 60s;     // a client that does not read
inline constexpr Duration http_linger_timeout = 5s;     // for the peer to end after our last word
inline constexpr Duration tls_handshake_timeout = 20s;  // then the connection is closed
inline constexpr Duration tls_ticket_lifetime = 2h;     // a session can be resumed for so long
inline constexpr Duration http_refusal_log_interval = 10s;  // per listener: one line, with a count
// Requests that one connection may carry: a thousandth of a TLS handshake each, and still a
// connection ends some day (it is what the header Keep-Alive: max=... counts down).
inline constexpr std::size_t http_requests_per_connection = 10000;

// The HTTP client (impl/wire/http/client.hpp).
inline constexpr std::size_t http_client_queue = 1024;           // requests to one server
inline constexpr Duration http_client_timeout = 30s;             // from send() to the whole answer
inline constexpr Duration http_client_idle_timeout = 15s;        // then a kept connection closes
inline constexpr std::size_t http_client_interim_responses = 8;  // 1xx before the final one
inline constexpr Duration http_client_connect_timeout = 5s;  // per address, while others are left
inline constexpr std::size_t http_client_fetches = 256;      // under way at a time, in all
inline constexpr std::size_t http_client_kept = 8;           // idle connections, in all

// The form parser (impl/wire/form).
inline constexpr std::size_t form_pairs = 512;  // parameters of one request; more: 400

// The API (impl/service/callbridge).
inline constexpr std::size_t page_size = 20;     // default and maximum (api-conventions section 4)
inline constexpr std::size_t text_bytes = 2048;  // any text parameter without its own limit
inline constexpr std::size_t name_bytes = 200;   // names of objects
inline constexpr std::size_t uri_bytes = 200;    // URIs of spaces, users, rules
inline constexpr std::size_t url_bytes = 2048;   // addresses of servers and templates
inline constexpr std::size_t call_id_digits = 32;        // also of numeric ids
inline constexpr std::size_t cdr_tag_bytes = 100;        // cdrTag of any object
inline constexpr std::size_t passcode_bytes = 64;        // digits of a passcode
inline constexpr std::size_t secret_bytes = 64;          // of an access method or coSpace
inline constexpr std::size_t language_tag_bytes = 32;    // en_US and the like
inline constexpr std::size_t cdr_receivers = 4;          // then tooManyCdrReceivers
inline constexpr std::size_t ldap_syncs = 64;            // kept or waiting; then tooManyLdapSyncs
inline constexpr std::size_t filter_ids = 20;            // in one PUT to the participants of a call
inline constexpr std::size_t name_label_bytes = 50;      // of nameLabelOverride
inline constexpr std::size_t message_banner_bytes = 60;  // text over the picture of a call
inline constexpr std::size_t layout_template_bytes = 64 * 1024;  // JSON of a layout template
inline constexpr std::size_t diagnostics_bytes = 256 * 1024;     // of one /contents; then cut

// Jobs behind the API (model/bulk, model/ldap, impl/service/callbridge/jobs).
inline constexpr std::int64_t bulk_index_range = 10 * 1000;  // then failedIndexRangeTooGreat
inline constexpr std::size_t bulk_slice = 50;                // coSpaces made or removed at a time
inline constexpr std::size_t ldap_entries = 100 * 1000;      // of one source; then ldapError
inline constexpr std::size_t ldap_page = 500;                // entries asked for at a time
inline constexpr std::size_t ldap_regex_steps = 100 * 1000;  // of one substitution; then ldapError
inline constexpr Duration job_retry = 5s;                    // after the store refused a write

// What the server watches and keeps of itself (impl/service/callbridge/upkeep).
inline constexpr std::size_t alarms = 1000;               // of one type; more are not kept
inline constexpr std::size_t diagnostics_kept = 50;       // then the oldest goes
inline constexpr std::size_t recent_log_lines = 200;      // that diagnostics show
inline constexpr std::size_t usage_snapshots = 25920;     // of 5 minutes: 90 days
inline constexpr Duration upkeep_interval = 1s;           // between two looks
inline constexpr Duration store_probe_interval = 5s;      // while the store refuses writes
inline constexpr Duration certificate_warning = 720h;     // before its end: 30 days
inline constexpr std::uint64_t disk_full_percent = 90;    // then diskAlmostFull
inline constexpr Duration cdr_contact_interval = 60s;     // while a receiver answers
inline constexpr Duration cdr_contact_timeout = 10s;      // until a receiver must take a connection
inline constexpr Duration cdr_backoff_first = 1s;         // after a failure, doubled at each
inline constexpr Duration cdr_backoff_most = 60s;         // between two tries of one receiver
inline constexpr Duration turn_probe_interval = 30s;      // between two probes of a server
inline constexpr Duration turn_probe_wait = 900ms;        // for an answer; then it is asked again
inline constexpr std::size_t turn_probe_tries = 3;        // unanswered: the server is down
inline constexpr std::size_t turn_servers_probed = 100;   // the others have no status
inline constexpr std::size_t turn_server_addresses = 4;   // of one server that are asked
inline constexpr std::int64_t load_per_processor = 1250;  // what one busy processor counts
inline constexpr Duration load_window = 10s;              // the load is that of the last seconds

// Calls (model/call).
inline constexpr Duration ringing_timeout = 60s;  // then callLegEnd says ringingTimeout
inline constexpr Duration menu_timeout = 60s;     // of an IVR that hears nothing
inline constexpr int passcode_tries = 3;          // then incorrectPasscode
inline constexpr Duration passcode_timeout =
    10s;  // where passcodeMode is timeout, silence is a blank

// Accounts and authentication (impl/service/accounts).
inline constexpr std::size_t auth_failures_per_source = 20;   // within auth_failure_window
inline constexpr Duration auth_failure_window = 60s;          // in which failures of a source count
inline constexpr std::size_t auth_sources_remembered = 4096;  // the oldest is forgotten first
inline constexpr std::size_t auth_known = 1024;    // verified credentials; then the oldest goes
inline constexpr Duration auth_known_idle = 600s;  // then a password is hashed again
inline constexpr std::size_t auth_checks_waiting = 64;      // different credentials; then 503
inline constexpr std::size_t auth_requests_waiting = 4096;  // for those checks; then 503
inline constexpr std::size_t auth_header_bytes = 1024;      // of the Authorization header
inline constexpr std::size_t accounts = 1024;               // of the server, all roles
inline constexpr std::size_t account_name_bytes = 64;       // of the login
inline constexpr std::size_t password_bytes = 256;          // a longer one is refused

// The store (impl/store).
inline constexpr std::size_t store_batches_waiting = 65536;  // more writes are refused meanwhile
inline constexpr std::size_t store_group_batches = 1024;     // batches that share one sync
inline constexpr std::size_t store_checkpoint_pages = 1000;  // the log is folded in above it

// Reality (impl/io).
inline constexpr int net_accept_backlog = 4096;              // the kernel cuts it to somaxconn
inline constexpr std::size_t net_accepts_per_turn = 32;      // then other sockets have their turn
inline constexpr Duration net_accept_pause = 100ms;          // after "too many open files"
inline constexpr Duration net_connect_timeout = 10s;         // then CloseReason::timed_out
inline constexpr Duration net_linger_timeout = 2s;           // for the end of a peer we closed
inline constexpr std::size_t net_receive_bytes = 64 * 1024;  // one read, one on_received
inline constexpr std::size_t net_datagrams_per_turn = 64;    // per socket
inline constexpr std::size_t resolver_threads = 4;           // DNS questions at one time
inline constexpr std::size_t resolver_waiting = 1024;        // then unavailable
inline constexpr std::size_t loop_events = 64;               // sockets served per turn
inline constexpr Duration directory_timeout = 10s;           // connect, and each operation
inline constexpr std::size_t directory_searches = 8;         // with pages to come; the oldest goes
inline constexpr std::size_t log_line_bytes = 4096;          // then cut

// External invitation templates (impl/service/callbridge).
inline constexpr std::size_t invitation_templates_kept = 256;  // then the oldest is forgotten
inline constexpr Duration invitation_template_fresh = 300s;    // then it is fetched again
inline constexpr Duration invitation_template_retry = 30s;     // after a fetch that failed
inline constexpr int invitation_retry_after_s = 2;             // what a client is told to wait

// Invitations (model/invitation).
inline constexpr std::size_t invitation_template_bytes = 256 * 1024;  // a larger file is not used
inline constexpr std::size_t invitation_output_bytes = 256 * 1024;    // more fails
inline constexpr std::size_t invitation_nesting = 64;        // statements, parentheses, lists
inline constexpr std::size_t invitation_steps = 100 * 1000;  // nodes visited by one rendering
inline constexpr std::size_t invitation_warnings = 20;       // lines of the log for one template

// Dial plans (model/dialplan): what patterns that somebody configured may cost.
inline constexpr std::size_t dialled_bytes = 512;         // an address, dialled or transformed
inline constexpr std::size_t regex_instructions = 2000;   // of one pattern, repetitions unrolled
inline constexpr std::uint32_t regex_repetitions = 1000;  // the numbers in a{2,4}
inline constexpr std::size_t regex_nesting = 32;          // parentheses
inline constexpr std::size_t regex_groups = 9;            // as many as \1 to \9 can name
inline constexpr std::size_t dial_transform_steps = 500 * 1000;  // of one transform of one address

// Recurrences and time zones (model/schedule).
inline constexpr std::size_t zone_bytes = 256 * 1024;            // the file of one zone
inline constexpr std::size_t zones_kept = 1024;                  // the database has 600 names
inline constexpr std::size_t recurrence_rule_bytes = 16 * 1024;  // of one RRULE
inline constexpr std::uint32_t recurrence_interval = 1000 * 1000 * 1000;  // INTERVAL of a rule
inline constexpr std::uint32_t recurrence_count = 100 * 1000;             // COUNT of a rule
inline constexpr std::size_t recurrence_dates = 4096;  // EXDATE, RDATE and changes of one series
// Periods of a rule that are looked at in vain before a search gives up: all days of the 400
// years after which the calendar repeats itself, and some more.
inline constexpr std::uint64_t recurrence_barren_periods = 150 * 1000;
// Periods that are looked at to find where a COUNT ends.
inline constexpr std::uint64_t recurrence_count_periods = 1000 * 1000;

// Layouts (model/layout).
inline constexpr std::size_t layout_sheet_bytes = 64 * 1024;  // what `curia layout` draws from
inline constexpr std::size_t layout_sheet_people = 2000;      // of a sheet of curia layout
inline constexpr std::size_t layout_sheet_shots = 100;        // pictures of one sheet

}  // namespace curia::limits
