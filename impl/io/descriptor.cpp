#include "impl/io/descriptor.hpp"

#include <cerrno>
#include <system_error>

namespace curia::io {
namespace {

Errc code_of(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // the size that the administrator allows one file (ulimit -f)
      return Errc::disk_full;
    case ENOENT:
    case ENOTDIR:
      return Errc::not_found;
    case EACCES:
    case EPERM:
    case EROFS:
      return Errc::not_permitted;
    case EADDRINUSE:
      return Errc::address_in_use;
    case ENAMETOOLONG:
      return Errc::invalid_value;
    default:
      return Errc::io_error;
  }
}

}  // namespace

Error error_of(int number, std::string what) {
  return {code_of(number), {}, std::move(what) + ": " + std::generic_category().message(number)};
}

}  // namespace curia::io
