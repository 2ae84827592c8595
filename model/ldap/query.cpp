#include "model/ldap/query.hpp"

#include "model/objects/catalog.hpp"
#include "model/objects/ldap_server.hpp"
#include "model/objects/ldap_user_co_space_template_source.hpp"
#include "model/registry/registry.hpp"

namespace curia {
namespace {

constexpr const char* everything = "(objectClass=*)";
constexpr const char* no_attributes = "1.1";  // RFC 4511 section 4.5.1.8
constexpr std::int64_t last_port = 65535;

// RFC 4515 wants parentheses, and people forget them.
std::string in_parentheses(const std::string& filter) {
  return filter.starts_with('(') ? filter : "(" + filter + ")";
}

}  // namespace

std::string both_filters(const std::string& first, const std::string& second) {
  if (first.empty() && second.empty()) return everything;
  if (second.empty()) return in_parentheses(first);
  if (first.empty()) return in_parentheses(second);
  return "(&" + in_parentheses(first) + in_parentheses(second) + ")";
}

Result<LdapQuery> query_of(const Registry& registry, const LdapSource& source) {
  const auto* server = registry.find<LdapServer>(source.server);
  const auto* mapping = registry.find<LdapMapping>(source.mapping);
  if (server == nullptr) return fail(Errc::not_found, "its ldapServer was deleted");
  if (mapping == nullptr) return fail(Errc::not_found, "its ldapMapping was deleted");
  const std::int64_t port = server->port_number.value_or(0);
  if (port < 1 || port > last_port)
    return fail(Errc::invalid_value, std::to_string(port) + " is not a port", "portNumber");
  auto reader = PersonReader::compile(*mapping);
  if (!reader) return fail(std::move(reader.error()));
  const std::size_t page_size = server->use_paged_results == Flag::no ? 0 : limits::ldap_page;
  LdapQuery query;
  query.server = {server->address, static_cast<std::uint16_t>(port), server->secure == Flag::yes,
                  server->username, server->password};
  query.people = {source.base_dn, both_filters(source.filter, ""), reader->attributes(), page_size};
  query.reader = std::move(*reader);
  const FieldSpec& of_source = field_of(Kind::ldap_user_co_space_template_source, "ldapSource");
  const Table& table = registry.table(Kind::ldap_user_co_space_template_source);
  table.referring(of_source, source.id).visit_from(0, [&](std::uint32_t slot) {
    const auto& more = static_cast<const LdapUserCoSpaceTemplateSource&>(table.at(slot));
    if (more.co_space_template)
      query.templates.emplace_back(more.co_space_template,
                                   DirectorySearch{source.base_dn,
                                                   both_filters(source.filter, more.filter),
                                                   {no_attributes},
                                                   page_size});
    return true;
  });
  return query;
}

}  // namespace curia
