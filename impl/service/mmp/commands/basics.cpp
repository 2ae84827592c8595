// help, exit, and what the server tells of itself.
#include <algorithm>

#include "impl/service/mmp/commands/topics.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

void help(const CallPtr& call) { call->print(call->mmp().grammar().help(call->who().role)); }

void help_topic_of(const CallPtr& call) {
  const auto text = call->mmp().grammar().help(call->value(0), call->who().role);
  text ? call->print(*text) : call->failure(text.error());
}

void leave(const CallPtr& call) { call->end_session("logged out"); }

void version(const CallPtr& call) { call->print(call->mmp().host().version); }

void uptime(const CallPtr& call) { call->print("up " + uptime_text(call->mmp())); }

void health(const CallPtr& call) {
  const auto disk = call->mmp().env().machine.disk();
  if (!disk) return call->failure(disk.error());
  const std::uint64_t used = disk->total == 0 ? 0 : (disk->total - disk->free) * 100 / disk->total;
  print_rows(call, {{"Disk size", std::to_string(disk->total >> 20) + " MiB"},
                    {"Disk used", std::to_string(used) + " %"},
                    {"Sensors", "a server without hardware of its own has none"}});
}

void date(const CallPtr& call) {
  call->print("UTC  : " + date_time_text(call->mmp().env().clock.wall()));
  call->print("Zone : " + call->configuration().timezone);
}

void date_set(const CallPtr& call) {
  call->failure("the clock belongs to the host: set it there, or configure ntp");
}

void hostname(const CallPtr& call) { call->print(call->configuration().hostname); }

void hostname_set(const CallPtr& call) {
  call->configure([&](auto& c) { c.hostname = call->value(0); }, "host name set");
}

void timezone(const CallPtr& call) { call->print(call->configuration().timezone); }

std::vector<std::string> zone_names(const CallPtr& call) {
  const auto& names = call->mmp().host().zone_names;
  return names ? names() : std::vector<std::string>{};
}

void timezone_list(const CallPtr& call) {
  const auto names = zone_names(call);
  if (names.empty()) return call->failure("the time zones are known while the server runs");
  for (const std::string& name : names) call->print(name);
}

void timezone_set(const CallPtr& call) {
  const std::string& name = call->value(0);
  const bool is_name = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/_-+").find(c) != std::string_view::npos;
  });
  if (!is_name || name.size() > 64 || name.front() == '/')
    return call->failure("'" + name + "' is not the name of a time zone such as Europe/Paris");
  const auto known = zone_names(call);
  if (!known.empty() && name != "UTC" && std::ranges::find(known, name) == known.end())
    return call->failure("there is no time zone '" + name + "': 'timezone list' has all names");
  if (call->configure([&](auto& c) { c.timezone = name; }, "time zone set"))
    call->print("The host keeps its own time zone; the log is in UTC.");
}

void restart(const CallPtr& call, Task& task, const char* question, const char* why) {
  if (!task) return call->failure("the server is not running");
  call->confirm(question, [call, &task, why] {
    call->success(why);
    call->end_session(why);
    task();
  });
}

void reboot(const CallPtr& call) {
  restart(call, call->mmp().host().restart, "This restarts the server.", "the server restarts");
}

void shut_down(const CallPtr& call) {
  restart(call, call->mmp().host().shut_down, "This stops the server.", "the server stops");
}

void license(const CallPtr& call) {
  for (const char* feature :
       {"callbridge", "turn", "webbridge", "customizations", "recording", "personal", "shared"})
    call->print("Feature: " + std::string(feature) +
                " status: Activated expiry: never (this server needs no licence)");
}

void motd(const CallPtr& call) { call->print(shown(call->configuration().motd)); }
void motd_add(const CallPtr& call) {
  call->configure([&](auto& c) { c.motd = call->value(0); }, "message set");
}
void motd_del(const CallPtr& call) {
  call->configure([](auto& c) { c.motd.clear(); }, "message deleted");
}
void banner(const CallPtr& call) { call->print(shown(call->configuration().login_banner)); }
void banner_add(const CallPtr& call) {
  call->configure([&](auto& c) { c.login_banner = call->value(0); }, "banner set");
}
void banner_del(const CallPtr& call) {
  call->configure([](auto& c) { c.login_banner.clear(); }, "banner deleted");
}

}  // namespace

void take_effect(const CallPtr& call, const std::string& deed) {
  const Task& restart = call->mmp().host().restart;
  const std::string when = restart ? "the server restarts" : "at the next start of the server";
  call->success(deed + ": " + when);
  call->end_session(when);
  if (restart) call->mmp().host().restart();
}

std::string uptime_text(const Mmp& mmp) {
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(mmp.env().clock.now() - mmp.started()).count();
  return std::to_string(seconds / 86400) + " days, " + std::to_string(seconds / 3600 % 24) +
         " hours, " + std::to_string(seconds / 60 % 60) + " minutes, " +
         std::to_string(seconds % 60) + " seconds";
}

const Topic help_topic = {
    "help",
    "Help for commands",
    {{"help", everybody, "The commands that your role may use.", help},
     {"help <command>", everybody, "The forms of one command.", help_topic_of}}};

const Topic exit_topic = {
    "exit", "End this session", {{"exit", everybody, "Logs you out.", leave}}};

const Topic version_topic = {
    "version", "Version of the software", {{"version", everybody, "The version.", version}}};

const Topic uptime_topic = {
    "uptime", "Time since the start", {{"uptime", everybody, "How long it has run.", uptime}}};

const Topic health_topic = {
    "health", "Health of the machine", {{"health", everybody, "What the machine says.", health}}};

const Topic date_topic = {
    "date",
    "Date and time",
    {{"date", everybody, "The time, and the zone that is configured.", date},
     {"date set <date> <time>", admins, "Refused: the host has the clock.", date_set}}};

const Topic hostname_topic = {
    "hostname",
    "Name of this server",
    {{"hostname", everybody, "The name, which is the prompt too.", hostname},
     {"hostname <hostname>", admins, "Sets the name.", hostname_set}}};

const Topic timezone_topic = {
    "timezone",
    "Time zone of this server",
    {{"timezone", everybody, "The time zone.", timezone},
     {"timezone list", everybody, "The names of all time zones.", timezone_list},
     {"timezone <name>", admins, "Sets the time zone, such as Europe/Paris.", timezone_set}}};

const Topic reboot_topic = {
    "reboot",
    "Restart the server",
    {{"reboot", admins, "Ends calls and sessions and starts the server again; wants a capital Y.",
      reboot}}};

const Topic shutdown_topic = {
    "shutdown",
    "Stop the server",
    {{"shutdown", admins, "Ends calls and sessions and the server; wants a capital Y.",
      shut_down}}};

const Topic license_topic = {
    "license", "Licences", {{"license", everybody, "The features and their licences.", license}}};

const Topic motd_topic = {"motd",
                          "Message after the login",
                          {{"motd", everybody, "The message.", motd},
                           {"motd add <text>", admins, "Sets the message.", motd_add},
                           {"motd del", admins, "Deletes it.", motd_del}}};

const Topic banner_topic = {
    "pre_login_banner",
    "Banner before the login",
    {{"pre_login_banner", everybody, "The banner.", banner},
     {"pre_login_banner add <text>", admins, "Sets the banner.", banner_add},
     {"pre_login_banner del", admins, "Deletes it.", banner_del}}};

}  // namespace curia::mmp
