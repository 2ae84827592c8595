// The limits of call detail records, beside those of model/base/limits.hpp.
#pragma once

#include <cstddef>

#include "model/base/time.hpp"

namespace curia::limits {

// Call detail records (impl/service/cdr).
inline constexpr std::size_t cdr_batch_records = 100;          // in one document
inline constexpr std::size_t cdr_batch_bytes = 256 * 1024;     // of records in one POST
inline constexpr std::size_t cdr_spool_records = 10'000;       // kept for one receiver
inline constexpr std::size_t cdr_segment_bytes = 1024 * 1024;  // of a file, and twice what it holds
inline constexpr Duration cdr_alive_interval = 10s;  // a server with calls notes that it lives
inline constexpr Duration cdr_disk_interval = 10s;   // between tries of a disk that refuses
inline constexpr Duration cdr_last_delivery = 3s;    // of what is left when the server stops

}  // namespace curia::limits
