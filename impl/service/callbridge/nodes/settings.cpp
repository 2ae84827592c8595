// Settings of the whole server that are no objects: /system/timedLogging, /system/cdrReceiver.
#include "impl/service/callbridge/nodes/answer.hpp"
#include "impl/service/callbridge/nodes/tables.hpp"
#include "impl/service/callbridge/services.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/cdr_receiver.hpp"
#include "model/rules/rules.hpp"

namespace curia::callbridge {
namespace {

Outcome<Reply> show_logging(Services& services, const NodeRequest&) {
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("timedLogging");
  for (const std::string_view name : TimedLogging::facilities())
    xml.element(name, std::to_string(services.upkeep.logging().seconds_left(name)));
  xml.end();
  return reply;
}

// The numbers were checked before; an empty one stops.
Outcome<Reply> put_logging(Services& services, const NodeRequest& request) {
  for (const std::string_view name : TimedLogging::facilities())
    if (const std::string* seconds = request.find(name))
      services.upkeep.logging().set(name, parse_decimal(*seconds).value_or(0));
  return Reply{};
}

// The only receiver that there was before there were several: the first of the list.
const CdrReceiver* first_receiver(const Registry& registry) {
  const Table& receivers = registry.table(Kind::cdr_receiver);
  return receivers.size() == 0
             ? nullptr
             : &static_cast<const CdrReceiver&>(receivers.at(*receivers.all().nth(0)));
}

Outcome<Reply> show_receiver(Services& services, const NodeRequest&) {
  const CdrReceiver* receiver = first_receiver(services.registry);
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin("cdrReceiver");
  if (receiver != nullptr && !receiver->uri.empty()) xml.element("uri", receiver->uri);
  xml.end();
  return reply;
}

Outcome<Reply> put_receiver(Services& services, const NodeRequest& request) {
  const std::string* uri = request.find("url");
  if (uri == nullptr) uri = request.find("uri");
  if (uri == nullptr) return Reply{};
  Reply reply;
  reply.change = services.change();
  const CdrReceiver* receiver = first_receiver(services.registry);
  const Form form = {{"uri", *uri}};
  Outcome<> outcome;
  if (uri->empty()) {
    if (receiver != nullptr) outcome = erase_object(*reply.change, *receiver);
  } else if (receiver != nullptr) {
    outcome = modify_object(*reply.change, *receiver, form);
  } else {
    const auto made = create_object(*reply.change, spec_of(Kind::cdr_receiver), {}, form);
    if (!made) outcome = std::unexpected(made.error());
  }
  if (!outcome) return std::unexpected(outcome.error());
  return reply;
}

constexpr FieldSpec seconds_of(std::string_view facility) {
  return instruction(facility, FieldType::number).unsettable().added_in("3.2");
}
constexpr FieldSpec logging_parameters[] = {
    seconds_of("activeControl"), seconds_of("sip"),       seconds_of("ice"),  seconds_of("dns"),
    seconds_of("events"),        seconds_of("api"),       seconds_of("bfcp"), seconds_of("dtls"),
    seconds_of("cameraControl"), seconds_of("webBridge"),
};
constexpr auto logging_fields = [] {
  std::array<FieldSpec, std::size(logging_parameters)> fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    fields[i] = said(logging_parameters[i].name, FieldType::number).added_in("3.2");
  return fields;
}();
constexpr FieldSpec receiver_parameters[] = {
    instruction("url", FieldType::text)
        .also_called("uri")
        .at_most(limits::url_bytes)
        .form_of(TextForm::url)
        .unsettable(),
};
constexpr FieldSpec receiver_fields[] = {
    said("uri", FieldType::text).form_of(TextForm::url),
};

constexpr NodeSpec nodes[] = {
    {.path = "system/timedLogging",
     .element = "timedLogging",
     .parameters = logging_parameters,
     .fields = logging_fields,
     .get = show_logging,
     .put = put_logging},
    {.path = "system/cdrReceiver",
     .element = "cdrReceiver",
     .parameters = receiver_parameters,
     .fields = receiver_fields,
     .get = show_receiver,
     .put = put_receiver},
};

}  // namespace

std::span<const NodeSpec> settings_nodes() { return nodes; }

}  // namespace curia::callbridge
