#include "model/ldap/person.hpp"

#include <algorithm>

namespace curia {
namespace {

constexpr const char* mail = "mail";
constexpr const char* object_guid = "objectguid";  // Active Directory: 16 bytes
constexpr const char* entry_uuid = "entryuuid";    // RFC 4530: text

// The first three numbers of objectGUID are little-endian (MS-DTYP 2.3.4.2).
Guid guid_of(const DirectoryEntry& entry) {
  const auto found = entry.attributes.find(object_guid);
  if (found != entry.attributes.end() && !found->second.empty() &&
      found->second.front().size() == 16) {
    constexpr std::size_t order[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    Guid guid;
    for (std::size_t i = 0; i < 16; ++i)
      guid.bytes[i] = static_cast<std::uint8_t>(found->second.front()[order[i]]);
    return guid;
  }
  return parse_guid(first_text(entry, entry_uuid)).value_or(Guid{});
}

}  // namespace

bool is_jid(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

Result<PersonReader> PersonReader::compile(const LdapMapping& mapping) {
  PersonReader reader;
  const struct {
    const char* name;
    const std::string& text;
    MappingTemplate& into;
  } all[] = {
      {"jidMapping", mapping.jid_mapping, reader.jid_},
      {"nameMapping", mapping.name_mapping, reader.name_},
      {"cdrTagMapping", mapping.cdr_tag_mapping, reader.cdr_tag_},
      {"authenticationIdMapping", mapping.authentication_id_mapping, reader.authentication_id_},
      {"coSpaceNameMapping", mapping.co_space_name_mapping, reader.space_name_},
      {"coSpaceUriMapping", mapping.co_space_uri_mapping, reader.space_uri_},
      {"coSpaceSecondaryUriMapping", mapping.co_space_secondary_uri_mapping,
       reader.space_secondary_uri_},
      {"coSpaceCallIdMapping", mapping.co_space_call_id_mapping, reader.space_call_id_},
  };
  for (const auto& [name, text, into] : all) {
    auto parsed = MappingTemplate::parse(text);
    if (!parsed)
      return fail(parsed.error().code, std::string(name) + ": " + parsed.error().message, name);
    into = std::move(*parsed);
  }
  return reader;
}

std::vector<std::string> PersonReader::attributes() const {
  std::vector<std::string> names = {mail, object_guid, entry_uuid};
  for (const MappingTemplate* text : {&jid_, &name_, &cdr_tag_, &authentication_id_, &space_name_,
                                      &space_uri_, &space_secondary_uri_, &space_call_id_})
    text->add_attributes(names);
  return names;
}

Result<LdapPerson> PersonReader::read(const DirectoryEntry& entry) const {
  LdapPerson person;
  person.dn = entry.dn;
  person.email = first_text(entry, mail);
  person.ad_guid = guid_of(entry);
  const std::pair<const MappingTemplate&, std::string&> all[] = {
      {jid_, person.jid},
      {name_, person.name},
      {cdr_tag_, person.cdr_tag},
      {authentication_id_, person.authentication_id},
      {space_name_, person.space_name},
      {space_uri_, person.space_uri},
      {space_secondary_uri_, person.space_secondary_uri},
      {space_call_id_, person.space_call_id}};
  for (const auto& [text, into] : all) {
    auto value = text.expand(entry);
    if (!value) return fail(value.error().code, entry.dn + ": " + value.error().message);
    into = std::move(*value);
  }
  return person;
}

}  // namespace curia
