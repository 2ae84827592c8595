// OpenAPI: the whole surface of the API as an OpenAPI 3.1 document, for the tools of others.
#pragma once

#include <string>

namespace curia::callbridge {

inline constexpr const char* openapi_path = "/api/openapi.json";

// JSON. The same text whenever it is asked for.
const std::string& openapi_document();

}  // namespace curia::callbridge
