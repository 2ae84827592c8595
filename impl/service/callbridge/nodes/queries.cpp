// Questions that are asked and answered in one exchange.
#include "impl/service/callbridge/invitations.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/wire/xml.hpp"
#include "model/base/text.hpp"
#include "model/rules/domain.hpp"
#include "model/rules/uri_space.hpp"

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

// The value of a parameter; empty when it was not given.
std::string given(const NodeRequest& request, std::string_view name) {
  const std::string* text = request.find(name);
  return text != nullptr ? *text : "";
}

Guid given_tenant(const NodeRequest& request) {
  return parse_guid(given(request, "tenant")).value_or(Guid{});
}

void element_if_known(XmlWriter& xml, std::string_view name, const std::string& text) {
  if (!text.empty()) xml.element(name, text);
}

// How an address or a number would be reached, whether or not somebody has it.
Outcome<Reply> find_access(Services& services, const NodeRequest& request) {
  const Guid tenant = given_tenant(request);
  const std::string uri = fold_case(given(request, "uri")), call_id = given(request, "callId");
  const Object* holder = holder_of_uri(*services.change(), uri, tenant);
  const bool is_ivr = holder != nullptr && holder->kind == Kind::ivr;
  std::string out;
  XmlWriter xml(out);
  xml.begin("accessQuery");
  element_if_known(xml, "uri",
                   full_uri(services.registry, tenant, uri, is_ivr ? Kind::ivr : Kind::co_space));
  if (!call_id.empty()) {
    const WaysIn ways = ways_in(services.registry, tenant);
    if (!ways.web_addresses.empty())
      xml.element("webAddress", meeting_link(ways.web_addresses.front()->address, call_id, ""));
    if (!ways.ivr_numbers.empty()) xml.element("ivr", ways.ivr_numbers.front()->number);
  }
  xml.end();
  return Reply{std::move(out)};
}

Outcome<Reply> find_uri_usage(Services& services, const NodeRequest& request) {
  const std::string uri = fold_case(given(request, "uri"));
  const Object* holder = holder_of_uri(*services.change(), uri, given_tenant(request));
  std::string out;
  XmlWriter xml(out);
  xml.begin("uriUsageQuery");
  if (holder != nullptr) {
    const bool is_method = holder->kind == Kind::access_method;
    const std::string_view name = holder->kind == Kind::user  ? "userId"
                                  : holder->kind == Kind::ivr ? "ivrId"
                                                              : "coSpaceId";
    xml.element(name, to_string(is_method ? holder->parent : holder->id));
  }
  xml.end();
  return Reply{std::move(out)};
}

constexpr FieldSpec access_parameters[] = {
    instruction("uri", FieldType::text).form_of(TextForm::uri_user_part).at_most(limits::uri_bytes),
    instruction("callId", FieldType::text)
        .form_of(TextForm::digits)
        .at_most(limits::call_id_digits),
    reference_instruction("tenant", Kind::tenant),
};
constexpr FieldSpec access_fields[] = {
    computed("uri", FieldType::text, nullptr),
    computed("webAddress", FieldType::text, nullptr),
    computed("ivr", FieldType::text, nullptr),
};
constexpr FieldSpec uri_usage_parameters[] = {
    instruction("uri", FieldType::text).form_of(TextForm::uri_user_part).at_most(limits::uri_bytes),
    reference_instruction("tenant", Kind::tenant),
};
constexpr FieldSpec uri_usage_fields[] = {
    computed("coSpaceId", FieldType::reference, nullptr),
    computed("userId", FieldType::reference, nullptr),
    computed("ivrId", FieldType::reference, nullptr),
};

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
    {.path = "accessQuery",
     .element = "accessQuery",
     .parameters = access_parameters,
     .fields = access_fields,
     .post = find_access},
    {.path = "uriUsageQuery",
     .element = "uriUsageQuery",
     .parameters = uri_usage_parameters,
     .fields = uri_usage_fields,
     .post = find_uri_usage},
};

}  // namespace

std::span<const NodeSpec> query_nodes() { return nodes; }

}  // namespace curia::callbridge
