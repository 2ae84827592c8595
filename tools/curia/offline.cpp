#include "tools/curia/offline.hpp"

#include "impl/io/files.hpp"
#include "impl/service/accounts/account.hpp"
#include "impl/service/backup/pending.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "tools/curia/version.hpp"

namespace curia::tools {
namespace {

constexpr Duration store_patience = 600s;
constexpr std::size_t rows_per_page = 4096;

}  // namespace

Result<std::unique_ptr<store::SqliteEngine>> open_stopped(const DataDirectory& data) {
  io::RealFiles files(data.path);
  if (auto done = backup::finish_pending(files, {data.database()}, version_text); !done)
    return fail(done.error());
  return store::SqliteEngine::open({.path = data.database(), .create = false});
}

Result<std::unique_ptr<Offline>> Offline::open(io::Reality& reality, const DataDirectory& data) {
  auto engine = open_stopped(data);
  if (!engine) return fail(engine.error());
  return std::unique_ptr<Offline>(new Offline(reality, *std::move(engine)));
}

Offline::Offline(io::Reality& reality, std::unique_ptr<store::SqliteEngine> engine)
    : reality_(reality),
      env_(reality.env()),
      store_(env_.work, std::move(engine)),
      registry_(store_, env_.random) {}

template <class T, class Start>
Result<T> Offline::wait(Start start) {
  std::optional<Result<T>> outcome;
  start([&](Result<T> result) { outcome = std::move(result); });
  reality_.run_until([&] { return outcome.has_value(); }, store_patience);
  if (!outcome) return fail(Errc::timed_out, "the database does not answer");
  return *std::move(outcome);
}

Result<> Offline::load() {
  for (std::uint64_t after = 0;;) {
    auto rows = wait<std::vector<StoreRow>>(
        [&](auto done) { store_.load(after, rows_per_page, std::move(done)); });
    if (!rows) return fail(rows.error());
    if (rows->empty()) break;
    for (const StoreRow& row : *rows) {
      if (row.kind == accounts::account_kind) {
        if (row.ordinal < accounts::first_account_ordinal) registry_.reserve(row.ordinal);
      } else if (auto taken = registry_.load(row); !taken) {
        return taken;
      }
    }
    after = rows->back().ordinal;
  }
  return wait<void>([&](auto done) { registry_.loaded(std::move(done)); });
}

Result<> Offline::apply(std::vector<Change> changes) {
  return wait<void>([&](auto done) {
    for (std::size_t i = 0; i + 1 < changes.size(); ++i)
      registry_.apply(std::move(changes[i]), [](Result<>) {});
    registry_.apply(std::move(changes.back()), std::move(done));
  });
}

Result<> Offline::close() {
  return wait<void>([&](auto done) { store_.close(std::move(done)); });
}

}  // namespace curia::tools
