// The host keys of SSH in the data directory: `ssh_host_TYPE_key`, and `.pub` beside it.
//
// 1. The private key is written first: a public key without it would only mislead.
// 2. They are part of what a backup keeps: a restored server is the one that clients know.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "impl/wire/ssh/host_key.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

inline constexpr std::array<ssh::HostKeyType, 3> host_key_types = {
    ssh::HostKeyType::ecdsa, ssh::HostKeyType::ed25519, ssh::HostKeyType::rsa};

// "ed25519", as `ssh server_key generate` names it.
std::string_view name_of(ssh::HostKeyType type);
std::optional<ssh::HostKeyType> parse_host_key_type(std::string_view name);
// "ssh_host_ed25519_key"; with ".pub" the public key.
std::string host_key_file(ssh::HostKeyType type);

// Makes a key on the lane `crypto` and writes it, in the place of the one that was. Errors: those
// of ssh::make_host_key() and Files::replace().
void make_host_key(const Env& env, ssh::HostKeyType type, std::string comment, Done<Result<>> done);
// Makes those that there are not. Errors: as above; also those of Files::read() but not_found.
void make_missing_host_keys(const Env& env, std::string comment, Done<Result<>> done);

}  // namespace curia::mmp
