// Text helpers that every layer needs: UTF-8, case, numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curia {

// Well-formed UTF-8 as RFC 3629 defines it: shortest form, no surrogates, at most U+10FFFF.
bool is_utf8(std::string_view text);

// True when every character may stand in XML 1.0 text (section 2.2: no control characters but
// tab, line feed and carriage return; not U+FFFE or U+FFFF). Expects UTF-8.
bool is_xml_text(std::string_view text);

std::string ascii_lower(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b);

// Case folding for searches: ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic letters fold to
// lower case; everything else stays. Keeps the length of ASCII text.
std::string fold_case(std::string_view text);

// Whether fold_case(text) holds `folded`, which comes from fold_case() and is not empty.
bool contains_folded(std::string_view text, std::string_view folded);

// Decimal digits only, no sign or blank; nullopt on overflow of 63 bits too.
std::optional<std::int64_t> parse_decimal(std::string_view text);

// Without the ASCII blanks, tabs and line ends at both ends.
std::string_view trim_ascii_space(std::string_view text);

}  // namespace curia
