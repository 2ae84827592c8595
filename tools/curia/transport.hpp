// Transport: how `curia mmp` reaches the command line: the socket of a server that runs, or the
// data directory itself.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "impl/service/mmp/console_link.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {

class Transport {
 public:
  virtual ~Transport() = default;
  virtual void send(char kind, std::string_view text) = 0;
  // What has come, after waiting at most so long (-1: until something does). When the other end
  // has gone, a frame of kind 'e' says so.
  virtual std::vector<mmp::ConsoleFrame> receive(int wait_ms) = 0;
  // To poll; -1 when there is none.
  virtual int descriptor() const = 0;
};

// Errors: those of SqliteEngine::open and of reading the data directory.
Result<std::unique_ptr<Transport>> open_transport(const DataDirectory& data);

}  // namespace curia::tools
