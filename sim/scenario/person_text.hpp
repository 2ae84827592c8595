// People in scenarios as text: the part of the grammar that person_step.hpp describes.
#pragma once

#include <string>

#include "sim/scenario/line_reader.hpp"
#include "sim/scenario/person_step.hpp"

namespace curia::scenario {

// After the word `person`.
PersonIntro parse_person(LineReader& in);
// Whether the line is a sentence about somebody.
bool begins_person_step(const LineReader& in);
PersonStep parse_person_step(LineReader& in);

std::string write(const PersonIntro& person);
std::string write(const PersonStep& step);

}  // namespace curia::scenario
