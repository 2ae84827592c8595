#include "impl/wire/http/message.hpp"

#include "model/base/text.hpp"

namespace curia::http {
namespace {

template <class Headers>
std::string_view find_header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (equal_ignoring_ascii_case(key, name)) return value;
  return {};
}

}  // namespace

std::string_view Request::header(std::string_view name) const { return find_header(headers, name); }

std::string_view Response::header(std::string_view name) const {
  return find_header(headers, name);
}

}  // namespace curia::http
