#include "impl/io/ssh/sftp_server.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "impl/io/files.hpp"
#include "impl/io/ssh/sftp_request.hpp"

namespace curia::io {

using sftp::Status;
using sftp::Type;

namespace {

constexpr std::size_t head_bytes = 4;
constexpr std::size_t names_at_once = 64;
constexpr std::string_view shown_owner = "cms";

}  // namespace

SftpServer::SftpServer(std::string data, mmp::FileUser user, Report report,
                       std::uint64_t file_limit)
    : data_(std::move(data)),
      user_(std::move(user)),
      report_(std::move(report)),
      file_limit_(file_limit) {}

SftpServer::~SftpServer() = default;

SftpServer::Step SftpServer::step(std::string& out) {
  if (received_.size() < head_bytes) return Step::waits;
  const std::size_t size = ssh::Reader(received_).u32();
  if (size == 0 || size > limits::sftp_packet_bytes) return Step::broken;
  if (received_.size() < head_bytes + size) return Step::waits;
  const std::string packet = received_.substr(head_bytes, size);
  received_.erase(0, head_bytes + size);
  ssh::Reader in(packet);
  const auto type = static_cast<Type>(in.u8());
  if (!has_begun_) {
    if (type != Type::init) return Step::broken;
    has_begun_ = true;
    std::string body;
    ssh::put_u8(body, static_cast<std::uint8_t>(Type::version));
    ssh::put_u32(body, sftp::protocol_version);
    ssh::put_text(body, "posix-rename@openssh.com");
    ssh::put_text(body, "1");
    sftp::put_packet(out, body);
    return Step::answered;
  }
  Request request{type, in, 0, out};
  request.id = request.in.u32();
  if (!request.in) return Step::broken;
  answer(request);
  return Step::answered;
}

void SftpServer::answer(Request& request) {
  switch (request.type) {
    case Type::open:
      return open(request);
    case Type::close:
      return close(request);
    case Type::read:
      return read(request);
    case Type::write:
      return write(request);
    case Type::lstat:
    case Type::stat:
      return stat(request);
    case Type::fstat:
      return fstat(request);
    case Type::setstat:
      return set_attributes(request, false);
    case Type::fsetstat:
      return set_attributes(request, true);
    case Type::opendir:
      return open_folder(request);
    case Type::readdir:
      return read_folder(request);
    case Type::remove:
      return remove(request);
    case Type::rename:
      return rename(request, false);
    case Type::realpath:
      return real_path(request);
    case Type::extended:
      return extended(request);
    case Type::mkdir:
    case Type::rmdir:
      return request.status(Status::permission_denied, "there is one folder only");
    default:
      return request.status(Status::unsupported, "this server does not do that");
  }
}

std::optional<std::string> SftpServer::name_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..")
      parts.push_back(part);
    else if (!parts.empty())
      parts.pop_back();
  }
  if (parts.empty()) return std::string();
  if (parts.size() > 1 || !mmp::FileRoot::place(parts.front())) return std::nullopt;
  return std::string(parts.front());
}

std::string SftpServer::path_of(const std::string& name) const {
  return data_ + "/" + *mmp::FileRoot::place(name);
}

SftpServer::Handle* SftpServer::find(std::string_view handle) {
  const auto found = handles_.find(handle);
  return found == handles_.end() ? nullptr : found->second.get();
}

std::string SftpServer::keep(std::unique_ptr<Handle> handle) {
  std::string text;
  ssh::put_u32(text, ++last_handle_);
  handles_[text] = std::move(handle);
  return text;
}

void SftpServer::open(Request& request) {
  const auto name = name_of(request.in.text());
  const std::uint32_t flags = request.in.u32();
  if (!request.in) return request.status(Status::bad_message);
  if (handles_.size() >= limits::sftp_handles)
    return request.status(Status::failure, "too many files are open");
  if (!name || name->empty()) return request.status(Status::no_such_file, "no such file");
  if ((flags & sftp::open_write) != 0) return open_upload(request, *name, flags);
  if (!mmp::FileRoot::may_read(*name, user_))
    return request.status(Status::permission_denied, "your role may not read this file");
  auto handle = std::make_unique<Handle>();
  handle->file = Descriptor(::open(path_of(*name).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct ::stat found{};
  if (!handle->file || ::fstat(handle->file.get(), &found) != 0) return request.complain(errno);
  if (!S_ISREG(found.st_mode)) return request.status(Status::no_such_file, "this is no file");
  handle->name = *name;
  report_("get " + *name);
  request.handle(keep(std::move(handle)));
}

void SftpServer::close(Request& request) {
  const auto found = handles_.find(request.in.text());
  if (!request.in || found == handles_.end()) return request.status(Status::bad_message);
  const std::unique_ptr<Handle> handle = std::move(found->second);
  handles_.erase(found);
  if (handle->partial.empty()) return request.status(Status::ok);
  finish_upload(request, *handle);
}

void SftpServer::read(Request& request) {
  Handle* handle = find(request.in.text());
  const std::uint64_t offset = request.in.u64();
  const std::size_t size = std::min<std::size_t>(request.in.u32(), limits::sftp_read_bytes);
  if (!request.in || handle == nullptr || handle->is_folder || !handle->partial.empty())
    return request.status(Status::bad_message);
  std::string bytes(size, '\0');
  const ssize_t count =
      ::pread(handle->file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  if (count < 0) return request.complain(errno);
  if (count == 0) return request.status(Status::end_of_file);
  std::string rest;
  ssh::put_text(rest, std::string_view(bytes).substr(0, static_cast<std::size_t>(count)));
  request.send(Type::data, rest);
}

void SftpServer::stat(Request& request) {
  const auto name = name_of(request.in.text());
  if (!request.in) return request.status(Status::bad_message);
  if (name && name->empty()) return request.attributes(sftp::folder_attributes());
  struct ::stat found{};
  // What a role may not see is not there.
  if (!name || !mmp::FileRoot::may_read(*name, user_) ||
      ::lstat(path_of(*name).c_str(), &found) != 0 || !S_ISREG(found.st_mode))
    return request.status(Status::no_such_file, "no such file");
  request.attributes(found);
}

void SftpServer::fstat(Request& request) {
  const Handle* handle = find(request.in.text());
  struct ::stat found{};
  if (!request.in || handle == nullptr) return request.status(Status::bad_message);
  if (handle->is_folder) return request.attributes(sftp::folder_attributes());
  if (::fstat(handle->file.get(), &found) != 0) return request.complain(errno);
  request.attributes(found);
}

// Clients set times and permissions after an upload; files here have their own.
void SftpServer::set_attributes(Request& request, bool by_handle) {
  const std::string_view what = request.in.text();
  const auto name = by_handle ? std::nullopt : name_of(what);
  const bool is_there = by_handle
                            ? find(what) != nullptr
                            : name && !name->empty() && mmp::FileRoot::may_write(*name, user_);
  is_there ? request.status(Status::ok) : request.status(Status::permission_denied);
}

void SftpServer::open_folder(Request& request) {
  const auto name = name_of(request.in.text());
  if (!name || !name->empty()) return request.status(Status::no_such_file, "no such folder");
  if (handles_.size() >= limits::sftp_handles)
    return request.status(Status::failure, "too many files are open");
  auto handle = std::make_unique<Handle>();
  handle->is_folder = true;
  RealFiles files(data_);
  handle->names = mmp::FileRoot(files).names_for(user_);
  std::ranges::reverse(handle->names);  // read from the back
  request.handle(keep(std::move(handle)));
}

void SftpServer::read_folder(Request& request) {
  Handle* handle = find(request.in.text());
  if (!request.in || handle == nullptr || !handle->is_folder)
    return request.status(Status::bad_message);
  std::string list;
  std::uint32_t count = 0;
  while (!handle->names.empty() && count < names_at_once) {
    const std::string name = std::move(handle->names.back());
    handle->names.pop_back();
    struct ::stat found{};
    if (::lstat(path_of(name).c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
    ssh::put_text(list, name);
    ssh::put_text(list, sftp::long_name(name, shown_owner, found));
    sftp::put_attributes(list, found);
    ++count;
  }
  if (count == 0) return request.status(Status::end_of_file);
  std::string rest;
  ssh::put_u32(rest, count);
  request.send(Type::name, rest.append(list));
}

void SftpServer::remove(Request& request) {
  const auto name = name_of(request.in.text());
  if (!name || name->empty()) return request.status(Status::no_such_file, "no such file");
  if (!mmp::FileRoot::may_write(*name, user_))
    return request.status(Status::permission_denied, "your role may not remove this file");
  if (::unlink(path_of(*name).c_str()) != 0) return request.complain(errno);
  report_("rm " + *name);
  request.status(Status::ok);
}

void SftpServer::rename(Request& request, bool may_replace) {
  const auto from = name_of(request.in.text());
  const auto to = name_of(request.in.text());
  if (!request.in) return request.status(Status::bad_message);
  if (!from || !to || from->empty() || to->empty())
    return request.status(Status::no_such_file, "no such file");
  if (!mmp::FileRoot::may_write(*from, user_) || !mmp::FileRoot::may_write(*to, user_))
    return request.status(Status::permission_denied, "your role may not rename this file");
  const unsigned flags = may_replace ? 0 : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, path_of(*from).c_str(), AT_FDCWD, path_of(*to).c_str(), flags) != 0)
    return errno == EEXIST ? request.status(Status::failure, "the file is there already")
                           : request.complain(errno);
  report_("rename " + *from + " " + *to);
  request.status(Status::ok);
}

void SftpServer::real_path(Request& request) {
  const auto name = name_of(request.in.text());
  if (!request.in || !name) return request.status(Status::no_such_file, "no such file");
  std::string rest;
  ssh::put_u32(rest, 1);
  ssh::put_text(rest, "/" + *name);
  ssh::put_text(rest, "/" + *name);
  ssh::put_u32(rest, 0);  // no attributes
  request.send(Type::name, rest);
}

void SftpServer::extended(Request& request) {
  if (request.in.text() == "posix-rename@openssh.com") return rename(request, true);
  request.status(Status::unsupported, "this server does not do that");
}

}  // namespace curia::io
