// The members of the configuration by the names that live.json has for them.
//
//   visit_fields(settings, [&](std::string_view name, auto& member) { ... });
#pragma once

#include "model/admin/configuration.hpp"

namespace curia::admin {

// One overload for each structure: names and members in the order of the file.
#define CURIA_FIELDS(Type, ...)                       \
  template <class Visitor>                            \
  void visit_fields(const Type& it, Visitor&& each) { \
    __VA_ARGS__                                       \
  }                                                   \
  template <class Visitor>                            \
  void visit_fields(Type& it, Visitor&& each) {       \
    __VA_ARGS__                                       \
  }

CURIA_FIELDS(Certificates, each("key", it.key); each("certificate", it.certificate);
             each("bundle", it.bundle);)
CURIA_FIELDS(ListenAddress, each("interface", it.interface); each("port", it.port);)
CURIA_FIELDS(InterfaceSettings, each("name", it.name); each("ipv4Enabled", it.ipv4_enabled);
             each("ipv4", it.ipv4); each("ipv4Gateway", it.ipv4_gateway);
             each("ipv4Dhcp", it.ipv4_dhcp); each("ipv4Default", it.ipv4_default);
             each("ipv4Routes", it.ipv4_routes); each("ipv6Enabled", it.ipv6_enabled);
             each("ipv6Slaac", it.ipv6_slaac); each("ipv6", it.ipv6);
             each("ipv6Router", it.ipv6_router); each("ipv6Routes", it.ipv6_routes);)
CURIA_FIELDS(ForwardZone, each("domain", it.domain); each("server", it.server);)
CURIA_FIELDS(DnsSettings, each("forwardZones", it.forward_zones); each("records", it.records);)
CURIA_FIELDS(NtpSettings, each("servers", it.servers); each("groupKey", it.group_key);
             each("autokey", it.autokey);)
CURIA_FIELDS(WebAdminSettings, each("enabled", it.enabled); each("listen", it.listen);
             each("certs", it.certs); each("httpRedirect", it.http_redirect);)
CURIA_FIELDS(SshSettings, each("enabled", it.enabled); each("listen", it.listen);)
CURIA_FIELDS(CallBridgeSettings, each("listen", it.listen); each("prefer", it.prefer);
             each("certs", it.certs); each("trustC2w", it.trust_c2w);
             each("trustCluster", it.trust_cluster);)
CURIA_FIELDS(WebBridgeSettings, each("enabled", it.enabled); each("httpsListen", it.https_listen);
             each("httpsCerts", it.https_certs); each("frameAncestors", it.frame_ancestors);
             each("httpRedirect", it.http_redirect);
             each("httpRedirectPort", it.http_redirect_port); each("c2wListen", it.c2w_listen);
             each("c2wCerts", it.c2w_certs); each("c2wTrust", it.c2w_trust);
             each("options", it.options);)
CURIA_FIELDS(SchedulerSettings, each("enabled", it.enabled); each("httpsListen", it.https_listen);
             each("httpsCerts", it.https_certs); each("c2wCerts", it.c2w_certs);
             each("c2wTrust", it.c2w_trust); each("emailServer", it.email_server);
             each("emailPort", it.email_port); each("emailUsername", it.email_username);
             each("emailPassword", it.email_password); each("emailProtocol", it.email_protocol);
             each("emailAuth", it.email_auth); each("emailStarttls", it.email_starttls);
             each("emailTrust", it.email_trust);
             each("emailCommonAddress", it.email_common_address);
             each("emailCommonName", it.email_common_name);)
CURIA_FIELDS(TurnSettings, each("enabled", it.enabled); each("listen", it.listen);
             each("tlsPort", it.tls_port); each("certs", it.certs); each("username", it.username);
             each("password", it.password); each("realm", it.realm); each("publicIp", it.public_ip);
             each("highCapacity", it.high_capacity); each("shortTerm", it.short_term);
             each("sharedSecret", it.shared_secret);)
CURIA_FIELDS(SipRecorderSettings, each("enabled", it.enabled); each("interface", it.interface);
             each("tcpPort", it.tcp_port); each("tlsPort", it.tls_port); each("certs", it.certs);
             each("trafficTrace", it.traffic_trace); each("nfsHost", it.nfs_host);
             each("nfsDirectory", it.nfs_directory); each("resolution", it.resolution);
             each("limit", it.limit);)
CURIA_FIELDS(UploadServer, each("host", it.host); each("port", it.port); each("user", it.user);
             each("password", it.password); each("trust", it.trust);)
CURIA_FIELDS(UploaderSettings, each("enabled", it.enabled); each("nfsHost", it.nfs_host);
             each("nfsDirectory", it.nfs_directory); each("cms", it.cms); each("rev", it.rev);
             each("access", it.access); each("memberAccess", it.member_access);
             each("ownedByCospaceOwner", it.owned_by_cospace_owner);
             each("fallbackOwner", it.fallback_owner); each("comments", it.comments);
             each("ratings", it.ratings); each("downloads", it.downloads);
             each("initialState", it.initial_state);
             each("deleteAfterUpload", it.delete_after_upload);)
CURIA_FIELDS(TlsService, each("name", it.name); each("trust", it.trust); each("verify", it.verify);
             each("minVersion", it.min_version); each("ciphers", it.ciphers);)
CURIA_FIELDS(LdapSettings, each("enabled", it.enabled); each("server", it.server);
             each("port", it.port); each("protocol", it.protocol); each("bindDn", it.bind_dn);
             each("bindPassword", it.bind_password); each("baseDn", it.base_dn);
             each("loginAttribute", it.login_attribute); each("filter", it.filter);
             each("trust", it.trust); each("verify", it.verify);
             each("minTlsVersion", it.min_tls_version);)
CURIA_FIELDS(SyslogServer, each("protocol", it.protocol); each("host", it.host);
             each("port", it.port);)
CURIA_FIELDS(SyslogSettings, each("enabled", it.enabled); each("servers", it.servers);
             each("auditServers", it.audit_servers);)
CURIA_FIELDS(DatabaseClusterSettings, each("localNode", it.local_node);
             each("serverKey", it.server_key); each("serverCertificate", it.server_certificate);
             each("clientKey", it.client_key); each("clientCertificate", it.client_certificate);
             each("ca", it.ca);)
CURIA_FIELDS(Rules, for (const NumericRule& rule : numeric_rules()) each(rule.name, it.*rule.value);
             for (const FlagRule& rule : flag_rules()) each(rule.name, it.*rule.value);)
CURIA_FIELDS(Configuration, each("hostname", it.hostname); each("timezone", it.timezone);
             each("motd", it.motd); each("loginBanner", it.login_banner);
             each("auditHttp", it.audit_http); each("minDtlsVersion", it.min_dtls_version);
             each("interfaces", it.interfaces); each("dns", it.dns); each("ntp", it.ntp);
             each("webadmin", it.webadmin); each("ssh", it.ssh); each("callbridge", it.callbridge);
             each("webbridge3", it.webbridge3); each("scheduler", it.scheduler);
             each("turn", it.turn); each("recorder", it.recorder); each("streamer", it.streamer);
             each("uploader", it.uploader); each("tls", it.tls); each("ldap", it.ldap);
             each("syslog", it.syslog); each("databaseCluster", it.database_cluster);
             each("rules", it.rules);)

#undef CURIA_FIELDS

}  // namespace curia::admin
