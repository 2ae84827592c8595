// CompatibilityProfile: switches for endpoints that need special treatment.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class SipMediaPayloadTypeMode : std::uint8_t { unset, automatic, broadsoft };
inline constexpr std::string_view sip_media_payload_type_mode_names[] = {"auto", "broadsoft"};

enum class ChromeWebRtcVideoCodec : std::uint8_t { unset, automatic, avoid_h264 };
inline constexpr std::string_view chrome_web_rtc_video_codec_names[] = {"auto", "avoidH264"};

enum class ChromeWebRtcH264interopMode : std::uint8_t { unset, automatic, none };
inline constexpr std::string_view chrome_web_rtc_h264interop_mode_names[] = {"auto", "none"};

enum class SafariWebRtcH264interopMode : std::uint8_t { unset, automatic, none };
inline constexpr std::string_view safari_web_rtc_h264interop_mode_names[] = {"auto", "none"};

enum class PassthroughMode : std::uint8_t { unset, enabled, disabled };
inline constexpr std::string_view passthrough_mode_names[] = {"enabled", "disabled"};

enum class H264CHPMode : std::uint8_t { unset, automatic, basic };
inline constexpr std::string_view h264_chp_mode_names[] = {"auto", "basic"};

enum class DistributionLinkMediaTraversal : std::uint8_t { unset, enabled, disabled };
inline constexpr std::string_view distribution_link_media_traversal_names[] = {"enabled",
                                                                               "disabled"};

struct CompatibilityProfile : Object {
  static constexpr Kind kind_of = Kind::compatibility_profile;

  Flag sip_udt = Flag::unset;
  Flag sip_multistream = Flag::unset;
  SipMediaPayloadTypeMode sip_media_payload_type_mode = SipMediaPayloadTypeMode::unset;
  ChromeWebRtcVideoCodec chrome_web_rtc_video_codec = ChromeWebRtcVideoCodec::unset;
  ChromeWebRtcH264interopMode chrome_web_rtc_h264interop_mode = ChromeWebRtcH264interopMode::unset;
  SafariWebRtcH264interopMode safari_web_rtc_h264interop_mode = SafariWebRtcH264interopMode::unset;
  PassthroughMode passthrough_mode = PassthroughMode::unset;
  H264CHPMode h264_chp_mode = H264CHPMode::unset;
  Flag sip_h224 = Flag::unset;
  DistributionLinkMediaTraversal distribution_link_media_traversal =
      DistributionLinkMediaTraversal::unset;
};

inline constexpr FieldSpec compatibility_profile_fields[] = {
    flag<&CompatibilityProfile::sip_udt>("sipUdt").unsettable().added_in("2.1"),
    flag<&CompatibilityProfile::sip_multistream>("sipMultistream").unsettable().added_in("2.2"),
    enumeration<&CompatibilityProfile::sip_media_payload_type_mode>(
        "sipMediaPayloadTypeMode", sip_media_payload_type_mode_names)
        .unsettable()
        .added_in("2.2"),
    enumeration<&CompatibilityProfile::chrome_web_rtc_video_codec>("chromeWebRtcVideoCodec",
                                                                   chrome_web_rtc_video_codec_names)
        .unsettable()
        .added_in("2.3"),
    enumeration<&CompatibilityProfile::chrome_web_rtc_h264interop_mode>(
        "chromeWebRtcH264interopMode", chrome_web_rtc_h264interop_mode_names)
        .unsettable()
        .added_in("2.9"),
    enumeration<&CompatibilityProfile::safari_web_rtc_h264interop_mode>(
        "safariWebRtcH264interopMode", safari_web_rtc_h264interop_mode_names)
        .unsettable()
        .added_in("3.1"),
    enumeration<&CompatibilityProfile::passthrough_mode>("passthroughMode", passthrough_mode_names)
        .unsettable()
        .added_in("3.1"),
    enumeration<&CompatibilityProfile::h264_chp_mode>("h264CHPMode", h264_chp_mode_names)
        .unsettable()
        .added_in("2.4"),
    flag<&CompatibilityProfile::sip_h224>("sipH224").unsettable().added_in("2.8"),
    enumeration<&CompatibilityProfile::distribution_link_media_traversal>(
        "distributionLinkMediaTraversal", distribution_link_media_traversal_names)
        .unsettable()
        .added_in("2.8"),
};

}  // namespace curia
