// backup and factory_reset: what is kept of the server, and what takes its place.
#include "impl/service/backup/backups.hpp"

#include "impl/service/mmp/commands/topics.hpp"
#include "impl/service/mmp/session.hpp"
#include "impl/wire/tls/certificate.hpp"

namespace curia::mmp {
namespace {

using backup::Finished;
using backup::Kind;
using backup::Listed;
using backup::Manifest;
using backup::Password;

constexpr std::string_view factory_account = "admin", factory_password = "admin";
constexpr int certificate_days = 365;

std::string size_text(std::uint64_t bytes) {
  return bytes < 10 * 1024 * 1024 ? std::to_string(bytes / 1024) + " KiB"
                                  : std::to_string(bytes / 1024 / 1024) + " MiB";
}

std::string line_of(const Listed& listed) {
  if (!listed.problem.empty()) return listed.name + "  FAILURE: " + listed.problem;
  return listed.name + "  " + date_time_text(listed.created) + "  " + listed.version + "  " +
         size_text(listed.bytes) + (listed.is_encrypted ? "  encrypted" : "");
}

void backup_list(const CallPtr& call) {
  const auto all = call->mmp().backups().list();
  if (!all) return call->failure(all.error());
  if (all->empty()) return call->print("There are no backups.");
  for (const Listed& listed : *all) call->print(line_of(listed));
}

void take_snapshot(const CallPtr& call, Password password) {
  call->mmp().backups().snapshot(call->value(0), std::move(password),
                                 [call](Result<Finished> made) {
                                   if (!made) return call->failure(made.error());
                                   call->success("backup of " + size_text(made->bytes) + " made");
                                 });
}

void backup_snapshot(const CallPtr& call) {
  const auto file = backup::Backups::file_of(call->value(0));
  if (!file) return call->failure(file.error());
  if (!call->has(1)) return take_snapshot(call, std::nullopt);
  call->ask_new_password(
      [call](const std::string& password) {
        if (password.empty()) return call->failure("an empty password protects nothing");
        take_snapshot(call, password);
      },
      "password of the backup");
}

bool has_gone(const CallPtr& call) {
  const auto session = call->session();
  return !session || session->is_over();
}

// What was staged becomes what the next start makes, and that is now where a server runs.
void decide(const CallPtr& call, const std::string& what) {
  Mmp& mmp = call->mmp();
  if (has_gone(call)) return mmp.backups().forget();
  if (auto decided = mmp.backups().decide(); !decided) {
    mmp.backups().forget();
    return call->failure(decided.error());
  }
  take_effect(call, what);
}

void roll_back(const CallPtr& call, const std::string& file, Password password) {
  call->print("Verifying " + file + " ...");
  call->mmp().backups().stage_rollback(file, std::move(password),
                                       [call, file](Result<Manifest> whole) {
                                         if (!whole) return call->failure(whole.error());
                                         decide(call, "rollback to " + file);
                                       });
}

void backup_rollback(const CallPtr& call) {
  backup::Backups& backups = call->mmp().backups();
  const auto listed = backups.look(call->value(0));
  if (!listed) return call->failure(listed.error());
  if (auto fits = backups.fits(*listed); !fits) return call->failure(fits.error());
  const auto go_on = [call, file = listed->name](Password password) {
    call->confirm(
        "This replaces the configuration, all certificates and keys, and the database by those "
        "of " +
            file + ", and restarts the server.",
        [call, file, password] { roll_back(call, file, password); });
  };
  if (!listed->is_encrypted) return go_on(std::nullopt);
  call->ask({"Please enter password of the backup: ", true, false},
            [go_on](std::string password) { go_on(std::move(password)); });
}

void reset(const CallPtr& call, Kind kind, backup::Fresh fresh) {
  call->mmp().backups().stage_reset(kind, std::move(fresh), [call](Result<Manifest> staged) {
    if (!staged) return call->failure(staged.error());
    decide(call, "factory reset");
  });
}

void reset_app(const CallPtr& call) {
  call->confirm(
      "This deletes all coSpaces, users, meetings and whatever else the API has made.",
      [call] { reset(call, Kind::reset_app, {call->mmp().accounts().table().encoded(), {}}); });
}

// As delivered: the factory's account, and a certificate so that Web Admin can be reached.
void reset_full(const CallPtr& call) {
  call->confirm(
      "This deletes everything but the audit log: accounts, configuration, certificates, keys, "
      "backups and the database.",
      [call] {
        call->mmp().passwords().hash(std::string(factory_password), [call](
                                                                        Result<std::string> hash) {
          if (!hash) return call->failure(hash.error());
          const auto identity = tls::make_self_signed(
              {"localhost", "127.0.0.1", "::1"}, certificate_days, call->mmp().env().clock.wall());
          if (!identity) return call->failure(identity.error());
          accounts::Account account{std::string(factory_account), Role::admin, *std::move(hash)};
          account.must_change = true;
          reset(call, Kind::reset_full,
                {{accounts::encode_account(account)},
                 {{"certificate.pem", identity->certificate_pem}, {"key.pem", identity->key_pem}}});
        });
      });
}

}  // namespace

const Topic backup_topic = {
    "backup",
    "Back up and restore",
    {{"backup list", admins, "The backups that are there, their time, version and size.",
      backup_list},
     {"backup snapshot <name> [encrypted]", admins,
      "Makes <name>.bak and <name>.json, while the server runs; with `encrypted` it asks for a "
      "password twice.",
      backup_snapshot},
     {"backup rollback <name>", admins,
      "Replaces configuration, certificates, keys and database by those of a backup of the same "
      "version, and restarts the server; wants a capital Y.",
      backup_rollback}}};

const Topic factory_reset_topic = {
    "factory_reset",
    "Reset to the state as delivered",
    {{"factory_reset app", admins,
      "Deletes what the API has made, keeps accounts, configuration and files; wants a capital Y.",
      reset_app},
     {"factory_reset full", admins,
      "Deletes everything but the audit log; then the account admin has the password admin, which "
      "has to be changed. Wants a capital Y.",
      reset_full}}};

}  // namespace curia::mmp
