#include "impl/service/mmp/directory_trust.hpp"

#include <string>
#include <utility>

namespace curia::mmp {
namespace {

Result<std::string> read_bundle(Files& files, const std::string& name) {
  auto bundle = files.read(admin::upload_path(name));
  if (!bundle)
    return fail(Errc::unavailable,
                "the trust bundle '" + name + "' cannot be read: " + bundle.error().message);
  return bundle;
}

}  // namespace

TlsVersion version_of(const std::string& text) {
  if (text == "1.0") return TlsVersion::v1_0;
  return text == "1.1" ? TlsVersion::v1_1 : TlsVersion::v1_2;
}

Result<Trust> trust_of(Files& files, const admin::LdapSettings& logins) {
  Trust trust{.verify = logins.verify, .minimum = version_of(logins.min_tls_version)};
  if (!trust.verify) return trust;
  auto bundle = read_bundle(files, logins.trust);
  if (!bundle) return fail(bundle.error());
  trust.bundle_pem = *std::move(bundle);
  return trust;
}

Result<Trust> trust_of(Files& files, const admin::TlsService& service, const Trust& usual) {
  Trust trust = usual;
  trust.verify = service.verify != "disable";
  trust.minimum = version_of(service.min_version);
  if (!trust.verify || service.trust.empty()) return trust;
  auto bundle = read_bundle(files, service.trust);
  if (!bundle) return fail(bundle.error());
  trust.bundle_pem = *std::move(bundle);
  return trust;
}

}  // namespace curia::mmp
