#include "sim/scenario/directory_certificates.hpp"

#include <utility>

namespace curia::scenario {
namespace {

constexpr int days = 30;
constexpr Duration long_ago = std::chrono::days(2 * days);

}  // namespace

Result<DirectoryCertificates> DirectoryCertificates::make(WallTime now) {
  auto made = tls::make_authority("Directories", 10 * days, now - 2 * long_ago);
  if (!made) return fail(made.error());
  DirectoryCertificates all;
  all.believed_ = *std::move(made);
  made = tls::make_authority("Strangers", 10 * days, now - 2 * long_ago);
  if (!made) return fail(made.error());
  all.strangers_ = *std::move(made);
  return all;
}

Result<tls::Identity> DirectoryCertificates::issue(DirectoryCertificate what,
                                                   const std::string& address, WallTime now) const {
  switch (what) {
    case DirectoryCertificate::good:
      break;
    case DirectoryCertificate::expired:
      return tls::make_signed(believed_, {address}, days, now - long_ago);
    case DirectoryCertificate::misnamed:
      return tls::make_signed(believed_, {"other." + address}, days, now);
    case DirectoryCertificate::unknown:
      return tls::make_signed(strangers_, {address}, days, now);
  }
  return tls::make_signed(believed_, {address}, days, now);
}

Result<> DirectoryCertificates::upload(Files& files) const {
  if (auto written = files.replace("files/directory.crt", believed_.certificate_pem); !written)
    return written;
  return files.replace("files/strangers.crt", strangers_.certificate_pem);
}

}  // namespace curia::scenario
