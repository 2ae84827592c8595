// Configuration: what the commands of the MMP have set, of all components. One value, kept as the
// file live.json; components are told of it, they never keep their own.
//
// 1. Text is kept as it was typed, once it was checked (values.hpp); empty means not configured.
// 2. Files are names in the flat root that SFTP shows (`upload_folder`).
// 3. visit_fields() names each member once, for the file and for whatever else walks over it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/password_rules.hpp"

namespace curia::admin {

// The folder of certificates, keys and whatever else is brought by SFTP, below the data directory.
inline constexpr std::string_view upload_folder = "files";
inline std::string upload_path(std::string_view name) {
  return std::string(upload_folder) + "/" + std::string(name);
}
inline constexpr std::string_view configuration_file = "live.json";
inline constexpr std::int64_t configuration_version = 1;

struct Certificates {
  std::string key;
  std::string certificate;  // with the chain, where the component takes a full chain
  std::string bundle;
  bool operator==(const Certificates&) const = default;
};

struct ListenAddress {
  std::string interface;
  std::int64_t port = 0;
  bool operator==(const ListenAddress&) const = default;
};

struct InterfaceSettings {
  std::string name{};
  bool ipv4_enabled = true;
  std::string ipv4{};  // "192.0.2.5/24"
  std::string ipv4_gateway{};
  bool ipv4_dhcp = false;
  bool ipv4_default = false;
  std::vector<std::string> ipv4_routes{};
  bool ipv6_enabled = false;
  bool ipv6_slaac = false;
  std::string ipv6{};
  std::string ipv6_router{};
  std::vector<std::string> ipv6_routes{};
  bool operator==(const InterfaceSettings&) const = default;
};

struct ForwardZone {
  std::string domain;
  std::string server;
  bool operator==(const ForwardZone&) const = default;
};

struct DnsSettings {
  std::vector<ForwardZone> forward_zones;
  std::vector<std::string> records;
  bool operator==(const DnsSettings&) const = default;
};

struct NtpSettings {
  std::vector<std::string> servers;
  std::string group_key;
  bool autokey = false;
  bool operator==(const NtpSettings&) const = default;
};

struct WebAdminSettings {
  bool enabled = true;
  ListenAddress listen{"a", 8443};
  Certificates certs;  // none: the certificate that `curia init` made
  bool http_redirect = false;
  bool operator==(const WebAdminSettings&) const = default;
};

// The port of SSH and SFTP. Off at first: a host mostly has its own server on port 22.
struct SshSettings {
  bool enabled = false;
  ListenAddress listen{"a", 22};
  bool operator==(const SshSettings&) const = default;
};

struct CallBridgeSettings {
  std::vector<std::string> listen;
  std::string prefer;
  Certificates certs;
  std::string trust_c2w;
  std::string trust_cluster;
  bool operator==(const CallBridgeSettings&) const = default;
};

struct WebBridgeSettings {
  bool enabled = false;
  std::vector<ListenAddress> https_listen;
  Certificates https_certs;
  std::string frame_ancestors;
  bool http_redirect = false;
  std::int64_t http_redirect_port = 80;
  std::vector<ListenAddress> c2w_listen;
  Certificates c2w_certs;
  std::string c2w_trust;
  std::string options;
  bool operator==(const WebBridgeSettings&) const = default;
};

struct SchedulerSettings {
  bool enabled = false;
  ListenAddress https_listen;
  Certificates https_certs;
  Certificates c2w_certs;
  std::string c2w_trust;
  std::string email_server;
  std::int64_t email_port = 0;
  std::string email_username;
  std::string email_password;
  std::string email_protocol = "smtp";
  bool email_auth = false;
  bool email_starttls = false;
  std::string email_trust;
  std::string email_common_address;
  std::string email_common_name;
  bool operator==(const SchedulerSettings&) const = default;
};

struct TurnSettings {
  bool enabled = false;
  std::vector<std::string> listen;
  std::int64_t tls_port = 0;
  Certificates certs;
  std::string username;
  std::string password;
  std::string realm;
  std::string public_ip;
  bool high_capacity = false;
  bool short_term = false;
  std::string shared_secret;
  bool operator==(const TurnSettings&) const = default;
};

// The Recorder and the Streamer.
struct SipRecorderSettings {
  bool enabled = false;
  std::string interface{};
  std::int64_t tcp_port = 0;
  std::int64_t tls_port = 0;
  Certificates certs{};
  bool traffic_trace = false;
  std::string nfs_host{};  // of the Recorder
  std::string nfs_directory{};
  std::string resolution = "720p";
  std::optional<std::int64_t> limit{};
  bool operator==(const SipRecorderSettings&) const = default;
};

struct UploadServer {
  std::string host;
  std::int64_t port = 443;
  std::string user;
  std::string password;
  std::string trust;
  bool operator==(const UploadServer&) const = default;
};

struct UploaderSettings {
  bool enabled = false;
  std::string nfs_host;
  std::string nfs_directory;
  UploadServer cms;
  UploadServer rev;
  std::string access = "Private";
  std::string member_access = "none";
  bool owned_by_cospace_owner = false;
  std::string fallback_owner;
  bool comments = false;
  bool ratings = false;
  bool downloads = false;
  std::string initial_state = "active";
  bool delete_after_upload = false;
  bool operator==(const UploaderSettings&) const = default;
};

struct TlsService {
  std::string name{};  // sip, ldap, webadmin or syslog
  std::string trust{};
  std::string verify = "disable";
  std::string min_version = "1.2";
  std::string ciphers{};
  bool operator==(const TlsService&) const = default;
};

struct LdapSettings {
  bool enabled = false;
  std::string server;
  std::int64_t port = 0;
  std::string protocol;
  std::string bind_dn;
  std::string bind_password;
  std::string base_dn;
  std::string login_attribute;
  std::string filter;  // empty: (objectClass=*)
  std::string trust;
  bool verify = false;
  std::string min_tls_version = "1.2";
  bool operator==(const LdapSettings&) const = default;
};

struct SyslogServer {
  std::string protocol;  // udp, tcp or tls
  std::string host;
  std::int64_t port = 514;
  bool operator==(const SyslogServer&) const = default;
};

struct SyslogSettings {
  bool enabled = false;
  std::vector<SyslogServer> servers;
  std::vector<SyslogServer> audit_servers;  // these get the audit log only
  bool operator==(const SyslogSettings&) const = default;
};

struct DatabaseClusterSettings {
  std::string local_node;
  std::string server_key, server_certificate, client_key, client_certificate, ca;
  bool operator==(const DatabaseClusterSettings&) const = default;
};

struct Configuration {
  std::string hostname = "curia";
  std::string timezone = "Etc/UTC";
  std::string motd;
  std::string login_banner;
  bool audit_http = false;
  std::string min_dtls_version = "1.2";
  std::vector<InterfaceSettings> interfaces{{.name = "a", .ipv4 = "127.0.0.1/8"}};
  DnsSettings dns;
  NtpSettings ntp;
  WebAdminSettings webadmin;
  SshSettings ssh;
  CallBridgeSettings callbridge;
  WebBridgeSettings webbridge3;
  SchedulerSettings scheduler;
  TurnSettings turn;
  SipRecorderSettings recorder;
  SipRecorderSettings streamer{.interface = "a", .tcp_port = 5060, .tls_port = 5061};
  UploaderSettings uploader;
  // Clients verify until that is disabled (decisions 0081 and 0100).
  std::vector<TlsService> tls{{.name = "sip"},
                              {.name = "ldap", .verify = "enable"},
                              {.name = "webadmin"},
                              {.name = "syslog", .verify = "enable"}};
  LdapSettings ldap;
  SyslogSettings syslog;
  DatabaseClusterSettings database_cluster;
  Rules rules;
  bool operator==(const Configuration&) const = default;

  // Null when there is none of that name.
  const InterfaceSettings* interface(std::string_view name) const;
  InterfaceSettings& make_interface(std::string_view name);
  TlsService* tls_service(std::string_view name);
  const TlsService* tls_service(std::string_view name) const;
};

}  // namespace curia::admin
