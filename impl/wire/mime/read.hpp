// Reads mails, as a mail program does: headers decoded, parts taken apart.
//
// It serves the simulated mail server and the tests; it takes what compose() writes, and other
// mails of the same kind. An unknown encoding leaves a part as it stands.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.hpp"

namespace curia::mime {

struct Part {
  std::vector<std::pair<std::string, std::string>> headers;     // unfolded, decoded
  std::string type;                                             // "text/calendar", in lower case
  std::vector<std::pair<std::string, std::string>> parameters;  // of the type, names lower case
  std::string body;                                             // decoded; of a multipart empty
  std::vector<Part> parts;

  // Of the first header, or parameter of the type, of that name; empty: none.
  std::string_view header(std::string_view name) const;
  std::string_view parameter(std::string_view name) const;
  // The first part of that type, itself included; null: none.
  const Part* find(std::string_view wanted) const;
};

// Errors: invalid_value, limit_reached (mime_bytes, mime_depth).
Result<Part> read_mail(std::string_view text);

}  // namespace curia::mime
