#include "impl/wire/tls/openssl.hpp"

#include <openssl/pem.h>

namespace curia::tls {
namespace {

// Without this OpenSSL would ask for the passphrase on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

BioPtr reader(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string written(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string take_reason() {
  std::string reason = "unknown error";
  while (const unsigned long code = ERR_get_error()) {
    if (const char* text = ERR_reason_error_string(code)) reason = text;
  }
  return reason;
}

std::time_t seconds_of(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Result<std::vector<CertificatePtr>> read_certificates(std::string_view pem) {
  ERR_clear_error();
  const BioPtr bio = reader(pem);
  std::vector<CertificatePtr> certificates;
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr))
    certificates.emplace_back(certificate);
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = take_reason();
  if (!at_end)
    return fail(Errc::invalid_value, "the certificate cannot be read: " + reason, "certificate");
  if (certificates.empty())
    return fail(Errc::invalid_value, "the certificate is not PEM text (no line BEGIN CERTIFICATE)",
                "certificate");
  return certificates;
}

Result<std::vector<CertificatePtr>> read_any_certificates(std::string_view file) {
  auto found = read_certificates(file);
  if (found) return found;
  const BioPtr der = reader(file);
  CertificatePtr single(d2i_X509_bio(der.get(), nullptr));
  ERR_clear_error();
  if (single == nullptr) return found;
  std::vector<CertificatePtr> list;
  list.push_back(std::move(single));
  return list;
}

Result<KeyPtr> read_key(std::string_view pem) {
  ERR_clear_error();
  const BioPtr bio = reader(pem);
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
  if (key) return key;
  if (pem.find("PRIVATE KEY-----") == std::string_view::npos)
    return fail(Errc::invalid_value, "the key is not PEM text (no line BEGIN PRIVATE KEY)", "key");
  if (pem.find("ENCRYPTED") != std::string_view::npos)
    return fail(Errc::invalid_value, "the key is encrypted; give it without a passphrase", "key");
  return fail(Errc::invalid_value, "the key cannot be read: " + take_reason(), "key");
}

}  // namespace curia::tls
