// Look: compares what GET shows with the fields of the facts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/coverage/talk.hpp"

namespace curia::coverage {

// The texts that an answer has for a field: "status.rxAudio.codec" below the element, "a@b" an
// attribute of a, "@b" one of the element itself.
std::vector<std::string> texts_of(const pugi::xml_node& element, const std::string& field);

// Each field that is there is right or wrong by its type; elements that no field names are wrong.
void look(Board& board, const ObjectFacts& object, const Method& method,
          const pugi::xml_node& element);

// The field in which a parameter can be read back; null when there is none.
const Value* field_of(const Method& get, const Value& parameter);

}  // namespace curia::coverage
