#include "impl/wire/configuration_json.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <vector>

#include "model/admin/configuration_fields.hpp"

namespace curia {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
concept Described = requires(T& it) { admin::visit_fields(it, [](std::string_view, auto&) {}); };

template <class T>
Json write(const std::vector<T>& list);
template <class T>
Json write(const std::optional<T>& value);

template <class T>
Json write(const T& value) {
  if constexpr (Described<T>) {
    Json object = Json::object();
    admin::visit_fields(value, [&](std::string_view name, const auto& member) {
      object[std::string(name)] = write(member);
    });
    return object;
  } else {
    return value;
  }
}

template <class T>
Json write(const std::vector<T>& list) {
  Json array = Json::array();
  for (const T& item : list) array.push_back(write(item));
  return array;
}

template <class T>
Json write(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

class Reader {
 public:
  template <class T>
  void read(const Json& json, T& value) {
    if constexpr (Described<T>) {
      read_object(json, value);
    } else if constexpr (std::is_same_v<T, bool>) {
      json.is_boolean() ? void(value = json.get<bool>()) : complain();
    } else if constexpr (std::is_same_v<T, std::string>) {
      json.is_string() ? void(value = json.get<std::string>()) : complain();
    } else {
      json.is_number_integer() ? void(value = json.get<T>()) : complain();
    }
  }

  template <class T>
  void read(const Json& json, std::vector<T>& list) {
    if (!json.is_array()) return complain();
    list.clear();
    for (const Json& item : json) {
      T value{};
      read(item, value);
      list.push_back(std::move(value));
    }
  }

  template <class T>
  void read(const Json& json, std::optional<T>& value) {
    value.reset();
    if (!json.is_null()) read(json, value.emplace());
  }

  std::string problem;

 private:
  template <class T>
  void read_object(const Json& json, T& value) {
    if (!json.is_object()) return complain();
    std::size_t known = 0;
    const std::string outer = where_;
    admin::visit_fields(value, [&](std::string_view name, auto& member) {
      const auto found = json.find(name);
      if (found == json.end()) return;
      ++known;
      where_ = outer + "/" + std::string(name);
      read(*found, member);
    });
    where_ = outer;
    if (known != json.size() - (outer.empty() ? 1 : 0)) complain("has members that nobody knows");
  }

  void complain(const std::string& what = "has another type") {
    if (problem.empty()) problem = "'" + (where_.empty() ? "/" : where_) + "' " + what;
  }

  std::string where_;
};

std::unexpected<Error> corrupt(const std::string& what) {
  return fail(Errc::corrupt, "the configuration cannot be read: " + what);
}

}  // namespace

std::string write_configuration(const admin::Configuration& configuration) {
  Json document = Json::object();
  document["version"] = admin::configuration_version;
  document.update(write(configuration));
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<admin::Configuration> read_configuration(std::string_view text) {
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) return corrupt("it is not JSON");
  const auto version = document.find("version");
  if (version == document.end() || !version->is_number_integer())
    return corrupt("it has no version");
  if (version->get<std::int64_t>() > admin::configuration_version)
    return fail(Errc::wrong_version,
                "the configuration was written by a later version of the server");
  Reader reader;
  admin::Configuration configuration;
  reader.read(document, configuration);
  if (!reader.problem.empty()) return corrupt(reader.problem);
  return configuration;
}

}  // namespace curia
