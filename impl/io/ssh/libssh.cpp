#include "impl/io/ssh/libssh.hpp"

#include <array>
#include <utility>

#include "impl/service/mmp/host_keys.hpp"

namespace curia::io {
namespace {

// RFC 9142 and RFC 8332 say which are to be used today; libssh knows no better ones than these.
constexpr const char* key_exchanges =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
    "ecdh-sha2-nistp521,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512";
constexpr const char* ciphers =
    "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com,"
    "aes256-ctr,aes192-ctr,aes128-ctr";
constexpr const char* macs =
    "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
constexpr const char* host_key_algorithms =
    "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256";
constexpr const char* public_key_algorithms =
    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
    "rsa-sha2-512,rsa-sha2-256";
constexpr int rsa_bits_least = 2048;

}  // namespace

Result<SshBind> make_bind(const std::string& data) {
  SshBind bind(ssh_bind_new());
  if (!bind) return fail(Errc::io_error, "libssh has no memory");
  const auto set = [&](ssh_bind_options_e option, const void* value) {
    return ssh_bind_options_set(bind.get(), option, value) == SSH_OK;
  };
  const bool reads_etc = false;  // what the host's own server is told is not for us
  const std::array<std::pair<ssh_bind_options_e, const char*>, 7> lists = {
      {{SSH_BIND_OPTIONS_KEY_EXCHANGE, key_exchanges},
       {SSH_BIND_OPTIONS_CIPHERS_C_S, ciphers},
       {SSH_BIND_OPTIONS_CIPHERS_S_C, ciphers},
       {SSH_BIND_OPTIONS_HMAC_C_S, macs},
       {SSH_BIND_OPTIONS_HMAC_S_C, macs},
       {SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, host_key_algorithms},
       {SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, public_key_algorithms}}};
  bool all = set(SSH_BIND_OPTIONS_PROCESS_CONFIG, &reads_etc) &&
             set(SSH_BIND_OPTIONS_RSA_MIN_SIZE, &rsa_bits_least);
  for (const auto& [option, list] : lists) all = all && set(option, list);
  if (!all) return fail(Errc::io_error, "libssh does not know an algorithm of this server");
  for (const ssh::HostKeyType type : mmp::host_key_types) {
    const std::string path = data + "/" + mmp::host_key_file(type);
    ssh_key key = nullptr;
    if (ssh_pki_import_privkey_file(path.c_str(), nullptr, nullptr, nullptr, &key) != SSH_OK)
      return fail(Errc::io_error, "'" + path + "' is no host key");
    if (!set(SSH_BIND_OPTIONS_IMPORT_KEY, key)) {  // takes the key
      ssh_key_free(key);
      return fail(Errc::io_error, "'" + path + "' cannot be a host key");
    }
  }
  return bind;
}

}  // namespace curia::io
