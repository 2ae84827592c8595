// How objects and failures look on the wire (api-conventions sections 3 and 6).
#pragma once

#include <string>

#include "impl/service/callbridge/shown_fields.hpp"
#include "impl/wire/xml.hpp"
#include "model/registry/registry.hpp"
#include "model/schema/failure.hpp"

namespace curia::callbridge {

// <coSpace id="...">, with all fields or those of the collection.
void show(XmlWriter& xml, const View& view, const Object& object, Fields fields);

std::string show_item(const View& view, const Object& object);
std::string show_failures(const Failures& failures);

}  // namespace curia::callbridge
