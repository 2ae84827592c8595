// Certificates that we make: X.509 version 3 (RFC 5280) on EC P-256 keys.
#include <algorithm>

#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"
#include "model/base/ip.hpp"

namespace curia::tls {
namespace {

constexpr int days_limit = 3650;
constexpr std::size_t name_limit = 253;        // RFC 1035 section 2.3.4, without the final dot
constexpr std::size_t common_name_limit = 64;  // ub-common-name, RFC 5280 appendix A.1

bool is_dns_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.empty() || name.size() > name_limit || name.front() == '.' || name.back() == '.' ||
      name.find("..") != std::string_view::npos)
    return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

// "DNS:a.example,IP:192.0.2.1": safe to build as text because every name was checked.
Result<std::string> alternatives_of(const std::vector<std::string>& names) {
  if (names.empty())
    return fail(Errc::invalid_value, "a certificate needs at least one name", "names");
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ',';
    if (parse_ip(name))
      text += "IP:" + name;
    else if (is_dns_name(name))
      text += "DNS:" + name;
    else
      return fail(Errc::invalid_value, "'" + name + "' is neither a DNS name nor an IP address",
                  "names");
  }
  return text;
}

// Who signs; the certificate itself when `certificate` is null.
struct Signer {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

Result<Identity> make(const std::string& common_name, const std::string& alternatives, int days,
                      WallTime now, const Signer& signer) {
  if (days < 1 || days > days_limit)
    return fail(Errc::invalid_value, "days must be from 1 to " + std::to_string(days_limit),
                "days");
  ERR_clear_error();
  const KeyPtr key(EVP_EC_gen("P-256"));
  const CertificatePtr certificate(X509_new());
  check(key != nullptr && certificate != nullptr, "OpenSSL makes a key");
  X509* raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  set_serial(raw);
  ASN1_TIME_set(X509_getm_notBefore(raw), seconds_of(now - backdated));
  ASN1_TIME_set(X509_getm_notAfter(raw), seconds_of(now + std::chrono::days(days)));
  X509_set_pubkey(raw, key.get());
  X509_NAME* subject = X509_get_subject_name(raw);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509* issuer = signer.certificate == nullptr ? raw : signer.certificate;
  X509_set_issuer_name(raw, X509_get_subject_name(issuer));
  const bool is_authority = alternatives.empty();
  add_extension(raw, issuer, NID_basic_constraints,
                is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(raw, issuer, NID_key_usage,
                is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (!is_authority) {
    add_extension(raw, issuer, NID_ext_key_usage, "serverAuth");
    add_extension(raw, issuer, NID_subject_alt_name, alternatives);
  }
  add_extension(raw, issuer, NID_subject_key_identifier, "hash");
  if (issuer != raw) add_extension(raw, issuer, NID_authority_key_identifier, "keyid");
  check(X509_sign(raw, signer.key == nullptr ? key.get() : signer.key, EVP_sha256()) > 0,
        "OpenSSL signs");
  return Identity{.certificate_pem = pem_of(raw), .key_pem = pem_of(key.get())};
}

Result<Identity> make_server(const std::vector<std::string>& names, int days, WallTime now,
                             const Signer& signer) {
  const auto alternatives = alternatives_of(names);
  if (!alternatives) return fail(alternatives.error());
  const bool fits = names.front().size() <= common_name_limit;
  return make(fits ? names.front() : "curia", *alternatives, days, now, signer);
}

}  // namespace

Result<Identity> make_self_signed(const std::vector<std::string>& names, int days, WallTime now) {
  return make_server(names, days, now, {});
}

Result<Identity> make_authority(const std::string& name, int days, WallTime now) {
  if (name.empty() || name.size() > common_name_limit)
    return fail(Errc::invalid_value, "an authority has a name of at most 64 bytes", "names");
  return make(name, "", days, now, {});
}

Result<Identity> make_signed(const Identity& authority, const std::vector<std::string>& names,
                             int days, WallTime now) {
  const auto certificates = read_certificates(authority.certificate_pem);
  if (!certificates) return fail(certificates.error());
  const auto key = read_key(authority.key_pem);
  if (!key) return fail(key.error());
  return make_server(names, days, now, {certificates->front().get(), key->get()});
}

}  // namespace curia::tls
