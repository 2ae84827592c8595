#include <iostream>
#include <iterator>
#include <set>

#include "impl/wire/layout_template.hpp"
#include "model/base/text.hpp"
#include "model/layout/sheet.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/picture_file.hpp"

namespace curia::tools {
namespace {

std::vector<std::string> split(const std::string& list, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find(separator, begin), list.size());
    if (end > begin) parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// The options as a sheet, and which option each line of it comes from.
struct Sheet {
  std::string text;
  std::vector<std::string_view> options;

  void add(std::string_view option, const std::string& statement) {
    text += statement + "\n";
    options.push_back(option);
  }
};

// The words of names are quoted. Errors: invalid_value (one name twice).
Result<Sheet> sheet_of(const Options& options) {
  Sheet sheet;
  const auto say = [&](std::string_view option, std::string_view verb, const std::string& word) {
    sheet.add(option, std::string(verb) + " \"" + word + "\"");
  };
  std::set<std::string> names;
  for (const auto& person : split(options.value("people").value_or(""), ',')) {
    const auto colon = person.find(':');
    const auto name = person.substr(0, colon);
    if (!names.insert(name).second)
      return fail(Errc::invalid_value, "--people: '" + name + "' is there twice");
    const bool has_importance = colon != std::string::npos;
    sheet.add("people",
              "person \"" + name + "\"" +
                  (has_importance ? " importance \"" + person.substr(colon + 1) + "\"" : ""));
  }
  for (const auto& name : split(options.value("speaks").value_or(""), ','))
    say("speaks", "speaks", name);
  constexpr std::pair<std::string_view, std::string_view> settings[] = {
      {"layout", "layout"},
      {"viewer", "viewer"},
      {"screens", "screens"},
      {"presentation", "presentation"},
      {"highest", "panePlacementHighestImportance"},
      {"self-pane", "panePlacementSelfPaneMode"},
      {"active-speaker", "panePlacementActiveSpeakerMode"}};
  for (const auto& [option, verb] : settings)
    if (const auto value = options.value(option)) say(option, verb, *value);
  if (const auto title = options.value("title")) sheet.add("title", "shot " + *title);
  return sheet;
}

Result<Sheet> sheet_from(const Options& options) {
  if (options.rest().empty()) return sheet_of(options);
  if (options.rest().size() > 1) return fail(Errc::invalid_value, "one sheet at a time");
  if (options.rest().front() == "-")
    return Sheet{std::string(std::istreambuf_iterator<char>(std::cin), {}), {}};
  auto text = read_file(options.rest().front());
  if (!text) return fail(text.error());
  return Sheet{*std::move(text), {}};
}

// What is wrong, after the line or the option in which it is.
Error placed(const Sheet& sheet, const Error& error) {
  const auto line = parse_decimal(error.parameter);
  if (!line) return error;
  const auto index = static_cast<std::size_t>(*line) - 1;
  const std::string place = index < sheet.options.size() ? "--" + std::string(sheet.options[index])
                                                         : "line " + error.parameter;
  return {error.code, {}, place + ": " + error.message};
}

Result<std::string> draw(const Options& options) {
  const auto sheet = sheet_from(options);
  if (!sheet) return fail(sheet.error());
  layout::LayoutTemplate drawn;
  if (const auto file = options.value("template")) {
    const auto json = read_file(*file);
    if (!json) return fail(json.error());
    const auto parsed = parse_layout_template(*json);
    if (!parsed) return fail(parsed.error());
    drawn = *parsed;
  }
  const auto* used = options.has("template") ? &drawn : nullptr;
  auto film = layout::play(sheet->text, used);
  if (!film) return fail(placed(*sheet, film.error()));
  if (const auto width = options.value("width")) {
    const auto pixels = parse_decimal(*width);
    if (!pixels || *pixels < 100 || *pixels > 4000)
      return fail(Errc::invalid_value, "--width takes 100 to 4000 pixels");
    film->options.screen_width = static_cast<int>(*pixels);
  }
  return film->shots.size() == 1 ? layout::picture(film->shots.front(), film->options)
                                 : layout::film_strip(film->shots, film->options);
}

int run_layout(std::span<const std::string> arguments) {
  const auto options =
      Options::parse(arguments,
                     {"people", "speaks", "layout", "viewer", "screens", "presentation", "highest",
                      "self-pane", "active-speaker", "title", "template", "width", "output"},
                     {});
  if (!options) return complain_usage(layout_command, options.error());
  const auto svg = draw(*options);
  if (!svg) return complain(layout_command, svg.error());
  const auto file = options->value("output");
  if (!file) {
    std::cout << *svg << std::flush;
    return std::cout ? exit_done : exit_failed;
  }
  if (auto written = write_picture(*svg, *file); !written)
    return complain(layout_command, written.error());
  return exit_done;
}

}  // namespace

const Command layout_command = {
    "layout", "draw what somebody in a meeting sees",
    "Usage: curia layout [SHEET | OPTIONS] [--template FILE] [--width N] [--output FILE]\n\n"
    "Draws a picture as SVG: who is in which pane, for one viewer at one moment. A SHEET\n"
    "(docs/layouts.md; - is standard input) tells a meeting and may draw several moments as\n"
    "a film strip; without one the options describe the moment.\n\n"
    "  --people LIST          such as Bob:4,Sally:3,Eve: names, with importance or without\n"
    "  --speaks LIST          who spoke, the active speaker last\n"
    "  --viewer NAME          whose picture it is; otherwise somebody's who is not shown\n"
    "  --layout NAME          such as allEqualNinths (automatic)\n"
    "  --highest N            panePlacementHighestImportance: pane placement is on\n"
    "  --self-pane MODE       panePlacementSelfPaneMode: skip, self or blank (skip)\n"
    "  --active-speaker MODE  panePlacementActiveSpeakerMode: none, allowself or suppressself\n"
    "  --screens N            1 to 3 screens of the viewer's endpoint (1)\n"
    "  --presentation MODE    none, or composed with the people (none)\n"
    "  --title TEXT           above the picture\n"
    "  --template FILE        a layout template, used where the layout is automatic\n"
    "  --width N              pixels of a screen (480)\n"
    "  --output FILE          .svg, or .png with rsvg-convert; otherwise standard output\n",
    run_layout};

}  // namespace curia::tools
