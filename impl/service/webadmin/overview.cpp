#include "impl/service/webadmin/overview.hpp"

#include <array>

#include "impl/service/mmp/commands/topics.hpp"

namespace curia::webadmin {
namespace {

std::string time_text(WallTime time) {
  return time == WallTime{} ? "never" : mmp::date_time_text(time) + " UTC";
}

Rows rows_of_components(mmp::Mmp& mmp) {
  const admin::Configuration& c = mmp.configuration().current();
  using Named = std::pair<const char*, bool>;
  const std::array<Named, 8> all = {{{"callbridge", true},
                                     {"webadmin", c.webadmin.enabled},
                                     {"scheduler", c.scheduler.enabled},
                                     {"webbridge3", c.webbridge3.enabled},
                                     {"turn", c.turn.enabled},
                                     {"recorder", c.recorder.enabled},
                                     {"streamer", c.streamer.enabled},
                                     {"uploader", c.uploader.enabled}}};
  Rows rows;
  for (const auto& [name, is_enabled] : all) {
    const mmp::Component* component = mmp.component(name);
    const bool runs = component != nullptr && component->is_running();
    rows.emplace_back(name, component == nullptr ? "not in this version"
                            : runs               ? "running"
                            : is_enabled         ? "not running: the log says why"
                                                 : "disabled");
  }
  return rows;
}

}  // namespace

StartPage overview(mmp::Mmp& mmp, const WebSession& session) {
  const std::string before = time_text(session.last_login);
  StartPage page{
      .server = mmp.configuration().current().hostname,
      .account = session.info.account,
      .token = session.form_token,
      .message = mmp.configuration().current().motd,
      .may_change_password = !session.is_ldap,
      .you = {{"Account", session.info.account},
              {"Role", std::string(admin::name_of(session.info.role))},
              {"Logged in from", mmp::source_text(session.info.source)},
              {"Logged in since", time_text(session.info.since)},
              {"Last log-in",
               session.last_source.empty() ? before : before + " (" + session.last_source + ")"}},
      .machine = {{"Version", mmp.host().version},
                  {"Time", time_text(mmp.env().clock.wall())},
                  {"Running for", mmp::uptime_text(mmp)}},
      .components = rows_of_components(mmp)};
  for (const mmp::SessionInfo& one : mmp.sessions().all())
    page.sessions.push_back({one.account, std::string(mmp::name_of(one.door)),
                             mmp::source_text(one.source), mmp::date_time_text(one.since)});
  return page;
}

}  // namespace curia::webadmin
