// Bodies that are no XML: the JSON of layout templates, the text of diagnostics.
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/wire/layout_template.hpp"
#include "model/objects/diagnostics.hpp"
#include "model/objects/layout_template.hpp"

namespace curia::callbridge {
namespace {

Outcome<Reply> show_template(Services&, const NodeRequest& request) {
  return Reply{.body = static_cast<const LayoutTemplate&>(*request.object).description,
               .media_type = "application/json"};
}

// An empty body takes the description away. The words of the administrator are kept as they are.
Outcome<Reply> put_template(Services& services, const NodeRequest& request) {
  const auto& before = static_cast<const LayoutTemplate&>(*request.object);
  const auto parsed =
      request.body.empty() ? Result<layout::LayoutTemplate>{} : parse_layout_template(request.body);
  if (!parsed && parsed.error().code == Errc::limit_reached)
    return refuse("layoutTemplateDescriptionTooLong");
  if (!parsed) {
    services.env.trace.log(Severity::warning, "the description of layoutTemplate " +
                                                  to_string(before.id) + " (" + before.name +
                                                  ") was refused: " + parsed.error().message);
    return refuse(parameter_error("template", "invalidValue"));
  }
  Reply reply;
  reply.change = services.change();
  reply.change->modify(before).description = request.body;
  return reply;
}

Outcome<Reply> show_contents(Services&, const NodeRequest& request) {
  return Reply{.body = static_cast<const Diagnostics&>(*request.object).contents,
               .media_type = "text/plain"};
}

constexpr NodeSpec nodes[] = {
    {.above = Kind::layout_template,
     .path = "template",
     .get = show_template,
     .put = put_template,
     .has_raw_body = true},
    {.above = Kind::diagnostics, .path = "contents", .get = show_contents},
};

}  // namespace

std::span<const NodeSpec> raw_nodes() { return nodes; }

}  // namespace curia::callbridge
