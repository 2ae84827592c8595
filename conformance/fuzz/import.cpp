// What an import has done, beside what it had to do (people.hpp).
#include <algorithm>
#include <set>

#include "conformance/fuzz/people.hpp"
#include "conformance/fuzz/stage.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

constexpr Duration pause = 100ms;
constexpr int most_pauses = 300;

struct Source {
  std::size_t thing = none;
  std::optional<std::map<std::string, Person>> people;  // nothing: it must fail
  std::map<std::string, std::size_t> users;             // afterwards, by JID in lower case
  bool is_applied = false;
  bool is_certain = false;  // otherwise it may have clashed, and then changed nothing
};

class Import {
 public:
  Import(Stage& stage, std::size_t sync, Origins& origins)
      : stage_(stage), model_(stage.model()), sync_(sync), origins_(origins) {}

  void settle() {
    find_sources();
    wait_for_end();
    if (!stage_.well()) return;
    take_users();
    judge_sources();
    for (Source& source : sources_)
      if (source.is_applied) look_at_people(source);
    take_spaces();
    for (Source& source : sources_)
      if (source.is_applied) look_at_parts(source);
    judge_end();
  }

 private:
  static KindId kind(const char* element) { return kind_named(element); }

  void fail(const std::string& what) { stage_.fail({"an import (" + state_ + ") " + what, {}}); }

  // In the order in which they are asked.
  void find_sources() {
    const Thing& sync = model_.at(sync_);
    const Value& tenant = sync.value("tenant");
    const Value& only = sync.value("ldapSource");
    is_of_all_ = !tenant.is_set() && !only.is_set();
    for (const auto thing : model_.members(kind("ldapSource"))) {
      if (tenant.is_set() && !model_.at(thing).value("tenant").is(tenant.text)) continue;
      if (only.is_set() && model_.at(thing).id != only.text) continue;
      sources_.push_back({.thing = thing, .people = people_of(model_, thing), .users = {}});
    }
  }

  // One that is removed at its end has a state that nobody sees.
  void wait_for_end() {
    for (int i = 0; i < most_pauses && stage_.well(); ++i) {
      const Reply reply("GET", stage_.channel().ask({.path = model_.path(sync_)}));
      const auto root = reply.document.document_element();
      state_ = root.child("state").child_value();
      if (reply.status == 404) {
        state_ = "removed";
        return model_.erase(sync_);
      }
      reason_ = root.child("failureReason").child_value();
      imported_ = root.child("numUsersImported").child_value();
      asked_ = root.child("numLdapSourcesComplete").child_value();
      if (state_ == "complete" || state_ == "failed") return;
      stage_.channel().wait(pause);
    }
    stage_.fail({"an import does not come to an end", {}});
  }

  std::vector<std::string> ids_of(const std::string& element, std::size_t parent = none) {
    std::vector<std::string> out;
    while (stage_.well()) {
      const Reply reply(
          "GET", stage_.channel().ask({.path = model_.collection_path(kind_named(element), parent),
                                       .params = {{"offset", std::to_string(out.size())}}}));
      std::vector<Learnt> learnt;
      Page page;
      stage_.fail(judge_list(model_,
                             {.kind = kind_named(element), .expected = {}, .is_judged = false},
                             reply, learnt, page));
      out.insert(out.end(), page.ids.begin(), page.ids.end());
      if (page.ids.empty() || out.size() >= page.total) break;
    }
    return out;
  }

  std::string jid_of(std::size_t user) const {
    return fold_case(model_.at(user).value("userJid").text);
  }

  // Who is new belongs to the first source that brings such a JID.
  void take_users() {
    const auto there = ids_of("user");
    for (const auto user : model_.members(kind("user")))
      if (!std::ranges::count(there, model_.at(user).id)) gone_.push_back(user);
    for (const std::string& id : there) {
      if (!stage_.well() || model_.find(kind("user"), id) != none) continue;
      const auto user = model_.meet(kind("user"), id);
      stage_.look(user);
      const auto from = std::ranges::find_if(sources_, [&](const Source& source) {
        return source.people && source.people->contains(jid_of(user));
      });
      if (from == sources_.end()) return fail("has made " + jid_of(user) + ", whom nobody knows");
      origins_[id] = {model_.at(from->thing).id, ""};
      from->is_certain = true;
    }
  }

  void judge_sources() {
    for (Source& source : sources_) {
      const std::string& id = model_.at(source.thing).id;
      bool has_others = false;
      for (const auto user : model_.members(kind("user"))) {
        const auto origin = origins_.find(model_.at(user).id);
        if (origin == origins_.end() || origin->second.source != id) continue;
        const bool is_gone = std::ranges::count(gone_, user) > 0;
        const bool is_wanted = source.people && source.people->contains(jid_of(user));
        if (!is_gone) source.users[jid_of(user)] = user;
        source.is_certain = source.is_certain || is_gone;
        has_others = has_others || (!is_gone && !is_wanted);
        if (is_gone && (!source.people || is_wanted))
          return fail("has removed " + jid_of(user) + ", who is still there");
      }
      source.is_applied =
          source.people && !has_others && source.users.size() == source.people->size();
      source.is_certain = source.is_certain || state_ == "complete";
    }
    for (const auto user : gone_) {
      const auto origin = origins_.find(model_.at(user).id);
      const bool has_source = origin != origins_.end() &&
                              model_.find(kind("ldapSource"), origin->second.source) != none;
      const bool is_asked =
          has_source && std::ranges::any_of(sources_, [&](const Source& source) {
            return model_.at(source.thing).id == origin->second.source && source.is_applied;
          });
      if (!is_asked && (has_source || !is_of_all_ || state_ == "failed"))
        return fail("has removed " + jid_of(user) + ", with whom it had nothing to do");
      if (origin != origins_.end()) must_go_.insert(origin->second.space);
    }
    for (const auto user : gone_) model_.erase(user);
    if (!is_of_all_ || state_ != "complete") return;
    for (const auto user : model_.members(kind("user"))) {
      const auto origin = origins_.find(model_.at(user).id);
      if (origin == origins_.end() ||
          model_.find(kind("ldapSource"), origin->second.source) == none)
        fail("of everything has left " + jid_of(user) + ", who has no source");
    }
  }

  void expect(std::size_t thing, const char* field, const std::string& text) {
    const auto place = kind_at(model_.at(thing).kind).find(field);
    if (place != none)
      model_.learn(thing, place, text.empty() ? Value{} : Value{Value::State::set, text});
  }

  // What may have changed, or not: the next look learns it.
  void look_anew(std::size_t thing) {
    model_.forget(thing);
    stage_.look(thing);
  }

  void look_at_people(Source& source) {
    for (const auto& [jid, user] : source.users) {
      const Person& person = source.people->at(jid);
      const Thing from = model_.at(source.thing);
      const std::string space = origins_[model_.at(user).id].space;
      if (person.space_name.empty()) (source.is_certain ? must_go_ : may_go_).insert(space);
      if (!source.is_certain) {
        look_anew(user);
        continue;
      }
      expect(user, "userJid", person.jid);
      expect(user, "name", person.name);
      expect(user, "email", person.email);
      expect(user, "authenticationId", person.authentication_id);
      expect(user, "cdrTag", person.cdr_tag);
      expect(user, "tenant", from.value("tenant").text);
      expect(user, "userProfile", from.value("userProfile").text);
      stage_.look(user);
    }
  }

  void take_spaces() {
    const auto there = ids_of("coSpace");
    for (const auto space : model_.members(kind("coSpace"))) {
      const std::string id = model_.at(space).id;
      const bool is_there = std::ranges::count(there, id) > 0;
      if (is_there && must_go_.contains(id)) return fail("has left coSpace " + id);
      if (is_there) continue;
      if (!must_go_.contains(id) && !may_go_.contains(id)) return fail("has removed coSpace " + id);
      model_.erase(space);
    }
    for (auto& [user, origin] : origins_)
      if (model_.find(kind("coSpace"), origin.space) == none) origin.space.clear();
    for (const std::string& id : there) {
      if (!stage_.well() || model_.find(kind("coSpace"), id) != none) continue;
      const auto space = model_.meet(kind("coSpace"), id);
      stage_.look(space);
      Origin& origin = origins_[model_.at(space).value("ownerId").text];
      if (!origin.space.empty() || origin.source.empty())
        return fail("has made coSpace " + id + " for nobody");
      origin.space = id;
    }
  }

  // The own coSpace, its member, the templates.
  void look_at_parts(Source& source) {
    for (const auto& [jid, user] : source.users) {
      if (!stage_.well()) return;
      const Person& person = source.people->at(jid);
      const std::string id = model_.at(user).id;
      const auto space = model_.find(kind("coSpace"), origins_[id].space);
      if (source.is_certain && (space == none) != person.space_name.empty())
        return fail(space == none ? "has made no coSpace for " + jid : "has left that of " + jid);
      take_templates(source, user);
      if (space == none) continue;
      if (!source.is_certain) {
        look_anew(space);
        take_member_anew(space, id);
        continue;
      }
      const bool has_uri = person.space_uri.find(' ') == std::string::npos;
      expect(space, "name", person.space_name);
      expect(space, "uri", has_uri ? person.space_uri : "");
      expect(space, "secondaryUri", person.space_secondary_uri);
      expect(space, "callId", "");
      expect(space, "secret", "");
      expect(space, "autoGenerated", "true");
      expect(space, "tenant", model_.at(source.thing).value("tenant").text);
      expect(space, "ownerId", id);
      expect(space, "ownerJid", person.jid);
      expect(space, "nonMemberAccess",
             model_.at(source.thing).value("nonMemberAccess").is("false") ? "false" : "true");
      stage_.look(space);
      take_member(space, id);
    }
  }

  void take_member_anew(std::size_t space, const std::string& user) {
    for (const std::string& id : ids_of("coSpaceUser", space)) {
      auto member = model_.find(kind("coSpaceUser"), id);
      if (member == none)
        stage_.look(model_.meet(kind("coSpaceUser"), id, space));
      else if (model_.at(member).value("userId").is(user))
        look_anew(member);
    }
  }

  void take_member(std::size_t space, const std::string& user) {
    const auto there = ids_of("coSpaceUser", space);
    bool is_member = false;
    for (const std::string& id : there) {
      if (!stage_.well()) return;
      auto member = model_.find(kind("coSpaceUser"), id);
      const bool is_new = member == none;
      if (is_new) member = model_.meet(kind("coSpaceUser"), id, space);
      if (is_new) stage_.look(member);
      if (!model_.at(member).value("userId").is(user)) {
        if (is_new) return fail("has made somebody else a member");
        continue;
      }
      is_member = true;
      expect(member, "autoGenerated", "true");
      for (const char* may : {"canAddRemoveMember", "canChangePasscode", "canDeleteAllMessages"})
        if (kind_at(model_.at(member).kind).find(may) != none) expect(member, may, "true");
      for (const char* may : {"canDestroy", "canChangeName", "canChangeUri", "canChangeCallId",
                              "canRemoveSelf", "canChangeNonMemberAccessAllowed", "canChangeScope"})
        expect(member, may, "false");
      stage_.look(member);
    }
    if (stage_.well() && !is_member) fail("has made no member of the owner");
  }

  // Those that filters find, beside what an administrator gave.
  void take_templates(const Source& source, std::size_t user) {
    const auto there = ids_of("userCoSpaceTemplate", user);
    for (const auto given : model_.members(kind("userCoSpaceTemplate"), user)) {
      if (std::ranges::count(there, model_.at(given).id)) continue;
      if (!model_.at(given).value("autoGenerated").is("true"))
        return fail("has taken a template away that somebody gave");
      model_.erase(given);
    }
    for (const std::string& id : there) {
      if (!stage_.well() || model_.find(kind("userCoSpaceTemplate"), id) != none) continue;
      const auto given = model_.meet(kind("userCoSpaceTemplate"), id, user);
      stage_.look(given);
      const Thing& thing = model_.at(given);
      const auto from = model_.members(kind("ldapUserCoSpaceTemplateSource"));
      const bool is_wanted = std::ranges::any_of(from, [&](std::size_t more) {
        return model_.at(more).value("ldapSource").is(model_.at(source.thing).id) &&
               model_.at(more).value("coSpaceTemplate").is(thing.value("coSpaceTemplate").text);
      });
      if (!is_wanted || !thing.value("autoGenerated").is("true"))
        return fail("has given a template that no source says");
    }
  }

  void judge_end() {
    if (!stage_.well() || state_ == "removed") return;
    std::size_t people = 0;
    bool must_fail = false;
    for (const Source& source : sources_) {
      must_fail = must_fail || !source.people;
      people += source.people ? source.people->size() : 0;
      if (state_ == "complete" && !source.is_applied)
        return fail("has not done source " + model_.at(source.thing).id);
    }
    if (state_ == "failed" && reason_ == "ldapError" && !must_fail && !has_template_filters())
      return fail("could not ask, though every directory answers");
    if (state_ != "complete") return;
    if (imported_ != std::to_string(people)) return fail("counts " + imported_ + " people");
    if (!sources_.empty() && asked_ != std::to_string(sources_.size()))
      fail("counts " + asked_ + " sources");
  }

  // A filter of these may be none.
  bool has_template_filters() const {
    return model_.count(kind("ldapUserCoSpaceTemplateSource")) > 0;
  }

  Stage& stage_;
  Model& model_;
  std::size_t sync_;
  Origins& origins_;
  bool is_of_all_ = false;
  std::vector<Source> sources_;
  std::vector<std::size_t> gone_;  // users
  std::set<std::string> must_go_;  // coSpaces
  std::set<std::string> may_go_;
  std::string state_, reason_, imported_, asked_;
};

}  // namespace

void settle_import(Stage& stage, std::size_t sync, Origins& origins) {
  if (stage.well()) Import(stage, sync, origins).settle();
}

}  // namespace curia::fuzz
