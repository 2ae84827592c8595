// Any bytes as an Authorization header, a stored account and a stored hash: never a finding, and
// what is read can be written and read again.
#include <cstdint>
#include <string>
#include <string_view>

#include "impl/service/accounts/account.hpp"
#include "impl/service/accounts/basic_header.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/base/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace curia;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto credentials = accounts::parse_basic(text)) {
    check(accounts::validate_account_name(credentials->name).has_value(), "a name out of bounds");
    const auto again = accounts::parse_basic(accounts::to_basic(*credentials));
    check(again == credentials, "a header that does not round-trip");
  }
  if (const auto account = accounts::decode_account(text)) {
    // The text may be of version 1, or have its lines in another order.
    const std::string written = accounts::encode_account(*account);
    const auto again = accounts::decode_account(written);
    check(again.has_value(), "an account that is written and not read");
    check(accounts::encode_account(*again) == written, "an account that does not round-trip");
    // Reading the cost must not depend on the hash being ours; hashing is too slow to fuzz.
    (void)accounts::cost_of(account->password_hash);
  }
  (void)accounts::cost_of(text);
  return 0;
}
