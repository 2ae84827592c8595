#include "impl/service/callbridge/shown_fields.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

// Some text that every field of the type takes.
std::string value_of(const FieldSpec& field) {
  switch (field.type) {
    case FieldType::text:
      return field.form == TextForm::url             ? "https://a.example"
             : field.form == TextForm::uri_generator ? "a$"
                                                     : "12";
    case FieldType::flag:
      return "false";
    case FieldType::number:
      return std::to_string(field.min);
    case FieldType::enumeration:
      return std::string(field.choices.front());
    case FieldType::reference:
      return "aaaaaaaa-0000-4000-8000-000000000001";
  }
  return {};
}

TEST(ShownFields, AreSkippedExactlyWhenTheyAreUnset) {
  std::size_t looked_at = 0;
  for (const ObjectSpec& spec : catalog())
    for (const ShownField& shown : shown_fields(spec.kind, Fields::all)) {
      const FieldSpec& field = *shown.field;
      const std::unique_ptr<Object> object = spec.create();
      ASSERT_EQ(shown.is_nothing_in(*object),
                field.compute == nullptr && !field.is_shown_empty && !is_set(field, *object))
          << spec.element << " " << field.name;
      if (!field.is_stored()) continue;
      ASSERT_TRUE(set_from_text(field, *object, value_of(field))) << field.name;
      EXPECT_FALSE(shown.is_nothing_in(*object)) << spec.element << " " << field.name;
      EXPECT_EQ(shown.tags->start, "<" + std::string(field.name) + ">");
      ++looked_at;
    }
  EXPECT_GT(looked_at, 300u);
}

TEST(ShownFields, OfTheCollectionAreSomeOfAllInTheSameOrder) {
  for (const ObjectSpec& spec : catalog()) {
    auto all = shown_fields(spec.kind, Fields::all).begin();
    for (const ShownField& shown : shown_fields(spec.kind, Fields::summary)) {
      EXPECT_TRUE(shown.field->is_summary);
      while (all->field != shown.field) ++all;
    }
  }
}

}  // namespace
}  // namespace curia::callbridge
