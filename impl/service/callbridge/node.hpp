// Nodes: paths of the API that are more than stored objects - status, queries, invitations,
// actions - each described once: where it is, what it takes, what it answers, who does it.
//
// 1. Parameters are checked against their description before the handler runs.
// 2. A handler never writes: it gives back the change that is to be applied before the answer
//    leaves, or asks a service of the Call Bridge.
//
//   constexpr NodeSpec nodes[] = {
//       {.path = "system/load", .element = "load", .fields = load_fields, .get = show_load}};
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "impl/wire/form.hpp"
#include "model/registry/change.hpp"
#include "model/schema/failure.hpp"
#include "model/schema/field.hpp"

namespace curia::callbridge {

struct Services;

struct NodeRequest {
  const Object* object = nullptr;  // what it is below; null at the top level
  const FormPairs& parameters;     // of the query, and after them those of the body
  std::string_view body;           // as it came

  // The last one of that name, ignoring letter case; null when not given.
  const std::string* find(std::string_view name) const;
};

struct Reply {
  std::string body = {};
  std::string_view media_type = "text/xml";
  std::string location = {};  // of what was made
  std::string header = {};    // what the node's `header` says
  std::unique_ptr<Change> change = {};
};

using NodeHandler = Outcome<Reply> (*)(Services&, const NodeRequest&);

struct NodeSpec {
  Kind above = Kind::none;
  std::string_view path;          // below the object, or below /api/v1/
  std::string_view element = {};  // of the answer; empty when it is no XML
  std::span<const FieldSpec> parameters = {};
  std::span<const FieldSpec> fields = {};  // of the answer
  std::string_view header = {};            // of the answer to POST
  NodeHandler get = nullptr;
  NodeHandler post = nullptr;
  NodeHandler put = nullptr;
  bool has_raw_body = false;  // PUT takes something else than a form
};

// All of them, in the order of the tables in nodes/.
std::span<const NodeSpec* const> all_nodes();
const NodeSpec* find_node(Kind above, std::string_view path);

// Every parameter that is given must be what its description says.
Failures check_parameters(const NodeSpec& node, const Registry& registry,
                          const FormPairs& parameters);

}  // namespace curia::callbridge
