#include "model/registry/codec.hpp"

#include <algorithm>
#include <optional>

#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"
#include "model/schema/field.hpp"

namespace curia {
namespace {

void append_guid(const Guid& guid, std::string& out) {
  out.append(guid.bytes.begin(), guid.bytes.end());
}

std::optional<Guid> take_guid(std::string_view& in) {
  Guid guid;
  if (in.size() < guid.bytes.size()) return std::nullopt;
  std::ranges::copy(in.substr(0, guid.bytes.size()), guid.bytes.begin());
  in.remove_prefix(guid.bytes.size());
  return guid;
}

// Unsigned LEB128.
void append_length(std::size_t length, std::string& out) {
  for (; length >= 0x80; length >>= 7) out += static_cast<char>(length | 0x80);
  out += static_cast<char>(length);
}

std::optional<std::string_view> take_text(std::string_view& in) {
  std::size_t length = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (in.empty() || shift > 28) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    length |= std::size_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  if (in.size() < length) return std::nullopt;
  const std::string_view text = in.substr(0, length);
  in.remove_prefix(length);
  return text;
}

std::unexpected<Error> corrupt(std::string_view element, std::uint64_t ordinal, std::string why) {
  return fail(Errc::corrupt, "stored " + std::string(element) + " number " +
                                 std::to_string(ordinal) + " is damaged: " + std::move(why));
}

}  // namespace

std::string encode(const Object& object) {
  std::string out, scratch;
  append_guid(object.id, out);
  append_guid(object.parent, out);
  for (const FieldSpec& field : spec_of(object.kind).fields) {
    if (!field.is_stored()) continue;
    const std::string_view text = text_view(field, object, scratch);
    if (text.empty()) continue;
    append_length(field.name.size(), out);
    out += field.name;
    append_length(text.size(), out);
    out += text;
  }
  return out;
}

Result<std::unique_ptr<Object>> decode(std::string_view element, std::uint64_t ordinal,
                                       std::string_view value) {
  const ObjectSpec* spec = find_spec(element);
  if (spec == nullptr) return corrupt(element, ordinal, "there is no such kind of object");
  const auto id = take_guid(value), parent = take_guid(value);
  if (!id || !parent || !*id) return corrupt(element, ordinal, "it has no id");
  std::unique_ptr<Object> object = spec->create();
  object->id = *id;
  object->parent = *parent;
  object->ordinal = ordinal;
  // Fields were written in the order of the description: the next one is nearly always at hand.
  auto expected = spec->fields.begin();
  while (!value.empty()) {
    const auto name = take_text(value), text = name ? take_text(value) : std::nullopt;
    if (!text) return corrupt(element, ordinal, "a field is cut off");
    const auto field = std::find_if(expected, spec->fields.end(),
                                    [&](const FieldSpec& f) { return f.name == *name; });
    const auto found = field != spec->fields.end()
                           ? field
                           : std::ranges::find(spec->fields, *name, &FieldSpec::name);
    if (found == spec->fields.end() || !found->is_stored())
      return corrupt(element, ordinal, "it has no field '" + std::string(*name) + "'");
    if (auto set = set_from_text(*found, *object, *text); !set)
      return corrupt(element, ordinal, set.error().message);
    expected = found + 1;
  }
  return object;
}

}  // namespace curia
