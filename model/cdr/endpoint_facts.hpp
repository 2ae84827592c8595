// EndpointFacts: what only the far end of a call leg, or the media engine, can know of it. Whoever
// carries a leg (SIP, the web app, simulated people) says so when it learns something; what is not
// known stays empty and is told to nobody. It stands beside the leg, not in it: a packet that was
// lost is no change of an object.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/guid.hpp"

namespace curia::cdr {

// Loss in bursts, and between them (platform-facts 4.3): milliseconds, hundredths of a percent.
struct PacketStatistics {
  std::int64_t burst_ms = 0;
  std::int64_t burst_density = 0;
  std::int64_t gap_ms = 0;
  std::int64_t gap_density = 0;
};

struct StreamFacts {
  std::string codec{};  // "opus", "h264"
  std::int64_t max_width = 0;
  std::int64_t max_height = 0;
  std::optional<PacketStatistics> packets{};
};

// Tenths of a percent of the time that the leg lasted.
struct MediaUsage {
  std::int64_t main_video_viewer = 0;
  std::int64_t main_video_contributor = 0;
  std::int64_t presentation_viewer = 0;
  std::int64_t presentation_contributor = 0;
  std::int64_t multi_stream_video = 0;
};

struct MediaAlarm {
  std::string type;           // packetLoss, excessiveJitter, highRoundTripTime
  std::int64_t duration = 0;  // tenths of a percent
};

struct EndpointFacts {
  std::string remote_address{};
  std::string sub_type{};       // lync, avaya, distributionLink
  std::string lync_sub_type{};  // audioVideo, applicationSharing, instantMessaging
  std::string replaces_sip_call_id{};
  Guid moved_call_leg{};
  Guid moved_call_leg_call_bridge{};

  bool had_encrypted_media = false;
  bool had_unencrypted_media = false;
  std::optional<MediaUsage> usage{};
  std::optional<std::int64_t> max_screens{};
  std::vector<MediaAlarm> alarms{};
  std::optional<StreamFacts> rx_audio{}, tx_audio{}, rx_video{}, tx_video{};
};

// By leg.
using EndpointBook = std::map<Guid, std::shared_ptr<const EndpointFacts>>;

}  // namespace curia::cdr
