// Whatever is written, an independent reader (pugixml) reads it as well-formed XML, and legal text
// comes back unchanged. The input is a program: each byte begins or ends an element, or takes a
// piece of the input as text or attribute.
#include <cstdint>
#include <pugixml.hpp>
#include <vector>

#include "impl/wire/xml.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"

using namespace curia;

namespace {

// What was written, to be compared with what is read.
struct Element {
  std::string text, attribute;
  bool has_attribute = false, self_closed = false;
  std::vector<Element> children;
};

class Program {
 public:
  Program(std::string_view input, std::string& out) : input_(input), xml_(out) {}

  // One element with all that is in it.
  void run(Element& element, std::size_t depth) {
    xml_.begin("e");
    if (take() % 2 == 1) {
      element.has_attribute = true;
      element.attribute = take_text();
      xml_.attribute("a", element.attribute);
    }
    const std::uint8_t what = take() % 4;
    if (what == 0) {
      element.self_closed = true;
      xml_.end_self_closed();
      return;
    }
    if (what == 1 || depth + 1 == XmlWriter::depth_limit) {
      element.text = take_text();
      xml_.text(element.text);
    } else {
      for (unsigned left = take() % 4u; left > 0; --left)
        run(element.children.emplace_back(), depth + 1);
    }
    xml_.end();
  }

 private:
  std::uint8_t take() {
    if (input_.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(input_.front());
    input_.remove_prefix(1);
    return byte;
  }
  std::string take_text() {
    const std::string_view text = input_.substr(0, take());
    input_.remove_prefix(text.size() > input_.size() ? input_.size() : text.size());
    return std::string(text);
  }

  std::string_view input_;
  XmlWriter xml_;
};

void compare(const Element& written, const pugi::xml_node& read) {
  if (is_xml_text(written.attribute))
    check(written.attribute == read.attribute("a").value(), "the attribute comes back");
  check(written.has_attribute == !read.attribute("a").empty(), "the attribute is there");
  if (written.children.empty() && is_xml_text(written.text))
    check(written.text == read.child_value(), "the text comes back");
  pugi::xml_node child = read.child("e");
  for (const Element& element : written.children) {
    compare(element, child);
    child = child.next_sibling("e");
  }
  check(child.empty(), "as many elements as were written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string out;
  Element root;
  Program({reinterpret_cast<const char*>(data), size}, out).run(root, 0);
  check(is_xml_text(out), "the output is XML text");
  pugi::xml_document document;
  const auto flags = (pugi::parse_default | pugi::parse_ws_pcdata) & ~pugi::parse_eol;
  check(document.load_buffer(out.data(), out.size(), flags, pugi::encoding_utf8),
        "the output is well-formed");
  compare(root, document.child("e"));
  return 0;
}
