// Clients of events in scenarios as text: the part of the grammar that events_step.hpp describes.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/events_step.hpp"
#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {

// After the word `events`; takes the lines of subscriptions, too.
EventsStep parse_events(LineReader& in);
// The first line, and those that stand below it.
std::vector<std::string> write(const EventsStep& step);

}  // namespace curia::scenario
