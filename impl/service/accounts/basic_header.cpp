#include "impl/service/accounts/basic_header.hpp"

#include <algorithm>

#include "impl/service/accounts/account.hpp"
#include "model/base/base64.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::accounts {

std::optional<Credentials> parse_basic(std::string_view header) {
  constexpr std::string_view scheme = "basic ";
  if (header.size() > limits::auth_header_bytes) return std::nullopt;
  if (!equal_ignoring_ascii_case(header.substr(0, scheme.size()), scheme)) return std::nullopt;
  header.remove_prefix(scheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  const auto decoded = parse_base64(header);
  if (!decoded) return std::nullopt;
  const std::size_t colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  Credentials out{decoded->substr(0, colon), decoded->substr(colon + 1)};
  if (!validate_account_name(out.name) || !validate_password(out.password)) return std::nullopt;
  return out;
}

std::string to_basic(const Credentials& credentials) {
  const std::string pair = credentials.name + ":" + credentials.password;
  return "Basic " + to_base64({reinterpret_cast<const std::uint8_t*>(pair.data()), pair.size()});
}

}  // namespace curia::accounts
