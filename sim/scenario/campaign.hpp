// A campaign: random work on coSpaces and access methods by several clients, while power cuts
// (inside writes) and kills strike, connections break, partitions come between clients and server,
// and the disk is full or fails; also the network's and the disk's faults together with a power
// cut.
//
// After each of them every acknowledged write must be there, what was cut off must be there as a
// whole or not at all, and what was refused must not be there. The run is written down as a
// scenario while it goes, so that a failure can be run again, shrunk and kept.
//
//   CampaignRun run = campaign(seed, {});
//   if (run.report.verdict == Report::Verdict::failed) save(write(run.scenario));
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "sim/scenario/run.hpp"

namespace curia::scenario {

struct CampaignOptions {
  int rounds = 12;  // each ends with a look at everything
  int batches = 6;  // of requests in one round
};

struct CampaignRun {
  Scenario scenario;  // what was done, with every expectation
  Report report;
  std::set<std::string, std::less<>> reached;
};

CampaignRun campaign(std::uint64_t seed, const CampaignOptions& options);

}  // namespace curia::scenario
