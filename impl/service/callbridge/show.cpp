#include "impl/service/callbridge/show.hpp"

#include "model/objects/catalog.hpp"

namespace curia::callbridge {

namespace {

// The elements of GET around a field ("status.rxAudio"), opened when the first field needs them.
class Sections {
 public:
  explicit Sections(XmlWriter& xml) : xml_(xml) {}

  void enter(std::string_view section) {
    if (section == open_) return;
    leave();
    open_ = section;
    for (std::string_view rest = section; !rest.empty();) {
      const std::size_t dot = rest.find('.');
      xml_.begin(rest.substr(0, dot));
      ++depth_;
      rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    }
  }

  void leave() {
    for (; depth_ > 0; --depth_) xml_.end();
    open_ = {};
  }

 private:
  XmlWriter& xml_;
  std::string_view open_;
  std::size_t depth_ = 0;
};

std::string_view shown_text(const FieldSpec& field, const View& view, const Object& object,
                            std::string& scratch) {
  if (field.compute == nullptr) return text_view(field, object, scratch);
  return scratch = field.compute(view, object);
}

}  // namespace

void show(XmlWriter& xml, const View& view, const Object& object, Fields fields) {
  const ObjectSpec& spec = spec_of(object.kind);
  xml.begin(spec.element);
  if (!spec.is_singleton) xml.attribute("id", to_string(object.id));
  Sections sections(xml);
  std::string scratch;
  for (const ShownField& shown : shown_fields(object.kind, fields)) {
    if (shown.is_nothing_in(object)) continue;
    const FieldSpec& field = *shown.field;
    const std::string_view text = shown_text(field, view, object, scratch);
    if (field.is_mark ? text != "true" : text.empty() && !field.is_shown_empty) continue;
    sections.enter(field.section);
    xml.element(*shown.tags, field.is_mark ? std::string_view() : text);
  }
  sections.leave();
  xml.end();
}

std::string show_item(const View& view, const Object& object) {
  std::string out;
  out.reserve(1024);
  XmlWriter xml(out);
  show(xml, view, object, Fields::all);
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
