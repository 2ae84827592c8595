// Cluster: how this server takes part in a cluster.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct Cluster : Object {
  static constexpr Kind kind_of = Kind::cluster;

  std::string unique_name;
  std::optional<std::int64_t> max_peer_video_streams;
  std::optional<std::int64_t> peer_link_bit_rate;
  std::optional<std::int64_t> participant_limit;
  std::optional<std::int64_t> load_limit;
  std::optional<std::int64_t> new_conference_load_limit_basis_points;
  std::optional<std::int64_t> existing_conference_load_limit_basis_points;
};

inline constexpr FieldSpec cluster_fields[] = {
    text<&Cluster::unique_name>("uniqueName").unsettable().shown_empty(),
    number<&Cluster::max_peer_video_streams>("maxPeerVideoStreams")
        .unsettable()
        .shown_empty()
        .added_in("2.3.3"),
    number<&Cluster::peer_link_bit_rate>("peerLinkBitRate").unsettable(),
    number<&Cluster::participant_limit>("participantLimit").unsettable().shown_empty(),
    number<&Cluster::load_limit>("loadLimit").unsettable().shown_empty().added_in("2.1"),
    number<&Cluster::new_conference_load_limit_basis_points>("newConferenceLoadLimitBasisPoints")
        .range(0, 10000)
        .unsettable()
        .added_in("2.1"),
    number<&Cluster::existing_conference_load_limit_basis_points>(
        "existingConferenceLoadLimitBasisPoints")
        .range(0, 10000)
        .unsettable()
        .added_in("2.1"),
};

}  // namespace curia
