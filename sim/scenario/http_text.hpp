// HTTP/1.1 as a test client writes and reads it, apart from the machines under test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

// The bytes of a request; the host goes into Host. Raw requests are what they are.
std::string request_text(const Request& request, std::string_view host);

// The value of Authorization; empty when the login is `nobody`.
std::string authorization(const Login& login);

struct ReadAnswer {
  Answer answer;
  std::size_t bytes = 0;  // of the text that were the answer
  bool closes = false;    // the server keeps the connection no longer
};

// The answer at the begin of the text; nullopt when there is more to come. `ended` says that
// nothing more comes. Errors: protocol_error.
Result<std::optional<ReadAnswer>> read_answer_text(std::string_view text, bool to_head, bool ended);

}  // namespace curia::scenario
