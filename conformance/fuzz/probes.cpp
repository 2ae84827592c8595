// Paths that are more than stored objects, of which a fuzzer can only say that they answer in the
// forms of the API; and requests that every server refuses, with their reasons.
#include "conformance/fuzz/stage.hpp"
#include "impl/service/callbridge/node.hpp"

namespace curia::fuzz {
namespace {

std::vector<Param> some_parameters(const Draw& draw, const callbridge::NodeSpec& node,
                                   const Model& model) {
  std::vector<Param> out;
  for (const auto& [which, number] : draw.params) {
    if (node.parameters.empty()) return out;
    const FieldSpec& spec = node.parameters[which % node.parameters.size()];
    Field field;
    field.name = spec.name;
    field.shape = spec.type == FieldType::reference ? Shape::reference
                  : spec.type == FieldType::flag    ? Shape::flag
                  : spec.type == FieldType::number  ? Shape::number
                  : number % 2 == 0                 ? Shape::uri
                                                    : Shape::digits;
    if (spec.target != curia::Kind::none) field.refers = static_cast<KindId>(spec.target);
    out.push_back({field.name, draw_value(field, model, number % 1000)});
  }
  return out;
}

// Queries change nothing; other POSTs do.
bool is_query(const callbridge::NodeSpec& node) { return node.path.ends_with("Query"); }

constexpr std::string_view unknown_id = "99999999-2222-4333-8444-000000000000";

// What was there once, below something that still is.
std::size_t pick_gone(const Model& model, Number which) {
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < model.things().size(); ++i) {
    const Thing& thing = model.at(i);
    const bool has_home = thing.parent == none || model.exists(thing.parent);
    if (!thing.exists && !thing.id.empty() && has_home) gone.push_back(i);
  }
  return gone.empty() ? none : gone[which % gone.size()];
}

void ask_for_gone(Stage& stage, const Draw& draw) {
  const auto thing = pick_gone(stage.model(), draw.which);
  if (thing == none) return;
  const Kind& kind = kind_at(stage.model().at(thing).kind);
  stage.refused(
      {.method = draw.where % 2 == 0 ? "GET" : "DELETE", .path = stage.model().path(thing)}, 404,
      kind.not_found);
}

// Something below a parent is not to be found below another.
void ask_wrong_parent(Stage& stage, const Draw& draw) {
  static const auto methods = kind_named("accessMethod"), spaces = kind_named("coSpace");
  const auto method = pick(stage.model(), methods, draw.which);
  const auto space = pick(stage.model(), spaces, draw.where);
  if (method == none || stage.model().at(method).parent == space) return;
  stage.refused(
      {.path = stage.model().path(space) + "/accessMethods/" + stage.model().at(method).id}, 404,
      kind_at(methods).not_found);
}

}  // namespace

void probe_node(Stage& stage, const Draw& draw) {
  const auto nodes = callbridge::all_nodes();
  const auto& node = *nodes[draw.where % nodes.size()];
  const bool posts = node.post != nullptr && is_query(node);
  if (!stage.well() || (!posts && node.get == nullptr)) return;
  std::string home;
  if (node.above != curia::Kind::none) {
    const auto above = pick(stage.model(), static_cast<KindId>(node.above), draw.which);
    if (above == none) return;
    home = stage.model().path(above);
  }
  Asked asked{.method = posts ? "POST" : "GET",
              .path = home + "/" + std::string(node.path),
              .params = some_parameters(draw, node, stage.model())};
  const auto answer = stage.channel().ask(asked);
  const Reply reply(asked.method, answer);
  stage.channel().expect(std::vector<scenario::Outcome>{});
  const bool is_text = !posts && reply.status == 200 && !answer.body.starts_with("<?xml");
  if (reply.is_lost) return stage.fail({"no answer came", {}});
  if (!reply.complaint.empty() && !is_text)
    stage.fail({reply.complaint + "\ngot       " + reply.summary(), {}});
}

void odd_request(Stage& stage, const Draw& draw) {
  if (!stage.well()) return;
  const auto id = stage.options().menu.kind(draw.where);
  const Kind& kind = kind_at(id);
  std::size_t parent = none;
  if (!pick_parent(stage.model(), kind, draw.which, parent)) return;
  if (kind.made_below != none) parent = none;
  const std::string home = stage.model().collection_path(id, parent);
  Asked asked{.method = std::vector<std::string>{"GET", "PUT", "DELETE"}[draw.which % 3],
              .path = home + "/" + std::string(unknown_id)};
  if (parent != none && stage.model().is_mortal(parent)) return;
  switch (draw.how % 6) {
    case 0:
      return stage.refused(asked, 404, kind.is_singleton ? "unrecognisedObject" : kind.not_found);
    case 1:
      asked.path = home + "/no-id/x";
      return stage.refused(asked, 404, kind.is_singleton ? "unrecognisedObject" : kind.not_found);
    case 2:
      asked.path = "/unheardOf/" + std::string(unknown_id);
      return stage.refused(asked, 404, "unrecognisedObject");
    case 3:
      return stage.refused({.method = "DELETE", .path = home}, 400, "invalidOperation");
    case 4:
      return ask_for_gone(stage, draw);
    default:
      return ask_wrong_parent(stage, draw);
  }
}

}  // namespace curia::fuzz
