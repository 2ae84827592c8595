#include "impl/wire/tls/pki.hpp"

#include <openssl/pem.h>

#include <algorithm>

#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"
#include "model/base/ip.hpp"

namespace curia::tls {
namespace {

constexpr std::size_t rsa_bits = 2048;  // what all clients of today take (NIST SP 800-57)
constexpr int own_days = 3650;
constexpr int signed_days = 825;  // the most that Apple's clients take of a private authority

// Names as the openssl command writes them, but letters of all alphabets as they are.
constexpr unsigned long name_style = XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB;

using StackPtr =
    std::unique_ptr<STACK_OF(X509_EXTENSION), decltype([](STACK_OF(X509_EXTENSION) * stack) {
                      sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
                    })>;

std::unexpected<Error> wrong(const std::string& sentence) {
  return fail(Errc::invalid_value, sentence);
}

KeyPtr new_key() {
  ERR_clear_error();
  KeyPtr key(EVP_RSA_gen(rsa_bits));
  check(key != nullptr, "OpenSSL makes a key");
  return key;
}

Result<> set_names(X509_NAME* name, const admin::CertificateSubject& subject) {
  for (const auto& [attribute, value] : subject.names)
    if (X509_NAME_add_entry_by_txt(name, attribute.c_str(), MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1,
                                   0) != 1)
      return wrong("the value of " + attribute + " cannot be used: " + take_reason());
  return {};
}

// Safe to be read as text by OpenSSL: parse_subject() has let host names and addresses only in.
std::string alternatives_text(const admin::CertificateSubject& subject) {
  std::string text;
  for (const std::string& name : subject.alternatives)
    text += (text.empty() ? "" : ",") + std::string(parse_ip(name) ? "IP:" : "DNS:") + name;
  return text;
}

void set_validity(X509* certificate, WallTime begin, WallTime end) {
  ASN1_TIME_set(X509_getm_notBefore(certificate), seconds_of(begin));
  ASN1_TIME_set(X509_getm_notAfter(certificate), seconds_of(end));
}

CertificatePtr new_certificate(EVP_PKEY* key, WallTime begin, WallTime end) {
  CertificatePtr certificate(X509_new());
  check(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
            X509_set_pubkey(certificate.get(), key) == 1,
        "OpenSSL makes a certificate");
  set_serial(certificate.get());
  set_validity(certificate.get(), begin, end);
  return certificate;
}

std::string pem_of(X509_REQ* request) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_X509_REQ(bio.get(), request) == 1, "a request can be written");
  return written(bio.get());
}

// As PEM or DER.
RequestPtr read_request(std::string_view file) {
  const BioPtr pem = reader(file);
  RequestPtr request(PEM_read_bio_X509_REQ(pem.get(), nullptr, nullptr, nullptr));
  const BioPtr der = reader(file);
  if (request == nullptr) request.reset(d2i_X509_REQ_bio(der.get(), nullptr));
  ERR_clear_error();
  return request;
}

bool is_encrypted(std::string_view key) {
  return key.find("PRIVATE KEY-----") != key.npos && key.find("ENCRYPTED") != key.npos;
}

Result<> check_authority(X509* certificate, EVP_PKEY* key, WallTime now) {
  const std::string name = "'" + subject_text(X509_get_subject_name(certificate)) + "'";
  const bool belong = X509_check_private_key(certificate, key) == 1;
  ERR_clear_error();
  if (!belong) return wrong("the key does not belong to the certificate of the authority");
  if (X509_check_ca(certificate) == 0)
    return wrong("the certificate of " + name + " is not one of an authority");
  if (now >= wall_of(X509_get0_notAfter(certificate)))
    return wrong("the certificate of " + name + " expired on " +
                 to_rfc3339(wall_of(X509_get0_notAfter(certificate))));
  return {};
}

// Of what a request asks for only the alternative names are given.
void copy_alternatives(X509_REQ* request, X509* certificate) {
  const StackPtr asked(X509_REQ_get_extensions(request));
  for (int i = 0; asked && i < sk_X509_EXTENSION_num(asked.get()); ++i) {
    X509_EXTENSION* extension = sk_X509_EXTENSION_value(asked.get(), i);
    if (OBJ_obj2nid(X509_EXTENSION_get_object(extension)) == NID_subject_alt_name)
      check(X509_add_ext(certificate, extension, -1) == 1, "OpenSSL takes the names");
  }
}

}  // namespace

Result<MadeKey> make_request(const admin::CertificateSubject& subject) {
  const KeyPtr key = new_key();
  const RequestPtr request(X509_REQ_new());
  check(request != nullptr, "OpenSSL makes a request");
  X509_REQ_set_version(request.get(), X509_REQ_VERSION_1);
  if (auto set = set_names(X509_REQ_get_subject_name(request.get()), subject); !set)
    return fail(set.error());
  X509_REQ_set_pubkey(request.get(), key.get());
  if (const std::string names = alternatives_text(subject); !names.empty()) {
    const StackPtr extensions(sk_X509_EXTENSION_new_null());
    sk_X509_EXTENSION_push(
        extensions.get(),
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    X509_REQ_add_extensions(request.get(), extensions.get());
  }
  check(X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0, "OpenSSL signs");
  return MadeKey{tls::pem_of(key.get()), pem_of(request.get())};
}

Result<MadeKey> make_own(const admin::CertificateSubject& subject, WallTime now) {
  const KeyPtr key = new_key();
  const CertificatePtr certificate =
      new_certificate(key.get(), now - backdated, now + std::chrono::days(own_days));
  X509* raw = certificate.get();
  if (auto set = set_names(X509_get_subject_name(raw), subject); !set) return fail(set.error());
  X509_set_issuer_name(raw, X509_get_subject_name(raw));
  add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(raw, raw, NID_key_usage, "critical,digitalSignature,keyEncipherment,keyCertSign");
  if (const std::string names = alternatives_text(subject); !names.empty())
    add_extension(raw, raw, NID_subject_alt_name, names);
  add_extension(raw, raw, NID_subject_key_identifier, "hash");
  check(X509_sign(raw, key.get(), EVP_sha256()) > 0, "OpenSSL signs");
  return MadeKey{tls::pem_of(key.get()), tls::pem_of(raw)};
}

Result<std::string> sign_request(std::string_view file, const Identity& authority, WallTime now) {
  const RequestPtr request = read_request(file);
  if (request == nullptr) return wrong("the file is not a certificate signing request");
  EVP_PKEY* asked = X509_REQ_get0_pubkey(request.get());
  const bool is_own = asked != nullptr && X509_REQ_verify(request.get(), asked) == 1;
  ERR_clear_error();
  if (!is_own) return wrong("the signature of the certificate signing request is wrong");
  const auto issuers = read_any_certificates(authority.certificate_pem);
  if (!issuers) return fail(issuers.error());
  const auto key = read_key(authority.key_pem);
  if (!key) return fail(key.error());
  X509* issuer = issuers->front().get();
  if (auto good = check_authority(issuer, key->get(), now); !good) return fail(good.error());
  const WallTime end =
      std::min<WallTime>(now + std::chrono::days(signed_days), wall_of(X509_get0_notAfter(issuer)));
  const CertificatePtr certificate = new_certificate(asked, now - backdated, end);
  X509* raw = certificate.get();
  X509_set_subject_name(raw, X509_REQ_get_subject_name(request.get()));
  X509_set_issuer_name(raw, X509_get_subject_name(issuer));
  add_extension(raw, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(raw, issuer, NID_key_usage, "critical,digitalSignature,keyEncipherment");
  add_extension(raw, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  copy_alternatives(request.get(), raw);
  add_extension(raw, issuer, NID_subject_key_identifier, "hash");
  // An authority that others made may have no identifier of its key: then there is none to copy.
  if (X509_get0_subject_key_id(issuer) != nullptr)
    add_extension(raw, issuer, NID_authority_key_identifier, "keyid");
  // Keys of the Edwards curves bring their own digest (RFC 8410).
  const bool is_edwards = EVP_PKEY_get_base_id(key->get()) == EVP_PKEY_ED25519 ||
                          EVP_PKEY_get_base_id(key->get()) == EVP_PKEY_ED448;
  if (X509_sign(raw, key->get(), is_edwards ? nullptr : EVP_sha256()) <= 0)
    return wrong("the key of the authority cannot sign: " + take_reason());
  return tls::pem_of(raw);
}

Result<std::string> describe(std::string_view file) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (is_encrypted(file)) return "File contains an encrypted private key\n";
  if (const auto key = read_key(file)) {
    const char* type = EVP_PKEY_get0_type_name(key->get());
    return "File contains a private key: " + std::string(type == nullptr ? "unknown type" : type) +
           ", " + std::to_string(EVP_PKEY_get_bits(key->get())) + " bits\n";
  }
  if (const auto certificates = read_any_certificates(file)) {
    std::string text =
        certificates->size() == 1
            ? std::string("File contains a certificate\n")
            : "File contains " + std::to_string(certificates->size()) + " certificates\n";
    for (const CertificatePtr& certificate : *certificates)
      X509_print_ex(bio.get(), certificate.get(), name_style, 0);
    return text + written(bio.get());
  }
  if (const RequestPtr request = read_request(file)) {
    X509_REQ_print_ex(bio.get(), request.get(), name_style, 0);
    return "File contains a certificate signing request\n" + written(bio.get());
  }
  return wrong("the file is no certificate, no certificate signing request and no key");
}

Result<> match(std::string_view key_file, std::string_view file) {
  const auto key = read_key(key_file);
  if (!key) return fail(key.error());
  bool belong = false;
  if (const RequestPtr request = read_request(file)) {
    belong = X509_REQ_check_private_key(request.get(), key->get()) == 1;
  } else {
    const auto certificates = read_any_certificates(file);
    if (!certificates) return fail(certificates.error());
    belong = X509_check_private_key(certificates->front().get(), key->get()) == 1;
  }
  ERR_clear_error();
  if (!belong) return wrong("the key does not belong to the certificate");
  return {};
}

Result<> check_encrypted(std::string_view key_file) {
  const auto key = read_key(key_file);
  if (key) return wrong("the key is not encrypted");
  return is_encrypted(key_file) ? Result<>{} : fail(key.error());
}

Result<std::string> unlock(std::string_view key_file, const std::string& passphrase) {
  if (auto can = check_encrypted(key_file); !can) return fail(can.error());
  const BioPtr bio = reader(key_file);
  // The callback of OpenSSL for passphrases; `u` is whatever was given with it.
  const auto give = [](char* buffer, int size, int, void* u) {
    const auto& text = *static_cast<const std::string*>(u);
    if (text.size() > static_cast<std::size_t>(size)) return -1;
    std::ranges::copy(text, buffer);
    return static_cast<int>(text.size());
  };
  const KeyPtr key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, give, const_cast<std::string*>(&passphrase)));
  ERR_clear_error();
  if (key == nullptr) return wrong("the passphrase is wrong, or the key is damaged");
  return tls::pem_of(key.get());
}

}  // namespace curia::tls
