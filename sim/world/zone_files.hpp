// ZoneFiles: the time zones of simulated worlds: a zoneinfo folder whose tables say for all time
// what the rules of 2026 say, so that no run depends on the tables of the machine it runs on.
#pragma once

#include "model/env/files.hpp"

namespace curia::sim {

class ZoneFiles final : public Files {
 public:
  Result<std::string> read(const std::string& name) override;
  Result<std::string> read_part(const std::string& name, std::uint64_t offset,
                                std::size_t count) override;
  Result<std::uint64_t> size(const std::string& name) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;

  // Nobody writes there: io_error.
  Result<> append(const std::string& name, std::string_view bytes) override;
  Result<> sync(const std::string& name) override;
  Result<> replace(const std::string& name, std::string_view bytes) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& name) override;
};

}  // namespace curia::sim
