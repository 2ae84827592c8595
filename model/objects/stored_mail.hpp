// StoredMail: a mail that the Scheduler has promised to send, as the store keeps it. It has no path
// in /api/v1, and it refers to nothing: a mail about a deleted meeting is still to be sent.
#pragma once

#include "model/base/limits_mail.hpp"
#include "model/schema/field.hpp"

namespace curia {

struct StoredMail : Object {
  static constexpr Kind kind_of = Kind::stored_mail;

  std::string text;  // model/schedule/queued_mail.hpp
};

inline constexpr FieldSpec stored_mail_fields[] = {
    text<&StoredMail::text>("text", limits::mail_text_bytes).hidden(),
};

}  // namespace curia
