#include "impl/service/callbridge/openapi.hpp"

#include <nlohmann/json.hpp>

#include "impl/service/callbridge/surface.hpp"

namespace curia::callbridge {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* form_type = "application/x-www-form-urlencoded";
constexpr const char* guid_pattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

// A reference to something that has a name under `components`.
Json named(const std::string& where) { return {{"$ref", "#/components/" + where}}; }

void describe_number(const FieldSpec& field, Json& schema) {
  schema["type"] = "integer";
  if (field.is_parameter()) {
    schema["minimum"] = field.min;
    schema["maximum"] = field.max;
  }
}

void describe_text(const FieldSpec& field, Json& schema) {
  schema["type"] = "string";
  if (field.is_parameter()) schema["maxLength"] = field.max_bytes;
  if (field.form == TextForm::digits) schema["pattern"] = "^[0-9]*$";
  if (field.form == TextForm::dtmf) schema["pattern"] = "^[0-9*#,]*$";
  if (field.form == TextForm::url) schema["format"] = "uri";
}

// What the default is in JSON: numbers and flags are not texts there.
Json default_of(const FieldSpec& field) {
  const std::string text(field.default_value);
  if (field.type == FieldType::flag) return text == "true";
  if (field.type == FieldType::number) return std::stoll(text);
  return text;
}

Json schema_of(const FieldSpec& field) {
  Json schema = Json::object();
  switch (field.type) {
    case FieldType::flag:
      schema["type"] = "boolean";
      break;
    case FieldType::number:
      describe_number(field, schema);
      break;
    case FieldType::reference:
      schema["type"] = "string";
      schema["pattern"] = guid_pattern;
      if (field.target != Kind::none)
        schema["description"] = "Id of a " + std::string(spec_of(field.target).element) + ".";
      break;
    case FieldType::enumeration:
      schema["type"] = "string";
      for (const auto choice : field.choices) schema["enum"].push_back(std::string(choice));
      break;
    case FieldType::text:
      describe_text(field, schema);
      break;
  }
  if (field.is_parameter() && !field.default_value.empty()) schema["default"] = default_of(field);
  if (!field.since.empty()) schema["x-since"] = std::string(field.since);
  return schema;
}

// The properties inside the elements of a section: "status.rxAudio".
Json& properties_of(Json& schema, std::string_view section) {
  Json* at = &schema;
  while (!section.empty()) {
    const auto dot = section.find('.');
    Json& inner = (*at)["properties"][std::string(section.substr(0, dot))];
    inner["type"] = "object";
    at = &inner;
    section = dot == std::string_view::npos ? std::string_view{} : section.substr(dot + 1);
  }
  return (*at)["properties"];
}

Json answer_schema(const std::string& element, const std::vector<const FieldSpec*>& fields,
                   bool has_id) {
  Json schema = {{"type", "object"}, {"xml", {{"name", element}}}};
  if (has_id)
    schema["properties"]["id"] = {
        {"type", "string"}, {"pattern", guid_pattern}, {"xml", {{"attribute", true}}}};
  for (const FieldSpec* field : fields)
    properties_of(schema, field->section)[std::string(field->name)] = schema_of(*field);
  return schema;
}

Json list_schema(const Place& place) {
  const ObjectSpec& object = *place.object;
  Json schema = {{"type", "object"}, {"xml", {{"name", std::string(object.collection)}}}};
  schema["properties"]["total"] = {
      {"type", "integer"}, {"minimum", 0}, {"xml", {{"attribute", true}}}};
  schema["properties"][std::string(object.element)] = {
      {"type", "array"},
      {"items", answer_schema(std::string(object.element), fields_of(place), true)}};
  return schema;
}

Json parameter(const std::string& name, const char* in, Json schema, bool required) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

// The ids in a path.
Json path_parameters(const std::string& path) {
  Json parameters = Json::array();
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const auto end = path.find('}', at);
    parameters.push_back(parameter(path.substr(at + 1, end - at - 1), "path",
                                   {{"type", "string"}, {"pattern", guid_pattern}}, true));
  }
  return parameters;
}

Json query_parameters(const Place& place) {
  Json parameters = Json::array();
  if (place.node != nullptr)
    for (const FieldSpec& field : place.node->parameters)
      parameters.push_back(
          parameter(std::string(field.name), "query", schema_of(field), field.is_required));
  if (place.what != Place::What::collection) return parameters;
  parameters.push_back(parameter("offset", "query", {{"type", "integer"}, {"minimum", 0}}, false));
  parameters.push_back(parameter("limit", "query", {{"type", "integer"}, {"minimum", 1}}, false));
  for (const std::string& filter : filters_of(*place.object))
    parameters.push_back(parameter(filter, "query", {{"type", "string"}}, false));
  return parameters;
}

Json form_body(const Place& place, bool is_post) {
  Json schema = {{"type", "object"}, {"properties", Json::object()}};
  for (const FieldSpec* field : parameters_of(place, is_post)) {
    schema["properties"][std::string(field->name)] = schema_of(*field);
    if (is_post && field->is_required) schema["required"].push_back(std::string(field->name));
  }
  return {{"content", {{form_type, {{"schema", schema}}}}}};
}

Json answers(Json done) {
  return {{"200", std::move(done)},
          {"400", named("responses/refused")},
          {"401", named("responses/notAuthenticated")},
          {"404", named("responses/notFound")},
          {"503", named("responses/busy")}};
}

Json with_content(const std::string& type, Json schema) {
  return {{"description", "Done."}, {"content", {{type, {{"schema", std::move(schema)}}}}}};
}

// What a node answers to GET, or to a question asked with POST.
Json node_answer(const NodeSpec& node) {
  if (node.element.empty())
    return with_content(node.has_raw_body ? "application/json" : "text/plain", Json::object());
  std::vector<const FieldSpec*> fields;
  for (const FieldSpec& field : node.fields) fields.push_back(&field);
  return with_content("text/xml", answer_schema(std::string(node.element), fields, false));
}

Json get_operation(const Place& place) {
  Json done;
  if (place.node != nullptr)
    done = node_answer(*place.node);
  else if (place.what == Place::What::collection)
    done = with_content("text/xml", list_schema(place));
  else
    done = with_content("text/xml", named("schemas/" + std::string(place.object->element)));
  return {{"parameters", query_parameters(place)}, {"responses", answers(std::move(done))}};
}

Json write_operation(const Place& place, bool is_post) {
  Json done = {{"description", "Done."}};
  const bool is_raw = place.node != nullptr && place.node->has_raw_body;
  if (place.node != nullptr && is_post && !place.node->fields.empty())
    done = node_answer(*place.node);
  if (is_post && place.what == Place::What::collection)
    done["headers"]["Location"] = {{"description", "Where the new object is."},
                                   {"schema", {{"type", "string"}}}};
  if (place.node != nullptr && is_post && !place.node->header.empty())
    done["headers"][std::string(place.node->header)] = {{"schema", {{"type", "string"}}}};
  Json operation = Json::object();
  if (is_raw)
    operation["requestBody"] = {{"content", {{"application/json", Json::object()}}}};
  else if (!parameters_of(place, is_post).empty())
    operation["requestBody"] = form_body(place, is_post);
  operation["responses"] = answers(std::move(done));
  return operation;
}

// "getCoSpacesCoSpaceIdAccessMethods": a name that is told apart from all others.
std::string operation_id(const char* method, const std::string& path) {
  std::string id = method;
  bool begins = true;
  for (const char c : path) {
    if (c == '*') id += "All";
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter) id += begins && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = !is_letter;
  }
  return id;
}

Json path_item(const Place& place) {
  Json item = Json::object();
  if (Json parameters = path_parameters(place.path); !parameters.empty())
    item["parameters"] = std::move(parameters);
  const auto add = [&](bool can, const char* method, auto operation) {
    if (!can) return;
    item[method]["operationId"] = operation_id(method, place.path);
    item[method].update(operation());
  };
  add(place.can_get, "get", [&] { return get_operation(place); });
  add(place.can_post, "post", [&] { return write_operation(place, true); });
  add(place.can_put, "put", [&] { return write_operation(place, false); });
  add(place.can_delete, "delete",
      [&] { return Json{{"responses", answers({{"description", "Done."}})}}; });
  return item;
}

Json components(const std::vector<Place>& places) {
  Json failures =
      with_content("text/xml", {{"type", "object"}, {"xml", {{"name", "failureDetails"}}}});
  const auto failure = [&](const char* text) {
    Json response = failures;
    response["description"] = text;
    return response;
  };
  Json parts;
  for (const Place& place : places)
    if (place.what == Place::What::item || place.what == Place::What::singleton)
      parts["schemas"][std::string(place.object->element)] = answer_schema(
          std::string(place.object->element), fields_of(place), place.what == Place::What::item);
  parts["responses"] = {
      {"refused", failure("Refused; nothing has changed. The body lists the reasons.")},
      {"notAuthenticated", {{"description", "Wrong or missing credentials."}}},
      {"notFound", failure("The path or an id in it names nothing.")},
      {"busy", failure("To be asked again later.")}};
  parts["securitySchemes"]["basic"] = {{"type", "http"}, {"scheme", "basic"}};
  return parts;
}

std::string make_document() {
  const std::vector<Place> places = surface();
  Json document = {{"openapi", "3.1.0"},
                   {"info",
                    {{"title", "Call Bridge management API"},
                     {"version", "3.3"},
                     {"license", {{"name", "Apache License 2.0"}, {"identifier", "Apache-2.0"}}}}},
                   {"servers", Json::array({{{"url", "/api/v1"}}})},
                   {"security", Json::array({{{"basic", Json::array()}}})}};
  for (const Place& place : places) document["paths"][place.path] = path_item(place);
  document["components"] = components(places);
  return document.dump(1) + "\n";
}

}  // namespace

const std::string& openapi_document() {
  static const std::string document = make_document();
  return document;
}

}  // namespace curia::callbridge
