#include "conformance/coverage/facts.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace curia::coverage {
namespace {

using nlohmann::json;

std::string text_of(const json& from, const char* name) { return from.value(name, std::string()); }
bool flag_of(const json& from, const char* name) { return from.value(name, false); }

template <class T>
std::optional<T> number_of(const json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end()) return std::nullopt;
  return found->get<T>();
}

class Reader {
 public:
  explicit Reader(const json& document) : document_(document) {}

  std::vector<ObjectFacts> objects() const {
    std::vector<ObjectFacts> objects;
    for (const json& entry : document_.at("objects")) {
      ObjectFacts object{.path = text_of(entry, "path"),
                         .item = text_of(entry, "item"),
                         .element = text_of(entry, "element"),
                         .collection = text_of(entry, "collection"),
                         .kind = text_of(entry, "kind"),
                         .item_at = text_of(entry, "item_at"),
                         .methods = {}};
      for (const auto& [name, method] : entry.at("methods").items())
        object.methods.push_back(this->method(name, method, entry.at("methods")));
      objects.push_back(std::move(object));
    }
    return objects;
  }

 private:
  Method method(const std::string& name, const json& entry, const json& methods) const {
    Method method;
    method.name = name;
    method.path = text_of(entry, "path");
    const auto parameters = entry.find("parameters");
    if (parameters != entry.end())
      // The name of another method stands for all that it takes.
      method.parameters = values(parameters->is_string()
                                     ? methods.at(parameters->get<std::string>()).at("parameters")
                                     : *parameters);
    if (entry.contains("fields")) method.fields = values(entry.at("fields"));
    if (entry.contains("query")) method.query = values(entry.at("query"));
    if (entry.contains("summary"))
      method.summary = entry.at("summary").get<std::vector<std::string>>();
    return method;
  }

  std::vector<Value> values(const json& list) const {
    std::vector<Value> values;
    for (const json& entry : list) values.push_back(value(entry));
    return values;
  }

  Value value(const json& entry) const {
    Value value{.name = text_of(entry, "name"),
                .type = text_of(entry, "type"),
                .choices = {},
                .ref = text_of(entry, "ref"),
                .required = flag_of(entry, "required"),
                .unsettable = flag_of(entry, "unsettable"),
                .write_only = flag_of(entry, "write_only"),
                .one_of = entry.value("one_of", std::vector<std::string>{}),
                .max_bytes = number_of<std::size_t>(entry, "max_len"),
                .max_items = number_of<std::size_t>(entry, "max_items"),
                .min = number_of<std::int64_t>(entry, "min"),
                .max = number_of<std::int64_t>(entry, "max"),
                .default_value = text_of(entry, "default"),
                .charset = text_of(entry, "charset"),
                .example = text_of(entry, "example")};
    // A number or a word has no list of all that it may be.
    if (const auto choices = entry.find("enum");
        choices != entry.end() && value.type != "number_or_keyword")
      value.choices =
          (choices->is_string() ? document_.at("enums").at(choices->get<std::string>()) : *choices)
              .get<std::vector<std::string>>();
    return value;
  }

  const json& document_;
};

void decide(Value& value, const json& decision) {
  for (const auto& [name, set] : decision.at("set").items()) {
    if (name == "type") value.type = set.get<std::string>();
    if (name == "enum") value.choices = set.get<std::vector<std::string>>();
    if (name == "required") value.required = set.get<bool>();
    if (name == "unsettable") value.unsettable = set.get<bool>();
    if (name == "write_only") value.write_only = set.get<bool>();
    if (name == "one_of") value.one_of = set.get<std::vector<std::string>>();
    if (name == "default") value.default_value = set.get<std::string>();
    if (name == "example") value.example = set.get<std::string>();
    if (name == "shown_unset") value.shown_unset = set.get<std::string>();
    if (name == "max_len") value.max_bytes = set.get<std::size_t>();
    if (name == "min") value.min = set.get<std::int64_t>();
    if (name == "max") value.max = set.get<std::int64_t>();
  }
}

// Applies a decision to all that it names; false when it names nothing.
class Decider {
 public:
  explicit Decider(const json& decision)
      : decision_(decision), what_(text_of(decision, "what")), drops_(flag_of(decision, "drop")) {}

  bool apply(Facts& facts) {
    for (ObjectFacts& object : facts.objects) {
      for (Method& method : object.methods) {
        values(object, method, method.parameters, "");
        values(object, method, method.fields, "");
        values(object, method, method.query, "?");
        std::erase_if(method.summary, [&](const std::string& name) {
          return drops_ && names(object.key(method.name, name));
        });
      }
      std::erase_if(object.methods,
                    [&](const Method& method) { return drops_ && names(object.key(method.name)); });
    }
    return found_;
  }

 private:
  bool names(const std::string& key) {
    const bool yes = fits(what_, key);
    found_ = found_ || yes;
    return yes;
  }

  void values(const ObjectFacts& object, const Method& method, std::vector<Value>& list,
              const std::string& mark) {
    std::erase_if(list, [&](Value& value) {
      if (!names(object.key(method.name, mark + value.name))) return false;
      if (!drops_) decide(value, decision_);
      return drops_;
    });
  }

  const json& decision_;
  std::string what_;
  bool drops_;
  bool found_ = false;
};

Result<json> read_json(const std::string& file) {
  std::ifstream in(file);
  if (!in) return fail(Errc::not_found, "'" + file + "' cannot be read");
  try {
    return json::parse(in);
  } catch (const json::exception& error) {
    return fail(Errc::invalid_value, file + ": " + error.what());
  }
}

}  // namespace

const Value* Method::parameter(std::string_view parameter_name) const {
  const auto found = std::ranges::find(parameters, parameter_name, &Value::name);
  return found == parameters.end() ? nullptr : &*found;
}

const Method* ObjectFacts::find(std::string_view method) const {
  const auto found = std::ranges::find(methods, method, &Method::name);
  return found == methods.end() ? nullptr : &*found;
}

std::string ObjectFacts::key(std::string_view method, std::string_view name) const {
  std::string key = path + " " + std::string(method);
  if (!name.empty()) key += " " + std::string(name);
  return key;
}

const ObjectFacts* Facts::find(std::string_view path) const {
  const auto found = std::ranges::find(objects, path, &ObjectFacts::path);
  return found == objects.end() ? nullptr : &*found;
}

const ObjectFacts* Facts::home_of(std::string_view element) const {
  const auto found = std::ranges::find_if(objects, [&](const ObjectFacts& object) {
    return object.element == element && !object.item.empty() && object.item_at.empty() &&
           object.kind.empty();
  });
  return found == objects.end() ? nullptr : &*found;
}

bool fits(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= text.size(); ++at)
    if (fits(rest, text.substr(at))) return true;
  return false;
}

Result<Facts> read_facts(const std::string& folder) {
  const auto document = read_json(folder + "/cms-3.3.json");
  if (!document) return fail(document.error());
  const auto decisions = read_json(folder + "/decisions.json");
  if (!decisions) return fail(decisions.error());
  try {
    Facts facts;
    facts.release = text_of(*document, "release");
    facts.objects = Reader(*document).objects();
    for (const json& decision : decisions->at("decisions"))
      if (!Decider(decision).apply(facts))
        return fail(Errc::invalid_value,
                    "decisions.json: nothing is called '" + text_of(decision, "what") + "'");
    for (const json& entry : decisions->at("open"))
      facts.open.push_back(
          {text_of(entry, "what"), text_of(entry, "why"), flag_of(entry, "by_chance")});
    return facts;
  } catch (const json::exception& error) {
    return fail(Errc::invalid_value, folder + ": " + error.what());
  }
}

}  // namespace curia::coverage
