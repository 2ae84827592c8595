#include "conformance/coverage/keeper.hpp"

namespace curia::coverage {

Keeper::Keeper(const Facts& facts, Talk& talk) : facts_(facts), talk_(talk) {
  for (const ObjectFacts& object : facts_.objects) {
    const Method* put = object.find("PUT");
    if (object.kind == "singleton" && put != nullptr)
      nodes_.push_back({object.path, values_of(object, *put)});
  }
}

std::map<std::string, std::string> Keeper::values_of(const ObjectFacts& object, const Method& put) {
  std::map<std::string, std::string> values;
  const Reply reply = talk_.get(object.path);
  for (const Value& parameter : put.parameters)
    values[parameter.name] = reply.root().child(parameter.name.c_str()).text().get();
  return values;
}

// One at a time: what cannot be unset must not keep the others from it.
void Keeper::put_back() {
  for (const Node& node : nodes_) {
    const ObjectFacts& object = *facts_.find(node.path);
    for (const auto& [name, now] : values_of(object, *object.find("PUT")))
      if (const std::string& before = node.values.at(name); before != now)
        talk_.put(node.path, {{name, before}});
  }
}

}  // namespace curia::coverage
