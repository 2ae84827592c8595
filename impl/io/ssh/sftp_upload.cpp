// The uploads of an SFTP channel: to a hidden file first, which takes its name at the end.
#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <utility>

#include "impl/io/files.hpp"
#include "impl/io/ssh/sftp_request.hpp"
#include "model/admin/configuration.hpp"

namespace curia::io {

using sftp::Status;

namespace {

constexpr mode_t upload_mode = 0600;
constexpr mode_t upload_folder_mode = 0700;

std::string upload_folder_of(const std::string& data) {
  return data + "/" + std::string(admin::upload_folder);
}

// Unlike any other upload's, also of a process before this one.
std::string partial_name() {
  static std::atomic<std::uint64_t> last = 0;
  return std::string(mmp::FileRoot::partial_prefix) + std::to_string(::getpid()) + "-" +
         std::to_string(++last);
}

}  // namespace

void SftpServer::open_upload(Request& request, const std::string& name, std::uint32_t flags) {
  if (!mmp::FileRoot::may_write(name, user_))
    return request.status(Status::permission_denied, "your role may not write this file");
  const bool is_there = ::access(path_of(name).c_str(), F_OK) == 0;
  if (is_there && (flags & sftp::open_exclusive) != 0)
    return request.status(Status::failure, "the file is there already");
  if ((flags & sftp::open_append) != 0 || (is_there && (flags & sftp::open_truncate) == 0))
    return request.status(Status::unsupported, "files are replaced as a whole, not continued");
  auto handle = std::make_unique<Handle>();
  handle->name = name;
  ::mkdir(upload_folder_of(data_).c_str(), upload_folder_mode);  // or it is there
  const std::string partial = upload_folder_of(data_) + "/" + partial_name();
  handle->file = Descriptor(
      ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, upload_mode));
  if (!handle->file) return request.complain(errno);
  handle->partial = partial;
  request.handle(keep(std::move(handle)));
}

void SftpServer::write(Request& request) {
  Handle* handle = find(request.in.text());
  const std::uint64_t offset = request.in.u64();
  std::string_view bytes = request.in.text();
  if (!request.in || handle == nullptr || handle->partial.empty())
    return request.status(Status::bad_message);
  if (!handle->problem.empty()) return request.status(Status::failure, handle->problem);
  const std::uint64_t most = std::min(file_limit_, mmp::FileRoot::most_bytes(handle->name));
  if (offset > most || bytes.size() > most - offset) {
    handle->problem = "such a file may have " + std::to_string(most) + " bytes at most";
    return request.status(Status::failure, handle->problem);
  }
  handle->size = std::max(handle->size, offset + bytes.size());
  for (std::uint64_t at = offset; !bytes.empty();) {
    const ssize_t count =
        ::pwrite(handle->file.get(), bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const int number = errno;
      handle->problem = sftp::is_full(number) ? "the disk is full" : "the file cannot be written";
      return request.status(Status::failure, handle->problem);
    }
    at += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  request.status(Status::ok);
}

void SftpServer::finish_upload(Request& request, Handle& handle) {
  if (!handle.problem.empty()) {
    report_("put " + handle.name + " failed: " + handle.problem);
    return request.status(Status::failure, handle.problem);
  }
  const std::string path = path_of(handle.name);
  const Descriptor folder(
      ::open(upload_folder_of(data_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (::fsync(handle.file.get()) != 0 || ::rename(handle.partial.c_str(), path.c_str()) != 0)
    return request.complain(errno);
  handle.partial.clear();
  if (!folder || ::fsync(folder.get()) != 0) return request.complain(errno);
  report_("put " + handle.name + " (" + std::to_string(handle.size) + " bytes)");
  request.status(Status::ok);
}

void remove_partial_uploads(const std::string& data) {
  RealFiles files(data);
  const auto names = files.list(std::string(admin::upload_folder));
  if (!names) return;
  for (const std::string& name : *names)
    if (name.starts_with(mmp::FileRoot::partial_prefix))
      ::unlink((upload_folder_of(data) + "/" + name).c_str());
}

}  // namespace curia::io
