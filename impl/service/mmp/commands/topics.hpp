// The topics of the command line, one file of commands each or a few, and who may use what.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "impl/service/mmp/call.hpp"
#include "impl/service/mmp/mmp.hpp"
#include "model/admin/grammar.hpp"

namespace curia::mmp {

using admin::Call;
using admin::CallPtr;
using admin::Role;
using admin::Roles;
using admin::Topic;

// What roles may do (platform facts 1.3).
inline constexpr Roles everybody{Role::admin, Role::crypto, Role::audit};
inline constexpr Roles admins{Role::admin};
inline constexpr Roles crypto_staff{Role::admin, Role::crypto};
inline constexpr Roles auditors{Role::admin, Role::audit};

extern const Topic help_topic, exit_topic, version_topic, uptime_topic, health_topic, date_topic,
    hostname_topic, timezone_topic, reboot_topic, shutdown_topic, license_topic, motd_topic,
    banner_topic;
extern const Topic user_topic, passwd_topic;
extern const Topic ldap_topic;
extern const Topic webadmin_topic, callbridge_topic, webbridge3_topic, scheduler_topic, turn_topic,
    recorder_topic, streamer_topic, uploader_topic;
extern const Topic iface_topic, ipv4_topic, ipv6_topic, dns_topic, ntp_topic;
extern const Topic tls_topic, audit_topic, syslog_topic, database_topic, pki_topic;
extern const Topic serial_topic, dscp_topic, firewall_topic, pcap_topic, snmp_topic, cac_topic;
extern const Topic backup_topic, factory_reset_topic, upgrade_topic, ssh_topic;

// Ends a command whose deed the next start makes: SUCCESS with it, the session, and the server
// where one runs.
void take_effect(const CallPtr& call, const std::string& deed);

// "Name        : value" lines, the names as wide as the widest.
using Rows = std::vector<std::pair<std::string_view, std::string>>;
void print_rows(const CallPtr& call, const Rows& rows);
// "none" for what is not configured.
std::string shown(std::string_view value);
std::string yes_no(bool value);
std::string enabled_disabled(bool value);
std::string joined(const std::vector<std::string>& words);
// "2017-Nov-05", "2017-Nov-05 09:30:00"
std::string date_text(WallTime time);
std::string date_time_text(WallTime time);
// "0 days, 1 hours, 2 minutes, 3 seconds" since the server started.
std::string uptime_text(const Mmp& mmp);

}  // namespace curia::mmp
