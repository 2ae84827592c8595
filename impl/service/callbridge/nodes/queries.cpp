// Questions that are asked and answered in one exchange.
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/wire/xml.hpp"

namespace curia::callbridge {
namespace {

// A conversation is one of Skype for Business, which this server has no part in.
Outcome<Reply> find_conversation(Services&, const NodeRequest& request) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("conversationIdQuery");
  xml.element("conversationId", *request.find("conversationId"));
  xml.element("found", "false");
  xml.end();
  return Reply{std::move(out)};
}

constexpr FieldSpec conversation_parameters[] = {
    instruction("conversationId", FieldType::text).required(),
};
constexpr FieldSpec conversation_fields[] = {
    computed("conversationId", FieldType::text, nullptr),
    computed("found", FieldType::flag, nullptr),
};

constexpr NodeSpec nodes[] = {
    {.path = "conversationIdQuery",
     .element = "conversationIdQuery",
     .parameters = conversation_parameters,
     .fields = conversation_fields,
     .get = find_conversation},
};

}  // namespace

std::span<const NodeSpec> query_nodes() { return nodes; }

}  // namespace curia::callbridge
