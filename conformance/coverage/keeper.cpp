#include "conformance/coverage/keeper.hpp"

namespace curia::coverage {

Keeper::Keeper(const Facts& facts, Talk& talk) : talk_(talk) {
  for (const ObjectFacts& object : facts.objects)
    if (object.kind == "singleton" && object.find("PUT") != nullptr)
      nodes_.push_back({&object, values_of(object)});
}

std::map<std::string, std::string> Keeper::values_of(const ObjectFacts& object) {
  std::map<std::string, std::string> values;
  const Reply reply = talk_.get(object.path);
  for (const Value& parameter : object.find("PUT")->parameters)
    values[parameter.name] = reply.root().child(parameter.name.c_str()).text().get();
  return values;
}

// One at a time: what cannot be unset must not keep the others from it.
void Keeper::put_back() {
  for (const Node& node : nodes_)
    for (const auto& [name, now] : values_of(*node.object))
      if (const std::string& before = node.values.at(name); before != now)
        talk_.put(node.object->path, {{name, before}});
}

}  // namespace curia::coverage
