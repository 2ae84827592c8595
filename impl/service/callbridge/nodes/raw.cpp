// Bodies that are no XML: the JSON of layout templates, the text of diagnostics.
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/base/text.hpp"
#include "model/objects/diagnostics.hpp"
#include "model/objects/layout_template.hpp"

namespace curia::callbridge {
namespace {

Outcome<Reply> show_template(Services&, const NodeRequest& request) {
  return Reply{.body = static_cast<const LayoutTemplate&>(*request.object).description,
               .media_type = "application/json"};
}

Outcome<Reply> put_template(Services& services, const NodeRequest& request) {
  if (request.body.size() > limits::layout_template_bytes)
    return refuse("layoutTemplateDescriptionTooLong");
  if (!is_xml_text(request.body)) return refuse(parameter_error("template", "invalidValue"));
  Reply reply;
  reply.change = services.change();
  reply.change->modify(static_cast<const LayoutTemplate&>(*request.object)).description =
      request.body;
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
