// NodeCheck: what is more than stored objects: read-only nodes, queries, actions, raw bodies.
#pragma once

#include <string>

#include "conformance/coverage/object_check.hpp"

namespace curia::coverage {

// Whether it is a node, and not objects that are made and changed.
bool is_more_than_objects(const ObjectFacts& object);

class NodeCheck {
 public:
  NodeCheck(const Bench& bench, const ObjectFacts& object);

  void go();

 private:
  void check_get(const Method& get);
  void check_query(const Method& get, const Value& value, const Form& needed);
  void check_deed(const Method& method);
  void check_parameter(const Method& method, const Value& value);
  void check_raw();
  Reply send(const Method& method, const Form& form);
  // What the method needs to be asked at all.
  Form needed(const Method& method);

  Bench bench_;
  const ObjectFacts& object_;
  std::string path_;
};

}  // namespace curia::coverage
