// CoSpaceBulkParameterSet: a numbered series of coSpaces, described once.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct CoSpaceBulkParameterSet : Object {
  static constexpr Kind kind_of = Kind::co_space_bulk_parameter_set;

  std::optional<std::int64_t> start_index;
  std::optional<std::int64_t> end_index;
  std::string co_space_uri_mapping;
  std::string co_space_name_mapping;
  std::string co_space_call_id_mapping;
  Guid tenant;
  Guid call_profile;
  Guid call_leg_profile;
  Guid call_branding_profile;
  Flag non_member_access = Flag::unset;
};

inline constexpr FieldSpec co_space_bulk_parameter_set_fields[] = {
    number<&CoSpaceBulkParameterSet::start_index>("startIndex").summary(),
    number<&CoSpaceBulkParameterSet::end_index>("endIndex").summary(),
    text<&CoSpaceBulkParameterSet::co_space_uri_mapping>("coSpaceUriMapping", limits::uri_bytes)
        .form_of(TextForm::index_mapping)
        .unsettable(),
    text<&CoSpaceBulkParameterSet::co_space_name_mapping>("coSpaceNameMapping", limits::uri_bytes)
        .form_of(TextForm::index_mapping)
        .unsettable(),
    text<&CoSpaceBulkParameterSet::co_space_call_id_mapping>("coSpaceCallIdMapping",
                                                             limits::uri_bytes)
        .form_of(TextForm::index_mapping)
        .unsettable(),
    reference<&CoSpaceBulkParameterSet::tenant>("tenant", Kind::tenant).unsettable(),
    reference<&CoSpaceBulkParameterSet::call_profile>("callProfile", Kind::call_profile)
        .unsettable(),
    reference<&CoSpaceBulkParameterSet::call_leg_profile>("callLegProfile", Kind::call_leg_profile)
        .unsettable(),
    reference<&CoSpaceBulkParameterSet::call_branding_profile>("callBrandingProfile",
                                                               Kind::call_branding_profile)
        .unsettable(),
    flag<&CoSpaceBulkParameterSet::non_member_access>("nonMemberAccess").defaults("true"),
};

}  // namespace curia
