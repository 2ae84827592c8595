#include "impl/wire/cdr_document.hpp"

#include "impl/wire/xml.hpp"

namespace curia {
namespace {

void write(XmlWriter& xml, const cdr::Element& element) {
  xml.begin(element.name);
  for (const auto& [name, value] : element.attributes) xml.attribute(name, value);
  if (!element.text.empty()) xml.text(element.text);
  for (const cdr::Element& child : element.children) write(xml, child);
  xml.end();
}

}  // namespace

std::string cdr_document(const CdrEnvelope& envelope, std::span<const CdrEntry> entries) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("records").attribute("session", to_string(envelope.session));
  if (envelope.call_bridge) xml.attribute("callBridge", to_string(envelope.call_bridge));
  for (const CdrEntry& entry : entries) {
    const cdr::Record& record = *entry.record;
    xml.begin("record").attribute("type", cdr::name_of(record.type));
    xml.attribute("time", to_rfc3339(record.time));
    xml.attribute("recordIndex", entry.record_index);
    xml.attribute("correlatorIndex", entry.correlator_index);
    // Spelt so (platform-facts 4.1).
    if (entry.missing > 0) xml.attribute("numPreceedingRecordsMissing", entry.missing);
    xml.begin(cdr::subject_of(record.type)).attribute("id", to_string(record.id));
    for (const cdr::Element& element : record.elements) write(xml, element);
    xml.end().end();
  }
  xml.end();
  return out;
}

}  // namespace curia
