// The XML document in which call detail records travel (platform-facts 4.2).
//
//   std::string body = cdr_document({.session = session}, {{{.record = &record, ...}}});
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/base/guid.hpp"
#include "model/cdr/record.hpp"

namespace curia {

struct CdrEnvelope {
  Guid session;
  Guid call_bridge{};  // nil: the server is in no cluster
};

struct CdrEntry {
  const cdr::Record* record;
  std::uint64_t record_index;
  std::uint64_t correlator_index;
  std::uint64_t missing = 0;  // records before it that this receiver will never get
};

std::string cdr_document(const CdrEnvelope& envelope, std::span<const CdrEntry> entries);

}  // namespace curia
