#include "conformance/coverage/maker.hpp"

#include <algorithm>

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

bool has(const Form& form, const std::string& name) {
  return std::ranges::find(form, name, &scenario::Param::name) != form.end();
}

}  // namespace

const std::vector<std::string>& Maker::people() {
  if (!people_.empty()) return people_;
  const Reply users = talk_.get("/users");
  for (const pugi::xml_node user : users.root().children("user"))
    people_.emplace_back(user.child("userJid").text().get());
  return people_;
}

const ObjectFacts* Maker::creator_of(const std::string& element) const {
  const auto found = std::ranges::find_if(facts_.objects, [&](const ObjectFacts& object) {
    return object.element == element && object.find("POST") != nullptr;
  });
  return found == facts_.objects.end() ? nullptr : &*found;
}

Made Maker::any(const std::string& element) {
  if (const auto found = shared_.find(element); found != shared_.end()) return {found->second, {}};
  Made made;
  if (creator_of(element) != nullptr) {
    made = make(element);
  } else if (const ObjectFacts* home = facts_.home_of(element)) {
    const std::string path = path_of(home->path);
    const Reply all = talk_.get(path);
    const auto first = all.root().first_child();
    if (first.empty())
      made.why = "there is no " + element + " on this server";
    else
      made.path = path + "/" + first.attribute("id").value();
  } else {
    made.why = "nothing makes a " + element;
  }
  if (made) shared_[element] = made.path;
  return made;
}

std::string Maker::path_of(const std::string& path) {
  const auto begin = path.find('{');
  if (begin == std::string::npos) return path;
  const auto end = path.find("Id}", begin);
  if (end == std::string::npos) return {};
  // The path of a parent ends where its id does: parents of parents are in it.
  const Made parent = any(path.substr(begin + 1, end - begin - 1));
  const std::string rest = path.substr(end + 3);
  return parent ? path_of(path.substr(0, begin) + parent.id() + rest) : std::string{};
}

Made Maker::make(const std::string& element, const Form& form) {
  const ObjectFacts* creator = creator_of(element);
  if (creator == nullptr) return {{}, "nothing makes a " + element};
  return make(*creator, form);
}

Made Maker::make(const ObjectFacts& object, const Form& form) {
  const std::string path = path_of(object.path);
  if (path.empty()) return {{}, "there is nothing for it to be below"};
  Form all = form;
  for (const auto& param : required(object, *object.find("POST")))
    if (!has(all, param.name)) all.push_back(param);
  const Reply reply = talk_.post(path, all);
  Made made{reply.made(), {}};
  if (!made) made.why = "it could not be made: " + reply.why();
  return made;
}

Form Maker::required(const ObjectFacts& object, const Method& method) {
  Form form;
  for (const Value& value : method.parameters) {
    const bool is_first_choice = !value.one_of.empty() && value.one_of.front() == value.name;
    if (value.required || is_first_choice) form.push_back({value.name, this->value(object, value)});
  }
  // A call of its own each time, and a name that is told apart.
  if (object.path == "/calls") form = {{"name", "Call " + std::to_string(next())}};
  if (object.path == "/ldapSyncs") form.push_back({"removeWhenFinished", "false"});
  return form;
}

std::string Maker::below(const std::string& item, const std::string& element) {
  const ObjectFacts& home = *facts_.home_of(element);
  return talk_.post(item + home.path.substr(home.path.rfind('/')), {{"name", "Below"}}).made();
}

// Of the people of the server, one that this coSpace does not have.
std::string Maker::no_member_yet(const std::string& members) {
  const Reply list = talk_.get(members);
  for (const std::string& person : people()) {
    bool is_member = false;
    for (const pugi::xml_node member : list.root().children())
      is_member = is_member || member.child("userJid").text().get() == person;
    if (!is_member) return person;
  }
  return {};
}

// A coSpace without a call: POST on /calls would give a call that is there.
std::string Maker::lone_space() {
  return make("coSpace", {{"name", "Lone"}, {"tenant", any("tenant").id()}}).id();
}

// The Call Bridge that answers, in the list of Call Bridges.
std::string Maker::own_bridge() {
  if (!shared_.contains("own callBridge")) {
    const std::string name = "bridge-" + std::to_string(next());
    talk_.put("/system/configuration/cluster", {{"uniqueName", name}});
    const Made group = make("callBridgeGroup", {{"loadBalanceOutgoingCalls", "true"}});
    shared_["own callBridgeGroup"] = group.path;
    shared_["own callBridge"] =
        make("callBridge", {{"name", name}, {"callBridgeGroup", group.id()}}).path;
  }
  return shared_["own callBridge"];
}

std::string Maker::own_group() {
  own_bridge();
  return shared_["own callBridgeGroup"];
}

std::string Maker::value(const ObjectFacts& object, const Value& value, const std::string& item) {
  const auto id = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  const bool is_dialled = object.path == "/calls/{callId}/participants";
  if (value.name == "userJid") return no_member_yet(path_of(object.path));
  if (value.name == "ownerJid") return people().empty() ? "" : people()[next() % people().size()];
  if (object.path == "/calls" && value.name == "coSpace") return lone_space();
  if (value.name == "ownerAdGuid") return std::string(known_ad_guid);
  if (is_dialled && value.name == "callBridge") return id(own_bridge());
  if (is_dialled && value.name == "callBridgeGroup") return id(own_group());
  if (value.name == "movedParticipant") return make("participant").id();
  if (value.name == "filterIds") return any("participant").id();
  if (object.path == "/coSpaces" && value.name == "defaultAccessMethod")
    return id(below(item, "accessMethod"));
  if (value.name == "defaultAccessMethodTemplate") return id(below(item, "accessMethodTemplate"));
  if (object.path == "/callLegs" && value.name == "accessMethod")
    return any("accessMethod of the call").id();
  if (object.element == "userCoSpaceTemplate" && value.name == "coSpaceTemplate")
    return make("coSpaceTemplate").id();
  if (!value.ref.empty()) return any(value.ref).id();
  return valid_value(value, next());
}

std::vector<std::string> Maker::values(const ObjectFacts& object, const Value& value,
                                       const std::string& item) {
  const bool has_kinds = !value.choices.empty() || value.type == "bool" || value.max_bytes ||
                         value.type.starts_with("number");
  if (value.ref.empty() && value.example.empty() && has_kinds) return valid_values(value, next());
  return {this->value(object, value, item)};
}

Form Maker::companions(const ObjectFacts& object, const Value& value, const std::string& text) {
  if (object.path == "/outboundDialPlanRules" && value.name == "scope" && text != "global")
    return {{text, any(text).id()}};
  if (value.name == "secret") return {{"callId", std::to_string(800000000 + next())}};
  if (object.path == "/cospaceBulkParameterSets" && value.name == "startIndex")
    return {{"endIndex", text}};
  if (object.path == "/cospaceBulkParameterSets" && value.name == "endIndex")
    return {{"startIndex", text}};
  return {};
}

}  // namespace curia::coverage
