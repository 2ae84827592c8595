#include "conformance/fuzz/draw.hpp"

#include <algorithm>
#include <cctype>

#include "model/base/prng.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

using Texts = std::vector<std::string>;

const std::string& one_of(const Texts& texts, Number value) { return texts[value % texts.size()]; }

std::string swapped_case(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += static_cast<char>(std::islower(byte) ? std::toupper(byte) : std::tolower(byte));
  }
  return out;
}

}  // namespace

std::vector<Draw> random_draws(std::uint64_t seed, std::size_t steps) {
  Prng prng(seed, "fuzz.draws");
  const auto number = [&] { return static_cast<Number>(prng.below(draw_range)); };
  std::vector<Draw> out(steps);
  for (Draw& draw : out) {
    draw = {number(), number(), number(), number(), {}};
    // Few parameters mostly; now and then many at once.
    const auto count = prng.chance(1, 12) ? prng.below(9) : prng.below(4);
    for (std::uint64_t i = 0; i < count; ++i) draw.params.emplace_back(number(), number());
  }
  return out;
}

Menu::Menu(std::uint64_t seed, const std::vector<KindId>& only) : weights_(kinds().size()) {
  constexpr std::size_t few = 5;
  const bool is_narrow = only.empty() && seed % 4 != 0;
  Prng prng(seed, "fuzz.menu");
  if (is_narrow) {
    // Meetings and their names in every second history: most rules are about them.
    if (prng.chance(1, 2)) take(kind_named("accessMethod"));
    for (std::size_t i = 0; i < few; ++i) take(prng.below(kinds().size()));
  } else {
    for (KindId kind = 0; kind < kinds().size(); ++kind)
      if (only.empty() || std::ranges::find(only, kind) != only.end()) take(kind);
  }
  if (total_ == 0) take(kind_named("coSpace"));
}

void Menu::take(KindId id) {
  if (weights_[id] > 0) return;
  const Kind& kind = kind_at(id);
  weights_[id] = static_cast<Number>(kind.weight);
  total_ += weights_[id];
  if (kind.weight == 0) return;
  for (const auto above : {kind.parent, kind.made_below})
    if (above != none) take(above);
  for (const Field& field : kind.fields)
    if (field.required && field.refers != none) take(field.refers);
}

KindId Menu::kind(Number where) const {
  Number left = where % total_;
  for (KindId kind = 0; kind < weights_.size(); ++kind) {
    if (left < weights_[kind]) return kind;
    left -= weights_[kind];
  }
  return kind_named("coSpace");
}

std::vector<Param> draw_params(const Draw& draw, const Kind& kind, const Model& model) {
  std::vector<const Field*> fields;
  for (const auto& field : kind.fields)
    if (field.on_post || field.on_put)
      for (int times = field.hot ? 6 : 1; times > 0; --times) fields.push_back(&field);
  std::vector<Param> out;
  for (const auto& [which, number] : draw.params) {
    Dice dice(number);
    const Number spelling = dice.take(10);
    if (fields.empty()) return out;
    const Field& field = *fields[which % fields.size()];
    std::string name = field.name;
    if (spelling == 0) name = swapped_case(name);
    if (spelling == 1 && which % 3 == 0) name = "unheardOf";
    // Two ways to say one thing: what counts then is documented nowhere.
    const bool is_second = std::ranges::any_of(out, [&](const Param& earlier) {
      return earlier.name.size() != name.size() && ascii_lower(earlier.name).starts_with("owner") &&
             ascii_lower(name).starts_with("owner");
    });
    if (is_second) continue;
    out.push_back({name, spelling == 2 ? "" : draw_value(field, model, dice.take(1000))});
  }
  // What must be there mostly is.
  for (const auto& field : kind.fields)
    if (field.required && draw.how % 10 != 0)
      out.push_back({field.name, draw_value(field, model, draw.which)});
  return out;
}

namespace {

// Nothing here can be a part of a numeric id that only the server knows.
Param draw_filter(const Kind& kind, const Model& model, Number which, Number number) {
  static const Texts texts{"TEAM", "eam",          "a",   "x", "\xC3\xA4PF",
                           "sale", "@example.com", "&\"", ""};
  static const Texts counts{"0", "1", "2", "7", "20", "21", "400", ""};
  Dice dice(number);
  const Number value = dice.take(1000);
  if (which % 5 == 0) return {"offset", one_of(counts, value)};
  if (which % 5 == 1) return {"limit", one_of({"1", "2", "20", "21", "5", ""}, value)};
  if (which % 5 == 2 && std::ranges::any_of(kind.fields, &Field::searched))
    return {number % 3 == 0 ? "FILTER" : "filter", one_of(texts, value)};
  if (which % 5 == 3) return {"usageFilter", value % 2 == 0 ? "referenced" : "unreferenced"};
  if (kind.references.empty()) return {};
  const Field& field = kind.fields[kind.references[(which / 5) % kind.references.size()]];
  if (!field.shown || field.is_servers || field.refers == none) return {};
  return {field.name + "Filter", draw_id(field.refers, model, 4 + 20 * value)};
}

}  // namespace

std::vector<Param> draw_query(const Draw& draw, const Kind& kind, const Model& model) {
  std::vector<Param> out;
  for (const auto& [which, number] : draw.params) {
    const Param param = draw_filter(kind, model, which, number);
    const bool again = std::ranges::any_of(
        out, [&](const Param& other) { return equal_ignoring_ascii_case(other.name, param.name); });
    if (!again && !param.name.empty()) out.push_back(param);
  }
  if (draw.how % 15 == 0) out = {{"limit", one_of({"0", "-1", "x"}, draw.which)}};
  if (draw.how % 15 == 1) out = {{"offset", one_of({"-1", "x", "1.5"}, draw.which)}};
  return out;
}

std::string respelled(const std::string& path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at + 1), path.size());
    std::string segment = path.substr(at, end - at);
    const bool is_id = segment.size() == 37 && segment.find('-') != std::string::npos;
    if (!is_id)
      std::ranges::transform(segment, segment.begin(),
                             [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out += segment;
    at = end;
  }
  return out;
}

}  // namespace curia::fuzz
