// The elements of callLegEnd that tell of media (platform-facts 4.3).
#pragma once

#include <vector>

#include "model/cdr/endpoint_facts.hpp"
#include "model/cdr/record.hpp"

namespace curia::cdr {

// encryptedMedia and unencryptedMedia, each "true" or absent.
void tell_encryption(const EndpointFacts& facts, std::vector<Element>& elements);
// mediaUsagePercentages, maxScreens, alarms and the streams, as far as they are known.
void tell_media(const EndpointFacts& facts, std::vector<Element>& elements);

}  // namespace curia::cdr
