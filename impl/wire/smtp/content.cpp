#include "impl/wire/smtp/content.hpp"

#include <algorithm>

namespace curia::smtp {
namespace {

// visit(line) for each, without what ended it.
template <class Visit>
void visit_lines(std::string_view content, Visit visit) {
  while (!content.empty()) {
    const std::size_t end = content.find_first_of("\r\n");
    visit(content.substr(0, end));
    if (end == std::string_view::npos) return;
    content.remove_prefix(content.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
}

}  // namespace

void append_content(std::string& out, std::string_view content) {
  out.reserve(out.size() + content.size() + content.size() / 64 + 8);
  visit_lines(content, [&](std::string_view line) {
    if (line.starts_with('.')) out += '.';
    out += line;
    out += "\r\n";
  });
  out += ".\r\n";
}

std::size_t declared_size(std::string_view content) {
  std::size_t size = 0;
  visit_lines(content, [&](std::string_view line) { size += line.size() + 2; });
  return size;
}

bool is_seven_bit(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace curia::smtp
