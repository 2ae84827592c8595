#include "impl/wire/layout_template.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/base/limits.hpp"

namespace curia {
namespace {

using Json = nlohmann::json;
using layout::LayoutTemplate;
using layout::TemplatePane;
using layout::TemplateScreen;

std::unexpected<Error> refuse(std::string why) {
  return fail(Errc::invalid_value, "the layout template: " + std::move(why));
}

// An object with no members but these.
Result<> is_object(const Json& json, const std::string& where,
                   std::initializer_list<std::string_view> members) {
  if (!json.is_object()) return refuse(where + " is not an object");
  for (const auto& [name, value] : json.items())
    if (std::ranges::find(members, name) == members.end())
      return refuse(where + " has an unknown member '" + name + "'");
  return {};
}

Result<int> number(const Json& json, const std::string& where, const char* name, int otherwise) {
  const auto found = json.find(name);
  if (found == json.end() && otherwise >= 0) return otherwise;
  if (found == json.end()) return refuse(where + " has no '" + name + "'");
  // The range first: get<int>() would cut a larger number to something that may look right.
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > layout::canvas_divisor)
    return refuse(where + ": '" + name + "' is not a whole number up to " +
                  std::to_string(layout::canvas_divisor));
  return found->get<int>();
}

struct Member {
  const char* name;
  int otherwise;  // negative: must be there
  int* target;
};

Result<> read_numbers(const Json& json, const std::string& where,
                      std::initializer_list<Member> members) {
  for (const Member& member : members) {
    const auto value = number(json, where, member.name, member.otherwise);
    if (!value) return fail(value.error());
    *member.target = *value;
  }
  return {};
}

Result<TemplatePane> read_pane(const Json& json, const std::string& where) {
  if (auto done = is_object(json, where, {"x", "y", "width", "height", "overlay"}); !done)
    return fail(done.error());
  TemplatePane pane;
  if (auto done = read_numbers(json, where,
                               {{"x", -1, &pane.x},
                                {"y", -1, &pane.y},
                                {"width", 1, &pane.width},
                                {"height", 1, &pane.height}});
      !done)
    return fail(done.error());
  if (const auto overlay = json.find("overlay"); overlay != json.end()) {
    if (!overlay->is_boolean()) return refuse(where + ": 'overlay' is not true or false");
    pane.overlay = overlay->get<bool>();
  }
  return pane;
}

Result<TemplateScreen> read_screen(const Json& json, const std::string& where) {
  if (auto done = is_object(json, where, {"columns", "rows", "panes"}); !done)
    return fail(done.error());
  TemplateScreen screen;
  if (auto done =
          read_numbers(json, where, {{"columns", -1, &screen.columns}, {"rows", -1, &screen.rows}});
      !done)
    return fail(done.error());
  const auto panes = json.find("panes");
  if (panes == json.end() || !panes->is_array()) return refuse(where + " has no list 'panes'");
  for (const Json& one : *panes) {
    const auto pane = read_pane(one, where + ", pane " + std::to_string(screen.panes.size() + 1));
    if (!pane) return fail(pane.error());
    screen.panes.push_back(*pane);
  }
  return screen;
}

}  // namespace

Result<LayoutTemplate> parse_layout_template(std::string_view text) {
  if (text.size() > limits::layout_template_bytes)
    return fail(Errc::limit_reached, "the layout template is longer than " +
                                         std::to_string(limits::layout_template_bytes) + " bytes");
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return refuse("this is not JSON");
  if (auto done = is_object(json, "the whole", {"screens"}); !done) return fail(done.error());
  const auto screens = json.find("screens");
  if (screens == json.end() || !screens->is_array()) return refuse("there is no list 'screens'");
  LayoutTemplate parsed;
  for (const Json& one : *screens) {
    const auto screen = read_screen(one, "screen " + std::to_string(parsed.screens.size() + 1));
    if (!screen) return fail(screen.error());
    parsed.screens.push_back(*screen);
  }
  if (auto valid = layout::validate(parsed); !valid) return refuse(valid.error().message);
  return parsed;
}

std::string to_json(const LayoutTemplate& layout_template) {
  Json screens = Json::array();
  for (const TemplateScreen& screen : layout_template.screens) {
    Json panes = Json::array();
    for (const TemplatePane& pane : screen.panes) {
      Json one = {{"x", pane.x}, {"y", pane.y}};
      if (pane.width != 1) one["width"] = pane.width;
      if (pane.height != 1) one["height"] = pane.height;
      if (pane.overlay) one["overlay"] = true;
      panes.push_back(std::move(one));
    }
    screens.push_back(
        {{"columns", screen.columns}, {"rows", screen.rows}, {"panes", std::move(panes)}});
  }
  return Json{{"screens", std::move(screens)}}.dump();
}

}  // namespace curia
