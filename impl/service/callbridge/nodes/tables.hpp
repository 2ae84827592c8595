// The tables of nodes, one for each file here.
#pragma once

#include <span>

#include "impl/service/callbridge/node.hpp"

namespace curia::callbridge {

// Of everything that has pages.
inline constexpr FieldSpec page_parameters[] = {
    instruction("offset", FieldType::number),
    instruction("limit", FieldType::number).range(1, 2147483647),
};

std::span<const NodeSpec> system_nodes();
std::span<const NodeSpec> alarm_nodes();
std::span<const NodeSpec> licensing_nodes();
std::span<const NodeSpec> license_usage_nodes();
std::span<const NodeSpec> settings_nodes();   // timed logging, the only CDR receiver of old
std::span<const NodeSpec> neighbour_nodes();  // web bridges and TURN servers
std::span<const NodeSpec> diagnostics_nodes();
std::span<const NodeSpec> meeting_nodes();  // how to get into a meeting
std::span<const NodeSpec> profile_nodes();  // what is in force, and who uses it
std::span<const NodeSpec> query_nodes();
std::span<const NodeSpec> live_nodes();  // of calls, participants and call legs
std::span<const NodeSpec> raw_nodes();   // bodies that are no XML
std::span<const NodeSpec> token_nodes();

}  // namespace curia::callbridge
