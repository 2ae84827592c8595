#include "impl/service/mmp/commands/topics.hpp"

namespace curia::mmp {

std::span<const admin::Topic* const> all_topics() {
  static const Topic* const topics[] = {
      &help_topic,    &exit_topic,          &version_topic,    &uptime_topic,     &health_topic,
      &date_topic,    &hostname_topic,      &timezone_topic,   &reboot_topic,     &shutdown_topic,
      &license_topic, &motd_topic,          &banner_topic,     &user_topic,       &passwd_topic,
      &ldap_topic,    &webadmin_topic,      &callbridge_topic, &webbridge3_topic, &scheduler_topic,
      &turn_topic,    &recorder_topic,      &streamer_topic,   &uploader_topic,   &iface_topic,
      &ipv4_topic,    &ipv6_topic,          &dns_topic,        &ntp_topic,        &tls_topic,
      &audit_topic,   &syslog_topic,        &database_topic,   &pki_topic,        &serial_topic,
      &dscp_topic,    &firewall_topic,      &pcap_topic,       &snmp_topic,       &cac_topic,
      &backup_topic,  &factory_reset_topic, &upgrade_topic,    &ssh_topic,
  };
  return topics;
}

}  // namespace curia::mmp
