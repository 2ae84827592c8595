#include "impl/wire/tls/certificate.hpp"

#include "impl/wire/tls/openssl.hpp"
#include "model/base/ip.hpp"

namespace curia::tls {

WallTime wall_of(const ASN1_TIME* time) {
  std::tm fields{};
  ASN1_TIME_to_tm(time, &fields);
  return WallTime(std::chrono::seconds(timegm(&fields)));
}

std::string subject_text(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  return written(bio.get());
}

namespace {

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address_of(const ASN1_STRING* bytes) {
  const std::string raw = text_of(bytes);
  IpAddress address;
  if (raw.size() != 4 && raw.size() != address.bytes.size()) return "(malformed address)";
  address.is_v6 = raw.size() != 4;
  std::copy(raw.begin(), raw.end(), address.bytes.begin());
  return to_string(address);
}

std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> names;
  const NamesPtr alternatives(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; alternatives && i < sk_GENERAL_NAME_num(alternatives.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(alternatives.get(), i);
    if (name->type == GEN_DNS) names.push_back(text_of(name->d.dNSName));
    if (name->type == GEN_IPADD) names.push_back(address_of(name->d.iPAddress));
  }
  return names;
}

}  // namespace

Result<CertificateInfo> inspect(const Identity& identity, WallTime now) {
  auto chain = read_certificates(identity.certificate_pem);
  if (!chain) return fail(chain.error());
  auto key = read_key(identity.key_pem);
  if (!key) return fail(key.error());
  const X509* leaf = chain->front().get();
  const bool belong = X509_check_private_key(leaf, key->get()) == 1;
  ERR_clear_error();
  if (!belong)
    return fail(Errc::invalid_value, "the key does not belong to the certificate", "key");
  CertificateInfo info{.subject = subject_text(X509_get_subject_name(leaf)),
                       .names = names_of(leaf),
                       .not_before = wall_of(X509_get0_notBefore(leaf)),
                       .not_after = wall_of(X509_get0_notAfter(leaf))};
  if (now < info.not_before)
    return fail(Errc::invalid_value,
                "the certificate is not valid before " + to_rfc3339(info.not_before),
                "certificate");
  if (now > info.not_after)
    return fail(Errc::invalid_value, "the certificate expired on " + to_rfc3339(info.not_after),
                "certificate");
  return info;
}

}  // namespace curia::tls
