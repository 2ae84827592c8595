// Values: what stands for a type: values that are valid, values that are not, and what GET shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/coverage/facts.hpp"

namespace curia::coverage {

struct BadValue {
  std::string text;
  std::string error;  // "invalidValue" or "valueTooLong"
};

// Another one for each number; not for references, which name something that exists.
std::string valid_value(const Value& value, std::size_t number);

// Every choice, the boundaries of a range: valid values that differ in kind.
std::vector<std::string> valid_values(const Value& value, std::size_t number);

std::vector<BadValue> bad_values(const Value& value);

// What GET makes of it: small letters of URIs and ids.
std::string as_shown(const Value& value, const std::string& text);

// Why a text in an answer is not of the type; empty when it is.
std::string type_complaint(const Value& value, const std::string& text);

// The reason of an id that names nothing.
std::string not_found_reason(const std::string& element);

// "0000002a-0000-4000-8000-00000000002a".
std::string made_up_id(std::size_t number);

}  // namespace curia::coverage
