// Commands of the product for what belongs to the host here, or is not in this version: each says
// so, so that a script learns at the line that matters.
#include "impl/service/mmp/commands/topics.hpp"

namespace curia::mmp {
namespace {

void serial(const CallPtr& call) {
  call->print("none: a server without hardware of its own has no serial number");
}
void no_dscp(const CallPtr& call) {
  call->failure("this version of the server does not mark packets");
}
void no_firewall(const CallPtr& call) {
  call->failure("the host has the firewall: set its rules there");
}
void no_capture(const CallPtr& call) {
  call->failure("the host captures packets: use its tcpdump");
}
void no_snmp(const CallPtr& call) { call->failure("this version of the server has no SNMP agent"); }
void no_cac(const CallPtr& call) {
  call->failure("this version of the server has no log-in by Common Access Card");
}

}  // namespace

const Topic serial_topic = {
    "serial",
    "Serial number of the hardware",
    {{"serial", everybody, "A server without hardware of its own has none.", serial}}};

const Topic dscp_topic = {
    "dscp",
    "Marks of packets",
    {{"dscp", everybody, "Not in this version.", no_dscp},
     {"dscp (4|6) <traffic type> <value|none>", admins, "Not in this version.", no_dscp},
     {"dscp assured (true|false)", admins, "Not in this version.", no_dscp}}};

const Topic firewall_topic = {
    "firewall",
    "Firewall",
    {{"firewall <interface>", everybody, "Refused: the host has it.", no_firewall},
     {"firewall <interface> (enable|disable)", admins, "Refused: the host has it.", no_firewall},
     {"firewall <interface> default (allow|deny)", admins, "Refused: the host has it.",
      no_firewall},
     {"firewall <interface> (allow|deny) <port/protocol>", admins, "Refused: the host has it.",
      no_firewall},
     {"firewall <interface> (allow|deny) <port/protocol> from <host/prefix>", admins,
      "Refused: the host has it.", no_firewall},
     {"firewall <interface> delete <tag>", admins, "Refused: the host has it.", no_firewall}}};

const Topic pcap_topic = {
    "pcap",
    "Capture of packets",
    {{"pcap <interface>", admins, "Refused: the host captures packets.", no_capture}}};

const Topic snmp_topic = {"snmp",
                          "SNMP",
                          {{"snmp", everybody, "Not in this version.", no_snmp},
                           {"snmp <+option>", admins, "Not in this version.", no_snmp}}};

const Topic cac_topic = {
    "cac",
    "Common Access Cards",
    {{"cac", everybody, "Not in this version.", no_cac},
     {"cac enable [strict]", admins, "Not in this version.", no_cac},
     {"cac disable", admins, "Not in this version.", no_cac},
     {"cac issuer <crt-bundle>", crypto_staff, "Not in this version.", no_cac},
     {"cac ocsp (enable|disable)", admins, "Not in this version.", no_cac},
     {"cac ocsp responder <URL|none>", admins, "Not in this version.", no_cac},
     {"cac ocsp certs <key-file> <crt-file>", crypto_staff, "Not in this version.", no_cac},
     {"cac ocsp certs none", crypto_staff, "Not in this version.", no_cac}}};

}  // namespace curia::mmp
