// ldap: logins of MMP users by a directory (release notes 2.3).
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

void show(const CallPtr& call) {
  const admin::LdapSettings& ldap = call->configuration().ldap;
  print_rows(call, {{"Enabled", yes_no(ldap.enabled)},
                    {"Server", ldap.server.empty() ? "none" : ldap.server},
                    {"Port", ldap.port == 0 ? "none" : std::to_string(ldap.port)},
                    {"Protocol", shown(ldap.protocol)},
                    {"Bind DN", shown(ldap.bind_dn)},
                    {"Bind password", ldap.bind_password.empty() ? "not set" : "set"},
                    {"Base DN", shown(ldap.base_dn)},
                    {"Login attribute", shown(ldap.login_attribute)},
                    {"Filter", ldap.filter.empty() ? "(objectClass=*)" : ldap.filter},
                    {"Trust bundle", shown(ldap.trust)},
                    {"Certificate verification", enabled_disabled(ldap.verify)},
                    {"Minimum TLS version", ldap.min_tls_version}});
}

template <class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  if (!call->configure([&](Configuration& c) { edit(c.ldap); }, text)) return;
  const admin::LdapSettings& ldap = call->configuration().ldap;
  if (!ldap.enabled) return;
  if (const std::string what = call->mmp().logins().ldap().incomplete(); !what.empty())
    call->print("WARNING: LDAP users cannot log in now: " + what);
  if (ldap.protocol == "ldaps" && !ldap.verify)
    call->print("WARNING: the directory's certificate is not verified: see 'ldap verify'");
}

void server(const CallPtr& call) {
  set(
      call,
      [&](auto& ldap) {
        ldap.server = call->value(0);
        ldap.port = *admin::parse_port(call->value(1));
      },
      "LDAP server set");
}

void protocol(const CallPtr& call) {
  set(call, [&](auto& ldap) { ldap.protocol = call->value(0); }, "LDAP protocol set");
}

void bind_dn(const CallPtr& call) {
  call->ask({"Please enter password (optional): ", true, false}, [call](std::string password) {
    set(
        call,
        [&](auto& ldap) {
          ldap.bind_dn = call->value(0);
          ldap.bind_password = password;
        },
        "bind DN set");
  });
}

void base_dn(const CallPtr& call) {
  set(call, [&](auto& ldap) { ldap.base_dn = call->value(0); }, "base DN set");
}

void login_attribute(const CallPtr& call) {
  const std::string& name = call->value(0);
  if (!admin::is_ldap_attribute(name) || name.size() > 128)
    return call->failure("'" + name + "' is not the name of an attribute such as uid");
  set(call, [&](auto& ldap) { ldap.login_attribute = name; }, "login attribute set");
}

void filter(const CallPtr& call) {
  if (!admin::is_ldap_filter(call->value(0)))
    return call->failure("'" + call->value(0) +
                         "' is not a filter such as (objectClass=person): see RFC 4515");
  set(call, [&](auto& ldap) { ldap.filter = call->value(0); }, "filter set");
}

void remove(const CallPtr& call) {
  set(
      call,
      [&](auto& ldap) {
        if (call->value(0) == "binddn") {
          ldap.bind_dn.clear();
          ldap.bind_password.clear();
        } else {
          (call->value(0) == "filter" ? ldap.filter : ldap.trust).clear();
        }
      },
      call->value(0) + " removed");
}

void trust(const CallPtr& call) {
  if (!check_bundle(call, call->value(0))) return;
  set(call, [&](auto& ldap) { ldap.trust = call->value(0); }, "trust bundle set");
}

void verify(const CallPtr& call) {
  set(
      call, [&](auto& ldap) { ldap.verify = call->value(0) == "enable"; },
      "certificate verification " + call->value(0) + "d");
}

void min_tls_version(const CallPtr& call) {
  const std::string& version = call->value(0);
  if (version != "1.0" && version != "1.1" && version != "1.2")
    return call->failure("a minimum TLS version is 1.0, 1.1 or 1.2");
  set(call, [&](auto& ldap) { ldap.min_tls_version = version; }, "minimum TLS version set");
}

void enable(const CallPtr& call) {
  if (const std::string what = call->mmp().logins().ldap().incomplete(); !what.empty())
    return call->failure(what);
  set(call, [](auto& ldap) { ldap.enabled = true; }, "LDAP enabled");
}

void disable(const CallPtr& call) {
  set(call, [](auto& ldap) { ldap.enabled = false; }, "LDAP disabled");
}

void status(const CallPtr& call) {
  if (!call->configuration().ldap.enabled) return call->print("disabled");
  call->mmp().logins().ldap().probe([call](Result<> reached) {
    call->print(reached ? "running" : "not running");
    if (!reached)
      call->mmp().env().trace.log(
          Severity::warning,
          "the LDAP server of the MMP users does not serve: " + reached.error().message);
  });
}

}  // namespace

const Topic ldap_topic = {
    "ldap",
    "Configure LDAP client for MMP users",
    {{"ldap", admins, "The configuration.", show},
     {"ldap server <hostname|address> <port>", admins, "Where the directory is; needed.", server},
     {"ldap protocol (ldap|ldaps)", admins, "With ldaps everything is encrypted; needed.",
      protocol},
     {"ldap binddn <username>", admins,
      "Who looks people up; asks for an optional password. Without it the search is anonymous.",
      bind_dn},
     {"ldap basedn <base DN>", admins, "Where in the directory people are; needed.", base_dn},
     {"ldap login_attr <attribute>", admins,
      "The attribute that equals the name of the MMP user, such as uid; needed.", login_attribute},
     {"ldap filter <filter>", admins, "Who of them counts; (objectClass=*) when not set.", filter},
     {"ldap remove <=binddn|filter|trust>", admins, "Takes one of them back.", remove},
     {"ldap trust <crt bundle>", admins,
      "The authorities that the directory's certificate is "
      "verified with.",
      trust},
     {"ldap verify (enable|disable)", admins, "Whether the certificate is verified.", verify},
     {"ldap min-tls-version <minimum version string>", admins, "1.0, 1.1 or 1.2, the default.",
      min_tls_version},
     {"ldap enable", admins, "Lets LDAP users log in.", enable},
     {"ldap disable", admins, "Refuses their logins.", disable},
     {"ldap status", admins, "running, not running (the log says why) or disabled.", status}}};

}  // namespace curia::mmp
