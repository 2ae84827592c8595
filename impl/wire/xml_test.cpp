#include "impl/wire/xml.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include <rapidcheck/gtest.h>

#include "model/base/text.hpp"

namespace curia {
namespace {

TEST(Xml, HasTheFormOfTheApi) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("participants").attribute("total", 0).end();
  EXPECT_EQ(out, "<?xml version=\"1.0\"?><participants total=\"0\"></participants>");
  EXPECT_EQ(out.size(), 60u);  // as the vendor's server answers it (api-conventions section 3)
}

TEST(Xml, NestsAndClosesFailuresThemselves) {
  std::string out;
  XmlWriter xml(out);
  xml.begin("failureDetails").begin("coSpaceDoesNotExist").end_self_closed();
  xml.begin("parameterError").attribute("parameter", "a<\"b").attribute("error", "invalidValue");
  xml.end_self_closed().element("retryAfter", "5").element("name", "");
  xml.element(XmlTags("made"), "<").end();
  EXPECT_EQ(out,
            "<?xml version=\"1.0\"?><failureDetails><coSpaceDoesNotExist />"
            "<parameterError parameter=\"a&lt;&quot;b\" error=\"invalidValue\" />"
            "<retryAfter>5</retryAfter><name></name><made>&lt;</made></failureDetails>");
}

std::string text_of(std::string_view text) {
  std::string out;
  append_xml_text(out, text);
  return out;
}

TEST(Xml, EscapesText) {
  EXPECT_EQ(text_of("a&b<c>d\"e'f"), "a&amp;b&lt;c&gt;d&quot;e'f");
  EXPECT_EQ(text_of("line\r\nnext\tx"), "line&#13;\nnext\tx");
  EXPECT_EQ(text_of("grüße 日本 😀"), "grüße 日本 😀");
  std::string attribute;
  append_xml_attribute(attribute, "a\tb\nc\rü");
  EXPECT_EQ(attribute, "a&#9;b&#10;c&#13;ü");
}

TEST(Xml, ReplacesWhatXmlCannotHold) {
  EXPECT_EQ(text_of(std::string("a\0b\x1f", 4)), "a\uFFFDb\uFFFD");
  EXPECT_EQ(text_of("ü\xFFö\xC3"), "ü\uFFFDö\uFFFD");
  EXPECT_EQ(text_of("\xEF\xBF\xBF"), "\uFFFD\uFFFD\uFFFD");  // U+FFFF
  EXPECT_EQ(text_of("\x01ü"), "\uFFFDü");
}

TEST(Xml, StopsABrokenCaller) {
  std::string out;
  XmlWriter xml(out);
  EXPECT_DEATH(xml.end(), "end than begin");
  xml.begin("a").text("x");
  EXPECT_DEATH(xml.attribute("b", "c"), "outside a start tag");
  EXPECT_DEATH(xml.end_self_closed(), "with content");
}

RC_GTEST_PROP(XmlProperty, AReaderGetsTheTextBack, (const std::string& any)) {
  std::string text;
  for (char c : any)
    if (is_xml_text(std::string_view(&c, 1))) text += c;
  text += *rc::gen::element<std::string>("", "ü", "]]>", "\r\n", "😀", "&amp;", "\t");
  std::string out;
  XmlWriter(out).begin("a").attribute("b", text).text(text).end();
  pugi::xml_document document;
  const auto flags = (pugi::parse_default | pugi::parse_ws_pcdata) & ~pugi::parse_eol;
  RC_ASSERT(document.load_buffer(out.data(), out.size(), flags, pugi::encoding_utf8));
  RC_ASSERT(std::string(document.child("a").text().get()) == text);
  RC_ASSERT(std::string(document.child("a").attribute("b").value()) == text);
}

}  // namespace
}  // namespace curia
