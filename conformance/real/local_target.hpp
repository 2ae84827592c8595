// LocalTarget: Curia itself on real sockets, a real disk and real TLS, started fresh for each
// scenario in a temporary folder and asked over the network like any other server. A folder in
// memory, where there is one, saves the time of thousands of syncs for tests that are not about
// the disk.
#pragma once

#include <memory>
#include <optional>

#include "conformance/real/http_target.hpp"
#include "sim/scenario/directory_certificates.hpp"

namespace curia::conformance {

class LocalTarget final : public HttpTarget {
 public:
  enum class Disk { real, in_memory };
  explicit LocalTarget(Disk disk = Disk::real);
  ~LocalTarget() override;

  Result<> begin(const scenario::Settings& settings) override;
  void end() override;
  // More than two minutes are not waited for: the wall clock of the server is set ahead instead.
  // What the server measures (timeouts, pauses) does not pass with it.
  void wait_until(Duration time) override;
  // The directory is a slapd of the target's own.
  Result<> change_directory(const scenario::DirectoryStep& change) override;
  Result<> change_mail(const scenario::MailStep& step) override;
  Result<scenario::MmpAnswer> at_command_line(const scenario::MmpStep& step) override;
  std::vector<scenario::Answer> carry_out(std::vector<scenario::Deed> deeds) override;
  Result<std::string> variable(const std::string& name) override;
  // Simulated people and mail servers are on the loop of the real server.
  Result<> introduce(const scenario::PersonIntro& person) override;
  Result<> let_act(const scenario::PersonStep& step) override;

 private:
  struct Server;
  struct LocalDirectory;

  bool answer_by_mail(const scenario::Deed& deed, std::vector<scenario::Answer>& answers);

  Disk disk_;
  std::optional<scenario::DirectoryCertificates> certificates_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<LocalDirectory> directory_;
};

}  // namespace curia::conformance
