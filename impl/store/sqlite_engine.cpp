#include "impl/store/sqlite_engine.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "impl/store/crc32c.hpp"
#include "impl/store/schema.hpp"
#include "impl/store/sqlite.hpp"
#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::store {
namespace {

// EXCLUSIVE before the first read: the index of the log then lives in memory (no -shm file) and the
// file is ours until the process ends. The log is shortened again after a peak to this size.
constexpr const char* settings =
    "PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-16384;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA trusted_schema=OFF;";

constexpr std::int64_t largest_ordinal = std::numeric_limits<std::int64_t>::max();

std::int64_t sql_ordinal(std::uint64_t ordinal) {
  check(ordinal <= static_cast<std::uint64_t>(largest_ordinal), "an ordinal has 63 bits");
  return static_cast<std::int64_t>(ordinal);
}

// Closing then leaves the log alone: a file that is refused or half trusted stays as it is.
void checkpoint_on_close(Connection& db, bool wanted) {
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1, nullptr);
}

// Reads every page once: pages used twice, free pages that are in use, broken cells. What stands
// inside the values is the business of the row checksums.
Result<> check_structure(Connection& db) {
  Result<std::string> verdict = db.text("PRAGMA quick_check(1)");
  if (!verdict) return fail(verdict.error());
  std::ranges::replace(*verdict, '\n', ' ');  // it becomes one line of a log
  if (*verdict != "ok") return fail(Errc::corrupt, "'" + db.path() + "' is damaged: " + *verdict);
  return {};
}

// The order is the promise: nothing is written before the file has passed every check.
Result<> prepare_file(Connection& db) {
  const Result<std::int64_t> pages = db.number("PRAGMA page_count");
  if (!pages) return fail(pages.error());
  // A file whose making was cut off is empty now, or SQLite has found that it was complete.
  if (*pages == 0) {
    if (Result<> made = create_schema(db); !made) return made;
  } else {
    const Result<std::int64_t> product = db.number("PRAGMA application_id");
    if (!product) return fail(product.error());
    if (*product != application_id) return fail(foreign_file_error(db.path()));
    const Result<std::int64_t> version = db.number("PRAGMA user_version");
    if (!version) return fail(version.error());
    if (*version > schema_version) return fail(newer_version_error(db.path(), *version));
    if (Result<> sound = check_structure(db); !sound) return sound;
  }
  const Result<std::string> mode = db.text("PRAGMA journal_mode=WAL");
  if (!mode) return fail(mode.error());
  if (*mode != "wal")
    return fail(Errc::io_error, "'" + db.path() + "' stands on a disk that cannot keep a log");
  return migrate_schema(db);
}

}  // namespace

struct SqliteEngine::Impl {
  std::optional<Connection> db;
  // After db, so that they are gone before it.
  Statement begin, commit, put, erase, page;
  std::size_t checkpoint_pages = 0;
  std::size_t checkpoint_at =
      0;                      // a failed checkpoint moves it up, so that it is not tried at once
  std::size_t log_pages = 0;  // what the next checkpoint would fold in
  std::optional<Error> poison;
  bool has_written = false;
  sqlite3_file* copied = nullptr;  // the table file, while a copy of it is made

  Result<> prepare_statements();
  Result<> usable() const;
  Error failed(int code);
  int write(const StoreWrite& write);
  int write_group(std::span<const Batch> group);
};

Result<> SqliteEngine::Impl::prepare_statements() {
  sqlite3* handle = db->get();
  begin = Statement(handle, "BEGIN IMMEDIATE");
  commit = Statement(handle, "COMMIT");
  put = Statement(handle,
                  "INSERT INTO object(ordinal, kind, value, checksum) VALUES(?1, ?2, ?3, ?4)"
                  " ON CONFLICT(ordinal) DO UPDATE SET kind=excluded.kind, value=excluded.value,"
                  " checksum=excluded.checksum");
  erase = Statement(handle, "DELETE FROM object WHERE ordinal=?1");
  page = Statement(handle,
                   "SELECT ordinal, kind, value, checksum FROM object WHERE ordinal>?1"
                   " ORDER BY ordinal LIMIT ?2");
  if (!begin || !commit || !put || !erase || !page) return fail(db->error(db->last_code()));
  sqlite3_wal_hook(
      handle,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Impl*>(self)->log_pages = static_cast<std::size_t>(pages);
        return SQLITE_OK;
      },
      this);
  return {};
}

Result<> SqliteEngine::Impl::usable() const {
  if (!db) return fail(Errc::cancelled, "the store is closed");
  if (poison) return fail(*poison);
  return {};
}

// The error to report for a code; a failed sync becomes the answer to everything.
Error SqliteEngine::Impl::failed(int code) {
  Error error = db->error(code);
  if (!is_sync_failure(code)) return error;
  reached("store.poisoned");
  error = {Errc::io_error,
           {},
           "the disk did not confirm a write to '" + db->path() +
               "': nothing more is stored until the server is started again"};
  poison = error;
  return error;
}

int SqliteEngine::Impl::write(const StoreWrite& write) {
  const std::int64_t ordinal = sql_ordinal(write.ordinal);
  Statement& statement = write.value ? put : erase;
  statement.bind(1, ordinal);
  if (write.value)
    statement.bind_text(2, write.kind)
        .bind_blob(3, *write.value)
        .bind(4, row_checksum(write.ordinal, write.kind, *write.value));
  const int code = statement.step();
  statement.reset();
  return code;
}

int SqliteEngine::Impl::write_group(std::span<const Batch> group) {
  int code = begin.step();
  begin.reset();
  if (code != SQLITE_DONE) return code;
  for (const Batch& batch : group)
    for (const StoreWrite& each : batch)
      if (code = write(each); code != SQLITE_DONE) return code;
  code = commit.step();
  commit.reset();
  return code;
}

SqliteEngine::SqliteEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SqliteEngine::~SqliteEngine() = default;

Result<std::unique_ptr<SqliteEngine>> SqliteEngine::open(const EngineOptions& options) {
  const Result<FileState> state = inspect_file(options.path, options.vfs);
  if (!state) return fail(state.error());
  if (*state != FileState::ours && !options.create)
    return fail(Errc::not_found, "there is no store at '" + options.path + "'");
  if (*state == FileState::unfinished) reached("store.making_was_cut_off");
  const Result<bool> has_log = has_write_ahead_log(options.path, options.vfs);
  if (!has_log) return fail(has_log.error());
  Result<Connection> db = Connection::open(options.path, options.vfs, options.create);
  if (!db) return fail(db.error());
  // A log that was there stays. Until something is written, closing takes away the empty one that
  // reading makes.
  checkpoint_on_close(*db, !*has_log);
  if (Result<> set = db->run(settings); !set) return fail(set.error());
  if (Result<> ready = prepare_file(*db); !ready) return fail(ready.error());
  auto impl = std::make_unique<Impl>();
  impl->db = std::move(*db);
  impl->checkpoint_pages = impl->checkpoint_at = options.checkpoint_pages;
  if (Result<> ready = impl->prepare_statements(); !ready) return fail(ready.error());
  return std::unique_ptr<SqliteEngine>(new SqliteEngine(std::move(impl)));
}

Result<> SqliteEngine::apply(std::span<const Batch> group) {
  if (Result<> usable = impl_->usable(); !usable) return usable;
  if (!std::exchange(impl_->has_written, true)) checkpoint_on_close(*impl_->db, false);
  const int code = impl_->write_group(group);
  if (code == SQLITE_DONE) return {};
  Error error = impl_->failed(code);
  impl_->db->rollback();
  return fail(std::move(error));
}

Result<std::vector<StoreRow>> SqliteEngine::load(std::uint64_t after, std::size_t limit) {
  if (!impl_->db) return fail(Errc::cancelled, "the store is closed");
  std::vector<StoreRow> rows;
  Statement& page = impl_->page;
  page.bind(1, sql_ordinal(after)).bind(2, static_cast<std::int64_t>(limit));
  int code = page.step();
  for (; code == SQLITE_ROW; code = page.step()) {
    StoreRow row{static_cast<std::uint64_t>(page.integer(0)), std::string(page.bytes(1)),
                 std::string(page.bytes(2))};
    if (page.integer(3) != row_checksum(row.ordinal, row.kind, row.value)) {
      page.reset();
      return fail(Errc::corrupt, "'" + impl_->db->path() + "' is damaged: object " +
                                     std::to_string(row.ordinal) + " does not match its checksum");
    }
    rows.push_back(std::move(row));
  }
  Error error = code == SQLITE_DONE ? Error{} : impl_->db->error(code);
  page.reset();
  if (code != SQLITE_DONE) return fail(std::move(error));
  return rows;
}

bool SqliteEngine::wants_checkpoint() const {
  return impl_->db && !impl_->poison && impl_->copied == nullptr &&
         impl_->log_pages > impl_->checkpoint_at;
}

Result<> SqliteEngine::checkpoint() {
  if (Result<> usable = impl_->usable(); !usable) return usable;
  if (impl_->copied != nullptr) return {};  // it was wanted before the copy began
  const int code = sqlite3_wal_checkpoint_v2(impl_->db->get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             nullptr, nullptr);
  if (code != SQLITE_OK) {
    reached("store.checkpoint_failed");
    impl_->checkpoint_at = impl_->log_pages + impl_->checkpoint_pages;
    return fail(impl_->failed(impl_->db->last_code()));
  }
  impl_->log_pages = 0;
  impl_->checkpoint_at = impl_->checkpoint_pages;
  return {};
}

Result<std::uint64_t> SqliteEngine::begin_copy() {
  if (impl_->copied != nullptr) return fail(Errc::unavailable, "a copy is being made already");
  if (Result<> folded = checkpoint(); !folded) return fail(folded.error());
  sqlite3_file* file = nullptr;
  sqlite3_int64 size = 0;
  int code = sqlite3_file_control(impl_->db->get(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code == SQLITE_OK) code = file->pMethods->xFileSize(file, &size);
  if (code != SQLITE_OK) return fail(impl_->db->error(code));
  impl_->copied = file;
  return static_cast<std::uint64_t>(size);
}

Result<std::string> SqliteEngine::read_copy(std::uint64_t offset, std::size_t count) {
  if (impl_->copied == nullptr) return fail(Errc::cancelled, "no copy is being made");
  std::string bytes(count, '\0');
  const int code = impl_->copied->pMethods->xRead(
      impl_->copied, bytes.data(), static_cast<int>(count), static_cast<sqlite3_int64>(offset));
  if (code != SQLITE_OK) return fail(impl_->db->error(code));
  return bytes;
}

void SqliteEngine::end_copy() { impl_->copied = nullptr; }

Result<> SqliteEngine::close() {
  if (!impl_->db) return {};
  end_copy();
  const Result<> folded = checkpoint();
  for (Statement* each : {&impl_->begin, &impl_->commit, &impl_->put, &impl_->erase, &impl_->page})
    *each = Statement();
  if (folded) checkpoint_on_close(*impl_->db, true);
  impl_->db.reset();
  return folded;
}

}  // namespace curia::store
