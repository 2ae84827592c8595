#include "impl/service/backup/backups.hpp"

#include <algorithm>
#include <utility>

#include "impl/service/backup/archive_file.hpp"
#include "impl/service/backup/in_bulk.hpp"
#include "impl/service/backup/state_files.hpp"
#include "impl/wire/json.hpp"
#include "model/admin/configuration.hpp"
#include "model/base/reached.hpp"

namespace curia::backup {
namespace {

constexpr std::size_t longest_name = 64;
const std::string staged_name(staged_file);

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

// The head of a sealed backup says in the clear what it is.
std::string note_of(const Manifest& manifest) {
  Manifest note = manifest;
  note.parts.clear();
  return encode(note);
}

// An archive in the place of what was staged before, written by `write`.
Result<Contents> write_staged(Files& files, Manifest manifest,
                              const std::function<Result<>(ArchiveWriter&)>& write) {
  forget_staged(files);
  ArchiveWriter writer(files, staged_name);
  if (auto written = write(writer); !written) return fail(written.error());
  if (auto ended = writer.finish(manifest, checksum_voucher()); !ended) return fail(ended.error());
  auto archive = ArchiveFile::open(files, staged_name);
  if (!archive) return fail(archive.error());
  return archive->verify(checksum_name, check_checksum);
}

}  // namespace

Backups::Backups(const Env& env, store::GroupCommit* store, std::string version,
                 unsigned seal_log2_n)
    : env_(env), store_(store), version_(std::move(version)), seal_log2_n_(seal_log2_n) {}

Result<std::string> Backups::file_of(const std::string& name) {
  std::string file = name.ends_with(backup_suffix) ? name : name + std::string(backup_suffix);
  const std::size_t length = file.size() - backup_suffix.size();
  if (length == 0 || length > longest_name || file.front() == '.' || file.front() == '-' ||
      !std::ranges::all_of(file, is_name_character))
    return fail(Errc::invalid_value,
                "the name of a backup has 1 to 64 letters, digits, dots, underscores and dashes, "
                "and begins with none of the latter two or a dot");
  return file;
}

Result<Listed> Backups::look(const std::string& name) {
  const auto file = file_of(name);
  if (!file) return fail(file.error());
  auto archive = ArchiveFile::open(env_.files, admin::upload_path(*file));
  if (!archive && archive.error().code == Errc::not_found)
    return fail(Errc::not_found, "there is no backup '" + *file + "'");
  if (!archive) return fail(archive.error());
  Result<Manifest> manifest = fail(Errc::corrupt, "");
  if (archive->is_sealed()) {
    manifest = decode_manifest(archive->seal_head().note);
  } else if (auto contents = archive->contents()) {
    manifest = std::move(contents->manifest);
  } else {
    manifest = fail(contents.error());
  }
  if (!manifest) return fail(manifest.error());
  Listed listed{*file, env_.files.size(admin::upload_path(*file)).value_or(0),
                archive->is_sealed()};
  listed.version = manifest->version;
  listed.created = manifest->created;
  if (manifest->kind != Kind::snapshot)
    return fail(Errc::corrupt, "'" + *file + "' is no backup of a server");
  return listed;
}

Result<> Backups::fits(const Listed& listed) const {
  if (listed.version == version_) return {};
  return fail(Errc::wrong_version, "the backup was made by version " + listed.version +
                                       ", this is version " + version_ +
                                       ": a backup is restored by the version that made it");
}

Result<std::vector<Listed>> Backups::list() {
  const auto names = env_.files.list(std::string(admin::upload_folder));
  if (!names) return fail(names.error());
  std::vector<Listed> all;
  for (const std::string& name : *names) {
    if (!name.ends_with(backup_suffix)) continue;
    auto listed = look(name);
    if (listed)
      all.push_back(*std::move(listed));
    else
      all.push_back({.name = name,
                     .bytes = env_.files.size(admin::upload_path(name)).value_or(0),
                     .problem = listed.error().message});
  }
  return all;
}

bool Backups::refuse_busy(const std::function<void(Error)>& refuse) {
  if (!is_busy_) return false;
  reached("backup.busy");
  refuse({Errc::unavailable, {}, "a backup or a rollback is under way: try again when it is over"});
  return true;
}

template <class T>
Done<Result<T>> Backups::ending(Done<Result<T>> done) {
  is_busy_ = true;
  return [this, alive = std::weak_ptr(alive_), done = std::move(done)](Result<T> outcome) mutable {
    if (alive.expired()) return;
    is_busy_ = false;
    done(std::move(outcome));
  };
}

void Backups::with_key(Password password, SealHead head, Done<Result<std::optional<Seal>>> done) {
  auto key = std::make_shared<Result<SealKey>>();
  env_.work.run(
      Lane::crypto,
      [password = password.value_or(""), head, key] { *key = derive_seal_key(password, head); },
      [alive = std::weak_ptr(alive_), head, key, done = std::move(done)]() mutable {
        if (alive.expired()) return;
        if (!*key) return done(fail(key->error()));
        head.check = (*key)->check;
        done(Seal{**key, write_seal_head(head)});
      });
}

void Backups::snapshot(const std::string& name, Password password, Done<Result<Finished>> done) {
  const auto file = file_of(name);
  if (!file) return done(fail(file.error()));
  if (store_ == nullptr) return done(fail(Errc::unavailable, "there is no database to copy"));
  if (refuse_busy([&done](Error error) { done(fail(std::move(error))); })) return;
  const Manifest manifest{.version = version_, .created = env_.clock.wall()};
  auto ended = ending<Finished>(std::move(done));
  auto start = [this, target = admin::upload_path(*file), manifest](std::optional<Seal> seal,
                                                                    Done<Result<Finished>> then) {
    std::make_shared<Snapshot>(env_, *store_, target, manifest, std::move(seal), std::move(then))
        ->start();
  };
  if (!password) return start(std::nullopt, std::move(ended));
  SealHead head{.log2_n = seal_log2_n_, .note = note_of(manifest)};
  env_.random.secret(head.salt);
  with_key(std::move(password), head,
           [start, ended = std::move(ended)](Result<std::optional<Seal>> seal) mutable {
             if (!seal) return ended(fail(seal.error()));
             start(*std::move(seal), std::move(ended));
           });
}

void Backups::stage(std::function<Result<Contents>()> job, std::string name,
                    Done<Result<Manifest>> done) {
  in_bulk<Contents>(
      env_.work,
      [job = std::move(job), files = &env_.files] {
        auto contents = job();
        if (!contents) forget_staged(*files);
        return contents;
      },
      [this, alive = std::weak_ptr(alive_), name = std::move(name),
       done = std::move(done)](Result<Contents> contents) mutable {
        if (alive.expired()) return;
        if (!contents) return done(fail(contents.error()));
        staged_ = Decision{contents->manifest.kind, std::move(name), contents->sha256, version_};
        done(contents->manifest);
      });
}

void Backups::stage_rollback(const std::string& name, Password password,
                             Done<Result<Manifest>> done) {
  const auto listed = look(name);
  if (!listed) return done(fail(listed.error()));
  if (auto good = fits(*listed); !good) return done(fail(good.error()));
  if (refuse_busy([&done](Error error) { done(fail(std::move(error))); })) return;
  auto archive = ArchiveFile::open(env_.files, admin::upload_path(listed->name));
  if (!archive) return done(fail(archive.error()));
  auto ended = ending<Manifest>(std::move(done));
  auto copy = [this, file = listed->name](ArchiveFile source, Done<Result<Manifest>> then) {
    Files* files = &env_.files;
    stage(
        [files, source]() mutable -> Result<Contents> {
          forget_staged(*files);
          auto whole = source.verify(
              checksum_name, check_checksum,
              [files](std::string_view bytes) { return files->append(staged_name, bytes); });
          if (!whole) return whole;
          if (auto synced = files->sync(staged_name); !synced) return fail(synced.error());
          return whole;
        },
        file, std::move(then));
  };
  if (!archive->is_sealed()) return copy(*std::move(archive), std::move(ended));
  const SealHead head = archive->seal_head();
  with_key(std::move(password), head,
           [copy, source = *archive,
            ended = std::move(ended)](Result<std::optional<Seal>> seal) mutable {
             if (!seal) return ended(fail(seal.error()));
             if (auto opened = source.unlock((*seal)->key); !opened)
               return ended(fail(opened.error()));
             copy(std::move(source), std::move(ended));
           });
}

void Backups::stage_reset(Kind kind, Fresh fresh, Done<Result<Manifest>> done) {
  if (refuse_busy([&done](Error error) { done(fail(std::move(error))); })) return;
  const Manifest manifest{.kind = kind, .version = version_, .created = env_.clock.wall()};
  Files* files = &env_.files;
  stage(
      [files, manifest, fresh = std::move(fresh)] {
        return write_staged(*files, manifest, [&fresh](ArchiveWriter& writer) -> Result<> {
          std::string accounts;
          JsonWriter json(accounts);
          json.begin_array();
          for (const std::string& account : fresh.accounts) json.string(account);
          json.end_array();
          for (const auto& [name, content] : fresh.files)
            if (auto written = writer.text(name, content); !written) return written;
          return writer.text(std::string(accounts_name), accounts);
        });
      },
      {}, ending<Manifest>(std::move(done)));
}

Result<> Backups::decide(const std::string& version) {
  if (!staged_) return fail(Errc::not_found, "nothing is staged");
  if (!version.empty()) staged_->version = version;
  return backup::decide(env_.files, *staged_);
}

void Backups::forget() {
  staged_.reset();
  forget_staged(env_.files);
}

}  // namespace curia::backup
