#include "impl/service/c2w/envelope.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/base/text.hpp"

namespace curia::c2w {
namespace {

using Json = nlohmann::json;

constexpr std::string_view type_names[] = {"guid",   "hello",   "ready",
                                           "health", "request", "response"};
constexpr std::string_view scheme = "c2w://";

std::unexpected<Error> refuse(std::string why) { return fail(Errc::invalid_value, std::move(why)); }

bool take(const Json& json, const char* name, std::string& into) {
  const auto found = json.find(name);
  if (found == json.end() || !found->is_string()) return false;
  into = found->get<std::string>();
  return true;
}

bool take(const Json& json, const char* name, std::int64_t& into) {
  const auto found = json.find(name);
  if (found == json.end() || !found->is_number_integer()) return false;
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return false;
  into = found->get<std::int64_t>();
  return true;
}

bool take_body(const Json& json, std::string& into) {
  const auto found = json.find("body");
  if (found == json.end()) return true;  // an empty object
  if (!found->is_object()) return false;
  into = found->dump();
  return true;
}

bool take_members(const Json& json, Envelope& envelope) {
  switch (envelope.type) {
    case Type::guid:
      return take(json, "guid", envelope.guid) && take(json, "version", envelope.version);
    case Type::hello:
      return take(json, "guid", envelope.guid) && take(json, "version", envelope.version) &&
             take(json, "component", envelope.component);
    case Type::ready:
      return true;
    case Type::health:
      return take(json, "status", envelope.status);
    case Type::request:
      return take(json, "id", envelope.id) && take(json, "name", envelope.name) &&
             take_body(json, envelope.body);
    case Type::response:
      break;
  }
  return take(json, "id", envelope.id) && take(json, "status", envelope.status) &&
         take_body(json, envelope.body);
}

std::string quoted(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string show(const Envelope& e) {
  std::string text = "{\"type\":\"";
  text += type_names[static_cast<std::size_t>(e.type)];
  text += '"';
  const bool has_body = e.type == Type::request || e.type == Type::response;
  if (has_body) text += ",\"id\":" + std::to_string(e.id);
  if (e.type == Type::guid || e.type == Type::hello)
    text += ",\"guid\":" + quoted(e.guid) + ",\"version\":" + std::to_string(e.version);
  if (e.type == Type::hello) text += ",\"component\":" + quoted(e.component);
  if (e.type == Type::health || e.type == Type::response) text += ",\"status\":" + quoted(e.status);
  if (e.type == Type::request) text += ",\"name\":" + quoted(e.name);
  if (has_body) text += ",\"body\":" + e.body;
  return text + "}";
}

std::string describe(const Envelope& e) {
  Envelope shown = e;
  shown.body = quoted(std::to_string(e.body.size()) + " bytes");
  return show(shown);
}

Result<Envelope> parse(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return refuse("this is no JSON object");
  std::string type;
  if (!take(json, "type", type)) return refuse("the message has no type");
  const auto found = std::ranges::find(type_names, type);
  if (found == std::end(type_names)) return refuse("there are no messages of this type");
  Envelope envelope{.type = static_cast<Type>(found - std::begin(type_names))};
  if (!take_members(json, envelope))
    return refuse("a member of the message '" + type + "' is missing or of the wrong type");
  return envelope;
}

Result<Place> parse_url(std::string_view url) {
  if (!equal_ignoring_ascii_case(url.substr(0, scheme.size()), scheme))
    return refuse("the URL of a Web Bridge begins with c2w://");
  std::string_view rest = url.substr(scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  Place place;
  std::size_t end = rest.find(':');
  if (rest.starts_with('[')) {
    const std::size_t bracket = rest.find(']');
    if (bracket == std::string_view::npos) return refuse("the address has no closing bracket");
    place.host = rest.substr(1, bracket - 1);
    end = bracket + 1 < rest.size() ? bracket + 1 : std::string_view::npos;
    if (end != std::string_view::npos && rest[end] != ':') return refuse("no port after the host");
  } else {
    place.host = rest.substr(0, end);
  }
  if (place.host.empty() || place.host.find_first_of("/?#@ ") != std::string::npos)
    return refuse("the URL names no host");
  if (end == std::string_view::npos) return place;
  const auto port = parse_decimal(rest.substr(end + 1));
  if (!port || *port < 1 || *port > 65535) return refuse("the port is not from 1 to 65535");
  place.port = static_cast<std::uint16_t>(*port);
  return place;
}

std::string to_string(const Place& place) {
  const bool is_v6 = place.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + place.host + "]" : place.host) + ":" + std::to_string(place.port);
}

}  // namespace curia::c2w
