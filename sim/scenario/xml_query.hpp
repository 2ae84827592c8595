// XPath 1.0 over the answer of a server, for expectations.
#pragma once

#include <optional>
#include <string>

#include "model/base/result.hpp"

namespace curia::scenario {

// The text of the first node that the path selects, or of what it computes ("count(/a/b)");
// nullopt when it selects nothing. Errors: invalid_value (path), protocol_error (not XML).
Result<std::optional<std::string>> xml_query(const std::string& xml, const std::string& path);

// Complaint about XML that the API never sends; empty when it is as api-conventions section 3 says.
std::string xml_form_complaint(const std::string& xml);

}  // namespace curia::scenario
