#include "impl/wire/archive/tar.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia {
namespace {

// Fields of a head: where they begin and how long they are (POSIX.1-2017 pax, ustar format).
constexpr std::size_t name_bytes = 100, size_at = 124, size_bytes = 12, checksum_at = 148;
constexpr std::size_t type_at = 156, magic_at = 257;
constexpr char plain_file = '0', long_name = 'L';
constexpr std::string_view long_name_label = "././@LongLink";

void put(std::string& block, std::size_t at, std::string_view text) {
  block.replace(at, text.size(), text);
}

std::string octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= 3) text[i] = static_cast<char>('0' + (value & 7));
  return text;
}

std::string size_field(std::uint64_t size) {
  if (size < std::uint64_t{1} << 33) return octal(size, size_bytes - 1) + '\0';
  std::string field(size_bytes, '\0');  // GNU: binary, marked by the highest bit
  field[0] = '\x80';
  for (std::size_t i = size_bytes; i-- > size_bytes - 8; size >>= 8)
    field[i] = static_cast<char>(size & 255);
  return field;
}

std::optional<std::uint64_t> read_size(std::string_view field) {
  std::uint64_t size = 0;
  if (field.front() == '\x80') {
    for (const char c : field.substr(size_bytes - 8))
      size = size << 8 | static_cast<std::uint8_t>(c);
    return size;
  }
  for (const char c : field.substr(0, size_bytes - 1)) {
    if (c < '0' || c > '7') return std::nullopt;
    size = size << 3 | static_cast<std::uint64_t>(c - '0');
  }
  return size;
}

std::string block_of(std::string_view name, std::uint64_t size, char type) {
  std::string block(tar_block, '\0');
  put(block, 0, name);
  put(block, 100, octal(0600, 7));
  put(block, 108, octal(0, 7));
  put(block, 116, octal(0, 7));
  put(block, size_at, size_field(size));
  put(block, 136, octal(0, 11));
  put(block, checksum_at, "        ");
  block[type_at] = type;
  put(block, magic_at, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(block, checksum_at, octal(sum, 6) + '\0');
  return block;
}

Error damaged() { return {Errc::corrupt, {}, "the archive is damaged: a head of a file is wrong"}; }

}  // namespace

bool is_tar_name(std::string_view name) {
  if (name.empty() || name.size() > tar_name_most) return false;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; };
  if (std::ranges::any_of(name, is_control)) return false;
  for (;;) {
    const std::size_t slash = name.find('/');
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

std::string tar_head(const TarEntry& entry) {
  check(is_tar_name(entry.name), "a file of an archive has a name that can be written");
  if (entry.name.size() < name_bytes) return block_of(entry.name, entry.size, plain_file);
  const std::uint64_t size = entry.name.size() + 1;
  return block_of(long_name_label, size, long_name) + entry.name + '\0' + tar_padding(size) +
         block_of(std::string_view(entry.name).substr(0, name_bytes), entry.size, plain_file);
}

std::string tar_padding(std::uint64_t size) {
  return std::string(static_cast<std::size_t>((tar_block - size % tar_block) % tar_block), '\0');
}

std::string tar_end() { return std::string(2 * tar_block, '\0'); }

Result<TarHead> read_tar_head(std::string_view bytes) {
  if (bytes.starts_with(tar_end())) return TarHead{std::nullopt, 2 * tar_block};
  if (bytes.size() < tar_block) return fail(damaged());
  TarEntry entry;
  std::size_t last = 0;  // where the block of the file itself is
  if (bytes[type_at] == long_name) {
    last = 2 * tar_block;
    if (bytes.size() < 3 * tar_block) return fail(damaged());
    entry.name = bytes.substr(tar_block, tar_block);
  } else {
    entry.name = bytes.substr(0, name_bytes);
  }
  entry.name.resize(std::min(entry.name.find('\0'), entry.name.size()));
  const auto size = read_size(bytes.substr(last + size_at, size_bytes));
  if (!size || !is_tar_name(entry.name)) return fail(damaged());
  entry.size = *size;
  std::string written = tar_head(entry);
  if (!bytes.starts_with(written)) return fail(damaged());
  return TarHead{std::move(entry), written.size()};
}

}  // namespace curia
