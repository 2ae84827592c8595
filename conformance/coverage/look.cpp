#include "conformance/coverage/look.hpp"

#include <algorithm>

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

using pugi::xml_node;

// Every node that a path of names leads to; "*" is any name.
void descend(const xml_node& from, std::string_view path, std::vector<xml_node>& found) {
  if (path.empty()) return found.push_back(from);
  const auto dot = path.find('.');
  const std::string name(path.substr(0, dot));
  const std::string_view rest = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  for (const xml_node child : from.children())
    if (child.type() == pugi::node_element && (name == "*" || child.name() == name))
      descend(child, rest, found);
}

bool is_known(const Method& method, const std::string& path) {
  return std::ranges::any_of(method.fields, [&](const Value& field) {
    const std::string& name = field.name;
    return fits(name, path) || name.starts_with(path + ".") || name.starts_with(path + "@");
  });
}

void look_for_strangers(Board& board, const std::string& key, const Method& method,
                        const xml_node& element, const std::string& above) {
  for (const xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string path = above + child.name();
    if (!is_known(method, path)) {
      board.wrong(key, "shows '" + path + "', which is no field");
    } else {
      look_for_strangers(board, key, method, child, path + ".");
    }
  }
}

}  // namespace

std::vector<std::string> texts_of(const xml_node& element, const std::string& field) {
  const auto at = field.find('@');
  std::vector<xml_node> nodes;
  descend(element, std::string_view(field).substr(0, at), nodes);
  std::vector<std::string> texts;
  for (const xml_node node : nodes) {
    if (at == std::string::npos) {
      texts.emplace_back(node.text().get());
    } else if (const auto attribute = node.attribute(field.c_str() + at + 1)) {
      texts.emplace_back(attribute.value());
    }
  }
  return texts;
}

void look(Board& board, const ObjectFacts& object, const Method& method, const xml_node& element) {
  for (const Value& field : method.fields)
    for (const std::string& text : texts_of(element, field.name)) {
      const std::string key = object.key(method.name, field.name);
      const bool may_be_empty = field.type == "empty" || field.name.ends_with('*');
      if (!text.empty())
        board.judge(key, field.type == "empty" ? "has a text" : type_complaint(field, text));
      else if (may_be_empty)
        board.right(key);
    }
  look_for_strangers(board, object.key(method.name), method, element, "");
}

const Value* field_of(const Method& get, const Value& parameter) {
  const auto names = [&](const Value& field) {
    return field.name == parameter.name || field.name == "configuration." + parameter.name;
  };
  const auto found = std::ranges::find_if(get.fields, names);
  return found == get.fields.end() ? nullptr : &*found;
}

}  // namespace curia::coverage
