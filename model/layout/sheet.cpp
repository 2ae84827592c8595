#include "model/layout/sheet.hpp"

#include <algorithm>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/layout/choice.hpp"

namespace curia::layout {
namespace {

using Words = std::vector<std::string>;

std::unexpected<Error> refuse(std::string why) { return fail(Errc::invalid_value, std::move(why)); }

// The words of a line up to a comment; quotes keep blanks together.
Result<Words> split(std::string_view line) {
  Words words;
  for (std::size_t i = 0; i < line.size();) {
    if (line[i] == '#') break;
    if (line[i] == ' ' || line[i] == '\t' || line[i] == '\r') {
      ++i;
    } else if (line[i] == '"') {
      const auto end = line.find('"', i + 1);
      if (end == std::string_view::npos) return refuse("a quote does not end");
      words.emplace_back(line.substr(i + 1, end - i - 1));
      i = end + 1;
    } else {
      const auto end = std::min(line.find_first_of(" \t\r", i), line.size());
      words.emplace_back(line.substr(i, end - i));
      i = end;
    }
  }
  return words;
}

Result<std::int64_t> number_of(const std::string& word, std::int64_t low, std::int64_t high) {
  const auto number = parse_decimal(word);
  if (!number || *number < low || *number > high)
    return refuse("'" + word + "' is not a number of " + std::to_string(low) + " to " +
                  std::to_string(high));
  return *number;
}

// Position of a name among the values of an enumeration, without regard to case.
Result<std::size_t> choice_of(const std::string& word, std::span<const std::string_view> names) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (equal_ignoring_ascii_case(word, names[i])) return i;
    all += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  return refuse("'" + word + "' is none of " + all);
}

constexpr std::int64_t highest_importance = 2147483647;  // the API's limit

class Player {
 public:
  explicit Player(const LayoutTemplate* drawn) { policy_.layout_template = drawn; }

  Result<> line(std::string_view text) {
    const auto words = split(text);
    if (!words) return fail(words.error());
    if (words->empty()) return {};
    const auto& verb = words->front();
    if (verb == "shot") return shoot(trim_ascii_space(text.substr(text.find("shot") + 4)));
    if (words->size() < 2) return refuse("'" + verb + "' needs a word after it");
    if (verb == "person") return person(*words);
    if (words->size() > 2) return refuse("'" + verb + "' takes one word");
    return setting(verb, (*words)[1]);
  }

  Result<Film> done() {
    if (film_.shots.empty())
      if (auto shot = shoot(""); !shot) return fail(shot.error());
    return std::move(film_);
  }

 private:
  Result<> person(const Words& words) {
    const auto id = known(words[1]);
    if (!id && people_.size() == limits::layout_sheet_people)
      return fail(Errc::limit_reached, "too many people");
    Person changed = id ? *find(*id) : Person{};
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i] == "video" || words[i] == "novideo") {
        changed.video = words[i] == "video";
      } else if (words[i] == "importance" && i + 1 < words.size()) {
        const auto importance = number_of(words[++i], 0, highest_importance);
        if (!importance) return fail(importance.error());
        changed.importance = static_cast<std::uint32_t>(*importance);
      } else {
        return refuse("'" + words[i] + "' is neither importance N, video nor novideo");
      }
    }
    if (id) {
      *find(*id) = changed;
    } else {
      changed.id = PersonId{++joined_};
      people_.push_back(changed);
      names_[changed.id] = words[1];
    }
    return {};
  }

  Result<> setting(const std::string& verb, const std::string& word) {
    if (verb == "leave" || verb == "speaks") return event(verb, word);
    if (verb == "viewer") return viewer(word);
    if (verb == "layout") return choose(word, default_layout_names, policy_.layout, 1);
    auto& placement = policy_.placement;
    if (verb == "panePlacementHighestImportance")
      return read(word, 0, highest_importance, placement.highest_importance);
    if (verb == "panePlacementSelfPaneMode")
      return choose(word, pane_placement_self_pane_mode_names, placement.self_pane, 1);
    if (verb == "panePlacementActiveSpeakerMode")
      return choose(word, pane_placement_active_speaker_mode_names, placement.active_speaker, 1);
    if (verb == "screens") return read(word, 1, max_screens, viewer_.screens);
    if (verb == "width") return read(word, 100, 4000, film_.options.screen_width);
    if (verb == "columns") return read(word, 1, 12, film_.options.columns);
    constexpr std::string_view presentations[] = {"none", "composed"};
    if (verb == "presentation") return choose(word, presentations, viewer_.presentation, 0);
    constexpr std::string_view off_on[] = {"off", "on"};
    if (verb == "labels") return choose(word, off_on, film_.options.labels, 0);
    return refuse("there is no statement '" + verb + "'");
  }

  Result<> event(const std::string& verb, const std::string& name) {
    const auto id = known(name);
    if (!id) return refuse("there is nobody called '" + name + "'");
    if (verb == "speaks") {
      find(*id)->spoke = ++turns_;
      return {};
    }
    std::erase_if(people_, [&](const Person& person) { return person.id == *id; });
    if (viewer_.id == id) viewer_.id.reset();
    names_.erase(*id);
    return {};
  }

  Result<> viewer(const std::string& name) {
    const auto id = known(name);
    if (!id && name != "nobody") return refuse("there is nobody called '" + name + "'");
    viewer_.id = id;
    return {};
  }

  Result<> shoot(std::string_view title) {
    if (film_.shots.size() == limits::layout_sheet_shots)
      return fail(Errc::limit_reached, "too many shots");
    Shot shot{.view = layout(people_, policy_, viewer_), .names = names_};
    const bool custom = policy_.layout == DefaultLayout::automatic && policy_.layout_template;
    const std::string layout = custom ? "layout template" : std::string(name_of(policy_.layout));
    const std::string who = viewer_.id ? "seen by " + names_.at(*viewer_.id) : "seen by the others";
    shot.title = title.empty() ? layout : std::string(title);
    shot.caption = (title.empty() ? "" : layout + ", ") + who;
    if (shot.view.not_shown > 0)
      shot.caption += ", " + std::to_string(shot.view.not_shown) + " more not shown";
    film_.shots.push_back(std::move(shot));
    return {};
  }

  template <class E>
  static Result<> choose(const std::string& word, std::span<const std::string_view> names,
                         E& target, std::size_t first) {
    const auto index = choice_of(word, names);
    if (!index) return fail(index.error());
    target = static_cast<E>(*index + first);
    return {};
  }

  template <class N>
  static Result<> read(const std::string& word, std::int64_t low, std::int64_t high, N& target) {
    const auto number = number_of(word, low, high);
    if (!number) return fail(number.error());
    target = static_cast<N>(*number);
    return {};
  }

  std::optional<PersonId> known(const std::string& name) const {
    for (const auto& [id, other] : names_)
      if (other == name) return id;
    return std::nullopt;
  }

  Person* find(PersonId id) { return &*std::ranges::find(people_, id, &Person::id); }

  std::vector<Person> people_;
  Names names_;
  Policy policy_;
  Viewer viewer_;
  Film film_;
  std::uint32_t joined_ = 0;
  std::uint64_t turns_ = 0;
};

}  // namespace

Result<Film> play(std::string_view sheet, const LayoutTemplate* drawn) {
  if (sheet.size() > limits::layout_sheet_bytes)
    return fail(Errc::limit_reached, "the sheet is too long");
  if (!is_utf8(sheet) || !is_xml_text(sheet)) return refuse("the sheet is not plain UTF-8 text");
  Player player(drawn);
  for (std::size_t number = 1; !sheet.empty(); ++number) {
    const auto end = std::min(sheet.find('\n'), sheet.size());
    if (auto done = player.line(sheet.substr(0, end)); !done) {
      auto error = done.error();
      error.parameter = std::to_string(number);
      return fail(std::move(error));
    }
    sheet.remove_prefix(std::min(end + 1, sheet.size()));
  }
  return player.done();
}

}  // namespace curia::layout
