#include "model/cdr/record.hpp"

#include <algorithm>
#include <array>

#include "model/cdr/bytes.hpp"

namespace curia::cdr {
namespace {

struct Names {
  std::string_view name;
  std::string_view subject;
};
constexpr std::array<Names, record_type_count> names = {{
    {"callStart", "call"},
    {"callEnd", "call"},
    {"callLegStart", "callLeg"},
    {"callLegUpdate", "callLeg"},
    {"callLegEnd", "callLeg"},
    {"recordingStart", "recording"},
    {"recordingEnd", "recording"},
    {"streamingStart", "streaming"},
    {"streamingEnd", "streaming"},
}};

constexpr int deepest = 8;  // levels of elements; packetGap is the third

void write(ByteWriter& out, const std::vector<Element>& elements) {
  out.number(elements.size());
  for (const Element& element : elements) {
    out.text(element.name).text(element.text).number(element.attributes.size());
    for (const auto& [name, value] : element.attributes) out.text(name).text(value);
    write(out, element.children);
  }
}

bool read(ByteReader& in, std::vector<Element>& elements, int depth) {
  if (depth > deepest) return false;
  for (auto count = in.number(); count > 0 && !in.failed(); --count) {
    Element& element = elements.emplace_back();
    element.name = in.text();
    element.text = in.text();
    for (auto left = in.number(); left > 0 && !in.failed(); --left) {
      const std::string_view name = in.text();
      element.attributes.emplace_back(name, in.text());
    }
    if (!read(in, element.children, depth + 1)) return false;
  }
  return !in.failed();
}

}  // namespace

std::string_view name_of(RecordType type) { return names[static_cast<std::size_t>(type)].name; }
std::string_view subject_of(RecordType type) {
  return names[static_cast<std::size_t>(type)].subject;
}

std::optional<RecordType> record_type_of(std::string_view name) {
  const auto found = std::ranges::find(names, name, &Names::name);
  if (found == names.end()) return std::nullopt;
  return static_cast<RecordType>(found - names.begin());
}

const std::string* Record::find(std::string_view name) const {
  const auto found = std::ranges::find(elements, name, &Element::name);
  return found == elements.end() ? nullptr : &found->text;
}

std::string encode(const Record& record) {
  ByteWriter out;
  out.number(static_cast<std::uint64_t>(record.type)).guid(record.id).time(record.time);
  write(out, record.elements);
  return out.take();
}

Result<Record> decode(std::string_view bytes) {
  ByteReader in(bytes);
  Record record;
  const std::uint64_t type = in.number();
  record.type = static_cast<RecordType>(type);
  record.id = in.guid();
  record.time = in.time();
  if (type >= record_type_count || !read(in, record.elements, 0) || !in.at_end())
    return fail(Errc::corrupt, "not a call detail record");
  return record;
}

}  // namespace curia::cdr
