// LdapTls: TLS between libldap and its socket by our own machine, so that directories are judged by
// the same rules and in the same sentences as every other server.
//
// 1. It lies on the connection as a Sockbuf_IO (lber.h) from the moment the socket is connected;
//    the handshake is over, or has failed, before libldap sends a byte.
// 2. No wait is longer than `timeout`.
// 3. It outlives the LDAP that it was put under, and serves its one connection only.
//
//   LdapTls tls(context, "ldap.example.com", 10s);
//   tls.put_under(ldap);
#pragma once

#include <ldap.h>

#include <optional>
#include <string>

#include "impl/wire/tls/machine.hpp"

namespace curia::io {

class LdapTls {
 public:
  // `host` is what the certificate must name.
  LdapTls(tls::Context context, std::string host, Duration timeout);
  LdapTls(const LdapTls&) = delete;
  LdapTls& operator=(const LdapTls&) = delete;

  // Before the first operation.
  void put_under(LDAP* ldap);
  // What went wrong, which libldap only calls a server that is down.
  const std::optional<Error>& failure() const { return failure_; }

 private:
  struct Layer;  // what libldap calls

  bool begin(Sockbuf* socket);
  bool send_output();
  bool wait_for(short events) const;
  bool failed(Error error);
  long read(char* data, std::size_t size);
  long write(std::string_view data);

  tls::Context context_;
  std::string host_;
  Duration timeout_;
  ldap_conncb callbacks_{};
  int descriptor_ = -1;
  std::optional<tls::Machine> machine_;
  std::string plaintext_;  // decrypted, and not read yet
  std::optional<Error> failure_;
};

}  // namespace curia::io
