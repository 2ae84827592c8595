// Slapd: an OpenLDAP server on a free loopback port, with its data in a folder that goes with it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "impl/wire/tls/certificate.hpp"
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

  // Serves TLS, too, on a port of its own; with another identity again when called again.
  struct Tls {
    tls::Identity identity;
    std::string versions = "NORMAL";  // a priority string of GnuTLS
  };
  void serve_tls(const Tls& tls);

  std::uint16_t port() const { return port_; }
  std::uint16_t tls_port() const { return tls_port_; }  // 0 before serve_tls()

 private:
  void load(const std::vector<std::pair<DirectoryEntry, std::string>>& entries);
  void run();
  void stop();

  std::string folder_;
  std::uint16_t port_ = 0;
  std::uint16_t tls_port_ = 0;
  pid_t process_ = -1;
};

}  // namespace curia::contract
