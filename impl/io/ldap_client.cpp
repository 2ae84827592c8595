#include "impl/io/ldap_client.hpp"

#include <utility>

#include "model/base/text.hpp"

namespace curia::io {
namespace {

Errc code_of(int result) {
  switch (result) {
    case LDAP_SERVER_DOWN:
    case LDAP_CONNECT_ERROR:
    case LDAP_UNAVAILABLE:
    case LDAP_BUSY:
      return Errc::unavailable;
    case LDAP_TIMEOUT:
    case LDAP_TIMELIMIT_EXCEEDED:
      return Errc::timed_out;
    case LDAP_INVALID_CREDENTIALS:
    case LDAP_INSUFFICIENT_ACCESS:
    case LDAP_INAPPROPRIATE_AUTH:
    case LDAP_STRONG_AUTH_REQUIRED:
    case LDAP_CONFIDENTIALITY_REQUIRED:
      return Errc::not_permitted;
    case LDAP_NO_SUCH_OBJECT:
      return Errc::not_found;
    case LDAP_FILTER_ERROR:
    case LDAP_INVALID_DN_SYNTAX:
      return Errc::invalid_value;
    default:
      return Errc::protocol_error;
  }
}

std::unexpected<Error> ldap_failure(int result, const std::string& what) {
  return fail(code_of(result), what + ": " + ::ldap_err2string(result));
}

struct FreeMessage {
  void operator()(LDAPMessage* message) const { ::ldap_msgfree(message); }
};
struct FreeControls {
  void operator()(LDAPControl** controls) const { ::ldap_controls_free(controls); }
};

std::string text_of(const berval& value) { return {value.bv_val, value.bv_len}; }

// The cookie of the next page out of the controls of a result; empty when it was the last.
Result<std::string> next_cookie(LDAP* ldap, LDAPControl** controls) {
  LDAPControl* control = ::ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, nullptr);
  if (control == nullptr) return std::string();  // a server without pages gave everything
  ber_int_t count = 0;
  berval cookie{};
  const int result = ::ldap_parse_pageresponse_control(ldap, control, &count, &cookie);
  if (result != LDAP_SUCCESS) return ldap_failure(result, "a page without a readable cookie");
  std::string text = text_of(cookie);
  ::ldap_memfree(cookie.bv_val);
  return text;
}

}  // namespace

// What TLS has to say is more than libldap knows.
std::unexpected<Error> LdapConnection::failure(int result, const std::string& what) const {
  if (tls_ && tls_->failure()) return fail(*tls_->failure());
  return ldap_failure(result, what);
}

Result<LdapConnection> LdapConnection::open(const LdapOptions& options,
                                            const std::optional<tls::Context>& context) {
  const DirectoryServer& server = options.server;
  const bool is_v6 = server.address.find(':') != std::string::npos;
  const std::string url = "ldap://" + (is_v6 ? "[" + server.address + "]" : server.address) + ":" +
                          std::to_string(server.port);
  LDAP* ldap = nullptr;
  if (const int result = ::ldap_initialize(&ldap, url.c_str()); result != LDAP_SUCCESS)
    return ldap_failure(result, "cannot use the directory '" + url + "'");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.timeout);
  const auto rest =
      std::chrono::duration_cast<std::chrono::microseconds>(options.timeout - seconds);
  timeval timeout{};
  timeout.tv_sec = seconds.count();
  timeout.tv_usec = rest.count();
  LdapConnection connection(ldap, timeout);
  constexpr int version = LDAP_VERSION3;
  ::ldap_set_option(ldap, LDAP_OPT_PROTOCOL_VERSION, &version);
  ::ldap_set_option(ldap, LDAP_OPT_NETWORK_TIMEOUT, &timeout);
  ::ldap_set_option(ldap, LDAP_OPT_TIMEOUT, &timeout);
  // Following a referral would send our password to a server that nobody configured.
  ::ldap_set_option(ldap, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  if (context) {
    connection.tls_ = std::make_unique<LdapTls>(*context, server.address, options.timeout);
    connection.tls_->put_under(ldap);
  }
  return connection;
}

Result<> LdapConnection::bind(const std::string& dn, const std::string& password) {
  berval secret{password.size(), const_cast<char*>(password.data())};
  const int result = ::ldap_sasl_bind_s(ldap_.get(), dn.c_str(), LDAP_SASL_SIMPLE, &secret, nullptr,
                                        nullptr, nullptr);
  if (result != LDAP_SUCCESS) return failure(result, "the directory refused '" + dn + "'");
  return {};
}

Result<DirectoryPage> LdapConnection::search(const DirectorySearch& search,
                                             const std::string& cookie) {
  LDAP* ldap = ldap_.get();
  berval sent{cookie.size(), const_cast<char*>(cookie.data())};
  LDAPControl* control = nullptr;
  int result = LDAP_SUCCESS;
  if (search.page_size > 0)
    result = ::ldap_create_page_control(ldap, static_cast<ber_int_t>(search.page_size), &sent, 0,
                                        &control);
  if (result != LDAP_SUCCESS) return ldap_failure(result, "cannot ask for a page");
  std::vector<char*> names;
  for (const std::string& name : search.attributes) names.push_back(const_cast<char*>(name.data()));
  names.push_back(nullptr);
  LDAPControl* controls[] = {control, nullptr};
  LDAPMessage* raw = nullptr;
  result =
      ::ldap_search_ext_s(ldap, search.base_dn.c_str(), LDAP_SCOPE_SUBTREE, search.filter.c_str(),
                          search.attributes.empty() ? nullptr : names.data(), 0, controls, nullptr,
                          &timeout_, LDAP_NO_LIMIT, &raw);
  if (control != nullptr) ::ldap_control_free(control);
  const std::unique_ptr<LDAPMessage, FreeMessage> messages(raw);
  if (result != LDAP_SUCCESS)
    return failure(result, "the search below '" + search.base_dn + "' failed");
  DirectoryPage page;
  for (LDAPMessage* entry = ::ldap_first_entry(ldap, raw); entry != nullptr;
       entry = ::ldap_next_entry(ldap, entry))
    page.entries.push_back(entry_of(entry));
  LDAPControl** given = nullptr;
  result = ::ldap_parse_result(ldap, raw, nullptr, nullptr, nullptr, nullptr, &given, 0);
  const std::unique_ptr<LDAPControl*, FreeControls> answered(given);
  if (result != LDAP_SUCCESS) return ldap_failure(result, "a search result that cannot be read");
  Result<std::string> next = next_cookie(ldap, given);
  if (!next) return fail(next.error());
  page.cookie = std::move(*next);
  return page;
}

DirectoryEntry LdapConnection::entry_of(LDAPMessage* message) const {
  DirectoryEntry entry;
  if (char* dn = ::ldap_get_dn(ldap_.get(), message)) {
    entry.dn = dn;
    ::ldap_memfree(dn);
  }
  BerElement* position = nullptr;
  for (char* name = ::ldap_first_attribute(ldap_.get(), message, &position); name != nullptr;
       name = ::ldap_next_attribute(ldap_.get(), message, position)) {
    if (berval** values = ::ldap_get_values_len(ldap_.get(), message, name)) {
      auto& texts = entry.attributes[ascii_lower(name)];
      for (berval** value = values; *value != nullptr; ++value) texts.push_back(text_of(**value));
      ::ldap_value_free_len(values);
    }
    ::ldap_memfree(name);
  }
  if (position != nullptr) ::ber_free(position, 0);
  return entry;
}

}  // namespace curia::io
