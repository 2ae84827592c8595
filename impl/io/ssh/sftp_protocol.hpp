// Numbers of SFTP version 3 (draft-ietf-secsh-filexfer-02), and the parts that answers are made of.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace curia::io::sftp {

inline constexpr std::uint32_t protocol_version = 3;

enum class Type : std::uint8_t {
  init = 1,
  version = 2,
  open = 3,
  close = 4,
  read = 5,
  write = 6,
  lstat = 7,
  fstat = 8,
  setstat = 9,
  fsetstat = 10,
  opendir = 11,
  readdir = 12,
  remove = 13,
  mkdir = 14,
  rmdir = 15,
  realpath = 16,
  stat = 17,
  rename = 18,
  readlink = 19,
  symlink = 20,
  status = 101,
  handle = 102,
  data = 103,
  name = 104,
  attributes = 105,
  extended = 200,
};

enum class Status : std::uint32_t {
  ok = 0,
  end_of_file = 1,
  no_such_file = 2,
  permission_denied = 3,
  failure = 4,
  bad_message = 5,
  unsupported = 8,
};

inline constexpr std::uint32_t open_read = 0x01;
inline constexpr std::uint32_t open_write = 0x02;
inline constexpr std::uint32_t open_append = 0x04;
inline constexpr std::uint32_t open_truncate = 0x10;
inline constexpr std::uint32_t open_exclusive = 0x20;

// Whether an errno says that there is no more room.
bool is_full(int number);

// A packet with its length.
void put_packet(std::string& out, std::string_view body);
void put_attributes(std::string& out, const struct ::stat& found);
// As `ls -l` shows a file.
std::string long_name(std::string_view name, std::string_view owner, const struct ::stat& found);
// The one folder, as files see it.
struct ::stat folder_attributes();

}  // namespace curia::io::sftp
