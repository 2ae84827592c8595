#include "impl/service/events/message.hpp"

#include <nlohmann/json.hpp>

namespace curia::events {
namespace {

using Json = nlohmann::json;

std::unexpected<Error> refuse(std::string why) { return fail(Errc::invalid_value, std::move(why)); }

const Json* member(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

bool take_text(const Json& json, const char* name, std::string& into) {
  const Json* text = member(json, name);
  if (text == nullptr || !text->is_string()) return false;
  into = text->get<std::string>();
  return true;
}

bool take_number(const Json& json, const char* name, std::int64_t& into) {
  const Json* number = member(json, name);
  if (number == nullptr || !number->is_number_integer()) return false;
  // Unsigned numbers above the range of int64 would come out negative.
  if (number->is_number_unsigned() && number->get<std::uint64_t>() > INT64_MAX) return false;
  into = number->get<std::int64_t>();
  return true;
}

// Members may be missing where the type of the subscription does not need them.
bool take_wanted(const Json& json, Wanted& wanted) {
  if (!take_number(json, "index", wanted.index) || !take_text(json, "type", wanted.type))
    return false;
  if (member(json, "call") != nullptr && !take_text(json, "call", wanted.call)) return false;
  const Json* elements = member(json, "elements");
  if (elements == nullptr) return true;
  if (!elements->is_array()) return false;
  for (const Json& element : *elements) {
    if (!element.is_string()) return false;
    wanted.elements.push_back(element.get<std::string>());
  }
  return true;
}

bool take_subscriptions(const Json& message, std::vector<Wanted>& into) {
  const Json* subscriptions = member(message, "subscriptions");
  if (subscriptions == nullptr || !subscriptions->is_array()) return false;
  for (const Json& one : *subscriptions)
    if (!take_wanted(one, into.emplace_back())) return false;
  return true;
}

}  // namespace

Result<Incoming> parse_message(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return refuse("this is not JSON");
  std::string type;
  if (!take_text(json, "type", type)) return refuse("the message has no type");
  if (type != "message" && type != "messageAck")
    return refuse("the type is neither message nor messageAck");
  const Json* inner = member(json, type.c_str());
  Incoming incoming;
  incoming.is_ack = type == "messageAck";
  if (inner == nullptr || !take_number(*inner, "messageId", incoming.id))
    return refuse("the message has no messageId");
  if (incoming.is_ack) {
    if (!take_text(*inner, "status", incoming.status))
      return refuse("the acknowledgement has no status");
    return incoming;
  }
  incoming.is_understood = take_text(*inner, "type", incoming.type);
  if (incoming.type == "subscribeRequest")
    incoming.is_understood = take_subscriptions(*inner, incoming.subscriptions);
  return incoming;
}

std::string ack_text(std::int64_t id, std::string_view status) {
  return R"({"type":"messageAck","messageAck":{"messageId":)" + std::to_string(id) +
         R"(,"status":")" + std::string(status) + "\"}}";
}

std::string message_text(std::int64_t id, std::string_view type, std::string_view body) {
  std::string text =
      R"({"type":"message","message":{"messageId":)" + std::to_string(id) + R"(,"type":")";
  text += type;
  text += '"';
  text += body;
  text += "}}";
  return text;
}

}  // namespace curia::events
