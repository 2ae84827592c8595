#include "sim/scenario/heard.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "impl/service/events/message.hpp"
#include "model/base/text.hpp"

namespace curia::scenario {
namespace {

using Json = nlohmann::json;

Json json_of(const events::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

Json json_of(const events::Replay& replay, std::int64_t index, const std::string& state) {
  Json things = Json::object();
  for (const auto& [id, known] : replay.things(index))
    for (const auto& [name, value] : known) things[id][name] = json_of(value);
  return {{"state", state}, {"count", replay.things(index).size()}, {"things", things}};
}

Json elements_asked(const EventsSubscription& subscription) {
  if (subscription.elements != std::vector<std::string>{"all"}) return subscription.elements;
  Json all = Json::array();
  const auto topic = std::ranges::find(events::topic_names, subscription.type);
  if (topic == std::end(events::topic_names)) return all;
  for (const auto& element :
       events::elements_of(static_cast<events::Topic>(topic - std::begin(events::topic_names))))
    all.push_back(element.name);
  return all;
}

}  // namespace

void Heard::take(std::string_view text) {
  const Json message = Json::parse(text, nullptr, false);
  if (!message.is_object() || message.value("type", "") != "messageAck") texts_.emplace_back(text);
  replay_.take(text);
}

void Heard::end(std::uint16_t code, std::string reason) {
  is_open_ = false;
  code_ = code;
  reason_ = std::move(reason);
}

std::vector<std::string> Heard::acknowledgements() {
  return is_ignoring_ ? std::vector<std::string>{} : replay_.acknowledgements();
}

Result<std::string> Heard::request(const EventsStep& step) {
  Json subscriptions = Json::array();
  for (const EventsSubscription& one : step.subscriptions) {
    const auto index = parse_decimal(one.index);
    if (!index) return fail(Errc::invalid_value, "'" + one.index + "' is not a number");
    Json entry = {{"index", *index}, {"type", one.type}, {"elements", elements_asked(one)}};
    if (!one.call.empty()) entry["call"] = one.call;
    subscriptions.push_back(std::move(entry));
  }
  return events::message_text(++last_id_, "subscribeRequest",
                              ",\"subscriptions\":" + subscriptions.dump());
}

Result<> judge_opening(const EventsStep& step, bool is_open, const std::string& failure) {
  if (is_open) return step.refused == 0 ? Result<>{} : fail(Errc::not_permitted, "it was opened");
  const std::string refusal = "answers " + std::to_string(step.refused);
  if (step.refused > 0 && failure.find(refusal) != std::string::npos) return {};
  return fail(Errc::not_permitted, "not opened: " + failure);
}

Answer Heard::answer() const {
  Json document = {{"state", is_open_ ? "open" : "closed"}, {"problems", replay_.problems()}};
  if (!is_open_) document["code"] = code_;
  if (!is_open_) document["reason"] = reason_;
  document["answers"] = Json::array();
  for (const auto& [id, status] : replay_.answers()) document["answers"].push_back(status);
  document["messages"] = Json::array();
  for (const std::string& text : texts_) {
    Json message = Json::parse(text, nullptr, false);
    document["messages"].push_back(message.is_object() && message.contains("message")
                                       ? std::move(message["message"])
                                       : Json(text));
  }
  document["subscriptions"] = Json::object();
  for (const auto& [index, state] : replay_.states())
    document["subscriptions"][std::to_string(index)] = json_of(replay_, index, state);
  Answer answer;
  answer.status = 200;
  answer.headers.push_back({"Content-Type", "application/json"});
  answer.body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  return answer;
}

}  // namespace curia::scenario
