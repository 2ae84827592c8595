// Diagnosis: the readable text of a diagnostics object: a coSpace or a call as it is now, the
// settings in force, who is in it, and the last lines of the log.
//
// 1. Secrets (passcodes, secrets of links) are only said to be set.
// 2. At most limits::diagnostics_bytes; what is more is cut, and the text says so.
#pragma once

#include <string>

#include "impl/service/callbridge/recent_log.hpp"
#include "model/objects/call.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

struct DiagnosisOf {
  const CoSpace* space = nullptr;  // null: a call without coSpace
  const Call* call = nullptr;      // null: nobody meets in the coSpace
};

std::string diagnose(const View& view, const DiagnosisOf& of, WallTime now, const RecentLog& log);

}  // namespace curia::callbridge
