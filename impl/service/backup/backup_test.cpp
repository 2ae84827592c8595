// Backups on a simulated machine: what is kept comes back, what is damaged changes nothing, and a
// power cut at any moment leaves the old state or the new one.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "impl/service/backup/archive_file.hpp"
#include "impl/service/backup/backups.hpp"
#include "impl/service/backup/state_files.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/files.hpp"
#include "sim/world/world.hpp"

namespace curia::backup {
namespace {

constexpr const char* store_path = "/curia.db";
constexpr const char* version = "3.3.1";
constexpr unsigned quick_log2_n = 4;

// Files whose power goes at the n-th change.
class FailingFiles final : public Files {
 public:
  FailingFiles(Files& files, int changes) : files_(files), left_(changes) {}
  Result<> append(const std::string& name, std::string_view bytes) override {
    return is_off() ? gone() : files_.append(name, bytes);
  }
  Result<> sync(const std::string& name) override { return is_off() ? gone() : files_.sync(name); }
  Result<> replace(const std::string& name, std::string_view bytes) override {
    return is_off() ? gone() : files_.replace(name, bytes);
  }
  Result<> rename(const std::string& from, const std::string& to) override {
    return is_off() ? gone() : files_.rename(from, to);
  }
  Result<> remove(const std::string& name) override {
    return is_off() ? gone() : files_.remove(name);
  }
  Result<std::string> read(const std::string& name) override { return files_.read(name); }
  Result<std::string> read_part(const std::string& name, std::uint64_t at, std::size_t n) override {
    return files_.read_part(name, at, n);
  }
  Result<std::uint64_t> size(const std::string& name) override { return files_.size(name); }
  Result<std::vector<std::string>> list(const std::string& folder) override {
    return files_.list(folder);
  }

 private:
  bool is_off() { return --left_ < 0; }
  static Result<> gone() { return fail(Errc::io_error, "no power"); }
  Files& files_;
  int left_;
};

class BackupTest : public testing::Test {
 protected:
  BackupTest() : host_(world_.add_host("server", {"10.0.0.1"})) {
    files().replace("live.json", "the configuration").value();
    files().replace("files/web.key", std::string(3000, 'k')).value();
    files().replace("files/upgrade.img", "an image").value();
    files().replace("audit", "what was done\n").value();
    start();
    for (std::uint64_t i = 1; i <= 300; ++i) store(i, std::string(5000, static_cast<char>(i)));
  }

  Files& files() { return host_.env().files; }

  void start(const std::string& as = version) {
    auto engine = store::SqliteEngine::open({.path = store_path, .vfs = disk_.vfs_name()});
    ASSERT_TRUE(engine) << engine.error().message;
    store_ = std::make_unique<store::GroupCommit>(host_.env().work, *std::move(engine));
    backups_ = std::make_unique<Backups>(host_.env(), store_.get(), as, quick_log2_n);
  }

  void stop() {
    bool closed = false;
    store_->close([&](Result<>) { closed = true; });
    world_.run_until([&] { return closed; }, 60s);
    backups_.reset();
    store_.reset();
  }

  Result<std::optional<Decision>> finish(const std::string& as = version) {
    return finish_pending(files(), {store_path, disk_.vfs_name()}, as);
  }

  void store(std::uint64_t ordinal, std::string value) {
    store_->commit({{ordinal, "coSpace", std::move(value)}},
                   [](Result<> done) { ASSERT_TRUE(done) << done.error().message; });
    ++world_writes_;
    if (world_writes_ % 50 == 0) world_.run_for(1s);
  }

  template <class T>
  Result<T> wait(const std::function<void(Done<Result<T>>)>& begin) {
    std::optional<Result<T>> outcome;
    begin([&](Result<T> done) { outcome = std::move(done); });
    world_.run_until([&] { return outcome.has_value(); }, 600s);
    return outcome ? *std::move(outcome) : fail(Errc::timed_out, "it does not end");
  }
  Result<Finished> snapshot(const std::string& name, Password password = std::nullopt) {
    return wait<Finished>([&](auto done) { backups_->snapshot(name, password, std::move(done)); });
  }
  Result<Manifest> roll_back(const std::string& name, Password password = std::nullopt) {
    auto staged = wait<Manifest>(
        [&](auto done) { backups_->stage_rollback(name, password, std::move(done)); });
    if (!staged) return staged;
    if (auto decided = backups_->decide(); !decided) return fail(decided.error());
    return staged;
  }

  // Everything that counts: files, and rows of the database.
  std::map<std::string, std::string> state() {
    std::map<std::string, std::string> all;
    const auto names = state_files(files());
    for (const std::string& name : names.value()) all[name] = files().read(name).value();
    const auto rows =
        wait<std::vector<StoreRow>>([&](auto done) { store_->load(0, 100000, std::move(done)); });
    for (const StoreRow& row : rows.value()) all["row " + std::to_string(row.ordinal)] = row.value;
    return all;
  }

  void change_everything() {
    files().replace("live.json", "another configuration").value();
    files().replace("files/web.key", "another key").value();
    files().replace("files/new.crt", "a new certificate").value();
    for (std::uint64_t i = 100; i <= 400; ++i) store(i, "changed");
    world_.run_for(1s);
  }

  sim::World world_{1};
  sim::SimHost& host_;
  sim::SimDisk disk_{1};
  int world_writes_ = 0;
  std::unique_ptr<store::GroupCommit> store_;
  std::unique_ptr<Backups> backups_;
};

TEST_F(BackupTest, RollbackBringsBackEveryByte) {
  world_.run_for(1s);
  const auto before = state();
  for (const Password& password : {Password(), Password("pass word")}) {
    const auto made = snapshot("before", password);
    ASSERT_TRUE(made) << made.error().message;
    change_everything();
    ASSERT_NE(state(), before);
    const auto staged = roll_back("before.bak", password);
    ASSERT_TRUE(staged) << staged.error().message;
    EXPECT_NE(state(), before) << "until the next start the server goes on as it was";
    stop();
    ASSERT_EQ(finish().value()->name, "before.bak");
    start();
    EXPECT_EQ(state(), before);
    EXPECT_EQ(files().read("audit").value(), "what was done\n");
    EXPECT_EQ(files().read("files/upgrade.img").value(), "an image");
    EXPECT_EQ(files().list("").value(), (std::vector<std::string>{"audit", "files", "live.json"}));
    EXPECT_FALSE(finish().value()) << "once";
  }
  const std::string plain = files().read("files/before.bak").value();
  EXPECT_EQ(plain.find("the configuration"), std::string::npos);
  EXPECT_EQ(files().read("files/before.json").value().find("kkkk"), std::string::npos);
}

TEST_F(BackupTest, TheMomentIsTheBeginningAndWritesGoOn) {
  world_.run_for(1s);
  const auto before = state();
  std::optional<Result<Finished>> made;
  backups_->snapshot("busy", std::nullopt, [&](Result<Finished> done) { made = std::move(done); });
  world_.run_for(20ms);
  ASSERT_FALSE(made);
  int acknowledged = 0;
  for (std::uint64_t i = 1; i <= 600; ++i)
    store_->commit({{i, "coSpace", "while it is copied"}},
                   [&](Result<> done) { acknowledged += done ? 1 : 0; });
  world_.run_until([&] { return acknowledged == 600; }, 1s);
  EXPECT_EQ(acknowledged, 600);
  EXPECT_FALSE(made) << "changes do not wait for the copy";
  // One at a time.
  EXPECT_EQ(snapshot("second").error().code, Errc::unavailable);
  EXPECT_EQ(roll_back("busy").error().code, Errc::not_found) << "it is not there yet";
  world_.run_until([&] { return made.has_value(); }, 60s);
  ASSERT_TRUE(made && *made);
  ASSERT_TRUE(roll_back("busy"));
  stop();
  ASSERT_TRUE(finish());
  start();
  EXPECT_EQ(state(), before);
}

TEST_F(BackupTest, WhatIsDamagedIsRefusedAndChangesNothing) {
  ASSERT_TRUE(snapshot("plain"));
  ASSERT_TRUE(snapshot("sealed", "right"));
  const auto before = state();
  const auto refused = [&](const std::string& name, const Password& password) {
    const auto staged = roll_back(name, password);
    EXPECT_FALSE(staged);
    EXPECT_EQ(files().read(std::string(staged_file)).error().code, Errc::not_found);
    return staged ? Errc::invalid_value : staged.error().code;
  };
  EXPECT_EQ(refused("sealed", "wrong"), Errc::not_permitted);
  EXPECT_EQ(refused("none", std::nullopt), Errc::not_found);
  EXPECT_EQ(refused("../../etc/passwd", std::nullopt), Errc::invalid_value);
  for (const auto& [name, password] :
       {std::pair<std::string, Password>{"plain", std::nullopt}, {"sealed", "right"}}) {
    const std::string file = "files/" + name + ".bak";
    const std::string whole = files().read(file).value();
    Prng chance(7, name);
    for (int i = 0; i < 60; ++i) {
      const auto at = static_cast<std::size_t>(chance.below(whole.size()));
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ (1 << chance.below(8)));
      files().replace(file, changed).value();
      EXPECT_NE(refused(name, password), Errc::invalid_value) << name << " changed at " << at;
      files().replace(file, whole.substr(0, at)).value();
      EXPECT_NE(refused(name, password), Errc::invalid_value) << name << " cut at " << at;
    }
    for (const std::size_t cut : {std::size_t{1}, std::size_t{512}, std::size_t{1024}}) {
      files().replace(file, whole.substr(0, whole.size() - cut)).value();
      EXPECT_EQ(refused(name, password), Errc::corrupt) << cut;
    }
    files().replace(file, whole + '\0').value();
    EXPECT_EQ(refused(name, password), Errc::corrupt);
    files().replace(file, whole).value();
  }
  EXPECT_EQ(backups_->list()->size(), 2u);
  stop();
  EXPECT_FALSE(finish().value());
  start("3.2.2");
  EXPECT_EQ(state(), before);
  const auto other = roll_back("plain");
  EXPECT_EQ(other.error().code, Errc::wrong_version);
  EXPECT_EQ(other.error().message,
            "the backup was made by version 3.3.1, this is version 3.2.2: a backup is restored by "
            "the version that made it");
}

TEST_F(BackupTest, APowerCutAtAnyMomentLeavesTheOldStateOrTheNew) {
  world_.run_for(1s);
  const auto before = state();
  ASSERT_TRUE(snapshot("before"));
  bool is_all = false;
  int cuts = 0;
  for (int at = 1; !is_all; ++at, ++cuts) {
    ASSERT_LT(at, 200);
    files().replace("files/odd.crt", std::to_string(at)).value();
    for (std::uint64_t i = 250; i <= 320; ++i) store(i, "later " + std::to_string(at));
    world_.run_for(1s);
    ASSERT_TRUE(roll_back("before"));
    stop();
    // Files and the disk of the database lose their power at different moments: at the n-th change
    // of one of them, then of the other.
    if (at % 2 == 0) disk_.cut_after(static_cast<std::uint64_t>(at / 2));
    FailingFiles failing(files(), at % 2 == 0 ? 1000 : at / 2);
    const auto first = finish_pending(failing, {store_path, disk_.vfs_name()}, version);
    is_all = first.has_value() && cuts > 30;
    host_.power_cut();
    host_.power_on();
    disk_.power_cut();
    disk_.cut_after(0);
    const auto again = finish();
    ASSERT_TRUE(again) << again.error().message;
    start();
    ASSERT_TRUE(state() == before) << "cut at " << at;
  }
  EXPECT_GT(cuts, 10);
}

TEST_F(BackupTest, AFullDiskFailsTheSnapshotAndNothingElse) {
  const auto before = state();
  host_.shelf().fill();
  EXPECT_EQ(snapshot("full").error().code, Errc::disk_full);
  host_.shelf().set_capacity(std::uint64_t{1} << 40);
  EXPECT_EQ(files().list("files").value(), (std::vector<std::string>{"upgrade.img", "web.key"}));
  EXPECT_EQ(state(), before);
  ASSERT_TRUE(snapshot("room"));
  host_.shelf().fill();
  EXPECT_EQ(roll_back("room").error().code, Errc::disk_full);
  host_.shelf().set_capacity(std::uint64_t{1} << 40);
  EXPECT_EQ(state(), before);
  EXPECT_TRUE(snapshot("again")) << "nothing is under way any more";
}

TEST_F(BackupTest, ResetsLeaveWhatTheySay) {
  ASSERT_TRUE(snapshot("kept"));
  const Fresh fresh{{"an account"}, {{"key.pem", "a key"}}};
  auto reset = [&](Kind kind) {
    ASSERT_TRUE(wait<Manifest>([&](auto d) { backups_->stage_reset(kind, fresh, std::move(d)); }));
    ASSERT_TRUE(backups_->decide());
    stop();
    ASSERT_EQ(finish().value()->kind, kind);
    start();
  };
  auto app = state();
  std::erase_if(app, [](const auto& item) { return item.first.starts_with("row "); });
  reset(Kind::reset_app);
  auto now = state();
  EXPECT_EQ(std::erase_if(now, [](const auto& item) { return item.second == "an account"; }), 1u);
  EXPECT_EQ(now, app);
  EXPECT_TRUE(files().read("files/kept.bak"));
  store(1, "more");
  reset(Kind::reset_full);
  EXPECT_EQ(files().list("").value(), (std::vector<std::string>{"audit", "key.pem"}));
  EXPECT_EQ(state().size(), 2u);
}

TEST_F(BackupTest, WhatAnotherVersionDecidedIsForgotten) {
  ASSERT_TRUE(snapshot("before"));
  change_everything();
  const auto changed = state();
  ASSERT_TRUE(roll_back("before"));
  stop();
  EXPECT_FALSE(finish("3.4.0").value());
  start();
  EXPECT_EQ(state(), changed);
}

}  // namespace
}  // namespace curia::backup
