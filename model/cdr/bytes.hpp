// ByteWriter and ByteReader: numbers and texts as bytes, for what is kept in files. A reader of
// damaged bytes gives zeros and says that it failed; it never reads beyond the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/guid.hpp"
#include "model/base/time.hpp"

namespace curia::cdr {

class ByteWriter {
 public:
  ByteWriter& number(std::uint64_t value) {  // seven bits a byte, the lowest first
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>((value & 0x7f) | 0x80);
    out_ += static_cast<char>(value);
    return *this;
  }
  ByteWriter& text(std::string_view value) {
    number(value.size());
    out_ += value;
    return *this;
  }
  ByteWriter& guid(const Guid& value) {
    out_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
    return *this;
  }
  ByteWriter& time(WallTime value) {
    return number(static_cast<std::uint64_t>(value.time_since_epoch().count()));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(raw(1).empty() ? 0 : last_.front());
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    failed_ = true;
    return 0;
  }
  std::string_view text() { return raw(number()); }
  Guid guid() {
    Guid value;
    const std::string_view bytes = raw(value.bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
    return value;
  }
  // Between 1970 and 2116: the difference of two of them is a Duration.
  WallTime time() {
    const std::uint64_t value = number();
    if (value > std::uint64_t{1} << 62) failed_ = true;
    return WallTime(Duration(failed_ ? 0 : static_cast<std::int64_t>(value)));
  }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view raw(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    last_ = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return last_;
  }

  std::string_view rest_, last_;
  bool failed_ = false;
};

}  // namespace curia::cdr
