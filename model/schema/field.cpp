#include "model/schema/field.hpp"

#include <algorithm>
#include <charconv>

#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

template <class T>
T& member(const FieldSpec& field, Object& object) {
  return *static_cast<T*>(field.member(object));
}
template <class T>
const T& member(const FieldSpec& field, const Object& object) {
  return member<T>(field, const_cast<Object&>(object));
}

std::unexpected<Error> refuse(const FieldSpec& field, std::string why) {
  return fail(Errc::invalid_value, std::string(field.name) + " " + std::move(why),
              std::string(field.name));
}

bool has_blank_or_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

bool is_uri_generator(std::string_view text) {
  if (text.empty()) return true;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == '$';
  };
  return std::ranges::all_of(text, is_plain) && std::ranges::count(text, '$') == 1;
}

bool is_index_mapping(std::string_view text) {
  constexpr std::string_view index = "$index$";
  bool has_index = false;
  while (!text.empty()) {
    if (text.starts_with(index)) {
      if (has_index) return false;
      has_index = true;
      text.remove_prefix(index.size());
      continue;
    }
    if (text.front() == '$' || text.front() == '@') return false;
    if (text.front() == '\\') {
      text.remove_prefix(1);
      if (text.empty() || (text.front() != '$' && text.front() != '\\')) return false;
    }
    text.remove_prefix(1);
  }
  return true;
}

Result<std::string> parse_text(const FieldSpec& field, std::string_view text) {
  if (text.size() > field.max_bytes)
    return fail(
        Errc::value_too_long,
        std::string(field.name) + " is longer than " + std::to_string(field.max_bytes) + " bytes",
        std::string(field.name));
  if (!is_xml_text(text)) return refuse(field, "holds bytes that are not UTF-8 text");
  switch (field.form) {
    case TextForm::any:
      return std::string(text);
    case TextForm::uri_user_part:
      if (text.find('@') != std::string_view::npos || has_blank_or_control(text))
        return refuse(field, "is the part of an address before the @, without blanks");
      return fold_case(text);
    case TextForm::digits:
      if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return refuse(field, "takes decimal digits only");
      return std::string(text);
    case TextForm::url: {
      const std::size_t colon = text.find("://");
      if (!text.empty() && (colon == std::string_view::npos || colon == 0 ||
                            colon + 3 == text.size() || has_blank_or_control(text)))
        return refuse(field, "is not a URL such as https://example.com/path");
      return std::string(text);
    }
    case TextForm::dtmf:
      if (text.find_first_not_of("0123456789*#,") != std::string_view::npos)
        return refuse(field, "takes the keys 0-9 * # and commas only");
      return std::string(text);
    case TextForm::uri_generator:
      if (!is_uri_generator(text))
        return refuse(field, "takes letters, digits, \".-_\" and exactly one $");
      return std::string(text);
    case TextForm::index_mapping:
      if (!is_index_mapping(text))
        return refuse(field, "takes at most one $index$, \\\\ and \\$, and no @");
      return std::string(text);
    case TextForm::seconds_or_permanent: {
      if (text == "permanent") return std::string(text);
      const auto seconds = parse_decimal(text);
      if (!text.empty() && (!seconds || *seconds < field.min || *seconds > field.max))
        return refuse(field, "is neither a number of seconds nor the word permanent");
      return std::string(text);
    }
  }
  unreachable("a TextForm outside its enumeration");
}

Result<std::optional<std::int64_t>> parse_number(const FieldSpec& field, std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto value = parse_decimal(text);
  if (!value || *value < field.min || *value > field.max)
    return refuse(field, "is not a whole number from " + std::to_string(field.min) + " to " +
                             std::to_string(field.max));
  return value;
}

Result<std::uint8_t> parse_choice(const FieldSpec& field, std::string_view text) {
  if (text.empty()) return std::uint8_t{0};
  for (std::size_t i = 0; i < field.choices.size(); ++i)
    if (equal_ignoring_ascii_case(field.choices[i], text)) return static_cast<std::uint8_t>(i + 1);
  return refuse(field, "is not one of its values");
}

Result<Flag> parse_flag_field(const FieldSpec& field, std::string_view text) {
  if (text.empty()) return Flag::unset;
  const auto value = parse_flag(text);
  if (!value) return refuse(field, "is neither true nor false");
  return flag_of(*value);
}

// Stores a parsed value unless the field is an instruction, which only needed the check.
template <class T>
Result<> store(const FieldSpec& field, Object& object, Result<T> value) {
  if (!value) return fail(std::move(value.error()));
  if (field.member != nullptr) member<T>(field, object) = *std::move(value);
  return {};
}

}  // namespace

std::optional<bool> parse_flag(std::string_view text) {
  if (equal_ignoring_ascii_case(text, "true") || equal_ignoring_ascii_case(text, "on")) return true;
  if (equal_ignoring_ascii_case(text, "false") || equal_ignoring_ascii_case(text, "off"))
    return false;
  return std::nullopt;
}

Result<> set_from_text(const FieldSpec& field, Object& object, std::string_view text) {
  switch (field.type) {
    case FieldType::text:
      return store(field, object, parse_text(field, text));
    case FieldType::flag:
      return store(field, object, parse_flag_field(field, text));
    case FieldType::number:
      return store(field, object, parse_number(field, text));
    case FieldType::enumeration:
      return store(field, object, parse_choice(field, text));
    case FieldType::reference: {
      if (text.empty()) return store(field, object, Result<Guid>(Guid{}));
      const auto guid = parse_guid(text);
      if (!guid || !*guid) return refuse(field, "is not a GUID");
      return store(field, object, Result<Guid>(*guid));
    }
  }
  unreachable("a FieldType outside its enumeration");
}

bool is_set(FieldType type, const void* member) {
  switch (type) {
    case FieldType::text:
      return !static_cast<const std::string*>(member)->empty();
    case FieldType::flag:
      return *static_cast<const Flag*>(member) != Flag::unset;
    case FieldType::number:
      return static_cast<const std::optional<std::int64_t>*>(member)->has_value();
    case FieldType::enumeration:
      return *static_cast<const std::uint8_t*>(member) != 0;
    case FieldType::reference:
      return static_cast<bool>(*static_cast<const Guid*>(member));
  }
  unreachable("a FieldType outside its enumeration");
}

bool is_set(const FieldSpec& field, const Object& object) {
  return is_set(field.type, field.member(const_cast<Object&>(object)));
}

std::string_view text_view(const FieldSpec& field, const Object& object, std::string& scratch) {
  switch (field.type) {
    case FieldType::text:
      return member<std::string>(field, object);
    case FieldType::flag: {
      const Flag flag = member<Flag>(field, object);
      return flag == Flag::unset ? "" : flag == Flag::yes ? "true" : "false";
    }
    case FieldType::number: {
      const auto& number = member<std::optional<std::int64_t>>(field, object);
      if (!number) return {};
      char digits[24];
      const auto end = std::to_chars(digits, digits + sizeof digits, *number);
      return scratch.assign(digits, end.ptr);
    }
    case FieldType::enumeration: {
      const std::size_t ordinal = member<std::uint8_t>(field, object);
      if (ordinal == 0) return {};
      check(ordinal <= field.choices.size(), "an enumerator without a name");
      return field.choices[ordinal - 1];
    }
    case FieldType::reference: {
      const Guid& target = member<Guid>(field, object);
      if (!target) return {};
      return scratch = to_string(target);
    }
  }
  unreachable("a FieldType outside its enumeration");
}

std::string to_text(const FieldSpec& field, const Object& object) {
  std::string scratch;
  return std::string(text_view(field, object, scratch));
}

const std::string& text_of(const FieldSpec& field, const Object& object) {
  return member<std::string>(field, object);
}

const Guid& reference_of(const FieldSpec& field, const Object& object) {
  return member<Guid>(field, object);
}

void set_reference(const FieldSpec& field, Object& object, const Guid& target) {
  member<Guid>(field, object) = target;
}

}  // namespace curia
