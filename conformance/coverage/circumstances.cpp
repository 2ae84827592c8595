#include "conformance/coverage/circumstances.hpp"

#include <chrono>
#include <utility>

#include "model/base/time.hpp"

namespace curia::coverage {
namespace {

constexpr Duration pause = 100ms;
constexpr int most_pauses = 300;
constexpr int five_minutes = 300;  // seconds between two snapshots of the usage
constexpr int shortly = 3;         // seconds before one, in which a leg does not ring out
constexpr int sources = 64;        // of one import: each is a question to the directory
constexpr int imports = 12;        // that wait before the one which is looked at
constexpr const char* root = "dc=example,dc=com";

scenario::DirectoryStep entry(const std::string& dn, const Form& attributes) {
  return {.kind = scenario::DirectoryStep::Kind::add, .dn = dn, .attributes = attributes};
}

}  // namespace

bool can_arrange(scenario::Target& target) {
  const bool has_directory =
      target
          .change_directory(entry(root, {{"objectClass", "dcObject"},
                                         {"objectClass", "organization"},
                                         {"dc", "example"},
                                         {"o", "Example"}}))
          .has_value() &&
      target
          .change_directory(entry(
              "uid=ann,dc=example,dc=com",
              {{"objectClass", "inetOrgPerson"}, {"uid", "ann"}, {"cn", "Ann"}, {"sn", "Smith"}}))
          .has_value();
  const auto has_peer = target.answer_as_peer({.peer = "brand",
                                               .path = "/invitation",
                                               .headers = {},
                                               .body = "Subject: x\n#for a in\n#endif\n"});
  return has_directory && has_peer;
}

void Circumstances::look() {
  raise_alarms();
  use_licences();
  look_at_imports();
}

void Circumstances::post(const std::string& path, const Form& form, std::string* id) {
  const Reply reply = bench_.talk.post(path, form);
  const std::string made = reply.made();
  if (made.empty()) bench_.board.wrong("circumstances", "POST " + path + ": " + reply.why());
  if (id != nullptr) *id = made.substr(made.rfind('/') + 1);
}

// What is to be seen comes in the server's own time: until an item of the list has `last_field`.
void Circumstances::look_at_list(const std::string& path, const std::string& last_field) {
  const ObjectFacts& object = *bench_.facts.find(path);
  const Method& list = *object.find("GET_collection");
  for (int i = 0; i < most_pauses; ++i) {
    const Reply reply = bench_.talk.get(path);
    bool is_there = false;
    for (const pugi::xml_node item : reply.root().children())
      for (const std::string& name : list.summary) {
        if (texts_of(item, name).empty()) continue;
        bench_.board.right(object.key("GET_collection", name));
        is_there = is_there || name == last_field;
      }
    if (is_there) return;
    bench_.talk.wait(pause);
  }
  bench_.board.wrong("circumstances", path + " does not come to show " + last_field);
}

// A template that cannot be read, a CDR receiver and a TURN server that nobody can find.
void Circumstances::raise_alarms() {
  const auto brand = target_.variable("brand");
  std::string branding, space;
  post("/callBrandingProfiles", {{"invitationTemplate", brand.value_or("") + "/invitation"}},
       &branding);
  post("/coSpaces", {{"name", "Brand"}, {"callBrandingProfile", branding}}, &space);
  bench_.talk.get("/coSpaces/" + space + "/emailInvitation");
  look_at_list("/system/alarms", "fileName");
  bench_.talk.erase("/coSpaces/" + space);
  bench_.talk.erase("/callBrandingProfiles/" + branding);
  std::string nowhere, here;
  post("/turnServers", {{"serverAddress", "nowhere.invalid"}, {"clientAddress", "192.0.2.1"}},
       &nowhere);
  look_at_list("/system/alarms", "turnServer");
  bench_.talk.erase("/turnServers/" + nowhere);
  post("/turnServers", {{"serverAddress", "127.0.0.1"}, {"clientAddress", "192.0.2.1"}}, &here);
  bench_.maker.share("turnServer", "/turnServers/" + here);
  const ObjectFacts& status = *bench_.facts.find("/turnServers/{turnServerId}/status");
  for (int i = 0; i < most_pauses; ++i) {
    const Reply reply = bench_.talk.get("/turnServers/" + here + "/status");
    coverage::look(bench_.board, status, *status.find("GET_item"), reply.root());
    if (!texts_of(reply.root(), "host.reachable").empty()) return;
    bench_.talk.wait(pause);
  }
}

// A snapshot stands at each full five minutes of the server's wall clock.
void Circumstances::come_close_to_a_snapshot() {
  const Reply now = bench_.talk.get("/system/multipartyLicensing");
  const auto time = parse_rfc3339(now.root().child("timestamp").text().get());
  if (!time) return bench_.board.wrong("circumstances", "the server does not tell the time");
  const auto past =
      std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count() %
      five_minutes;
  bench_.talk.wait(std::chrono::seconds(2 * five_minutes - past - shortly));
}

// Three meetings at the time of a snapshot: of a licensed owner, of two people, of three.
void Circumstances::use_licences() {
  std::vector<std::string> made;
  std::string profile;
  post("/userProfiles", {{"hasLicense", "true"}}, &profile);
  bench_.talk.put("/system/profiles", {{"userProfile", profile}});
  const std::string owner = bench_.maker.people().back();
  come_close_to_a_snapshot();
  for (int people = 1; people <= 3; ++people) {
    std::string space, call;
    Form form = {{"name", "Meeting of " + std::to_string(people)}};
    if (people == 1) form.push_back({"ownerJid", owner});
    post("/coSpaces", form, &space);
    post("/calls", {{"coSpace", space}}, &call);
    for (int i = 0; i < people; ++i)
      post("/calls/" + call + "/callLegs",
           {{"remoteParty", "guest" + std::to_string(i) + "@example.com"}});
    made.push_back("/calls/" + call);
    made.push_back("/coSpaces/" + space);
  }
  look_at_list("/system/multipartyLicensing/activePersonalLicenses", "weightedCallsActive");
  look_at_list("/system/MPLicenseUsage", "smpFull");
  bench_.talk.put("/system/profiles", {{"userProfile", ""}});
  for (const std::string& path : made) bench_.talk.erase(path);
}

std::string Circumstances::source(const std::string& tenant, const std::string& server,
                                  const std::string& filter) {
  std::string id;
  post("/ldapSources",
       {{"server", server},
        {"mapping", mapping_},
        {"baseDn", root},
        {"filter", filter},
        {"tenant", tenant}},
       &id);
  return id;
}

// One that brings somebody, and one whose directory nobody knows.
void Circumstances::look_at_imports() {
  post("/tenants", {{"name", "Imported"}}, &tenant_);
  post("/ldapMappings", {{"jidMapping", "$uid$@imported.example"}}, &mapping_);
  post("/ldapServers",
       {{"address", target_.variable("directory").value_or("")},
        {"portNumber", target_.variable("directoryPort").value_or("")},
        {"secure", "false"}},
       &server_);
  std::string stranger;
  post("/ldapServers", {{"address", "127.0.0.1"}, {"portNumber", "1"}, {"secure", "false"}},
       &stranger);
  const ObjectFacts& syncs = *bench_.facts.find("/ldapSyncs");
  for (const std::string& server : {server_, stranger}) {
    std::string sync;
    post("/ldapSyncs",
         {{"ldapSource", source(tenant_, server, "(uid=ann)")}, {"removeWhenFinished", "false"}},
         &sync);
    for (int i = 0; i < most_pauses; ++i) {
      const Reply reply = ObjectCheck(bench_, syncs).look_at("/ldapSyncs/" + sync);
      const std::string state = reply.root().child("state").text().get();
      if (state == "complete" || state == "failed") break;
      bench_.talk.wait(pause);
    }
  }
  look_at_list("/ldapSyncs", "failureReason");
  std::string tenant;
  post("/tenants", {{"name", "Much to import"}}, &tenant);
  for (int i = 0; i < sources; ++i) source(tenant, server_, "(uid=none" + std::to_string(i) + ")");
  tenant_ = tenant;
}

void Circumstances::queue_imports() {
  for (int i = 0; i < imports; ++i) post("/ldapSyncs", {{"tenant", tenant_}});
}

}  // namespace curia::coverage
