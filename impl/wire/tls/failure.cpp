// OpenSSL's reasons as sentences that an operator can act on.
#include "impl/wire/tls/openssl.hpp"

namespace curia::tls {
namespace {

struct Sentence {
  int reason;
  const char* text;
};

constexpr Sentence sentences[] = {
    {SSL_R_HTTP_REQUEST, "the peer spoke plain HTTP on a TLS port"},
    {SSL_R_HTTPS_PROXY_REQUEST, "the peer spoke plain HTTP on a TLS port"},
    {SSL_R_WRONG_VERSION_NUMBER, "the peer does not speak TLS"},
    {SSL_R_UNSUPPORTED_PROTOCOL, "the peer offers no TLS version that is allowed here"},
    {SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, "the peer and we have no TLS version in common"},
    {SSL_R_VERSION_TOO_LOW, "the peer offers no TLS version that is allowed here"},
    {SSL_R_NO_SHARED_CIPHER, "the peer and we have no cipher suite in common"},
    {SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, "the peer refused the handshake"},
    {SSL_R_NO_APPLICATION_PROTOCOL, "the peer does not want to speak HTTP/1.1"},
    {SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the peer does not know who issued our certificate"},
    {SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, "the peer does not believe our certificate"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, "the peer does not believe our certificate"},
    {SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "the peer says that our certificate has expired"},
    {SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, "a record was changed on its way"},
};

}  // namespace

Error describe_failure(const SSL* ssl, std::string_view host) {
  const int reason = ERR_GET_REASON(ERR_peek_last_error());
  const std::string own_words = take_reason();
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
    const char* why = X509_verify_cert_error_string(SSL_get_verify_result(ssl));
    return {Errc::not_permitted,
            {},
            "the certificate of '" + std::string(host) + "' is not believed: " + why};
  }
  for (const Sentence& sentence : sentences)
    if (sentence.reason == reason) return {Errc::protocol_error, {}, sentence.text};
  return {Errc::protocol_error, {}, "TLS failed: " + own_words};
}

}  // namespace curia::tls
