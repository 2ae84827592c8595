#include <algorithm>
#include <filesystem>
#include <iostream>

#include "impl/io/reality.hpp"
#include "impl/service/backup/archive_writer.hpp"
#include "impl/service/backup/upgrades.hpp"
#include "impl/store/schema.hpp"
#include "impl/wire/tls/signature.hpp"
#include "model/base/base64.hpp"
#include "model/base/text.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

constexpr std::string_view oldest_that_upgrades = "3.2.2";  // release notes 3

backup::Voucher signature_voucher(const std::string& key_pem) {
  return {backup::signature_name, [key_pem](const std::string& sha256) -> Result<std::string> {
            const auto signature = tls::sign_ed25519(key_pem, backup::signed_text(sha256));
            if (!signature) return fail(signature.error());
            return to_base64(
                {reinterpret_cast<const std::uint8_t*>(signature->data()), signature->size()});
          }};
}

Result<> make_image(Files& files, const std::string& name, const std::string& program,
                    backup::Manifest manifest, const std::string& key_pem) {
  backup::ArchiveWriter writer(files, name);
  if (auto written = writer.text(std::string(backup::program_name), program); !written)
    return written;
  return writer.finish(manifest, signature_voucher(key_pem));
}

int run_image(std::span<const std::string> arguments) {
  const auto options =
      Options::parse(arguments, {"program", "key", "version", "schema", "from", "out"}, {});
  if (!options) return complain_usage(image_command, options.error());
  const auto program = options->value("program"), key = options->value("key"),
             version = options->value("version"), out = options->value("out");
  const auto schema =
      parse_decimal(options->value("schema").value_or(std::to_string(store::schema_version)));
  if (!program || !key || !version || !out || !schema)
    return complain_usage(
        image_command,
        {Errc::invalid_value, {}, "--program, --key, --version and --out are needed"});
  const auto binary = read_file(*program), key_pem = read_file(*key);
  if (!binary || !key_pem)
    return complain(image_command, binary ? key_pem.error() : binary.error());
  const std::filesystem::path path = std::filesystem::absolute(*out);
  if (std::filesystem::exists(path))
    return complain(image_command, {Errc::duplicate, "out", "'" + *out + "' is there already"});
  io::Reality reality({.root = path.parent_path(), .log_file = {}, .trace_file = {}});
  const Env env = reality.env();
  const backup::Manifest manifest{
      .kind = backup::Kind::upgrade,
      .version = *version,
      .created = env.clock.wall(),
      .schema = *schema,
      .minimum_version = options->value("from").value_or(std::string(oldest_that_upgrades))};
  if (auto made = make_image(env.files, path.filename(), *binary, manifest, *key_pem); !made) {
    std::filesystem::remove(path);
    return complain(image_command, made.error());
  }
  std::cout << "Made " << *out << "\n";
  return exit_done;
}

}  // namespace

const Command image_command = {
    "image", "make an upgrade image",
    "Usage: curia image --program FILE --version TEXT --key KEY.pem --out FILE.img\n"
    "                   [--schema N] [--from VERSION]\n\n"
    "Puts a program into a signed image that the command 'upgrade' of the MMP installs\n"
    "(docs/backup.md).\n\n"
    "  --program FILE    the program, as 'tools/build release' makes it\n"
    "  --version TEXT    what 'FILE version' prints\n"
    "  --key KEY.pem     a private Ed25519 key: openssl genpkey -algorithm ed25519\n"
    "  --out FILE.img    the image, which must not exist\n"
    "  --schema N        the version of the database that the program keeps; this program's\n"
    "  --from VERSION    the oldest version that may be upgraded to it (3.2.2)\n",
    run_image};

}  // namespace curia::tools
