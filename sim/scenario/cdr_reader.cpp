#include "sim/scenario/cdr_reader.hpp"

#include <pugixml.hpp>

#include "model/base/text.hpp"

namespace curia::scenario {
namespace {

cdr::Element element_of(const pugi::xml_node& node) {
  cdr::Element element{node.name(), node.child_value()};
  for (const auto& attribute : node.attributes())
    element.attributes.emplace_back(attribute.name(), attribute.value());
  for (const auto& child : node.children())
    if (child.type() == pugi::node_element) element.children.push_back(element_of(child));
  return element;
}

std::uint64_t number_of(const pugi::xml_node& node, const char* name) {
  return static_cast<std::uint64_t>(parse_decimal(node.attribute(name).value()).value_or(0));
}

// The record, or what is wrong with its form.
Result<cdr::Received> received_of(const pugi::xml_node& node, const Guid& session) {
  const auto type = cdr::record_type_of(node.attribute("type").value());
  if (!type) return fail(Errc::protocol_error, "a record has an unknown type");
  const std::string name(cdr::subject_of(*type));
  const auto subject = node.first_child();
  const auto id = parse_guid(subject.attribute("id").value());
  const auto time = parse_rfc3339(node.attribute("time").value());
  if (subject.name() != name || subject.next_sibling() || !id || !time)
    return fail(Errc::protocol_error, "a record has a time and holds one " + name + " with an id");
  if (node.attribute("correlatorIndex").empty())
    return fail(Errc::protocol_error, "a record has no correlatorIndex");
  cdr::Received received{.session = session,
                         .record_index = number_of(node, "recordIndex"),
                         .correlator_index = number_of(node, "correlatorIndex"),
                         .missing = number_of(node, "numPreceedingRecordsMissing"),
                         .record = {*type, *id, *time}};
  for (const auto& child : subject.children())
    received.record.elements.push_back(element_of(child));
  return received;
}

}  // namespace

void CdrReader::read(const std::string& document) {
  pugi::xml_document xml;
  if (!xml.load_buffer(document.data(), document.size())) return;
  const auto records = xml.child("records");
  if (!records) return;
  const auto complain = [&](const std::string& what) {
    if (complaint_.empty()) complaint_ = what;
  };
  const auto session = parse_guid(records.attribute("session").value());
  if (!session) return complain("a document has no session");
  for (const auto& node : records.children()) {
    const auto received = received_of(node, *session);
    complain(received ? checker_.take(*received) : received.error().message);
  }
}

}  // namespace curia::scenario
