#include "impl/wire/xml.hpp"

#include <algorithm>
#include <charconv>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

enum class Kind : std::uint8_t { plain, escaped, layout, forbidden, wide };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (unsigned c = 0; c < 0x20; ++c) kinds[c] = Kind::forbidden;
  kinds['\t'] = kinds['\n'] = Kind::layout;
  for (char c : std::string_view("&<>\"\r")) kinds[static_cast<unsigned char>(c)] = Kind::escaped;
  for (unsigned c = 0x80; c < 256; ++c) kinds[c] = Kind::wide;
  return kinds;
}
constexpr std::array<Kind, 256> kinds = make_kinds();

Kind kind_of(char c) { return kinds[static_cast<unsigned char>(c)]; }

std::string_view escape_of(char c) {
  switch (c) {
      // clang-format off
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    default: return "&#13;";
      // clang-format on
  }
}

// The bytes of the well-formed character at the front of `text`; 0 when there is none.
std::size_t wide_length(std::string_view text) {
  for (std::size_t length = 2; length <= 4 && length <= text.size(); ++length)
    if (is_xml_text(text.substr(0, length))) return length;
  return 0;
}

template <bool in_attribute>
void append_escaped(std::string& out, std::string_view text) {
  // Wide characters are looked at as a whole, once; one by one only when that finds a bad one.
  bool looked = false, wide_is_good = false;
  std::size_t plain = 0;  // first byte not appended yet
  std::size_t i = 0;
  const auto flush = [&] { out.append(text.substr(plain, i - plain)); };
  while (i < text.size()) {
    const Kind kind = kind_of(text[i]);
    if (kind == Kind::plain || (kind == Kind::wide && wide_is_good) ||
        (kind == Kind::layout && !in_attribute)) {
      ++i;
    } else if (kind == Kind::wide && !looked) {
      looked = true;
      wide_is_good = is_xml_text(text.substr(i));
    } else if (const std::size_t length = kind == Kind::wide ? wide_length(text.substr(i)) : 0) {
      i += length;
    } else {
      flush();
      if (kind == Kind::escaped || kind == Kind::layout) {
        out += escape_of(text[i]);
      } else {
        reached("xml.replaced_character");
        out += replacement;
      }
      plain = ++i;
    }
  }
  flush();
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) { append_escaped<false>(out, text); }

void append_xml_attribute(std::string& out, std::string_view text) {
  append_escaped<true>(out, text);
}

XmlWriter::XmlWriter(std::string& out) : out_(out) { out_ += "<?xml version=\"1.0\"?>"; }

void XmlWriter::close_start_tag() {
  if (in_start_tag_) out_ += '>';
  in_start_tag_ = false;
}

XmlWriter& XmlWriter::begin(std::string_view name) {
  check(depth_ < depth_limit, "XML elements are nested too deeply");
  close_start_tag();
  open_[depth_++] = name;
  out_ += '<';
  out_ += name;
  in_start_tag_ = true;
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
  check(in_start_tag_, "an XML attribute outside a start tag");
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  append_xml_attribute(out_, value);
  out_ += '"';
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::uint64_t value) {
  std::array<char, 20> digits;  // 2^64 has 20
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return attribute(name,
                   std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

XmlWriter& XmlWriter::text(std::string_view value) {
  check(depth_ > 0, "XML text outside an element");
  close_start_tag();
  append_xml_text(out_, value);
  return *this;
}

XmlWriter& XmlWriter::end() {
  check(depth_ > 0, "more XML elements end than begin");
  close_start_tag();
  out_.append("</", 2);
  out_ += open_[--depth_];
  out_ += '>';
  return *this;
}

XmlWriter& XmlWriter::end_self_closed() {
  check(in_start_tag_, "an XML element with content cannot close itself");
  out_ += " />";
  in_start_tag_ = false;
  --depth_;
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view value) {
  return begin(name).text(value).end();
}

XmlWriter& XmlWriter::element(const XmlTags& tags, std::string_view value) {
  close_start_tag();
  out_ += tags.start;
  append_xml_text(out_, value);
  out_ += tags.end;
  return *this;
}

}  // namespace curia
