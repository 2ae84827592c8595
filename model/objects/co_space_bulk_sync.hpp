// CoSpaceBulkSync: one run that makes the coSpaces of a parameter set, or removes them.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class BulkSyncStatus : std::uint8_t {
  unset,
  pending,
  running,
  complete,
  failed_co_space_uri_conflict,
  failed_call_id_conflict,
  failed_index_range_invalid,
  failed_index_range_too_great,
  failed_no_such_parameter_set,
  failed
};
inline constexpr std::string_view bulk_sync_status_names[] = {"pending",
                                                              "running",
                                                              "complete",
                                                              "failedCoSpaceUriConflict",
                                                              "failedCallIdConflict",
                                                              "failedIndexRangeInvalid",
                                                              "failedIndexRangeTooGreat",
                                                              "failedNoSuchParameterSet",
                                                              "failed"};

struct CoSpaceBulkSync : Object {
  static constexpr Kind kind_of = Kind::co_space_bulk_sync;

  Guid co_space_bulk_parameter_set;
  BulkSyncStatus status = BulkSyncStatus::unset;
  Flag remove_all = Flag::unset;
};

inline constexpr FieldSpec co_space_bulk_sync_fields[] = {
    reference<&CoSpaceBulkSync::co_space_bulk_parameter_set>("cospaceBulkParameterSet",
                                                             Kind::co_space_bulk_parameter_set)
        .required()
        .summary(),
    enumeration<&CoSpaceBulkSync::status>("status", bulk_sync_status_names).read_only().summary(),
    flag<&CoSpaceBulkSync::remove_all>("removeAll").summary().defaults("false"),
};

}  // namespace curia
