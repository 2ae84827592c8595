// CdrReceiver: where call detail records are sent.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CdrReceiver : Object {
  static constexpr Kind kind_of = Kind::cdr_receiver;

  std::string uri;
};

inline constexpr FieldSpec cdr_receiver_fields[] = {
    text<&CdrReceiver::uri>("uri", limits::url_bytes)
        .also_called("url")
        .form_of(TextForm::url)
        .required()
        .unsettable()
        .summary(),
};

}  // namespace curia
