#include "conformance/fuzz/people.hpp"

#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

using Texts = std::vector<std::string>;

struct Entry {
  std::string_view dn;
  std::map<std::string, std::string, std::less<>> attributes;  // one value each
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all{
      {"dc=example,dc=com", {{"objectClass", "dcObject"}, {"dc", "example"}}},
      {"ou=people,dc=example,dc=com", {{"objectClass", "organizationalUnit"}, {"ou", "people"}}},
      {"uid=ann,ou=people,dc=example,dc=com",
       {{"objectClass", "inetOrgPerson"},
        {"uid", "ann"},
        {"cn", "Ann"},
        {"sn", "Smith"},
        {"mail", "ann@mail.example.com"}}},
      {"uid=bob,ou=people,dc=example,dc=com",
       {{"objectClass", "inetOrgPerson"},
        {"uid", "bob"},
        {"cn", "Bob"},
        {"sn", "Jones"},
        {"mail", "bob@mail.example.com"}}},
      {"uid=dan,dc=example,dc=com",
       {{"objectClass", "inetOrgPerson"}, {"uid", "dan"}, {"cn", "Dan"}, {"sn", "Smith"}}}};
  return all;
}

std::string text_of(const Entry& entry, std::string_view attribute) {
  const auto found = entry.attributes.find(attribute);
  return found == entry.attributes.end() ? "" : found->second;
}

// Of the mappings that are drawn; nothing for the one that cannot be used.
std::optional<std::string> expanded(const std::string& mapping, const Entry& entry) {
  if (mapping.find('|') != std::string::npos) return std::nullopt;
  std::string text = mapping;
  for (const char* attribute : {"uid", "cn", "sn", "mail"}) {
    const std::string mark = "$" + std::string(attribute) + "$";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
      text.replace(at, mark.size(), text_of(entry, attribute));
  }
  return text;
}

// Of the filters that are drawn; nothing for the one that is none.
std::optional<bool> passes(const std::string& filter, const Entry& entry) {
  if (filter.empty()) return true;
  if (filter == "(uid=*)") return !text_of(entry, "uid").empty();
  if (filter == "uid=ann") return text_of(entry, "uid") == "ann";
  if (filter == "(sn=Smith)") return text_of(entry, "sn") == "Smith";
  if (filter == "(uid=none)") return false;
  return std::nullopt;
}

bool is_jid(const std::string& text) {
  const auto at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string::npos && text.find(' ') == std::string::npos;
}

bool answers(const Thing& server) {
  return server.value("address").is(std::string(directory_address)) &&
         server.value("portNumber").is(std::string(directory_port)) &&
         server.value("secure").is("false") && !server.value("username").is_set();
}

std::optional<Person> person_of(const Thing& mapping, const Entry& entry) {
  Person person;
  person.email = text_of(entry, "mail");
  const std::pair<const char*, std::string&> all[] = {
      {"jidMapping", person.jid},
      {"nameMapping", person.name},
      {"authenticationIdMapping", person.authentication_id},
      {"cdrTagMapping", person.cdr_tag},
      {"coSpaceNameMapping", person.space_name},
      {"coSpaceUriMapping", person.space_uri},
      {"coSpaceSecondaryUriMapping", person.space_secondary_uri}};
  for (const auto& [field, into] : all) {
    const auto text = expanded(mapping.value(field).text, entry);
    if (!text) return std::nullopt;
    into = *text;
  }
  return person;
}

}  // namespace

const std::vector<scenario::DirectoryStep>& directory_entries() {
  static const auto all = [] {
    std::vector<scenario::DirectoryStep> out;
    for (const Entry& entry : entries()) {
      scenario::DirectoryStep step;
      step.dn = entry.dn;
      for (const auto& [name, value] : entry.attributes) step.attributes.push_back({name, value});
      out.push_back(std::move(step));
    }
    return out;
  }();
  return all;
}

std::optional<std::map<std::string, Person>> people_of(const Model& model, std::size_t source) {
  static const auto servers = kind_named("ldapServer"), mappings = kind_named("ldapMapping");
  const Thing& thing = model.at(source);
  const auto server = model.find(servers, thing.value("server").text);
  const auto mapping = model.find(mappings, thing.value("mapping").text);
  if (server == none || mapping == none || !answers(model.at(server))) return std::nullopt;
  const std::string& base = thing.value("baseDn").text;
  bool has_base = false;
  std::map<std::string, Person> people;
  for (const Entry& entry : entries()) {
    if (entry.dn == base) has_base = true;
    if (!entry.dn.ends_with(base)) continue;
    const auto passed = passes(thing.value("filter").text, entry);
    if (!passed) return std::nullopt;
    if (!*passed) continue;
    const auto person = person_of(model.at(mapping), entry);
    if (!person) return std::nullopt;
    if (is_jid(person->jid) && !people.emplace(fold_case(person->jid), *person).second)
      return std::nullopt;
  }
  // What cannot be used is found out by the first entry; without one nobody minds.
  if (!has_base || model.at(mapping).value("jidMapping").text.find('|') != std::string::npos)
    return std::nullopt;
  return people;
}

std::optional<std::string> draw_ldap_value(const Field& field, std::uint32_t value) {
  static const std::map<std::string, Texts, std::less<>> all{
      {"address", {"directory.test", "directory.test", "directory.test", "nobody.test"}},
      {"portNumber", {"389", "389", "389", "389", "636", "0", "70000"}},
      {"secure", {"false", "false", "False", "true", "maybe"}},
      {"username", {"", "", "", "cn=reader,dc=example,dc=com"}},
      {"baseDn",
       {"dc=example,dc=com", "dc=example,dc=com", "ou=people,dc=example,dc=com",
        "ou=nowhere,dc=example,dc=com"}},
      {"filter", {"(uid=*)", "(uid=*)", "uid=ann", "(sn=Smith)", "", "(uid=none)", "(uid="}},
      {"jidMapping",
       {"$uid$@example.com", "$uid$@example.com", "$uid$@example.org", "$mail$", "$cn$", "",
        "$uid|'/(/x/'$@example.com"}},
      {"nameMapping", {"$cn$", "Person $uid$", ""}},
      {"cdrTagMapping", {"tag-$uid$", ""}},
      {"authenticationIdMapping", {"$uid$@login.example.com", ""}},
      {"coSpaceNameMapping", {"$cn$ Meeting", "$uid$", ""}},
      {"coSpaceUriMapping", {"$uid$.space", "$uid$.space", "", "$uid$", "sales", "two words"}},
      {"coSpaceSecondaryUriMapping", {"", "$uid$.two"}},
      {"coSpaceCallIdMapping", {""}}};
  const auto found = all.find(field.name);
  const bool is_other = field.name.ends_with("Mapping") && field.shape == Shape::mapping;
  if (found == all.end() || is_other) return std::nullopt;
  return found->second[value % found->second.size()];
}

}  // namespace curia::fuzz
