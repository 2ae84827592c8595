#include "conformance/coverage/list_check.hpp"

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

constexpr std::size_t enough = 3;  // items, for pages to be looked at
constexpr std::size_t most_pages = 500;

std::string id_of(const pugi::xml_node& node) { return node.attribute("id").value(); }

std::string without_suffix(const std::string& name, std::string_view suffix) {
  return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
}

}  // namespace

ListCheck::ListCheck(const Bench& bench, const ObjectFacts& object)
    : bench_(bench),
      object_(object),
      list_(*object.find("GET_collection")),
      path_(bench.maker.path_of(object.path)),
      shown_({}),
      page_({}) {}

void ListCheck::go() {
  const std::string key = object_.key("GET_collection");
  if (path_.empty()) return bench_.board.wrong(key, "there is nothing for it to be below");
  const Reply first = bench_.talk.get(path_);
  const std::string name = first.root().name();
  bench_.board.judge(key, !first.is_done()             ? first.why()
                          : name != object_.collection ? "the element is '" + name + "'"
                          : first.root().attribute("total").empty() ? "has no total"
                                                                    : "");
  if (!first.is_done()) return;
  full_ = bench_.maker.any("full " + object_.path);
  if (object_.find("POST") != nullptr && object_.kind.empty())
    for (auto i = std::stoul(total({})); i < enough; ++i) bench_.maker.make(object_);
  if (!full_) {
    const Reply all = bench_.talk.get(path_);
    const auto child = all.root().first_child();
    if (!child.empty()) full_.path = path_ + "/" + id_of(child);
  }
  if (full_) {
    const std::string home =
        object_.item_at.empty() ? full_.path : without_suffix(object_.item_at, "{id}") + full_.id();
    shown_ = bench_.talk.get(home);
  }
  check_pages();
  check_summary();
  for (const Value& filter : list_.query)
    if (filter.name != "offset" && filter.name != "limit") check_filter(filter);
}

std::string ListCheck::total(const Form& query) {
  return bench_.talk.get(path_, query).root().attribute("total").value();
}

void ListCheck::check_pages() {
  const std::string offset = object_.key("GET_collection", "?offset");
  const std::string limit = object_.key("GET_collection", "?limit");
  const Reply all = bench_.talk.get(path_);
  const std::string count = all.root().attribute("total").value();
  const auto children = [](const Reply& reply) {
    std::size_t found = 0;
    for (const auto child : reply.root().children()) found += child.empty() ? 0 : 1;
    return found;
  };
  const Reply one = bench_.talk.get(path_, {{"limit", "1"}});
  bench_.board.judge(limit, one.root().attribute("total").value() == count &&
                                    children(one) == std::min<std::size_t>(1, children(all))
                                ? ""
                                : "limit=1 shows " + std::to_string(children(one)));
  const Reply second = bench_.talk.get(path_, {{"offset", "1"}, {"limit", "1"}});
  const auto expected = all.root().first_child().next_sibling();
  bench_.board.judge(offset, id_of(second.root().first_child()) == id_of(expected)
                                 ? ""
                                 : "offset=1 does not show the second");
  const Reply past = bench_.talk.get(path_, {{"offset", "100000"}});
  bench_.board.judge(offset, past.is_done() && children(past) == 0 &&
                                     past.root().attribute("total").value() == count
                                 ? ""
                                 : "behind the end it shows something, or another total");
  for (const char* bad : {"x", "-1"}) {
    bench_.board.judge(offset,
                       bench_.talk.get(path_, {{"offset", bad}}).refused("offset", "invalidValue")
                           ? ""
                           : std::string(bad) + " is taken");
    bench_.board.judge(limit,
                       bench_.talk.get(path_, {{"limit", bad}}).refused("limit", "invalidValue")
                           ? ""
                           : std::string(bad) + " is taken");
  }
}

pugi::xml_node ListCheck::find(const Form& query, const std::string& id) {
  for (std::size_t page = 0, seen = 0; page < most_pages; ++page) {
    Form asked = query;
    asked.push_back({"offset", std::to_string(seen)});
    page_ = bench_.talk.get(path_, asked);
    for (const auto child : page_.root().children()) {
      if (id_of(child) == id) return child;
      ++seen;
    }
    if (page_.root().first_child().empty()) return {};
  }
  return {};
}

void ListCheck::check_summary() {
  const Reply all = bench_.talk.get(path_);
  for (const auto child : all.root().children())
    for (const std::string& name : list_.summary)
      if (!texts_of(child, name).empty()) bench_.board.right(object_.key("GET_collection", name));
  // A snapshot is no object, and an import may be gone when it is over.
  if (!full_ || object_.element == "entry" || object_.element == "ldapSync") return;
  const auto node = find({}, full_.id());
  if (node.empty())
    return bench_.board.wrong(object_.key("GET_collection"), "does not show what was made");
  if (node.name() != object_.element)
    bench_.board.wrong(object_.key("GET_collection"),
                       std::string("an element is '") + node.name() + "'");
  for (const std::string& name : list_.summary)
    if (!texts_of(node, name).empty()) bench_.board.right(object_.key("GET_collection", name));
}

void ListCheck::check_filter(const Value& filter) {
  const std::string key = object_.key("GET_collection", "?" + filter.name);
  if (filter.name == "filter")
    check_text_filter(key);
  else if (filter.name == "usageFilter")
    check_usage_filter(key);
  else
    check_value_filter(key, filter);
  check_bad_filter(key, filter);
  const Reply empty = bench_.talk.get(path_, {{filter.name, ""}});
  bench_.board.judge(key, empty.is_done() && empty.root().attribute("total").value() == total({})
                              ? ""
                              : "an empty filter is one");
}

// A part of one of its texts, in another case, finds it; what stands nowhere finds nothing.
void ListCheck::check_text_filter(const std::string& key) {
  if (!full_) return;
  bool is_found = false;
  for (const auto field : shown_.root().children()) {
    std::string text = field.text().get();
    if (is_found || text.size() < 3) continue;
    text = text.substr(0, text.size() - 1);
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    is_found = !find({{"filter", text}}, full_.id()).empty();
  }
  bench_.board.judge(key, is_found ? "" : "finds it by none of its texts");
  bench_.board.judge(key, total({{"filter", "stands nowhere"}}) == "0" ? "" : "finds what is not");
}

// A new profile is referred to by nothing; then by the profiles of the system.
void ListCheck::check_usage_filter(const std::string& key) {
  const Made profile = bench_.maker.make(object_);
  const auto is_in = [&](const char* usage) {
    return !find({{"usageFilter", usage}}, profile.id()).empty();
  };
  bench_.board.judge(
      key, is_in("unreferenced") && !is_in("referenced") ? "" : "a new profile is in use");
  const std::string system = "/system/profiles";
  const std::string held =
      bench_.talk.get(system).root().child(object_.element.c_str()).text().get();
  bench_.talk.put(system, {{object_.element, profile.id()}});
  bench_.board.judge(
      key, is_in("referenced") && !is_in("unreferenced") ? "" : "a used profile is not in use");
  bench_.talk.put(system, {{object_.element, held}});
  bench_.talk.erase(profile.path);
}

// tenantFilter shows what has this tenant; another value shows nothing.
void ListCheck::check_value_filter(const std::string& key, const Value& filter) {
  if (!full_) return bench_.board.wrong(key, "there is nothing to find");
  const std::string name = without_suffix(filter.name, "Filter");
  const auto texts = texts_of(shown_.root(), name);
  if (texts.empty() || texts.front().empty()) return;  // nothing to compare with
  bench_.board.judge(key, find({{filter.name, texts.front()}}, full_.id()).empty()
                              ? "does not find it by its " + name
                              : "");
  const std::string other = filter.type == "number"   ? "123456"
                            : filter.type == "string" ? "nobody"
                                                      : made_up_id(97);
  bench_.board.judge(key, total({{filter.name, other}}) == "0" ? "" : "finds it by another");
}

void ListCheck::check_bad_filter(const std::string& key, const Value& filter) {
  for (const BadValue& bad : bad_values(filter)) {
    const Reply reply = bench_.talk.get(path_, {{filter.name, bad.text}});
    bench_.board.judge(key, reply.refused(filter.name, bad.error)
                                ? ""
                                : "'" + bad.text + "' gives " + reply.why());
  }
  for (const std::string& choice : filter.choices)
    bench_.board.judge(key, bench_.talk.get(path_, {{filter.name, choice}}).is_done()
                                ? ""
                                : choice + " is refused");
}

}  // namespace curia::coverage
