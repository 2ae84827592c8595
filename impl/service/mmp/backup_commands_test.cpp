// backup, upgrade and factory_reset as a session of the command line sees them, on a simulated
// machine: sessions that end meanwhile, and programs that know another database.
#include <gtest/gtest.h>

#include <optional>

#include "impl/service/backup/archive_writer.hpp"
#include "impl/service/mmp/mmp.hpp"
#include "impl/store/group_commit.hpp"
#include "impl/wire/tls/signature.hpp"
#include "model/base/base64.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/world.hpp"

namespace curia::mmp {
namespace {

// Made for this test: openssl genpkey -algorithm ed25519.
constexpr const char* private_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINoBHGpKINjtiwRr4KTVELQNSPkBPZXvIexVRtQyoGzM\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAtvEkSbR0RsrLlVq8fsD/+xDRHo+J9wm3PWjxM2ki/jg=\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* older = "3.2.2";

class BackupScreen final : public Screen {
 public:
  void show(std::string_view shown) override { text += shown; }
  void ask(const Prompt& prompt) override { text += prompt.is_command ? "> " : prompt.text + "\n"; }
  void ended(std::string_view why) override { text += "ended: " + std::string(why) + "\n"; }
  std::string text;
};

class FakePrograms final : public backup::Programs {
 public:
  Result<> begin(const std::string& id) override {
    written = id + ":";
    return {};
  }
  Result<> append(std::string_view bytes) override {
    if (is_full) return fail(Errc::disk_full, "no room is left");
    written += bytes;
    return {};
  }
  Result<> end() override { return {}; }
  Result<std::string> ask(const std::string&) override { return answer; }
  void discard(const std::string&) override { written.clear(); }
  Result<> switch_to(const std::string&) override {
    if (is_broken) return fail(Errc::io_error, "no switch today");
    ++switches;
    return {};
  }
  Result<> clean() override { return {}; }

  std::string written, answer = std::string(older) + "\n1\n";
  bool is_broken = false, is_full = false;
  int switches = 0;
};

class BackupCommandsTest : public testing::Test {
 protected:
  BackupCommandsTest() : host_(world_.add_host("server", {"10.0.0.1"})) {
    files().replace("program/key.pem", public_key).value();
    files().replace("live.json", "{}").value();
    open();
    for (std::uint64_t i = 1; i <= 200; ++i)
      store_->commit({{i, "coSpace", std::string(4000, 'x')}},
                     [](Result<> done) { ASSERT_TRUE(done) << done.error().message; });
    accounts_->save({"ann", accounts::Role::admin, "hash"}, [](Result<>) {});
    world_.run_for(10s);
  }
  ~BackupCommandsTest() override { mmp_->stop("done"); }

  Files& files() { return host_.env().files; }

  void open() {
    auto engine = store::SqliteEngine::open({.path = "/curia.db", .vfs = disk_.vfs_name()});
    ASSERT_TRUE(engine) << engine.error().message;
    store_.emplace(host_.env().work, *std::move(engine));
    accounts_.emplace(table_, *store_);
    configuration_.emplace(files());
    Host server{.version = "3.3.1", .store = &*store_, .programs = &programs_};
    server.restart = [this] { ++restarts_; };
    mmp_.emplace(host_.env(), *accounts_, *configuration_, accounts::quick_cost, std::move(server));
    ASSERT_TRUE(mmp_->start());
    session_ = *mmp_->open({"ann", admin::Role::admin, false, false}, Door::ssh, {}, screen_);
  }

  void close_store() {
    bool closed = false;
    store_->close([&](Result<>) { closed = true; });
    world_.run_until([&] { return closed; }, 60s);
  }

  void image(const std::string& name, std::int64_t schema) {
    backup::ArchiveWriter writer(files(), "files/" + name);
    ASSERT_TRUE(writer.text("curia", "the program"));
    backup::Manifest manifest{.kind = backup::Kind::upgrade, .version = older};
    manifest.schema = schema;
    manifest.minimum_version = older;
    ASSERT_TRUE(writer.finish(
        manifest,
        {backup::signature_name, [](const std::string& sha256) -> Result<std::string> {
           const auto made = tls::sign_ed25519(private_key, backup::signed_text(sha256)).value();
           return to_base64({reinterpret_cast<const std::uint8_t*>(made.data()), made.size()});
         }}));
  }

  std::string say(std::initializer_list<const char*> lines) {
    screen_.text.clear();
    for (const char* line : lines) session_->line(line);
    world_.run_for(60s);
    return screen_.text;
  }
  static bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  sim::World world_{1};
  sim::SimHost& host_;
  sim::SimDisk disk_{1};
  FakePrograms programs_;
  BackupScreen screen_;
  int restarts_ = 0;
  accounts::AccountTable table_;
  std::optional<store::GroupCommit> store_;
  std::optional<accounts::AccountBook> accounts_;
  std::optional<ConfigurationBook> configuration_;
  std::optional<Mmp> mmp_;
  std::shared_ptr<Session> session_;
};

TEST_F(BackupCommandsTest, ASessionThatEndsBeforeItIsDecidedEndsTheRollback) {
  ASSERT_TRUE(has(say({"backup snapshot one"}), "SUCCESS"));
  screen_.text.clear();
  session_->line("backup rollback one");
  session_->line("Y");
  mmp_->sessions().close_all("evicted");
  world_.run_for(60s);
  EXPECT_TRUE(has(screen_.text, "ended: evicted")) << screen_.text;
  EXPECT_EQ(restarts_, 0);
  EXPECT_FALSE(files().read("pending.json"));
  EXPECT_FALSE(files().read("pending.archive"));
  EXPECT_FALSE(mmp_->backups().is_busy());
}

TEST_F(BackupCommandsTest, ARollbackRestartsTheServer) {
  ASSERT_TRUE(has(say({"backup snapshot one"}), "SUCCESS: backup of "));
  EXPECT_TRUE(has(say({"backup rollback one", "yes"}), "FAILURE: not confirmed"));
  EXPECT_TRUE(has(say({"backup rollback one.bak", "Y"}), "the server restarts")) << screen_.text;
  EXPECT_EQ(restarts_, 1);
  EXPECT_TRUE(files().read("pending.json"));
}

TEST_F(BackupCommandsTest, OneAtATime) {
  BackupScreen other;
  const auto second = *mmp_->open({"ann", admin::Role::admin, false, false}, Door::ssh, {}, other);
  session_->line("backup snapshot one");
  second->line("backup snapshot two");
  world_.run_for(60s);
  EXPECT_TRUE(has(screen_.text, "SUCCESS")) << screen_.text;
  EXPECT_TRUE(has(other.text, "FAILURE: a backup or a rollback is under way")) << other.text;
}

TEST_F(BackupCommandsTest, AProgramThatCannotReadTheDatabaseStartsWithAnEmptyOne) {
  image("old.img", 1);
  const std::string said = say({"upgrade old.img", "Y"});
  EXPECT_TRUE(has(said, "cannot read this database")) << said;
  EXPECT_TRUE(has(said, "SUCCESS: version 3.2.2 is installed")) << said;
  EXPECT_TRUE(has(programs_.written, ":the program"));
  EXPECT_EQ(programs_.switches, 1);
  EXPECT_TRUE(files().read("files/automatic_backup.bak"));
  close_store();
  const backup::StoreAt at{"/curia.db", disk_.vfs_name()};
  // Should it be this program that starts after all, nothing has happened.
  EXPECT_FALSE(backup::finish_pending(files(), at, "3.3.1").value());
  auto engine = store::SqliteEngine::open({.path = at.path, .vfs = at.vfs});
  ASSERT_TRUE(engine);
  EXPECT_EQ((*engine)->load(0, 1000)->size(), 201u);
}

TEST_F(BackupCommandsTest, TheOlderProgramFindsOurAccounts) {
  image("old.img", 1);
  ASSERT_TRUE(has(say({"upgrade old.img", "Y"}), "SUCCESS"));
  close_store();
  const backup::StoreAt at{"/curia.db", disk_.vfs_name()};
  ASSERT_TRUE(backup::finish_pending(files(), at, older).value());
  auto engine = store::SqliteEngine::open({.path = at.path, .vfs = at.vfs});
  ASSERT_TRUE(engine);
  const auto rows = (*engine)->load(0, 1000);
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(accounts::decode_account(rows->front().value)->name, "ann");
  EXPECT_TRUE(files().read("live.json"));
}

TEST_F(BackupCommandsTest, AnUpgradeThatFailsLeavesEverything) {
  image("old.img", 2);
  programs_.answer = "3.2.2\n1\n";
  EXPECT_TRUE(has(say({"upgrade old.img", "Y"}), "not what its manifest says")) << screen_.text;
  EXPECT_EQ(programs_.written, "") << "the program that was refused is still there";
  programs_.is_full = true;
  EXPECT_TRUE(has(say({"upgrade old.img", "Y"}), "FAILURE: no room is left")) << screen_.text;
  EXPECT_EQ(programs_.written, "");
  programs_.is_full = false;
  programs_.answer = "3.2.2\n2\n";
  programs_.is_broken = true;
  EXPECT_TRUE(has(say({"upgrade old.img", "Y"}), "FAILURE: no switch today")) << screen_.text;
  EXPECT_EQ(restarts_, 0);
  programs_.is_broken = false;
  EXPECT_TRUE(has(say({"upgrade list"}), "version 3.2.2")) << screen_.text;
  EXPECT_TRUE(has(say({"upgrade old.img", "Y"}), "SUCCESS")) << screen_.text;
  EXPECT_EQ(restarts_, 1);
}

}  // namespace
}  // namespace curia::mmp
