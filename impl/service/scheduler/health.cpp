#include "impl/service/scheduler/health.hpp"

#include <algorithm>

#include "impl/wire/json.hpp"

namespace curia::scheduler {
namespace {

std::string_view status_of(bool is_up) { return is_up ? "UP" : "DOWN"; }

}  // namespace

bool is_up(const Health& health) {
  return std::ranges::all_of(health, [](const auto& each) { return each.second.is_up; });
}

std::string show_health(const Health& health) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("status", status_of(is_up(health)));
  json.name("components").begin_object();
  for (const auto& [name, component] : health) {
    json.name(name).begin_object().member("status", status_of(component.is_up));
    if (!component.details.empty()) {
      json.name("details").begin_object();
      for (const auto& [key, value] : component.details) json.member(key, value);
      json.end_object();
    }
    json.end_object();
  }
  json.end_object().end_object();
  return out;
}

}  // namespace curia::scheduler
