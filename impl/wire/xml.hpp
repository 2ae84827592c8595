// XmlWriter: the XML of the API, appended to one string (api-conventions section 3).
//
// 1. The document begins with <?xml version="1.0"?> and has no white space between elements.
// 2. An element without content is "<x></x>"; only failures are self-closed: "<x />".
// 3. The output is always well-formed: what XML 1.0 cannot hold (control characters, bad UTF-8)
//    becomes U+FFFD, and a carriage return &#13;, so that a reader gets it back.
// 4. Names are constants of the caller (they must outlive the element) and are not escaped.
//
//   std::string out;
//   XmlWriter xml(out);
//   xml.begin("coSpaces").attribute("total", 1);
//   xml.begin("coSpace").attribute("id", id).element("name", "Team").end();
//   xml.end();
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace curia {

// The tags of an element that is written often, made once.
struct XmlTags {
  explicit XmlTags(std::string_view name)
      : start("<" + std::string(name) + ">"), end("</" + std::string(name) + ">") {}

  std::string start, end;
};

class XmlWriter {
 public:
  static constexpr std::size_t depth_limit = 32;

  // Appends the declaration to `out`, which outlives the writer.
  explicit XmlWriter(std::string& out);

  XmlWriter& begin(std::string_view name);
  // Only right after begin() or another attribute.
  XmlWriter& attribute(std::string_view name, std::string_view value);
  XmlWriter& attribute(std::string_view name, std::uint64_t value);
  XmlWriter& text(std::string_view value);
  XmlWriter& end();
  // Instead of end(): "<name attribute="..." />". Only right after begin() or an attribute.
  XmlWriter& end_self_closed();

  // begin, text and end in one: "<name>value</name>".
  XmlWriter& element(std::string_view name, std::string_view value);
  XmlWriter& element(const XmlTags& tags, std::string_view value);

 private:
  void close_start_tag();

  std::string& out_;
  std::array<std::string_view, depth_limit> open_;
  std::size_t depth_ = 0;
  bool in_start_tag_ = false;
};

// Appends `text` as character data: & < > " and carriage returns escaped (rule 3).
void append_xml_text(std::string& out, std::string_view text);

// As above, and tabs and line feeds too, which a reader would turn into blanks.
void append_xml_attribute(std::string& out, std::string_view text);

}  // namespace curia
