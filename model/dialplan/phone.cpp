#include "model/dialplan/phone.hpp"

#include <algorithm>
#include <cstdint>

namespace curia::dialplan {
namespace {

// E.164, section 6: at most 15 digits in all. No country has shorter national numbers than 4.
constexpr std::size_t most_digits = 15;
constexpr std::size_t fewest_national_digits = 4;

// Assigned country codes of three digits, by their first two: "21" -> 211 212 213 216 218.
// Codes of one digit are 1 and 7, and those of two all that begin no code of three.
struct Block {
  std::uint8_t first_two;
  std::string_view third;
};
constexpr Block three_digit_codes[] = {
    {21, "12368"},      {22, "0123456789"}, {23, "0123456789"}, {24, "0123456789"},
    {25, "012345678"},  {26, "0123456789"}, {29, "01789"},      {35, "0123456789"},
    {37, "0123456789"}, {38, "01235679"},   {42, "013"},        {50, "0123456789"},
    {59, "0123456789"}, {67, "023456789"},  {68, "012356789"},  {69, "012"},
    {80, "08"},         {85, "02356"},      {87, "08"},         {88, "012368"},
    {96, "012345678"},  {97, "012345679"},  {99, "1234568"},
};
constexpr std::uint8_t two_digit_codes[] = {
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
    55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98};

// Where all numbers of a country have (nearly) one length.
struct Length {
  std::string_view code;
  std::size_t min, max;
};
constexpr Length lengths[] = {{"1", 10, 10}, {"7", 10, 10}, {"33", 9, 9}, {"34", 9, 9},
                              {"44", 9, 10}, {"45", 8, 8},  {"48", 9, 9}, {"91", 10, 10}};

std::size_t country_code_length(std::string_view digits) {
  if (digits.front() == '1' || digits.front() == '7') return 1;
  if (digits.size() < 3) return 0;
  const int first_two = (digits[0] - '0') * 10 + digits[1] - '0';
  if (std::ranges::find(two_digit_codes, first_two) != std::end(two_digit_codes)) return 2;
  const auto block = std::ranges::find(three_digit_codes, first_two, &Block::first_two);
  return block != std::end(three_digit_codes) && block->third.contains(digits[2]) ? 3 : 0;
}

}  // namespace

std::optional<Phone> parse_phone(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > most_digits || !std::ranges::all_of(text, is_digit))
    return std::nullopt;
  const std::size_t length = country_code_length(text);
  if (length == 0) return std::nullopt;
  const std::string_view code = text.substr(0, length), number = text.substr(length);
  const auto known = std::ranges::find(lengths, code, &Length::code);
  const bool fits = known != std::end(lengths)
                        ? number.size() >= known->min && number.size() <= known->max
                        : number.size() >= fewest_national_digits;
  if (!fits) return std::nullopt;
  return Phone{(length == 1 ? "0" : "") + std::string(code), std::string(number)};
}

}  // namespace curia::dialplan
