#include "model/cdr/media.hpp"

#include <optional>
#include <string>

namespace curia::cdr {
namespace {

// A number of thousandths, hundredths or tenths with so many decimals: "0.251".
std::string decimal(std::int64_t value, int decimals) {
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  std::string fraction = std::to_string(value % unit);
  fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
  return std::to_string(value / unit) + "." + fraction;
}

Element pattern(std::string name, std::int64_t milliseconds, std::int64_t density) {
  return {std::move(name),
          {},
          {{"duration", decimal(milliseconds, 3)}, {"density", decimal(density, 2)}}};
}

void tell_stream(std::string name, const std::optional<StreamFacts>& stream, bool is_video,
                 std::vector<Element>& elements) {
  if (!stream) return;
  Element told{std::move(name)};
  if (!stream->codec.empty()) told.children.push_back({"codec", stream->codec});
  if (is_video && stream->max_width > 0) {
    told.children.push_back({"maxSizeWidth", std::to_string(stream->max_width)});
    told.children.push_back({"maxSizeHeight", std::to_string(stream->max_height)});
  }
  if (const auto& packets = stream->packets)
    told.children.push_back(
        {"packetStatistics",
         {},
         {pattern("packetLossBursts", packets->burst_ms, packets->burst_density),
          pattern("packetGap", packets->gap_ms, packets->gap_density)}});
  elements.push_back(std::move(told));
}

}  // namespace

void tell_encryption(const EndpointFacts& facts, std::vector<Element>& elements) {
  if (facts.had_encrypted_media) elements.push_back({"encryptedMedia", "true"});
  if (facts.had_unencrypted_media) elements.push_back({"unencryptedMedia", "true"});
}

void tell_media(const EndpointFacts& facts, std::vector<Element>& elements) {
  if (const auto& usage = facts.usage)
    elements.push_back({"mediaUsagePercentages",
                        {},
                        {{"mainVideoViewer", decimal(usage->main_video_viewer, 1)},
                         {"mainVideoContributor", decimal(usage->main_video_contributor, 1)},
                         {"presentationViewer", decimal(usage->presentation_viewer, 1)},
                         {"presentationContributor", decimal(usage->presentation_contributor, 1)},
                         {"multiStreamVideo", decimal(usage->multi_stream_video, 1)}}});
  if (facts.max_screens) elements.push_back({"maxScreens", std::to_string(*facts.max_screens)});
  for (const MediaAlarm& alarm : facts.alarms)
    elements.push_back(
        {"alarm",
         {},
         {},
         {{"type", alarm.type}, {"durationPercentage", decimal(alarm.duration, 1)}}});
  tell_stream("rxAudio", facts.rx_audio, false, elements);
  tell_stream("txAudio", facts.tx_audio, false, elements);
  tell_stream("rxVideo", facts.rx_video, true, elements);
  tell_stream("txVideo", facts.tx_video, true, elements);
}

}  // namespace curia::cdr
