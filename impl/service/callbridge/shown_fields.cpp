#include "impl/service/callbridge/shown_fields.hpp"

#include <array>
#include <deque>
#include <memory>
#include <vector>

#include "model/base/check.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

struct Prepared {
  std::array<std::array<std::vector<ShownField>, 2>, kind_count> by_kind;
  std::deque<XmlTags> tags;  // stay where they are

  Prepared() {
    for (const ObjectSpec& spec : catalog()) {
      // A member lies at the same place in every object of a kind.
      const std::unique_ptr<Object> sample = spec.create();
      for (const FieldSpec& field : spec.fields)
        if (field.is_field()) add(spec, field, *sample);
    }
  }

  void add(const ObjectSpec& spec, const FieldSpec& field, Object& sample) {
    ShownField shown{.field = &field, .tags = &tags.emplace_back(field.name), .type = field.type};
    if (field.compute == nullptr) {
      shown.offset =
          static_cast<const char*>(field.member(sample)) - reinterpret_cast<const char*>(&sample);
      shown.may_be_skipped = !field.is_shown_empty;
    }
    auto& kind = by_kind[static_cast<std::size_t>(spec.kind)];
    kind[static_cast<std::size_t>(Fields::all)].push_back(shown);
    if (field.is_summary) kind[static_cast<std::size_t>(Fields::summary)].push_back(shown);
  }
};

}  // namespace

std::span<const ShownField> shown_fields(Kind kind, Fields fields) {
  static const Prepared prepared;
  check(kind < Kind::none, "only objects are shown");
  return prepared.by_kind[static_cast<std::size_t>(kind)][static_cast<std::size_t>(fields)];
}

}  // namespace curia::callbridge
