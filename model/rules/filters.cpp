#include "model/rules/filters.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/co_space_bulk_parameter_set.hpp"

namespace curia {
namespace {

constexpr std::string_view alarm_names[] = {"all", "packetLoss", "excessiveJitter",
                                            "highRoundTripTime"};

// Pictures that a leg could show are counted by its media, and no media passes this server yet.
constexpr std::int64_t video_streams = 0;

bool is_one_of(std::span<const std::string_view> names, std::string_view value) {
  return std::ranges::any_of(
      names, [&](std::string_view name) { return equal_ignoring_ascii_case(name, value); });
}

const CoSpaceBulkParameterSet& bulk_set(const Object& object) {
  return static_cast<const CoSpaceBulkParameterSet&>(object);
}

}  // namespace

bool is_flag_filter(std::string_view value) { return parse_flag(value).has_value(); }

bool is_number_filter(std::string_view value) {
  const auto number = parse_decimal(value);
  return number && *number >= 0;
}

bool is_layout_filter(std::string_view value) { return is_one_of(default_layout_names, value); }

// "all", or names joined by |.
bool is_alarm_filter(std::string_view value) {
  for (;;) {
    const std::size_t bar = value.find('|');
    if (!is_one_of(alarm_names, value.substr(0, bar))) return false;
    if (bar == std::string_view::npos) return true;
    value.remove_prefix(bar + 1);
  }
}

bool owner_id_is_set(const View&, const Object& leg, std::string_view value) {
  return !static_cast<const CallLeg&>(leg).owner_id.empty() == parse_flag(value);
}

bool layout_is_active(const View& view, const Object& leg, std::string_view value) {
  return equal_ignoring_ascii_case(call_leg_layout(view, leg), value);
}

bool has_streams_from(const View&, const Object&, std::string_view value) {
  return video_streams >= parse_decimal(value);
}

bool has_streams_up_to(const View&, const Object&, std::string_view value) {
  return video_streams <= parse_decimal(value);
}

// The alarms of a leg are about its media.
bool has_alarm(const View&, const Object&, std::string_view) { return false; }

bool starts_at(const View&, const Object& set, std::string_view value) {
  return bulk_set(set).start_index == parse_decimal(value);
}

bool ends_at(const View&, const Object& set, std::string_view value) {
  return bulk_set(set).end_index == parse_decimal(value);
}

}  // namespace curia
