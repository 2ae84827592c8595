#include "conformance/coverage/stage.hpp"

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

class Stage {
 public:
  explicit Stage(const Bench& bench) : bench_(bench) {}

  void set() {
    const std::string tenant =
        make("tenant", {{"name", "Stage tenant"}, {"callLegProfile", call_leg_profile()}});
    set_web_bridge();
    make("inboundDialPlanRule", {{"domain", "stage.example"}, {"tenant", tenant}});
    put("/system/profiles", {{"callLegProfile", call_leg_profile()}});
    const std::string space = make("coSpace", {{"name", "Stage"},
                                               {"uri", "stage"},
                                               {"callId", "600600600"},
                                               {"tenant", tenant},
                                               {"meetingScheduler", "Scheduler"},
                                               {"callLegProfile", call_leg_profile()}});
    make("accessMethod", {{"name", "Guest"},
                          {"uri", "stage.guest"},
                          {"scope", "public"},
                          {"callLegProfile", call_leg_profile()},
                          {"importance", "5"}});
    bench_.maker.share("accessMethod of the call", bench_.maker.any("accessMethod").path);
    if (!bench_.maker.people().empty())
      make("coSpaceUser",
           {{"userJid", bench_.maker.people().front()}, {"callLegProfile", call_leg_profile()}});
    make("call", {{"coSpace", space},
                  {"messageText", "Hello"},
                  {"messageDuration", "600"},
                  {"joinAudioMuteOverride", "true"}});
    const auto& people = bench_.maker.people();
    make("callLeg", {{"remoteParty", people.empty() ? "dana@far.example" : people.front()}});
    const auto list = bench_.talk.get(bench_.maker.any("call").path + "/participants");
    const std::string id = list.root().first_child().attribute("id").value();
    bench_.maker.share("participant", "/participants/" + id);
  }

  void look_around() {
    const std::string leg = bench_.maker.any("callLeg").path;
    look("/calls", bench_.maker.any("call").path);
    put(leg, {{"accessMethod", id_of(bench_.maker.any("accessMethod").path)},
              {"chosenLayout", "allEqual"},
              {"participantLabels", "true"},
              {"layoutTemplate", bench_.maker.any("layoutTemplate").id()},
              {"handStatus", "raised"}});
    look("/callLegs", leg);
    look("/participants", bench_.maker.any("participant").path);
    look_at_guest();
    look_at_moved();
    look("/coSpaces", bench_.maker.any("coSpace").path);
    look("/coSpaceTemplates", bench_.maker.any("coSpaceTemplate").path);
    ask_queries();
    show("/system/profiles/effectiveWebBridgeProfile");
    show("/tenants/{tenantId}/effectiveWebBridgeProfile");
    show("/callLegProfiles/{callLegProfileId}/usage");
    show("/callLegs/{callLegId}/callLegProfileTrace");
  }

 private:
  static std::string id_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

  // Shared from now on. Gives its id.
  std::string make(const std::string& element, const Form& form) {
    const Made made = bench_.maker.make(element, form);
    if (made)
      bench_.maker.share(element, made.path);
    else
      bench_.board.wrong("the stage", element + ": " + made.why);
    return made.id();
  }

  void put(const std::string& path, const Form& form) {
    const Reply reply = bench_.talk.put(path, form);
    if (!reply.is_done()) bench_.board.wrong("the stage", "PUT " + path + ": " + reply.why());
  }

  // The same one at every level.
  std::string call_leg_profile() {
    if (call_leg_profile_.empty())
      call_leg_profile_ =
          make("callLegProfile", {{"name", "Stage profile"}, {"participantLabels", "true"}});
    return call_leg_profile_;
  }

  std::string set_web_bridge() {
    const std::string profile =
        make("webBridgeProfile", {{"name", "Stage web"},
                                  {"resourceArchive", "https://a.example/z"},
                                  {"resolveCoSpaceUris", "off"}});
    make("ivrNumber", {{"label", "Here"}, {"number", "+1 555 0100"}});
    make("webBridgeAddress", {{"label", "Web"}, {"address", "https://join.example"}});
    make("webBridge", {{"url", "c2w://web.example:9999"}, {"webBridgeProfile", profile}});
    put("/system/profiles", {{"webBridgeProfile", profile}});
    return profile;
  }

  void look(const std::string& object, const std::string& item) {
    ObjectCheck(bench_, *bench_.facts.find(object)).look_at(item);
  }

  // A node, as the stage makes it.
  void show(const std::string& path) {
    const ObjectFacts& node = *bench_.facts.find(path);
    coverage::look(bench_.board, node, *node.find("GET_item"),
                   bench_.talk.get(bench_.maker.path_of(path)).root());
  }

  // A member shows no access method.
  void look_at_guest() {
    const Made leg = bench_.maker.make("callLeg", {{"remoteParty", "guest@far.example"}});
    put(leg.path, {{"accessMethod", id_of(bench_.maker.any("accessMethod").path)}});
    const auto list = bench_.talk.get(bench_.maker.any("call").path + "/participants");
    const std::string id = list.root().last_child().attribute("id").value();
    look("/participants", "/participants/" + id);
  }

  // A participant that was moved here from another call.
  void look_at_moved() {
    const Made other = bench_.maker.make("call");
    const ObjectFacts& participants = *bench_.facts.find("/calls/{callId}/participants");
    const Made gone = bench_.maker.make(participants, {});
    const Made moved =
        bench_.maker.make(participants, {{"movedParticipant", gone.id()}, {"remoteParty", ""}});
    if (!moved) return bench_.board.wrong("the stage", "moved: " + moved.why);
    look("/participants", moved.path);
    const auto legs = bench_.talk.get(moved.path + "/callLegs");
    look("/callLegs",
         std::string("/callLegs/") + legs.root().first_child().attribute("id").value());
  }

  void ask(const std::string& path, const Form& form) {
    const ObjectFacts& query = *bench_.facts.find(path);
    const Reply reply = bench_.talk.post(path, form);
    coverage::look(bench_.board, query, *query.find("POST"), reply.root());
  }

  void ask_queries() {
    const std::string tenant = bench_.maker.any("tenant").id();
    ask("/accessQuery", {{"uri", "stage"}, {"tenant", tenant}});
    ask("/accessQuery", {{"callId", "600600600"}, {"tenant", tenant}});
    ask("/uriUsageQuery", {{"uri", "stage"}, {"tenant", tenant}});
    make("ivr", {{"uri", "stage.ivr"}});
    ask("/uriUsageQuery", {{"uri", "stage.ivr"}});
    if (bench_.maker.people().empty()) return;
    const std::string jid = bench_.maker.people().back();
    ask("/uriUsageQuery", {{"uri", jid.substr(0, jid.find('@'))}});
  }

  Bench bench_;
  std::string call_leg_profile_;
};

}  // namespace

void set_stage(const Bench& bench) { Stage(bench).set(); }

void look_at_stage(const Bench& bench) { Stage(bench).look_around(); }

}  // namespace curia::coverage
