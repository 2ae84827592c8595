#include "impl/service/callbridge/diagnosis.hpp"

#include <algorithm>
#include <vector>

#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"

namespace curia::callbridge {
namespace {

bool is_secret(const FieldSpec& field) {
  return field.name == "passcode" || field.name == "secret" || field.name == "streamUrl";
}

// Stops taking text when it is full.
class Text {
 public:
  void heading(std::string_view title) { line("\n" + std::string(title)); }
  void line(std::string_view text) {
    if (is_cut_) return;
    if (text_.size() + text.size() + 1 + cut_mark.size() > limits::diagnostics_bytes) {
      reached("diagnosis.cut");
      text_ += cut_mark;
      is_cut_ = true;
      return;
    }
    text_ += text;
    text_ += '\n';
  }
  void value(std::string_view name, std::string_view value) {
    line("  " + std::string(name) + ": " + std::string(value));
  }
  std::string take() { return std::move(text_); }

 private:
  static constexpr std::string_view cut_mark = "(cut)\n";

  std::string text_;
  bool is_cut_ = false;
};

void show(Text& text, const View& view, const Object& object) {
  text.line(std::string(spec_of(object.kind).element) + " " + to_string(object.id));
  for (const FieldSpec& field : spec_of(object.kind).fields) {
    if (!field.is_field()) continue;
    const std::string value =
        field.compute != nullptr ? field.compute(view, object) : to_text(field, object);
    if (value.empty()) continue;
    const std::string name = field.section.empty()
                                 ? std::string(field.name)
                                 : std::string(field.section) + "." + std::string(field.name);
    text.value(name, is_secret(field) ? "(set)" : value);
  }
}

void show_children(Text& text, const View& view, Kind kind, const Guid& parent) {
  for (const Object* child : view.registry.table(kind).children_of(parent))
    show(text, view, *child);
}

void show_referring(Text& text, const View& view, Kind kind, const Guid& call) {
  const Table& table = view.registry.table(kind);
  table.referring(field_of(kind, "call"), call).visit_from(0, [&](std::uint32_t slot) {
    show(text, view, table.at(slot));
    return true;
  });
}

// Of the profiles at coSpace, tenant and system, lowest first: for each parameter the first that
// says something.
void show_in_force(Text& text, const View& view, Kind kind, std::string_view reference,
                   const DiagnosisOf& of) {
  std::vector<std::pair<std::string_view, const Object*>> levels;
  const auto add = [&](std::string_view level, const Object* object) {
    if (object == nullptr) return;
    const Guid& id = reference_of(field_of(object->kind, reference), *object);
    if (const Object* profile = id ? view.registry.find(kind, id) : nullptr)
      levels.emplace_back(level, profile);
  };
  const Guid tenant = of.space != nullptr ? of.space->tenant : of.call->tenant;
  add("coSpace", of.space);
  add("tenant", tenant ? view.registry.find<Tenant>(tenant) : nullptr);
  add("system", &view.registry.singleton<Profiles>());
  text.heading(std::string(spec_of(kind).element) + " in force");
  for (const FieldSpec& field : spec_of(kind).fields) {
    if (!field.is_stored() || !field.is_unsettable) continue;
    const auto level = std::ranges::find_if(
        levels, [&](const auto& candidate) { return is_set(field, *candidate.second); });
    if (level != levels.end())
      text.value(field.name, to_text(field, *level->second) + " (" + std::string(level->first) +
                                 " " + to_string(level->second->id) + ")");
  }
}

}  // namespace

std::string diagnose(const View& view, const DiagnosisOf& of, WallTime now, const RecentLog& log) {
  Text text;
  text.line("Diagnostics of " + to_rfc3339(now));
  if (of.space != nullptr) {
    text.heading("The coSpace");
    show(text, view, *of.space);
    show_children(text, view, Kind::access_method, of.space->id);
    show_children(text, view, Kind::co_space_user, of.space->id);
  }
  show_in_force(text, view, Kind::call_leg_profile, "callLegProfile", of);
  show_in_force(text, view, Kind::call_profile, "callProfile", of);
  text.heading(of.call != nullptr ? "The call" : "Nobody meets in it now");
  if (of.call != nullptr) {
    show(text, view, *of.call);
    show_referring(text, view, Kind::participant, of.call->id);
    show_referring(text, view, Kind::call_leg, of.call->id);
  }
  text.heading("The last lines of the log");
  for (const std::string& line : log.lines()) text.line(line);
  return text.take();
}

}  // namespace curia::callbridge
