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

void show_field(XmlWriter& xml, const FieldSpec& field, const std::string& text) {
  if (field.is_mark)
    xml.begin(field.name).end();
  else
    xml.element(field.name, text);
}

}  // namespace

void show(XmlWriter& xml, const View& view, const Object& object, Fields fields) {
  const ObjectSpec& spec = spec_of(object.kind);
  xml.begin(spec.element);
  if (!spec.is_singleton) xml.attribute("id", to_string(object.id));
  Sections sections(xml);
  std::string text;
  for (const FieldSpec& field : spec.fields) {
    if (!field.is_field() || (fields == Fields::summary && !field.is_summary)) continue;
    text.clear();
    if (field.compute != nullptr)
      text = field.compute(view, object);
    else
      append_text(field, object, text);
    if (field.is_mark ? text != "true" : text.empty() && !field.is_shown_empty) continue;
    sections.enter(field.section);
    show_field(xml, field, text);
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
