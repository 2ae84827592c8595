// Slapd: an OpenLDAP server on a free loopback port, with its data in a folder that goes with it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/env/directory.hpp"

namespace curia::contract {

class Slapd {
 public:
  // Entries and the passwords of those that may log in (empty = nobody). Fails the process when
  // slapd is not installed or does not start.
  explicit Slapd(const std::vector<std::pair<DirectoryEntry, std::string>>& entries);
  ~Slapd();
  Slapd(const Slapd&) = delete;
  Slapd& operator=(const Slapd&) = delete;

  static bool is_installed();

  // Ends the server and starts it again on the same port, with the same data.
  void restart();
  // The same with other data.
  void replace(const std::vector<std::pair<DirectoryEntry, std::string>>& entries);
  // Whether it serves; the port is kept.
  void set_away(bool away);

  std::uint16_t port() const { return port_; }
  std::string url() const { return "ldap://127.0.0.1:" + std::to_string(port_); }

 private:
  void load(const std::vector<std::pair<DirectoryEntry, std::string>>& entries);
  void run();
  void stop();

  std::string folder_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

}  // namespace curia::contract
