// Filters of collections that compare more than one field with a value (api-conventions 4).
#pragma once

#include "model/schema/object.hpp"

namespace curia {

// What a filter's value may be.
bool is_flag_filter(std::string_view value);
bool is_number_filter(std::string_view value);
bool is_layout_filter(std::string_view value);
bool is_alarm_filter(std::string_view value);

// Of call legs.
bool owner_id_is_set(const View& view, const Object& leg, std::string_view value);
bool layout_is_active(const View& view, const Object& leg, std::string_view value);
bool has_streams_from(const View& view, const Object& leg, std::string_view value);
bool has_streams_up_to(const View& view, const Object& leg, std::string_view value);
bool has_alarm(const View& view, const Object& leg, std::string_view value);

// Of sets of bulk parameters.
bool starts_at(const View& view, const Object& set, std::string_view value);
bool ends_at(const View& view, const Object& set, std::string_view value);

inline constexpr FilterSpec call_leg_filters[] = {
    {"ownerIdSet", is_flag_filter, owner_id_is_set},
    {"activeLayoutFilter", is_layout_filter, layout_is_active},
    {"availableVideoStreamsLowerBound", is_number_filter, has_streams_from},
    {"availableVideoStreamsUpperBound", is_number_filter, has_streams_up_to},
    {"alarms", is_alarm_filter, has_alarm},
};

inline constexpr FilterSpec bulk_parameter_set_filters[] = {
    {"startIndex", is_number_filter, starts_at},
    {"endIndex", is_number_filter, ends_at},
};

}  // namespace curia
