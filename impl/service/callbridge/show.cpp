#include "impl/service/callbridge/show.hpp"

#include "model/objects/catalog.hpp"

namespace curia::callbridge {

void show(XmlWriter& xml, const Registry& registry, const Object& object, Fields fields) {
  const ObjectSpec& spec = spec_of(object.kind);
  xml.begin(spec.element);
  if (!spec.is_singleton) xml.attribute("id", to_string(object.id));
  std::string text;
  for (const FieldSpec& field : spec.fields) {
    if (!field.is_field() || (fields == Fields::summary && !field.is_summary)) continue;
    text.clear();
    if (field.compute != nullptr)
      text = field.compute(registry, object);
    else
      append_text(field, object, text);
    if (!text.empty() || field.is_shown_empty) xml.element(field.name, text);
  }
  xml.end();
}

std::string show_item(const Registry& registry, const Object& object) {
  std::string out;
  out.reserve(1024);
  XmlWriter xml(out);
  show(xml, registry, object, Fields::all);
  return out;
}

std::string show_failures(const Failures& failures) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("failureDetails");
  for (const Failure& failure : failures) {
    if (failure.retry_after_s > 0) {
      xml.element(failure.reason, std::to_string(failure.retry_after_s));
      continue;
    }
    xml.begin(failure.reason);
    if (!failure.parameter.empty() || !failure.error.empty())
      xml.attribute("parameter", failure.parameter).attribute("error", failure.error);
    xml.end_self_closed();
  }
  xml.end();
  return out;
}

}  // namespace curia::callbridge
