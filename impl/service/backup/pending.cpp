#include "impl/service/backup/pending.hpp"

#include <algorithm>

#include "impl/service/accounts/account.hpp"
#include "impl/service/backup/archive_file.hpp"
#include "impl/service/backup/state_files.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "impl/store/store_file.hpp"
#include "impl/wire/json.hpp"
#include "model/base/reached.hpp"

namespace curia::backup {
namespace {

const std::string archive_name(staged_file), pending_name(pending_file);

std::string encode(const Decision& decision) {
  std::string text;
  JsonWriter(text)
      .begin_object()
      .member("kind", name_of(decision.kind))
      .member("name", decision.name)
      .member("sha256", decision.sha256)
      .member("version", decision.version)
      .end_object();
  return text + "\n";
}

Result<Decision> decode(std::string_view text) {
  const auto json = parse_json(text);
  Decision decision;
  std::string kind;
  if (json)
    for (const auto& [name, value] : {std::pair<std::string_view, std::string*>{"kind", &kind},
                                      {"name", &decision.name},
                                      {"sha256", &decision.sha256},
                                      {"version", &decision.version}})
      if (const JsonValue* found = json->find(name)) *value = found->text;
  for (const Kind each : {Kind::snapshot, Kind::reset_app, Kind::reset_full})
    if (name_of(each) == kind) {
      decision.kind = each;
      return decision;
    }
  return fail(Errc::corrupt, "'" + pending_name + "' is damaged: it says nothing that can be done");
}

Result<> remove_if_there(Files& files, const std::string& name) {
  auto removed = files.remove(name);
  if (!removed && removed.error().code == Errc::not_found) return {};
  return removed;
}

class Finisher {
 public:
  Finisher(Files& files, const StoreAt& store, ArchiveFile& archive, const Contents& contents)
      : files_(files), store_(store), archive_(archive), contents_(contents) {}

  Result<> run() {
    if (auto done = write_store(); !done) return done;
    if (contents_.manifest.kind == Kind::reset_app) return {};
    if (auto done = write_files(); !done) return done;
    return remove_others();
  }

 private:
  Result<std::string> part(std::string_view name) {
    const auto found = contents_.places.find(name);
    if (found == contents_.places.end())
      return fail(Errc::corrupt, "the staged archive has no " + std::string(name));
    return archive_.read(found->second.offset, static_cast<std::size_t>(found->second.size));
  }

  Result<> write_store() {
    auto file = store::StoreFile::make(store_.path, store_.vfs);
    if (!file) return fail(file.error());
    const auto found = contents_.places.find(database_name);
    if (found == contents_.places.end()) {
      // The file is empty now, and a new store can be made in its place.
      {
        const store::StoreFile closed = *std::move(file);
      }
      return make_store();
    }
    for (std::uint64_t done = 0; done < found->second.size;) {
      const auto bytes = archive_.read(found->second.offset + done,
                                       static_cast<std::size_t>(std::min<std::uint64_t>(
                                           seal_piece_bytes, found->second.size - done)));
      if (!bytes) return fail(bytes.error());
      if (bytes->empty()) return fail(Errc::corrupt, "the staged archive has no end");
      if (auto written = file->append(*bytes); !written) return written;
      done += bytes->size();
    }
    return file->finish();
  }

  // With the accounts of the archive and nothing else.
  Result<> make_store() {
    const auto text = part(accounts_name);
    if (!text) return fail(text.error());
    const auto json = parse_json(*text);
    if (!json) return fail(json.error());
    auto engine = store::SqliteEngine::open({.path = store_.path, .vfs = store_.vfs});
    if (!engine) return fail(engine.error());
    Batch batch;
    for (const JsonValue& account : json->items)
      batch.push_back({accounts::first_account_ordinal + batch.size(),
                       std::string(accounts::account_kind), account.text});
    if (auto stored = (*engine)->apply(std::span(&batch, 1)); !stored) return stored;
    return (*engine)->close();
  }

  bool is_file(std::string_view name) const {
    return name != database_name && name != accounts_name && name != manifest_name &&
           name != checksum_name;
  }

  Result<> write_files() {
    for (const auto& [name, place] : contents_.places) {
      if (!is_file(name)) continue;
      const auto bytes = part(name);
      if (!bytes) return fail(bytes.error());
      if (auto written = files_.replace(name, *bytes); !written) return written;
    }
    return {};
  }

  Result<> remove_others() {
    const auto names = state_files(files_);
    if (!names) return fail(names.error());
    std::vector<std::string> gone = *names;
    std::erase_if(gone, [this](const std::string& name) {
      return is_file(name) && contents_.places.contains(name);
    });
    if (contents_.manifest.kind == Kind::reset_full) {
      const auto kept = kept_files(files_);
      if (!kept) return fail(kept.error());
      gone.insert(gone.end(), kept->begin(), kept->end());
    }
    for (const std::string& name : gone)
      if (auto removed = remove_if_there(files_, name); !removed) return removed;
    return {};
  }

  Files& files_;
  const StoreAt& store_;
  ArchiveFile& archive_;
  const Contents& contents_;
};

}  // namespace

Result<> decide(Files& files, const Decision& decision) {
  return files.replace(pending_name, encode(decision));
}

void forget_staged(Files& files) {
  for (const std::string_view name : {staged_file, snapshot_part})
    (void)files.remove(std::string(name));
}

Result<std::optional<Decision>> finish_pending(Files& files, const StoreAt& store,
                                               std::string_view version) {
  const auto text = files.read(pending_name);
  if (!text) {
    if (text.error().code != Errc::not_found && text.error().code != Errc::unavailable)
      return fail(text.error());
    forget_staged(files);
    return std::nullopt;
  }
  auto decision = decode(*text);
  if (!decision) return fail(decision.error());
  const bool is_ours = decision->version == version;
  if (is_ours) {
    reached("backup.finished");
    const auto explain = [](const Error& error) {
      return fail(error.code, "what was decided cannot be finished: " + error.message);
    };
    auto archive = ArchiveFile::open(files, archive_name);
    if (!archive) return explain(archive.error());
    const auto contents = archive->verify(checksum_name, check_checksum);
    if (!contents) return explain(contents.error());
    if (contents->sha256 != decision->sha256 || contents->manifest.kind != decision->kind)
      return explain({Errc::corrupt, {}, "'" + archive_name + "' is not what was staged"});
    if (auto done = Finisher(files, store, *archive, *contents).run(); !done)
      return explain(done.error());
  }
  if (auto removed = files.remove(pending_name); !removed) return fail(removed.error());
  forget_staged(files);
  if (!is_ours) return std::nullopt;
  return *std::move(decision);
}

}  // namespace curia::backup
