#include "impl/service/mmp/commands/topics.hpp"

namespace curia::mmp {

std::span<const admin::Topic* const> all_topics() {
  static const Topic* const topics[] = {
      &help_topic,   &exit_topic,     &version_topic,  &uptime_topic,
      &health_topic, &date_topic,     &hostname_topic, &timezone_topic,
      &reboot_topic, &shutdown_topic, &license_topic,  &motd_topic,
      &banner_topic, &user_topic,     &passwd_topic,   &ldap_topic,
  };
  return topics;
}

}  // namespace curia::mmp
