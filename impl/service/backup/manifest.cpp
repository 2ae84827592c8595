#include "impl/service/backup/manifest.hpp"

#include <array>

#include "impl/wire/json.hpp"
#include "model/base/text.hpp"

namespace curia::backup {
namespace {

constexpr std::array<std::string_view, 4> kinds = {"snapshot", "reset app", "reset full",
                                                   "upgrade"};

Error damaged() { return {Errc::corrupt, {}, "the archive is damaged: its manifest is wrong"}; }

class Reader {
 public:
  explicit Reader(const JsonValue& object) : object_(object) {}

  std::string text(std::string_view name, JsonValue::Kind kind = JsonValue::Kind::string) {
    const JsonValue* value = object_.find(name);
    is_good = is_good && value != nullptr && value->kind == kind;
    return is_good ? value->text : std::string();
  }
  std::int64_t number(std::string_view name) {
    const auto value = parse_decimal(text(name, JsonValue::Kind::number));
    is_good = is_good && value.has_value();
    return value.value_or(0);
  }

  bool is_good = true;

 private:
  const JsonValue& object_;
};

}  // namespace

std::string_view name_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string encode(const Manifest& manifest) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("kind", name_of(manifest.kind))
      .member("version", manifest.version)
      .member("created", to_rfc3339(manifest.created));
  if (manifest.kind == Kind::upgrade)
    json.member("schema", manifest.schema).member("minimum_version", manifest.minimum_version);
  json.name("parts").begin_array();
  for (const Part& part : manifest.parts)
    json.begin_object()
        .member("name", part.name)
        .member("size", static_cast<std::int64_t>(part.size))
        .member("sha256", part.sha256)
        .end_object();
  json.end_array().end_object();
  return text + "\n";
}

Result<Manifest> decode_manifest(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return fail(damaged());
  Reader read(*json);
  Manifest manifest;
  const std::string kind = read.text("kind");
  std::size_t index = 0;
  while (index < kinds.size() && kinds[index] != kind) ++index;
  if (index == kinds.size()) return fail(damaged());
  manifest.kind = static_cast<Kind>(index);
  manifest.version = read.text("version");
  const auto created = parse_rfc3339(read.text("created"));
  if (manifest.kind == Kind::upgrade) {
    manifest.schema = read.number("schema");
    manifest.minimum_version = read.text("minimum_version");
  }
  const JsonValue* parts = json->find("parts");
  if (!read.is_good || !created || parts == nullptr) return fail(damaged());
  manifest.created = *created;
  for (const JsonValue& item : parts->items) {
    Reader part(item);
    Part& made = manifest.parts.emplace_back();
    made.name = part.text("name");
    made.size = static_cast<std::uint64_t>(part.number("size"));
    made.sha256 = part.text("sha256");
    if (!part.is_good) return fail(damaged());
  }
  return manifest;
}

}  // namespace curia::backup
