#include "tools/curia/transport.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <optional>
#include <utility>

#include "impl/io/interfaces.hpp"
#include "impl/io/program_folder.hpp"
#include "impl/service/accounts/account_book.hpp"
#include "impl/store/group_commit.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "tools/curia/console.hpp"
#include "tools/curia/offline.hpp"
#include "tools/curia/version.hpp"

namespace curia::tools {
namespace {

using mmp::ConsoleFrame;

constexpr std::size_t rows_per_page = 4096;
constexpr Duration patience = 600s;
constexpr std::size_t read_bytes = 64 * 1024;

class SocketTransport final : public Transport {
 public:
  explicit SocketTransport(io::Descriptor socket) : socket_(std::move(socket)) {}

  void send(char kind, std::string_view text) override {
    const std::string frame = mmp::encode_frame(kind, text);
    for (std::string_view left = frame; !left.empty();) {
      const ssize_t count = ::send(socket_.get(), left.data(), left.size(), MSG_NOSIGNAL);
      if (count <= 0) return;  // receive() will tell
      left.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  std::vector<ConsoleFrame> receive(int wait_ms) override {
    std::vector<ConsoleFrame> frames;
    pollfd one{socket_.get(), POLLIN, 0};
    while (frames.empty() && ::poll(&one, 1, wait_ms) > 0) {
      char bytes[read_bytes];
      const ssize_t count = ::recv(socket_.get(), bytes, sizeof bytes, 0);
      if (count <= 0 || !frames_.feed({bytes, static_cast<std::size_t>(count)}, frames))
        return {{'e', "the server has gone"}};
    }
    return frames;
  }

  int descriptor() const override { return socket_.get(); }

 private:
  io::Descriptor socket_;
  mmp::ConsoleFrames frames_;
};

// A command line of this process alone, over the store and the files of a stopped server.
class OfflineTransport final : public Transport {
 public:
  OfflineTransport(const DataDirectory& data, std::unique_ptr<store::SqliteEngine> engine)
      : reality_({.root = data.path, .log_file = {}, .trace_file = {}}),
        store_(reality_.env().work, std::move(engine)),
        programs_(data.path),
        configuration_(reality_.env().files),
        accounts_(table_, store_) {}

  ~OfflineTransport() override {
    link_.reset();
    if (mmp_) mmp_->stop("the console ends");
    bool closed = false;
    store_.close([&](Result<>) { closed = true; });
    reality_.run_until([&] { return closed; }, patience);
  }

  Result<> open() {
    if (auto read = configuration_.load(); !read) return read;
    if (auto loaded = load_accounts(); !loaded) return loaded;
    mmp_.emplace(reality_.env(), accounts_, configuration_, accounts::production_cost,
                 mmp::Host{.version = std::string(version_text),
                           .store = &store_,
                           .programs = &programs_,
                           .hardware_address = io::hardware_address});
    if (auto started = mmp_->start(); !started) return started;
    link_.emplace(
        *mmp_,
        [this](std::string bytes) {
          if (!frames_.feed(bytes, received_)) received_.push_back({'e', "too much at once"});
        },
        [this] { has_ended_ = true; });
    return {};
  }

  void send(char kind, std::string_view text) override {
    link_->receive(mmp::encode_frame(kind, text));
  }

  std::vector<ConsoleFrame> receive(int wait_ms) override {
    const Duration limit = wait_ms < 0 ? patience : std::chrono::milliseconds(wait_ms);
    reality_.run_until([&] { return !received_.empty() || has_ended_; }, limit);
    if (received_.empty() && has_ended_) return {{'e', ""}};
    return std::exchange(received_, {});
  }

  int descriptor() const override { return -1; }

 private:
  Result<> load_accounts() {
    for (std::uint64_t after = 0;;) {
      std::optional<Result<std::vector<StoreRow>>> rows;
      store_.load(after, rows_per_page, [&](auto result) { rows = std::move(result); });
      reality_.run_until([&] { return rows.has_value(); }, patience);
      if (!rows) return fail(Errc::timed_out, "the database does not answer");
      if (!*rows) return fail(rows->error());
      if ((*rows)->empty()) return {};
      for (const StoreRow& row : **rows)
        if (row.kind == accounts::account_kind)
          if (auto taken = accounts_.load(row); !taken) return taken;
      after = (*rows)->back().ordinal;
    }
  }

  io::Reality reality_;
  store::GroupCommit store_;
  io::ProgramFolder programs_;
  mmp::ConfigurationBook configuration_;
  accounts::AccountTable table_;
  accounts::AccountBook accounts_;
  std::optional<mmp::Mmp> mmp_;
  std::vector<ConsoleFrame> received_;
  bool has_ended_ = false;
  mmp::ConsoleFrames frames_;
  std::optional<mmp::ConsoleLink> link_;
};

}  // namespace

Result<std::unique_ptr<Transport>> open_transport(const DataDirectory& data) {
  if (auto socket = io::connect_local(console_path(data.path)))
    return std::make_unique<SocketTransport>(*std::move(socket));
  auto engine = open_stopped(data);
  if (!engine) return fail(engine.error());
  auto offline = std::make_unique<OfflineTransport>(data, *std::move(engine));
  if (auto opened = offline->open(); !opened) return fail(opened.error());
  return offline;
}

}  // namespace curia::tools
