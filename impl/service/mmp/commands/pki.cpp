// pki: keys, requests and certificates among the uploaded files (platform facts 1.7).
#include "impl/wire/tls/pki.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <set>

#include "impl/service/mmp/commands/components.hpp"
#include "impl/wire/tls/ssh_key.hpp"
#include "model/admin/limits.hpp"

namespace curia::mmp {
namespace {

using admin::CertificateSubject;
using Texts = std::vector<std::string>;

// The files by name, in the order of the names; prints a FAILURE for the first that is missing.
std::optional<Texts> read_files(const CallPtr& call, std::initializer_list<std::string> names) {
  Texts texts;
  for (const std::string& name : names) {
    auto text = call->mmp().uploaded(name);
    if (!text) {
      call->failure("there is no file '" + name + "'");
      return std::nullopt;
    }
    if (text->size() > limits::pki_file_bytes) {
      call->failure("the file '" + name + "' is too large to be a key or a certificate");
      return std::nullopt;
    }
    texts.push_back(*std::move(text));
  }
  return texts;
}

bool are_free(const CallPtr& call, std::initializer_list<std::string> names) {
  for (const std::string& name : names)
    if (call->mmp().uploaded(name)) {
      call->failure("there is a file '" + name + "' already: remove it, or choose another name");
      return false;
    }
  return true;
}

Result<> write_file(const CallPtr& call, const std::string& name, std::string_view text) {
  return call->mmp().env().files.replace(admin::upload_path(name), text);
}

// Both or none of them.
Result<> write_pair(const CallPtr& call, const std::string& key_name, const std::string& name,
                    const tls::MadeKey& made) {
  if (auto written = write_file(call, key_name, made.key_pem); !written) return written;
  auto written = write_file(call, name, made.pem);
  // Nobody has seen the key: without what it was made for it is of no use.
  if (!written) static_cast<void>(call->mmp().env().files.remove(admin::upload_path(key_name)));
  return written;
}

// What a command is asked to make: the files NAME.key and NAME.<suffix>.
struct Making {
  std::string suffix;
  std::function<Result<tls::MadeKey>()> make;
  std::function<void(const std::string& key, const std::string& file)> made;
};

void make_pair(const CallPtr& call, const std::string& base, Making making) {
  const std::string key_name = base + ".key", name = base + making.suffix;
  if (!are_free(call, {key_name, name})) return;
  call->print("......");
  auto made = std::make_shared<Result<tls::MadeKey>>(fail(Errc::cancelled, "nothing was made"));
  call->mmp().env().work.run(
      Lane::crypto, [made, make = making.make] { *made = make(); },
      [call, made, key_name, name, making] {
        if (!*made) return call->failure(made->error());
        if (!are_free(call, {key_name, name})) return;  // somebody was quicker
        if (auto written = write_pair(call, key_name, name, **made); !written)
          return call->failure(written.error());
        making.made(key_name, name);
      });
}

std::optional<CertificateSubject> subject_of(const CallPtr& call) {
  auto subject = admin::parse_subject(call->rest(), call->configuration().hostname);
  if (subject) return *std::move(subject);
  call->failure(subject.error());
  return std::nullopt;
}

void csr(const CallPtr& call) {
  const auto subject = subject_of(call);
  if (!subject) return;
  make_pair(call, call->value(0),
            {".csr", [it = *subject] { return tls::make_request(it); },
             [call](const std::string& key, const std::string& file) {
               call->print("Created key file " + key + " and CSR " + file);
               call->print("CSR file " + file + " ready for download via SFTP");
             }});
}

void selfsigned(const CallPtr& call) {
  const auto subject = subject_of(call);
  if (!subject) return;
  make_pair(
      call, call->value(0),
      {".crt",
       [it = *subject, now = call->mmp().env().clock.wall()] { return tls::make_own(it, now); },
       [call](const std::string& key, const std::string& file) {
         call->success("Created key file " + key + " and certificate " + file);
       }});
}

void sign(const CallPtr& call) {
  const std::string& base = call->value(0);
  const std::string& authority = call->value(1);
  const auto files = read_files(call, {base + ".csr", authority + ".crt", authority + ".key"});
  if (!files || !are_free(call, {base + ".crt"})) return;
  const auto made =
      tls::sign_request((*files)[0], {(*files)[1], (*files)[2]}, call->mmp().env().clock.wall());
  if (!made) return call->failure(made.error());
  if (auto written = write_file(call, base + ".crt", *made); !written)
    return call->failure(written.error());
  call->success("Created certificate " + base + ".crt, signed by " + authority + ".crt");
}

void inspect(const CallPtr& call) {
  const auto files = read_files(call, {call->value(0)});
  if (!files) return;
  const auto text = tls::describe(files->front());
  text ? call->print(*text) : call->failure(text.error());
}

void match(const CallPtr& call) {
  const auto files = read_files(call, {call->value(0), call->value(1)});
  if (!files) return;
  const auto matched = tls::match((*files)[0], (*files)[1]);
  matched ? call->success("Key and certificate pair match") : call->failure(matched.error());
}

void verify(const CallPtr& call) {
  const bool has_root = call->has(2);
  const std::size_t last = has_root ? 2 : 1;
  const auto files = has_root ? read_files(call, {call->value(0), call->value(1), call->value(2)})
                              : read_files(call, {call->value(0), call->value(1)});
  if (!files) return;
  const auto verified = tls::verify((*files)[0], has_root ? (*files)[1] : std::string(),
                                    files->back(), call->mmp().env().clock.wall());
  if (verified) return call->success("certificate verified against " + call->value(last));
  const std::string& wrong = verified.error().parameter;
  if (wrong.empty()) return call->failure(verified.error());
  call->failure("the bundle " + call->value(wrong == "between" ? 1 : last) +
                " cannot be used: " + verified.error().message);
}

void unlock(const CallPtr& call) {
  const std::string& name = call->value(0);
  const auto locked = read_files(call, {name});
  if (!locked) return;
  if (auto can = tls::check_encrypted(locked->front()); !can) return call->failure(can.error());
  call->ask({"Please enter passphrase: ", true, false}, [call, name](const std::string& phrase) {
    // Read again: the question may have stood for long.
    const auto files = read_files(call, {name});
    if (!files) return;
    const auto key = tls::unlock(files->front(), phrase);
    if (!key) return call->failure(key.error());
    const auto written = write_file(call, name, *key);
    written ? call->success("the key " + name + " has no passphrase any more")
            : call->failure(written.error());
  });
}

// The file NAME.pub is a PKCS #12 file before, and a public key afterwards.
void pkcs12_to_ssh(const CallPtr& call) {
  if (call->mmp().accounts().table().find(call->value(0)) == nullptr)
    return call->failure("there is no user '" + call->value(0) + "'");
  const std::string name = call->value(0) + ".pub";
  if (!read_files(call, {name})) return;
  call->ask({"Please enter passphrase: ", true, false}, [call, name](const std::string& phrase) {
    const auto files = read_files(call, {name});
    if (!files) return;
    const auto key = tls::ssh_key_of_pkcs12(files->front(), phrase);
    if (!key) return call->failure(key.error());
    const auto written = write_file(call, name, *key);
    written ? call->success(name + " is a public key for SSH now") : call->failure(written.error());
  });
}

void list(const CallPtr& call) {
  call->print("User supplied certificates and keys:");
  constexpr std::array<std::string_view, 6> suffixes = {".key", ".csr", ".crt",
                                                        ".cer", ".pem", ".der"};
  for (const std::string& name : call->mmp().uploaded_names())
    if (std::ranges::any_of(suffixes, [&](auto suffix) { return name.ends_with(suffix); }))
      call->print(name);
}

// Who uses what: a key with its certificate and bundle, or a bundle alone.
std::vector<std::pair<std::string_view, admin::Certificates>> uses(const admin::Configuration& c) {
  const admin::DatabaseClusterSettings& cluster = c.database_cluster;
  std::vector<std::pair<std::string_view, admin::Certificates>> all = {
      {"callbridge", c.callbridge.certs},
      {"callbridge trust c2w", {"", "", c.callbridge.trust_c2w}},
      {"callbridge trust cluster", {"", "", c.callbridge.trust_cluster}},
      {"database cluster server", {cluster.server_key, cluster.server_certificate, cluster.ca}},
      {"database cluster client", {cluster.client_key, cluster.client_certificate, cluster.ca}},
      {"ldap trust", {"", "", c.ldap.trust}},
      {"recorder", c.recorder.certs},
      {"scheduler c2w", c.scheduler.c2w_certs},
      {"scheduler c2w trust", {"", "", c.scheduler.c2w_trust}},
      {"scheduler email trust", {"", "", c.scheduler.email_trust}},
      {"scheduler https", c.scheduler.https_certs},
      {"streamer", c.streamer.certs},
      {"turn", c.turn.certs},
      {"uploader cms trust", {"", "", c.uploader.cms.trust}},
      {"uploader rev trust", {"", "", c.uploader.rev.trust}},
      {"webadmin", c.webadmin.certs},
      {"webbridge3 c2w", c.webbridge3.c2w_certs},
      {"webbridge3 c2w trust", {"", "", c.webbridge3.c2w_trust}},
      {"webbridge3 https", c.webbridge3.https_certs}};
  if (cluster.server_key.empty())
    std::erase_if(all, [](const auto& use) { return use.first == "database cluster server"; });
  return all;
}

void show(const CallPtr& call) {
  for (const auto& [name, files] : uses(call->configuration())) {
    std::string text;
    for (const std::string* file : {&files.key, &files.certificate, &files.bundle})
      if (!file->empty()) text += " " + *file;
    if (!text.empty()) call->print(std::string(name) + ":" + text);
  }
  for (const admin::TlsService& service : call->configuration().tls)
    if (!service.trust.empty()) call->print("tls " + service.name + " trust: " + service.trust);
  list(call);
}

}  // namespace

const Topic pki_topic = {
    "pki",
    "Keys and certificates",
    {{"pki", crypto_staff, "Which components use which files, and all of them.", show},
     {"pki list", crypto_staff, "The keys, requests and certificates that there are.", list},
     {"pki inspect <file>", crypto_staff, "What a file is and says.", inspect},
     {"pki match <key-file> <crt-file>", crypto_staff,
      "Whether a key belongs to a certificate or request.", match},
     {"pki verify <crt-file> <crt-bundle> [<ca-crt-file>]", crypto_staff,
      "Whether a certificate holds now and leads to an authority of the bundle, or through the "
      "bundle to that of the last file.",
      verify},
     {"pki unlock <key-file>", crypto_staff, "Takes the passphrase off a key; asks for it.",
      unlock},
     {"pki csr <basename>", crypto_staff,
      "Makes an RSA key of 2048 bits and a certificate signing request for this host name.", csr},
     {"pki csr <basename> <+attribute:value>", crypto_staff,
      "The same with `CN`, `OU`, `O`, `L`, `ST`, `C`, `emailAddress` or `subjectAltName` (a list "
      "with commas).",
      csr},
     {"pki selfsigned <basename>", crypto_staff,
      "Makes such a key and a certificate that it signs itself.", selfsigned},
     {"pki selfsigned <basename> <+attribute:value>", crypto_staff, "The same with attributes.",
      selfsigned},
     {"pki pkcs12-to-ssh <username>", admins,
      "Makes a public key for SSH of the PKCS #12 file that was uploaded as `NAME.pub`.",
      pkcs12_to_ssh},
     {"pki sign <csr-basename> <ca-basename>", crypto_staff,
      "Makes a certificate of a request with the key and certificate of an authority.", sign}}};

}  // namespace curia::mmp
