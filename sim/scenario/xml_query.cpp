#include "sim/scenario/xml_query.hpp"

#include <pugixml.hpp>

namespace curia::scenario {

Result<std::optional<std::string>> xml_query(const std::string& xml, const std::string& path) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (!parsed) return fail(Errc::protocol_error, std::string("not XML: ") + parsed.description());
  try {
    const pugi::xpath_query query(path.c_str());
    if (query.return_type() != pugi::xpath_type_node_set)
      return std::optional(std::string(query.evaluate_string(document)));
    const auto found = query.evaluate_node_set(document);
    if (found.empty()) return std::optional<std::string>();
    // The string value of the first node in document order (XPath 1.0 section 4.2).
    return std::optional(
        std::string(pugi::xpath_query("string(.)").evaluate_string(found.first())));
  } catch (const pugi::xpath_exception& broken) {
    return fail(Errc::invalid_value, "'" + path + "' is not an XPath: " + broken.what());
  }
}

std::string xml_form_complaint(const std::string& xml) {
  constexpr std::string_view declaration = "<?xml version=\"1.0\"?>";
  if (!xml.starts_with(declaration)) return "an XML body begins with " + std::string(declaration);
  if (xml.size() > declaration.size() && xml[declaration.size()] != '<')
    return "nothing stands between the XML declaration and the root element";
  pugi::xml_document document;
  if (const auto parsed = document.load_buffer(xml.data(), xml.size()); !parsed)
    return std::string("not XML: ") + parsed.description();
  if (!xml.ends_with('>')) return "nothing follows the root element";
  return {};
}

}  // namespace curia::scenario
