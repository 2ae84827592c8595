// iface, ipv4, ipv6, dns, ntp (platform facts 1.6). The host's network belongs to the host: an
// interface here is a name for one of its addresses, and says where components listen.
#include <algorithm>

#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"
#include "model/base/ip.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;
using admin::InterfaceSettings;

constexpr std::string_view host_note =
    "The host keeps its own network: give it this address there, too.";

constexpr std::string_view resolver_note =
    "WARNING: the host's resolver answers, and does not read it: configure it there, too";
constexpr std::string_view ipv6_note =
    "WARNING: components of this version listen at the IPv4 address of an interface only";
constexpr std::string_view state_note =
    "It counts from the next start of each component that listens there.";

template <class Edit>
bool set(const CallPtr& call, Edit edit, std::string_view text) {
  return call->configure([&](Configuration& c) { edit(c.make_interface(call->value(0))); }, text);
}

void iface(const CallPtr& call) {
  const InterfaceSettings* it = call->configuration().interface(call->value(0));
  if (it == nullptr) return call->failure("the interface " + call->value(0) + " is not configured");
  const auto& hardware = call->mmp().host().hardware_address;
  const auto address = parse_ip(it->ipv4.substr(0, it->ipv4.find('/')));
  print_rows(call, {{"Interface", it->name},
                    {"MAC address", shown(hardware && address ? hardware(*address) : "")},
                    {"IPv4", shown(it->ipv4)},
                    {"IPv6", shown(it->ipv6)},
                    {"Link", "as the host has it"}});
}

void no_link(const CallPtr& call) {
  call->failure("the host keeps its links: set speed and negotiation there");
}

void no_trust_anchor(const CallPtr& call) {
  call->failure("the host's resolver verifies DNSSEC: give it the trust anchor");
}

void ipv4(const CallPtr& call) {
  const InterfaceSettings* it = call->configuration().interface(call->value(0));
  if (it == nullptr) return call->failure("the interface " + call->value(0) + " is not configured");
  const std::size_t slash = it->ipv4.find('/');
  print_rows(call, {{"Status", it->ipv4_enabled ? "enabled" : "disabled"},
                    {"Address", shown(it->ipv4.substr(0, slash))},
                    {"Prefix", slash == std::string::npos ? "none" : it->ipv4.substr(slash + 1)},
                    {"Gateway", shown(it->ipv4_gateway)},
                    {"DHCP", it->ipv4_dhcp ? "true" : "false"},
                    {"Default", it->ipv4_default ? "true" : "false"},
                    {"Static routes", shown(joined(it->ipv4_routes))}});
}

void ipv4_add(const CallPtr& call) {
  const std::string& address = call->value(1);
  if (address.find(':') != std::string::npos)
    return call->failure("'" + address + "' is not an IPv4 address");
  const auto& all = call->configuration().interfaces;
  const bool is_only = std::ranges::none_of(all, [&](const InterfaceSettings& other) {
    return other.name != call->value(0) && other.ipv4_enabled && !other.ipv4.empty();
  });
  const bool stored = set(
      call,
      [&](InterfaceSettings& it) {
        it.ipv4 = address;
        it.ipv4_gateway = call->value(2);
        it.ipv4_enabled = true;
        it.ipv4_dhcp = false;
        it.ipv4_default = it.ipv4_default || is_only;
      },
      "IPv4 address set");
  if (!stored) return;
  if (is_only && call->has(2))
    call->print("It is the only interface that is enabled: its gateway is the default egress.");
  call->print(host_note);
}

void ipv4_del(const CallPtr& call) {
  set(
      call,
      [](InterfaceSettings& it) {
        it.ipv4.clear();
        it.ipv4_gateway.clear();
      },
      "IPv4 address deleted");
}

void ipv4_state(const CallPtr& call) {
  if (set(
          call, [&](InterfaceSettings& it) { it.ipv4_enabled = call->value(1) == "enable"; },
          "IPv4 " + call->value(1) + "d"))
    call->print(state_note);
}

void ipv4_dhcp(const CallPtr& call) {
  if (set(call, [](InterfaceSettings& it) { it.ipv4_dhcp = true; }, "DHCP set"))
    call->print("The address that components use stays the one that is configured.");
}

void ipv4_default(const CallPtr& call) {
  call->configure(
      [&](Configuration& c) {
        c.make_interface(call->value(0));
        for (InterfaceSettings& it : c.interfaces) it.ipv4_default = it.name == call->value(0);
      },
      "default interface set");
}

void change_route(const CallPtr& call, std::vector<std::string> InterfaceSettings::* list) {
  const InterfaceSettings* now = call->configuration().interface(call->value(0));
  const bool is_there =
      now != nullptr && std::ranges::find(now->*list, call->value(2)) != (now->*list).end();
  const bool is_add = call->value(1) == "add";
  if (is_add == is_there)
    return call->failure(is_add ? "there is such a route already" : "there is no such route");
  set(
      call,
      [&](InterfaceSettings& it) {
        is_add ? void((it.*list).push_back(call->value(2)))
               : void(std::erase(it.*list, call->value(2)));
      },
      is_add ? "route added" : "route deleted");
}

void ipv4_route(const CallPtr& call) { change_route(call, &InterfaceSettings::ipv4_routes); }
void ipv6_route(const CallPtr& call) { change_route(call, &InterfaceSettings::ipv6_routes); }

void ipv6(const CallPtr& call) {
  const InterfaceSettings* it = call->configuration().interface(call->value(0));
  if (it == nullptr) return call->failure("the interface " + call->value(0) + " is not configured");
  print_rows(call, {{"Status", it->ipv6_enabled ? "enabled" : "disabled"},
                    {"Address", shown(it->ipv6)},
                    {"SLAAC", it->ipv6_slaac ? "enabled" : "disabled"},
                    {"Router", shown(it->ipv6_router)},
                    {"Static routes", shown(joined(it->ipv6_routes))}});
}

void ipv6_state(const CallPtr& call) {
  if (set(
          call, [&](InterfaceSettings& it) { it.ipv6_enabled = call->value(1) == "enable"; },
          "IPv6 " + call->value(1) + "d"))
    call->print(ipv6_note);
}
void ipv6_slaac(const CallPtr& call) {
  set(
      call, [&](InterfaceSettings& it) { it.ipv6_slaac = call->value(1) == "enable"; },
      "SLAAC " + call->value(1) + "d");
}
void ipv6_address(const CallPtr& call) {
  const bool is_add = call->value(1) == "add";
  if (call->value(2).find(':') == std::string::npos)
    return call->failure("'" + call->value(2) + "' is not an IPv6 address");
  if (set(
          call, [&](InterfaceSettings& it) { it.ipv6 = is_add ? call->value(2) : ""; },
          is_add ? "IPv6 address set" : "IPv6 address deleted"))
    call->print(ipv6_note);
}
void ipv6_router(const CallPtr& call) {
  set(
      call,
      [&](InterfaceSettings& it) {
        it.ipv6_router = call->value(1) == "add" ? call->value(2) : "";
      },
      "IPv6 router " + std::string(call->value(1) == "add" ? "added" : "deleted"));
}

void dns(const CallPtr& call) {
  const admin::DnsSettings& it = call->configuration().dns;
  if (it.forward_zones.empty() && it.records.empty()) call->print("none configured");
  for (const auto& zone : it.forward_zones)
    call->print("forwardzone " + zone.domain + " " + zone.server);
  for (const auto& record : it.records) call->print("rr " + record);
  call->print("The host's resolver answers; these are kept for it.");
}

void dns_zone(const CallPtr& call) {
  const admin::ForwardZone zone{call->value(1), call->value(2)};
  const auto& all = call->configuration().dns.forward_zones;
  const bool is_there = std::ranges::find(all, zone) != all.end();
  const bool is_add = call->value(0) == "add";
  if (is_add == is_there)
    return call->failure(is_add ? "there is such a zone already" : "there is no such zone");
  if (call->configure(
          [&](Configuration& c) {
            is_add ? void(c.dns.forward_zones.push_back(zone))
                   : void(std::erase(c.dns.forward_zones, zone));
          },
          is_add ? "forward zone added" : "forward zone deleted") &&
      is_add)
    call->print(resolver_note);
}

void dns_add_record(const CallPtr& call) {
  if (call->configure([&](Configuration& c) { c.dns.records.push_back(call->value(0)); },
                      "record added"))
    call->print(resolver_note);
}

void dns_del_record(const CallPtr& call) {
  const auto is_meant = [&](const std::string& record) {
    return record.starts_with(call->value(0) + " ") &&
           record.find(" " + call->value(1) + " ") != std::string::npos;
  };
  if (std::ranges::none_of(call->configuration().dns.records, is_meant))
    return call->failure("there is no such record");
  call->configure([&](Configuration& c) { std::erase_if(c.dns.records, is_meant); },
                  "record deleted");
}

void dns_lookup(const CallPtr& call) {
  if (call->value(0) == "SRV")
    return call->failure("this version of the server looks up A and AAAA only");
  call->mmp().env().net.resolve(call->value(1), [call](Result<std::vector<IpAddress>> found) {
    if (!found) return call->failure(found.error());
    bool any = false;
    for (const IpAddress& address : *found) {
      if (address.is_v6 != (call->value(0) == "AAAA")) continue;
      call->print(call->value(1) + " " + to_string(address));
      any = true;
    }
    any ? call->success() : call->failure("no such record");
  });
}

void dns_flush(const CallPtr& call) { call->success("nothing is kept here"); }

void ntp_server(const CallPtr& call) {
  const auto& all = call->configuration().ntp.servers;
  const bool is_there = std::ranges::find(all, call->value(1)) != all.end();
  const bool is_add = call->value(0) == "add";
  if (is_add == is_there)
    return call->failure(is_add ? "it is a server already" : "there is no such server");
  if (call->configure(
          [&](Configuration& c) {
            is_add ? void(c.ntp.servers.push_back(call->value(1)))
                   : void(std::erase(c.ntp.servers, call->value(1)));
          },
          is_add ? "NTP server added" : "NTP server deleted") &&
      is_add)
    call->print("The host keeps the clock: configure the server there, too.");
}

void ntp_list(const CallPtr& call) {
  call->print(shown(joined(call->configuration().ntp.servers)));
}

void ntp_status(const CallPtr& call) {
  call->print("The host keeps the clock; this server does not ask NTP servers itself.");
}

void ntp_groupkey(const CallPtr& call) {
  if (check_file(call, call->value(0)) &&
      call->configure([&](Configuration& c) { c.ntp.group_key = call->value(0); }, "group key set"))
    warn_unread(call);
}

void ntp_autokey(const CallPtr& call) {
  if (call->configure([&](Configuration& c) { c.ntp.autokey = call->value(0) == "on"; },
                      "autokey " + call->value(0)))
    warn_unread(call);
}

}  // namespace

const Topic iface_topic = {
    "iface",
    "Network interfaces",
    {{"iface <interface>", everybody, "What it stands for.", iface},
     {"iface <interface> autoneg (on|off)", admins, "Refused: the host keeps its links.", no_link},
     {"iface <interface> <speed> (full|on|off)", admins, "Refused: the host keeps its links.",
      no_link}}};

const Topic ipv4_topic = {
    "ipv4",
    "Configure IPv4",
    {{"ipv4 <interface>", everybody, "Address, gateway and routes.", ipv4},
     {"ipv4 <interface> add <address/prefix> [<address>]", admins,
      "The host address that the interface stands for, and its gateway.", ipv4_add},
     {"ipv4 <interface> del", admins, "No address.", ipv4_del},
     {"ipv4 <interface> (enable|disable)", admins, "Whether it counts.", ipv4_state},
     {"ipv4 <interface> dhcp", admins, "The host gets its address so.", ipv4_dhcp},
     {"ipv4 <interface> default", admins, "What has no route goes out here.", ipv4_default},
     {"ipv4 <interface> route (add|del) <address/prefix>", admins, "Static routes.", ipv4_route}}};

const Topic ipv6_topic = {
    "ipv6",
    "Configure IPv6",
    {{"ipv6 <interface>", everybody, "Address, router and routes.", ipv6},
     {"ipv6 <interface> (enable|disable)", admins, "Whether it counts.", ipv6_state},
     {"ipv6 <interface> slaac (enable|disable)", admins, "The host gets its address so.",
      ipv6_slaac},
     {"ipv6 <interface> (add|del) <address/prefix>", admins, "The host address.", ipv6_address},
     {"ipv6 <interface> router (add|del) <address>", admins, "The router.", ipv6_router},
     {"ipv6 <interface> route (add|del) <address/prefix>", admins, "Static routes.", ipv6_route}}};

const Topic dns_topic = {
    "dns",
    "Configure DNS",
    {{"dns", everybody, "Forward zones and records.", dns},
     {"dns (add|del) forwardzone <domain> <address>", admins, "Who answers for a domain.",
      dns_zone},
     {"dns add rr <resource record>", admins, "A record of one's own.", dns_add_record},
     {"dns del rr <owner> <type>", admins, "Deletes it.", dns_del_record},
     {"dns (add|del) trustanchor <anchor>", admins, "Refused: the host's resolver verifies.",
      no_trust_anchor},
     {"dns lookup (A|AAAA|SRV) <hostname>", everybody, "Asks the host's resolver.", dns_lookup},
     {"dns flush", admins, "Forgets answers.", dns_flush}}};

const Topic ntp_topic = {
    "ntp",
    "Configure NTP",
    {{"ntp server (add|del) <hostname|address>", admins, "Time servers.", ntp_server},
     {"ntp server list", everybody, "All of them.", ntp_list},
     {"ntp status", everybody, "Who keeps the clock.", ntp_status},
     {"ntp groupkey <key-file>", admins, "Key of the servers.", ntp_groupkey},
     {"ntp autokey (on|off)", admins, "Whether keys come by themselves.", ntp_autokey}}};

}  // namespace curia::mmp
