// The certificates that a directory beside the Call Bridge can have, and the authority that the
// server believes.
#pragma once

#include <string>

#include "impl/wire/tls/certificate.hpp"
#include "model/env/files.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

class DirectoryCertificates {
 public:
  // Errors: those of make_authority().
  static Result<DirectoryCertificates> make(WallTime now);

  const std::string& bundle_pem() const { return believed_.certificate_pem; }
  // For a directory at `address`. Errors: those of make_signed().
  Result<tls::Identity> issue(DirectoryCertificate what, const std::string& address,
                              WallTime now) const;
  // Puts both authorities among the files that were uploaded to the server: directory.crt, and
  // strangers.crt, which nobody believes by himself. Errors: those of Files::replace().
  Result<> upload(Files& files) const;

 private:
  tls::Identity believed_;
  tls::Identity strangers_;
};

}  // namespace curia::scenario
