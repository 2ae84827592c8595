// RealMachine: the disk behind a folder and the processor time of this process.
#pragma once

#include <string>

#include "model/env/machine.hpp"

namespace curia::io {

class RealMachine final : public Machine {
 public:
  // `root` is where the server keeps its data; empty means nowhere.
  explicit RealMachine(std::string root) : root_(std::move(root)) {}

  Result<DiskSpace> disk() override;
  Duration processor_time() override;

 private:
  std::string root_;
};

}  // namespace curia::io
