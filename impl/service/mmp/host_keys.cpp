#include "impl/service/mmp/host_keys.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/base/check.hpp"

namespace curia::mmp {
namespace {

Result<> write(Files& files, ssh::HostKeyType type, const ssh::HostKey& key) {
  const std::string name = host_key_file(type);
  if (auto written = files.replace(name, key.private_pem); !written) return written;
  return files.replace(name + ".pub", to_line(key.public_key) + "\n");
}

void make_from(const Env& env, std::size_t index, std::string comment, Done<Result<>> done) {
  for (; index < host_key_types.size(); ++index) {
    const std::string name = host_key_file(host_key_types[index]);
    const auto known = env.files.read(name);
    if (!known && known.error().code != Errc::not_found) return done(fail(known.error()));
    if (!known || !env.files.read(name + ".pub")) break;
  }
  if (index == host_key_types.size()) return done({});
  make_host_key(env, host_key_types[index], comment,
                [env, index, comment, done = std::move(done)](Result<> made) mutable {
                  if (!made) return done(std::move(made));
                  make_from(env, index + 1, std::move(comment), std::move(done));
                });
}

}  // namespace

std::string_view name_of(ssh::HostKeyType type) {
  switch (type) {
    case ssh::HostKeyType::ed25519:
      return "ed25519";
    case ssh::HostKeyType::ecdsa:
      return "ecdsa";
    case ssh::HostKeyType::rsa:
      return "rsa";
  }
  unreachable("a type of host keys outside its enumeration");
}

std::optional<ssh::HostKeyType> parse_host_key_type(std::string_view name) {
  for (const ssh::HostKeyType type : host_key_types)
    if (name_of(type) == name) return type;
  return std::nullopt;
}

std::string host_key_file(ssh::HostKeyType type) {
  return "ssh_host_" + std::string(name_of(type)) + "_key";
}

void make_host_key(const Env& env, ssh::HostKeyType type, std::string comment,
                   Done<Result<>> done) {
  auto made = std::make_shared<Result<ssh::HostKey>>(fail(Errc::cancelled, "not made"));
  env.work.run(
      Lane::crypto,
      [made, type, comment = std::move(comment)] { *made = ssh::make_host_key(type, comment); },
      [env, made, type, done = std::move(done)]() mutable {
        done(*made ? write(env.files, type, **made) : fail(made->error()));
      });
}

void make_missing_host_keys(const Env& env, std::string comment, Done<Result<>> done) {
  make_from(env, 0, std::move(comment), std::move(done));
}

}  // namespace curia::mmp
