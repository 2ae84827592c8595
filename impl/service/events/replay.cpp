#include "impl/service/events/replay.hpp"

#include <nlohmann/json.hpp>

#include <set>

#include "impl/service/events/message.hpp"
#include "model/objects/call.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/registry.hpp"

namespace curia::events {
namespace {

Value value_of(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_string()) return json.get<std::string>();
  return {};
}

std::string text_of(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  return "nothing";
}

std::string text_at(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void take_elements(const nlohmann::json& json, Replay::Known& known) {
  for (const auto& [name, value] : json.items())
    if (name != "call" && name != "participant" && name != "updateType")
      known[name] = value_of(value);
}

}  // namespace

// Reads one message into a Replay; the text is trusted to be JSON, its content is not.
struct ReplayReader {
  Replay& replay;

  void complain(std::string sentence) { replay.problems_.push_back(std::move(sentence)); }

  void read(const nlohmann::json& json) {
    if (text_at(json, "type") == "messageAck") {
      const nlohmann::json& ack = json.at("messageAck");
      replay.answers_[ack.at("messageId").get<std::int64_t>()] = text_at(ack, "status");
      return;
    }
    const nlohmann::json& message = json.at("message");
    const auto id = message.at("messageId").get<std::int64_t>();
    if (id != replay.last_id_ + 1)
      complain("message " + std::to_string(id) + " follows " + std::to_string(replay.last_id_));
    replay.last_id_ = id;
    replay.unacknowledged_.push_back(id);
    const std::string type = text_at(message, "type");
    if (type == "subscriptionUpdate") return read_states(message.at("subscriptions"));
    const auto index = message.at("subscriptionIndex").get<std::int64_t>();
    if (type == "callInfoUpdate") return read_info(index, message.at("callInfo"));
    if (type != "callListUpdate" && type != "rosterUpdate")
      return complain("there is no message of type " + type);
    for (const nlohmann::json& update : message.at("updates"))
      read_update(index, type == "rosterUpdate" ? "participant" : "call", update);
  }

  void read_states(const nlohmann::json& subscriptions) {
    for (const nlohmann::json& one : subscriptions) {
      std::string state = text_at(one, "state");
      if (one.contains("reason")) state += " " + text_at(one, "reason");
      const auto index = one.at("index").get<std::int64_t>();
      // A subscription that begins anew tells everything again.
      if (state == "pending") replay.things_.erase(index);
      replay.states_[index] = std::move(state);
    }
  }

  void read_info(std::int64_t index, const nlohmann::json& info) {
    take_elements(info, replay.things_[index][text_at(info, "call")]);
  }

  void read_update(std::int64_t index, const char* whose, const nlohmann::json& update) {
    const std::string id = text_at(update, whose), type = text_at(update, "updateType");
    auto& things = replay.things_[index];
    const bool is_known = things.contains(id);
    if (is_known == (type == "add"))
      complain(type + " of " + id + ", which is " + (is_known ? "known" : "unknown") +
               " to subscription " + std::to_string(index));
    if (type == "remove") {
      things.erase(id);
    } else {
      if (type == "update" && update.size() <= 2) complain("an update of " + id + " says nothing");
      take_elements(update, things[id]);
    }
  }
};

void Replay::take(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    problems_.push_back("a message is not JSON");
    return;
  }
  try {
    ReplayReader{*this}.read(json);
  } catch (const nlohmann::json::exception& wrong) {
    problems_.push_back(std::string("a message lacks something: ") + wrong.what());
  }
}

std::vector<std::string> Replay::acknowledgements() {
  std::vector<std::string> texts;
  for (const std::int64_t id : unacknowledged_) texts.push_back(ack_text(id, "success"));
  unacknowledged_.clear();
  return texts;
}

const Replay::Things& Replay::things(std::int64_t index) const {
  static const Things none;
  const auto found = things_.find(index);
  return found == things_.end() ? none : found->second;
}

void compare_one(const Replay& replay, std::int64_t index, Topic topic, const Object& object,
                 const View& view, std::vector<std::string>& found) {
  static const Value nothing;
  const Replay::Things& heard = replay.things(index);
  const std::string id = to_string(object.id);
  const auto known = heard.find(id);
  if (known == heard.end()) {
    found.push_back(id + " was never told");
    return;
  }
  const auto elements = elements_of(topic);
  for (const Element& element : elements) {
    const Value value = element.value(view, object);
    const auto told = known->second.find(element.name);
    const Value& told_value = told == known->second.end() ? nothing : told->second;
    if (told_value != value)
      found.push_back(id + ": " + std::string(element.name) + " is " + text_of(value) +
                      ", told was " + text_of(told_value));
  }
}

std::vector<std::string> differences(const Replay& replay, std::int64_t index, Topic topic,
                                     const Guid& call, const View& view) {
  std::vector<std::string> found;
  std::set<std::string> there;
  const Table& table =
      view.registry.table(topic == Topic::call_roster ? Kind::participant : Kind::call);
  const auto look_at = [&](const Object& object) {
    there.insert(to_string(object.id));
    compare_one(replay, index, topic, object, view, found);
  };
  const auto look_at_slot = [&](std::uint32_t slot) {
    look_at(table.at(slot));
    return true;
  };
  if (topic == Topic::calls)
    table.all().visit_from(0, look_at_slot);
  else if (topic == Topic::call_roster)
    table.referring(field_of(Kind::participant, "call"), call).visit_from(0, look_at_slot);
  else if (const Object* object = table.find(call))
    look_at(*object);
  for (const auto& [id, elements] : replay.things(index))
    if (!there.contains(id)) found.push_back(id + " is gone, which was not told");
  return found;
}

}  // namespace curia::events
