// Between Notice and the text that the store keeps: lines that people can read in a dump.
//
// notice_of(text_of(notice)) == notice, but for `to`, which an OutgoingMail has of its own.
#pragma once

#include "model/base/result.hpp"
#include "model/schedule/notices.hpp"

namespace curia::schedule {

std::string text_of(const Notice& notice);

// Errors: corrupt.
Result<Notice> notice_of(std::string_view text);

}  // namespace curia::schedule
