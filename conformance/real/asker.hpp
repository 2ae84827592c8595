// HttpAsker: asks a real server. Ordinary requests go through cpp-httplib, an independent HTTP
// implementation; raw ones over a connection of their own, byte for byte.
#pragma once

#include <memory>
#include <string>

#include "sim/scenario/target.hpp"

namespace curia::conformance {

class HttpAsker {
 public:
  explicit HttpAsker(const std::string& url);  // "https://HOST:PORT" or "http://HOST:PORT"
  ~HttpAsker();

  // Blocks until the answer has come, the connection broke or time ran out (60 s). The name and
  // password are those of requests that name no account.
  scenario::Answer ask(const scenario::Request& request, const std::string& name,
                       const std::string& password);

 private:
  struct Library;
  scenario::Answer ask_raw(const scenario::Request& request);

  std::string url_;
  std::unique_ptr<Library> library_;
};

}  // namespace curia::conformance
