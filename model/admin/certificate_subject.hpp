// CertificateSubject: whom a certificate is to be about, as `pki csr` and `pki selfsigned` are told
// (platform facts 1.7): words such as CN:meet.example.com or subjectAltName:a.example,192.0.2.5.
//
// 1. Names are in the order in which distinguished names are written: C, ST, L, O, OU, CN,
//    emailAddress; each stands there once at most.
// 2. A common name that is a host name is one of the alternatives, too, and the first: clients
//    look nowhere else (RFC 9525 section 2).
//
//   auto subject = parse_subject({"CN:meet.example.com", "C:NO"}, "cms01");
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.hpp"

namespace curia::admin {

struct CertificateSubject {
  std::vector<std::pair<std::string, std::string>> names{};  // ("CN", "meet.example.com")
  std::vector<std::string> alternatives{};                   // DNS names and IP addresses

  bool operator==(const CertificateSubject&) const = default;
};

// Without a CN the server's host name is meant. Errors: invalid_value: an attribute that is not
// known or comes twice, an empty, long or malformed value (lengths: RFC 5280 appendix A.1).
Result<CertificateSubject> parse_subject(std::span<const std::string> attributes,
                                         std::string_view host_name);

// "CN:", "OU:", ...: what such a word may begin with.
std::vector<std::string> subject_attributes();

// What the files of a certificate may be called without .key, .csr and .crt.
bool is_certificate_base_name(std::string_view word);

// A host name, with "*." before it or not.
bool is_certificate_host(std::string_view name);

}  // namespace curia::admin
