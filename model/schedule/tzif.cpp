// Zone::parse: the bytes of a TZif file. All that is read is checked first; a count is trusted
// only after the bytes for it are there.
#include <algorithm>
#include <array>
#include <span>

#include "model/base/limits.hpp"
#include "model/schedule/zone.hpp"

namespace curia::schedule {
namespace {

constexpr std::size_t header_bytes = 44;
constexpr std::int32_t offset_above = 93600;  // RFC 8536 section 3.2: -25 to +26 hours
constexpr std::int32_t offset_below = -90000;

std::int64_t big_endian(std::string_view bytes) {
  std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80) != 0 ? ~0ull : 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

// RFC 8536 section 3.2 knows no need for more.
constexpr std::int64_t farthest_transition = std::int64_t{1} << 59;

struct Header {
  int version = 1;
  std::size_t utc_marks = 0, standard_marks = 0, leaps = 0, times = 0, types = 0, names = 0;

  std::size_t block_bytes(std::size_t time_bytes) const {
    return times * (time_bytes + 1) + types * 6 + names + leaps * (time_bytes + 4) +
           standard_marks + utc_marks;
  }
};

struct Leap {
  std::int64_t time = 0;        // counted with leap seconds
  std::int64_t correction = 0;  // from then on
};

}  // namespace

class TzifReader {
 public:
  TzifReader(std::string name, std::string_view bytes) : rest_(bytes) {
    zone_.name_ = std::move(name);
  }

  Result<Zone> read() {
    if (rest_.size() > limits::zone_bytes)
      return fail(
          Errc::limit_reached,
          "the file of the zone has more than " + std::to_string(limits::zone_bytes) + " bytes",
          zone_.name_);
    auto header = take_header();
    if (!header) return fail(header.error());
    std::size_t time_bytes = 4;
    if (header->version >= 2) {  // the first block is for readers of 32 bits
      if (rest_.size() < header->block_bytes(4)) return refuse("ends in its first block");
      rest_.remove_prefix(header->block_bytes(4));
      header = take_header();
      if (!header) return fail(header.error());
      time_bytes = 8;
    }
    if (rest_.size() < header->block_bytes(time_bytes)) return refuse("ends too early");
    if (auto block = take_block(*header, time_bytes); !block) return fail(block.error());
    if (time_bytes == 8)
      if (auto footer = take_footer(); !footer) return fail(footer.error());
    return std::move(zone_);
  }

 private:
  std::unexpected<Error> refuse(const std::string& why) const {
    return fail(Errc::corrupt, "the file of the zone '" + zone_.name_ + "' " + why, zone_.name_);
  }

  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  Result<Header> take_header() {
    if (rest_.size() < header_bytes || !rest_.starts_with("TZif"))
      return refuse("has no TZif header");
    const std::string_view bytes = take(header_bytes);
    Header header;
    const char version = bytes[4];
    if (version != 0 && (version < '2' || version > '4'))
      return fail(Errc::wrong_version,
                  "the file of the zone '" + zone_.name_ + "' is of a version that is not known",
                  zone_.name_);
    header.version = version == 0 ? 1 : version - '0';
    std::array<std::size_t*, 6> counts = {&header.utc_marks, &header.standard_marks, &header.leaps,
                                          &header.times,     &header.types,          &header.names};
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::int64_t value = big_endian(bytes.substr(20 + 4 * i, 4));
      if (value < 0 || value > static_cast<std::int64_t>(limits::zone_bytes))
        return refuse("counts more than it can hold");
      *counts[i] = static_cast<std::size_t>(value);
    }
    return header;
  }

  Result<> take_block(const Header& header, std::size_t time_bytes) {
    if (header.types == 0 || header.types > 256 || header.names == 0)
      return refuse("has no types of local time, or too many");
    for (std::size_t i = 0; i < header.times; ++i)
      zone_.times_.push_back(big_endian(take(time_bytes)));
    for (const char kind : take(header.times)) {
      if (static_cast<unsigned char>(kind) >= header.types)
        return refuse("names a type that it does not have");
      zone_.kinds_.push_back(static_cast<std::uint8_t>(kind));
    }
    if (auto types = take_types(header); !types) return types;
    zone_.names_ = take(header.names);
    if (zone_.names_.back() != '\0') return refuse("has a name without an end");
    if (std::ranges::any_of(zone_.times_, [](auto time) {
          return time < -farthest_transition || time > farthest_transition;
        }))
      return refuse("has a transition before the universe began, or as far ahead");
    if (auto leaps = take_leaps(header, time_bytes); !leaps) return leaps;
    take(header.standard_marks + header.utc_marks);  // they are for POSIX strings without rules
    if (std::ranges::adjacent_find(zone_.times_, std::greater_equal<>()) != zone_.times_.end())
      return refuse("has transitions out of order");
    return {};
  }

  Result<> take_types(const Header& header) {
    for (std::size_t i = 0; i < header.types; ++i) {
      const std::string_view bytes = take(6);
      const std::int64_t offset = big_endian(bytes.substr(0, 4));
      const auto name_at = static_cast<std::uint8_t>(bytes[5]);
      if (offset <= offset_below || offset >= offset_above) return refuse("has an offset of days");
      if (bytes[4] != 0 && bytes[4] != 1) return refuse("has a mark that is neither 0 nor 1");
      if (name_at >= header.names) return refuse("has a name outside its names");
      zone_.types_.push_back({static_cast<std::int32_t>(offset), bytes[4] == 1, name_at});
    }
    return {};
  }

  // Files of "right/" count the leap seconds that were; UTC as the rest of the world counts it
  // has 86,400 seconds each day.
  Result<> take_leaps(const Header& header, std::size_t time_bytes) {
    std::vector<Leap> leaps;
    for (std::size_t i = 0; i < header.leaps; ++i) {
      const std::int64_t time = big_endian(take(time_bytes));
      const std::int64_t correction = big_endian(take(4));
      if (!leaps.empty() && time <= leaps.back().time)
        return refuse("has leap seconds out of order");
      leaps.push_back({time, correction});
    }
    std::size_t passed = 0;
    for (std::int64_t& time : zone_.times_) {
      while (passed < leaps.size() && leaps[passed].time <= time) ++passed;
      if (passed > 0) time -= leaps[passed - 1].correction;
    }
    return {};
  }

  Result<> take_footer() {
    if (rest_.empty() || rest_.front() != '\n') return refuse("has no footer");
    rest_.remove_prefix(1);
    const std::size_t end = rest_.find('\n');
    if (end == rest_.npos) return refuse("has a footer without an end");
    if (end == 0) return {};
    auto rules = PosixTz::parse(rest_.substr(0, end));
    if (!rules) return refuse("ends with a rule that cannot be read: " + rules.error().message);
    zone_.afterwards_ = *std::move(rules);
    return {};
  }

  Zone zone_;
  std::string_view rest_;
};

Result<Zone> Zone::parse(std::string name, std::string_view bytes) {
  return TzifReader(std::move(name), bytes).read();
}

}  // namespace curia::schedule
