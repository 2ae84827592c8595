// SftpServer: one SFTP channel (version 3, draft-ietf-secsh-filexfer-02): its requests, answered
// from the flat root of files (mmp::FileRoot).
//
// 1. Bytes go in by feed(); step() answers one request, so that who calls may wait in between until
//    the client has read.
// 2. An upload goes to a hidden file, which takes its name when the client closes it: until then
//    the old one stays. One that failed, was too large, or was cut off with the connection leaves
//    nothing.
// 3. There is one folder and no way out of it: other paths do not exist, links are not followed,
//    and nobody makes folders or links.
// 4. It reads and writes the disk at once: it belongs to a thread of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "impl/service/mmp/file_root.hpp"
#include "impl/wire/ssh/bytes.hpp"
#include "model/admin/limits.hpp"

namespace curia::io {

class SftpServer {
 public:
  // What was done, as a line for the audit log: "put cms.crt (1234 bytes)".
  using Report = std::function<void(const std::string& done)>;

  // `data` is the data directory.
  SftpServer(std::string data, mmp::FileUser user, Report report,
             std::uint64_t file_limit = limits::sftp_file_bytes);
  ~SftpServer();
  SftpServer(const SftpServer&) = delete;
  SftpServer& operator=(const SftpServer&) = delete;

  void feed(std::string_view bytes) { received_ += bytes; }
  enum class Step { answered, waits, broken };  // broken: what came is not SFTP
  Step step(std::string& out);

 private:
  struct Handle;
  struct Request;

  void answer(Request& request);
  void open(Request& request);
  void open_upload(Request& request, const std::string& name, std::uint32_t flags);
  void close(Request& request);
  void finish_upload(Request& request, Handle& handle);
  void read(Request& request);
  void write(Request& request);
  void stat(Request& request);
  void fstat(Request& request);
  void set_attributes(Request& request, bool by_handle);
  void open_folder(Request& request);
  void read_folder(Request& request);
  void remove(Request& request);
  void rename(Request& request, bool may_replace);
  void real_path(Request& request);
  void extended(Request& request);

  Handle* find(std::string_view handle);
  std::string keep(std::unique_ptr<Handle> handle);
  // The name of a path of the one folder; nothing: there cannot be such a file.
  static std::optional<std::string> name_of(std::string_view path);
  std::string path_of(const std::string& name) const;

  std::string data_;
  mmp::FileUser user_;
  Report report_;
  std::uint64_t file_limit_;
  std::string received_;
  bool has_begun_ = false;
  std::map<std::string, std::unique_ptr<Handle>, std::less<>> handles_;
  std::uint32_t last_handle_ = 0;
};

// What uploads left behind that a crash cut off is removed.
void remove_partial_uploads(const std::string& data);

}  // namespace curia::io
