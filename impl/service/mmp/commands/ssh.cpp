// ssh: the port of SSH and SFTP, and its host keys (release notes 2.6).
#include "impl/service/mmp/commands/components.hpp"
#include "impl/service/mmp/host_keys.hpp"
#include "impl/wire/ssh/public_key.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

constexpr std::int64_t usual_port = 22;

void ssh_show(const CallPtr& call) {
  const admin::SshSettings& it = call->configuration().ssh;
  print_rows(call,
             {{"Enabled", it.enabled ? "true" : "false"},
              {"Listening interface", shown(it.listen.interface)},
              {"Listening port", it.listen.port == 0 ? "none" : std::to_string(it.listen.port)}});
  print_state(call, "ssh", it.enabled);
}

void ssh_listen(const CallPtr& call) {
  const auto port = call->has(1) ? *admin::parse_port(call->value(1)) : usual_port;
  call->configure([&](Configuration& c) { c.ssh.listen = {call->value(0), port}; },
                  "ssh interface set; it counts from the next restart of ssh on");
}

void ssh_listen_none(const CallPtr& call) {
  call->configure([](Configuration& c) { c.ssh.listen = {}; }, "ssh interface removed");
}

void ssh_enable(const CallPtr& call) {
  if (call->configuration().ssh.listen.interface.empty())
    return call->failure("ssh has no interface to listen on");
  if (!call->configure([](Configuration& c) { c.ssh.enabled = true; })) return;
  start_component(call, "ssh", "ssh");
}

void ssh_disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.ssh.enabled = false; }))
    stop_component(call, "ssh", "ssh");
}

void ssh_restart(const CallPtr& call) {
  restart_component(call, "ssh", "ssh", call->configuration().ssh.enabled);
}

void ssh_status(const CallPtr& call) {
  print_state(call, "ssh", call->configuration().ssh.enabled);
}

void server_key_list(const CallPtr& call) {
  bool is_any = false;
  for (const ssh::HostKeyType type : host_key_types) {
    const std::string name = host_key_file(type) + ".pub";
    const auto text = call->mmp().env().files.read(name);
    if (!text) continue;  // it was not made yet
    is_any = true;
    call->print(name);
    const auto key = ssh::parse_public_key(text->substr(0, text->find('\n')));
    if (!key) {
      call->failure(name + ": " + key.error().message);
      continue;
    }
    for (const auto kind : {ssh::Fingerprint::sha256, ssh::Fingerprint::md5})
      call->print(ssh::fingerprint_line(*key, kind));
  }
  if (!is_any)
    call->print("There are no keys yet: they are made when ssh starts for the first time.");
}

void server_key_generate(const CallPtr& call) {
  const auto type = *parse_host_key_type(call->value(0));
  call->confirm("Clients that know the old key will refuse this server.", [call, type] {
    make_host_key(call->mmp().env(), type, call->configuration().hostname, [call](Result<> made) {
      if (!made) return call->failure(made.error());
      call->success(call->value(0) + " key made; it counts from the next restart of ssh on");
    });
  });
}

}  // namespace

const Topic ssh_topic = {
    "ssh",
    "Configure SSH and SFTP, and show the keys of the server",
    {{"ssh", everybody, "The configuration.", ssh_show},
     {"ssh listen <interface> [<port>]", admins, "Where it listens; the port is 22 when left out.",
      ssh_listen},
     {"ssh listen none", admins, "Nowhere.", ssh_listen_none},
     {"ssh enable", admins, "Starts it.", ssh_enable},
     {"ssh disable", admins, "Takes no more connections; those that there are stay.", ssh_disable},
     {"ssh restart", admins, "Takes what is configured now, and new keys.", ssh_restart},
     {"ssh status", everybody, "Whether it runs.", ssh_status},
     {"ssh server_key list", everybody,
      "File, size, fingerprints and type of each key, to compare at the first connection.",
      server_key_list},
     {"ssh server_key generate (ecdsa|ed25519|rsa)", admins, "A new key in the place of the old.",
      server_key_generate}}};

}  // namespace curia::mmp
