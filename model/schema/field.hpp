// FieldSpec: the one description of one parameter or response field of an API object.
//
// 1. Parsing, validation, XML, storage, filters, references, documentation and random generators
//    all read this description; nothing else lists an object's fields.
// 2. The C++ type of the member is the type of the field:
//      std::string               text; empty = unset
//      Flag                      true, false or unset
//      std::optional<int64_t>    number; nullopt = unset
//      enum class E : uint8_t    one of the named choices; 0 = unset
//      Guid                      reference to another object; nil = unset
// 3. Text form is the API's own: what a client sends is what is stored and shown.
//
//   inline constexpr FieldSpec tenant_fields[] = {
//       text<&Tenant::name>("name").required().summary().searched(),
//       reference<&Tenant::tenant_group>("tenantGroup", Kind::tenant_group).unsettable(),
//   };
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/base/guid.hpp"
#include "model/base/limits.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"
#include "model/schema/object.hpp"

namespace curia {

enum class Flag : std::uint8_t { unset, no, yes };

constexpr Flag flag_of(bool value) { return value ? Flag::yes : Flag::no; }

enum class FieldType : std::uint8_t { text, flag, number, enumeration, reference };

// What text may look like, beyond being UTF-8 that XML can carry.
enum class TextForm : std::uint8_t {
  any,
  uri_user_part,         // no @, blank or control character; stored in lower case
  digits,                // decimal digits
  url,                   // scheme://rest without blanks
  dtmf,                  // keys of a telephone: 0-9 * # and , for a pause
  uri_generator,         // letters, digits, ".-_" and exactly one $, or empty
  index_mapping,         // at most one $index$; \\ and \$ stand for themselves; no @
  seconds_or_permanent,  // whole seconds, or the word permanent
};

// Shared look-up tables of the registry: which objects hold this value.
enum class Index : std::uint8_t {
  none,
  uri,      // user parts of coSpaces, access methods and IVRs
  call_id,  // numeric ids of coSpaces and access methods
  jid,      // users by JID, and by its user part in Index::jid_user
  jid_user,
};
inline constexpr std::size_t index_count = 5;

class Registry;

// What a computed field may look at.
struct View {
  const Registry& registry;
  Instant now{};
};

struct FieldSpec {
  // Where the value is and what kind it is of stand first: who goes through all fields looks there.
  // The member inside an object; null for a parameter that is only an instruction
  // (regenerateSecret) or a field that is computed when shown (numAccessMethods).
  void* (*member)(Object&) = nullptr;
  // Computed fields: the text to show; empty shows nothing.
  std::string (*compute)(const View&, const Object&) = nullptr;
  FieldType type = FieldType::text;
  TextForm form = TextForm::any;
  Index index = Index::none;
  bool is_required = false;    // POST without it fails
  bool is_unsettable = false;  // an empty value on PUT unsets
  bool is_post_only = false;
  bool is_put_only = false;
  bool is_write_only = false;   // never returned
  bool is_read_only = false;    // never a parameter
  bool is_summary = false;      // shown in the collection too
  bool is_searched = false;     // looked at by filter=
  bool is_shown_empty = false;  // has an element even when unset
  bool is_owner = false;        // a reference whose target takes this object with it when it goes
  bool is_mark = false;         // a flag shown as an empty element while it is true
  std::string_view name;
  std::string_view section;  // "status.rxAudio": the elements of GET around it; empty for none
  std::string_view alias;    // another name that clients use for the parameter
  std::size_t max_bytes = limits::text_bytes;
  std::int64_t min = 0;
  std::int64_t max = 2147483647;
  std::span<const std::string_view> choices;  // enumeration: ordinal 1 is the first
  Kind target = Kind::none;                   // reference: what it refers to
  std::string_view default_value;             // POST without it stores this
  std::string_view since;                     // CMS version, empty when from the beginning

  // Stands before its uses: clang 19 evaluates a constant only with templates it has already read.
  template <class M, class V>
  constexpr FieldSpec with(M FieldSpec::* what, V value) const {
    FieldSpec copy = *this;
    copy.*what = value;
    return copy;
  }

  constexpr FieldSpec required() const { return with(&FieldSpec::is_required, true); }
  constexpr FieldSpec unsettable() const { return with(&FieldSpec::is_unsettable, true); }
  constexpr FieldSpec post_only() const { return with(&FieldSpec::is_post_only, true); }
  constexpr FieldSpec put_only() const { return with(&FieldSpec::is_put_only, true); }
  constexpr FieldSpec write_only() const { return with(&FieldSpec::is_write_only, true); }
  constexpr FieldSpec read_only() const { return with(&FieldSpec::is_read_only, true); }
  // A computed field that is a parameter too: its rules do what it says.
  constexpr FieldSpec settable() const { return with(&FieldSpec::is_read_only, false); }
  constexpr FieldSpec summary() const { return with(&FieldSpec::is_summary, true); }
  constexpr FieldSpec searched() const { return with(&FieldSpec::is_searched, true); }
  constexpr FieldSpec shown_empty() const { return with(&FieldSpec::is_shown_empty, true); }
  constexpr FieldSpec owner() const { return with(&FieldSpec::is_owner, true); }
  constexpr FieldSpec mark() const { return with(&FieldSpec::is_mark, true); }
  constexpr FieldSpec also_called(std::string_view v) const { return with(&FieldSpec::alias, v); }
  constexpr FieldSpec in_section(std::string_view v) const { return with(&FieldSpec::section, v); }
  // Kept in the object and never told: what only the server itself needs.
  constexpr FieldSpec hidden() const { return read_only().write_only(); }
  // Kept as the client said, and shown as it holds.
  constexpr FieldSpec shown_as(std::string (*shown)(const View&, const Object&)) const {
    return with(&FieldSpec::compute, shown);
  }
  constexpr FieldSpec form_of(TextForm value) const { return with(&FieldSpec::form, value); }
  constexpr FieldSpec indexed(Index value) const { return with(&FieldSpec::index, value); }
  constexpr FieldSpec defaults(std::string_view v) const {
    return with(&FieldSpec::default_value, v);
  }
  constexpr FieldSpec added_in(std::string_view v) const { return with(&FieldSpec::since, v); }
  constexpr FieldSpec at_most(std::size_t bytes) const {
    return with(&FieldSpec::max_bytes, bytes);
  }
  constexpr FieldSpec range(std::int64_t low, std::int64_t high) const {
    return with(&FieldSpec::min, low).with(&FieldSpec::max, high);
  }

  bool is_parameter() const { return !is_read_only; }
  // Whether it lives in the object (and so in the store).
  bool is_stored() const { return member != nullptr; }
  // Whether GET may show it.
  bool is_field() const { return !is_write_only && (member != nullptr || compute != nullptr); }
};

namespace detail {
template <class T, auto Member>
struct MemberOf;
template <class T, class Owner, class M, M Owner::* Member>
struct MemberOf<T, Member> {
  using Type = M;
  static void* get(Object& object) { return &(static_cast<T&>(object).*Member); }
};

template <auto Member>
struct OwnerOf;
template <class Owner, class M, M Owner::* Member>
struct OwnerOf<Member> {
  using Type = Owner;
};
template <auto Member>
using Owner = typename OwnerOf<Member>::Type;

template <class T, auto Member>
constexpr FieldSpec described(std::string_view name, FieldType type) {
  FieldSpec field;
  field.name = name;
  field.type = type;
  field.member = &MemberOf<T, Member>::get;
  return field;
}
}  // namespace detail

// Each comes twice: text<&Tenant::name>("name") for a member of the object's own class, and
// text<CallLeg, &CallLegSettings::name>(...) for one of a class that the object derives from.

template <class T, auto Member>
  requires std::same_as<typename detail::MemberOf<T, Member>::Type, std::string>
constexpr FieldSpec text(std::string_view name, std::size_t max_bytes = limits::text_bytes) {
  return detail::described<T, Member>(name, FieldType::text).at_most(max_bytes);
}
template <auto Member>
constexpr FieldSpec text(std::string_view name, std::size_t max_bytes = limits::text_bytes) {
  return text<detail::Owner<Member>, Member>(name, max_bytes);
}

template <class T, auto Member>
  requires std::same_as<typename detail::MemberOf<T, Member>::Type, Flag>
constexpr FieldSpec flag(std::string_view name) {
  return detail::described<T, Member>(name, FieldType::flag);
}
template <auto Member>
constexpr FieldSpec flag(std::string_view name) {
  return flag<detail::Owner<Member>, Member>(name);
}

template <class T, auto Member>
  requires std::same_as<typename detail::MemberOf<T, Member>::Type, std::optional<std::int64_t>>
constexpr FieldSpec number(std::string_view name) {
  return detail::described<T, Member>(name, FieldType::number);
}
template <auto Member>
constexpr FieldSpec number(std::string_view name) {
  return number<detail::Owner<Member>, Member>(name);
}

// `choices` names the enumerators from ordinal 1 on.
template <class T, auto Member>
  requires(sizeof(typename detail::MemberOf<T, Member>::Type) == 1 &&
           std::is_enum_v<typename detail::MemberOf<T, Member>::Type>)
constexpr FieldSpec enumeration(std::string_view name, std::span<const std::string_view> choices) {
  FieldSpec field = detail::described<T, Member>(name, FieldType::enumeration);
  field.choices = choices;
  return field;
}
template <auto Member>
constexpr FieldSpec enumeration(std::string_view name, std::span<const std::string_view> choices) {
  return enumeration<detail::Owner<Member>, Member>(name, choices);
}

template <class T, auto Member>
  requires std::same_as<typename detail::MemberOf<T, Member>::Type, Guid>
constexpr FieldSpec reference(std::string_view name, Kind target) {
  FieldSpec field = detail::described<T, Member>(name, FieldType::reference);
  field.target = target;
  return field;
}
template <auto Member>
constexpr FieldSpec reference(std::string_view name, Kind target) {
  return reference<detail::Owner<Member>, Member>(name, target);
}

// A parameter without a member: an instruction to the object's rules.
constexpr FieldSpec instruction(std::string_view name, FieldType type) {
  FieldSpec field;
  field.name = name;
  field.type = type;
  field.is_write_only = true;
  return field;
}

constexpr FieldSpec reference_instruction(std::string_view name, Kind target) {
  return instruction(name, FieldType::reference).with(&FieldSpec::target, target);
}

// A field without a member, made when it is shown.
constexpr FieldSpec computed(std::string_view name, FieldType type,
                             std::string (*compute)(const View&, const Object&)) {
  FieldSpec field;
  field.name = name;
  field.type = type;
  field.is_read_only = true;
  field.compute = compute;
  return field;
}

// One table out of several.
template <std::size_t... Sizes>
constexpr auto joined(const std::array<FieldSpec, Sizes>&... tables) {
  std::array<FieldSpec, (Sizes + ...)> all;
  std::size_t at = 0;
  const auto append = [&](const auto& table) {
    for (const FieldSpec& field : table) all[at++] = field;
  };
  (append(tables), ...);
  return all;
}

// The same fields, each changed in the same way.
template <std::size_t Size>
constexpr auto each(std::array<FieldSpec, Size> table, FieldSpec (*change)(const FieldSpec&)) {
  for (FieldSpec& field : table) field = change(field);
  return table;
}

// Sets the member from its text form; empty text unsets. Instructions are only validated.
// Errors: invalid_value, value_too_long; the error's parameter is the field's name.
Result<> set_from_text(const FieldSpec& field, Object& object, std::string_view text);

// The text form of a member; empty when unset.
std::string to_text(const FieldSpec& field, const Object& object);
// The same without a copy where the member holds it: it lies there or in `scratch`, and is good
// until one of them changes.
std::string_view text_view(const FieldSpec& field, const Object& object, std::string& scratch);
bool is_set(const FieldSpec& field, const Object& object);
// Whether a member of that type says something, for those who know where it lies.
bool is_set(FieldType type, const void* member);

// The value of a text member.
const std::string& text_of(const FieldSpec& field, const Object& object);

// The value of a reference member.
const Guid& reference_of(const FieldSpec& field, const Object& object);
void set_reference(const FieldSpec& field, Object& object, const Guid& target);

// "true", "false", "on", "off" in any letter case (api-conventions section 1).
std::optional<bool> parse_flag(std::string_view text);

}  // namespace curia
