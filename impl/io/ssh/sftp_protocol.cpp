#include "impl/io/ssh/sftp_protocol.hpp"

#include <array>
#include <cerrno>
#include <ctime>

#include "impl/wire/ssh/bytes.hpp"

namespace curia::io::sftp {
namespace {

constexpr std::uint32_t has_size = 0x01;
constexpr std::uint32_t has_permissions = 0x04;
constexpr std::uint32_t has_times = 0x08;
constexpr mode_t folder_mode = S_IFDIR | 0700;

}  // namespace

bool is_full(int number) { return number == ENOSPC || number == EDQUOT || number == EFBIG; }

void put_packet(std::string& out, std::string_view body) { ssh::put_text(out, body); }

void put_attributes(std::string& out, const struct ::stat& found) {
  ssh::put_u32(out, has_size | has_permissions | has_times);
  ssh::put_u64(out, static_cast<std::uint64_t>(found.st_size));
  ssh::put_u32(out, found.st_mode);
  ssh::put_u32(out, static_cast<std::uint32_t>(found.st_atim.tv_sec));
  ssh::put_u32(out, static_cast<std::uint32_t>(found.st_mtim.tv_sec));
}

std::string long_name(std::string_view name, std::string_view owner, const struct ::stat& found) {
  std::array<char, 32> when{};
  std::tm time{};
  ::gmtime_r(&found.st_mtim.tv_sec, &time);
  std::strftime(when.data(), when.size(), "%b %e %H:%M", &time);
  std::string size = std::to_string(found.st_size);
  if (size.size() < 12) size.insert(0, 12 - size.size(), ' ');
  return "-rw-------    1 " + std::string(owner) + " " + std::string(owner) + " " + size + " " +
         when.data() + " " + std::string(name);
}

struct ::stat folder_attributes() {
  struct ::stat folder{};
  folder.st_mode = folder_mode;
  return folder;
}

}  // namespace curia::io::sftp
