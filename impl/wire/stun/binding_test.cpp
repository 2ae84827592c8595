#include "impl/wire/stun/binding.hpp"

#include <gtest/gtest.h>

namespace curia::stun {
namespace {

constexpr Transaction transaction = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

std::string response(std::string_view attributes) {
  std::string bytes("\x01\x01\x00", 3);
  bytes += static_cast<char>(attributes.size());
  bytes += std::string("\x21\x12\xA4\x42", 4) + "\1\2\3\4\5\6\7\x8\x9\xA\xB\xC";
  return bytes + std::string(attributes);
}

TEST(StunBinding, AsksWithAnEmptyRequest) {
  const std::string request = binding_request(transaction);
  EXPECT_EQ(request, std::string("\0\1\0\0\x21\x12\xA4\x42", 8) + "\1\2\3\4\5\6\7\x8\x9\xA\xB\xC");
}

TEST(StunBinding, ReadsTheMappedAddressBehindOtherAttributes) {
  // SOFTWARE "abc", padded; then 192.0.2.1:32853 as RFC 5769 section 2.2 writes it.
  const std::string software = std::string("\x80\x22\x00\x03", 4) + "abc ";
  const std::string address("\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43", 12);
  const auto mapped = mapped_address(response(software + address), transaction);
  ASSERT_TRUE(mapped);
  EXPECT_EQ(to_string(*mapped), "192.0.2.1:32853");
}

TEST(StunBinding, ReadsIpv6) {
  std::string address("\x00\x20\x00\x14\x00\x02\xa1\x47", 8);
  address += std::string("\x01\x13\xa9\xfa", 4) + std::string(11, '\0') + "\x01";
  const auto mapped = mapped_address(response(address), transaction);
  ASSERT_TRUE(mapped);
  EXPECT_TRUE(mapped->address.is_v6);
  EXPECT_EQ(mapped->port, 32853);
}

TEST(StunBinding, TakesNothingElse) {
  const std::string good =
      response(std::string("\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43", 12));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(mapped_address(std::string_view(good).substr(0, size), transaction));
  EXPECT_FALSE(mapped_address(good, Transaction{}));
  EXPECT_FALSE(mapped_address(response(""), transaction));
  // A length that reaches behind the end, and a family that does not fit its size.
  EXPECT_FALSE(mapped_address(response(std::string("\x00\x20\x00\x18\x00\x01", 6)), transaction));
  EXPECT_FALSE(mapped_address(
      response(std::string("\x00\x20\x00\x08\x00\x02\xa1\x47\xe1\x12\xa6\x43", 12)), transaction));
}

}  // namespace
}  // namespace curia::stun
