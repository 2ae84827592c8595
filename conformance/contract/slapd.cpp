#include "conformance/contract/slapd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "model/base/check.hpp"

extern char** environ;

namespace curia::contract {
namespace {

constexpr int start_attempts = 1000;  // 10 ms apart

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  check(::bind(fd, raw, size) == 0 && ::getsockname(fd, raw, &size) == 0, "no free port");
  ::close(fd);
  return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return connected;
}

pid_t start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t process = -1;
  check(::posix_spawn(&process, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0,
        "slapd is not installed (tools/setup)");
  return process;
}

void write_configuration(const std::string& folder, const std::string& first_lines) {
  std::ofstream file(folder + "/slapd.conf");
  file << first_lines;
  for (const char* schema : {"core", "cosine", "inetorgperson"})
    file << "include /etc/ldap/schema/" << schema << ".schema\n";
  file << "modulepath /usr/lib/ldap\nmoduleload back_mdb\nsizelimit unlimited\n"
          "database mdb\nsuffix \"dc=example,dc=com\"\nmaxsize 16777216\n"
          "access to attrs=userPassword by * auth\naccess to * by * read\n"
       << "directory " << folder << "\n";
}

void write_entries(const std::string& folder,
                   const std::vector<std::pair<DirectoryEntry, std::string>>& entries) {
  std::ofstream file(folder + "/entries.ldif");
  for (const auto& [entry, password] : entries) {
    file << "dn: " << entry.dn << '\n';
    for (const auto& [name, values] : entry.attributes)
      for (const std::string& value : values) file << name << ": " << value << '\n';
    if (!password.empty()) file << "userPassword: " << password << '\n';
    file << '\n';
  }
}

}  // namespace

Slapd::Slapd(const std::vector<std::pair<DirectoryEntry, std::string>>& entries) {
  std::string name = std::filesystem::temp_directory_path() / "curia_slapd_XXXXXX";
  check(::mkdtemp(name.data()) != nullptr, "no folder for slapd");
  folder_ = name;
  write_configuration(folder_, "");
  load(entries);
  port_ = free_port();
  run();
}

bool Slapd::is_installed() { return std::filesystem::exists("/usr/sbin/slapd"); }

void Slapd::load(const std::vector<std::pair<DirectoryEntry, std::string>>& entries) {
  for (const char* file : {"/data.mdb", "/lock.mdb"}) std::filesystem::remove(folder_ + file);
  write_entries(folder_, entries);
  const std::string configuration = folder_ + "/slapd.conf";
  int status = 0;
  const pid_t loader =
      start({"/usr/sbin/slapadd", "-q", "-f", configuration, "-l", folder_ + "/entries.ldif"});
  check(::waitpid(loader, &status, 0) == loader && status == 0, "slapadd failed");
}

void Slapd::replace(const std::vector<std::pair<DirectoryEntry, std::string>>& entries) {
  const bool was_away = process_ < 0;
  stop();
  load(entries);
  if (!was_away) run();
}

void Slapd::set_away(bool away) {
  stop();
  if (!away) run();
}

void Slapd::serve_tls(const Tls& tls) {
  stop();
  std::ofstream(folder_ + "/certificate.pem") << tls.identity.certificate_pem;
  std::ofstream(folder_ + "/key.pem") << tls.identity.key_pem;
  write_configuration(folder_, "TLSCertificateFile " + folder_ + "/certificate.pem\n" +
                                   "TLSCertificateKeyFile " + folder_ + "/key.pem\n" +
                                   "TLSCipherSuite " + tls.versions + "\n");
  if (tls_port_ == 0) tls_port_ = free_port();
  run();
}

Slapd::~Slapd() {
  stop();
  std::filesystem::remove_all(folder_);
}

void Slapd::restart() {
  stop();
  run();
}

void Slapd::run() {
  std::string where = "ldap://127.0.0.1:" + std::to_string(port_);
  if (tls_port_ != 0) where += " ldaps://127.0.0.1:" + std::to_string(tls_port_);
  process_ = start({"/usr/sbin/slapd", "-f", folder_ + "/slapd.conf", "-h", where, "-d", "0"});
  int status = 0;
  for (int i = 0; !answers(port_); ++i) {
    check(i < start_attempts && ::waitpid(process_, &status, WNOHANG) == 0, "slapd does not start");
    ::usleep(10'000);
  }
}

void Slapd::stop() {
  if (process_ < 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace curia::contract
