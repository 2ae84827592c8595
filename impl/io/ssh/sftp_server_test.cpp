#include "impl/io/ssh/sftp_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "impl/io/ssh/sftp_protocol.hpp"

namespace curia::io {
namespace {

using sftp::Status;
using sftp::Type;
using testing::ElementsAre;

constexpr std::uint64_t file_limit = 1000;

class SftpServerTest : public testing::Test {
 protected:
  SftpServerTest() {
    std::string pattern = testing::TempDir() + "sftpXXXXXX";
    data = ::mkdtemp(pattern.data());
    make();
  }
  ~SftpServerTest() override {
    server.reset();
    std::filesystem::remove_all(data);
  }

  void make(admin::Role role = admin::Role::admin) {
    server.emplace(
        data, mmp::FileUser{"ann", role}, [this](const std::string& what) { done.push_back(what); },
        file_limit);
    std::string init;
    ssh::put_u8(init, static_cast<std::uint8_t>(Type::init));
    ssh::put_u32(init, sftp::protocol_version);
    send(init);
  }

  // The answer's packet without its length.
  std::string send(const std::string& body) {
    std::string packet;
    sftp::put_packet(packet, body);
    std::string out;
    for (const char byte : packet) {  // in the smallest pieces
      EXPECT_EQ(server->step(out), SftpServer::Step::waits);
      server->feed(std::string_view(&byte, 1));
    }
    EXPECT_EQ(server->step(out), SftpServer::Step::answered);
    return out.substr(4);
  }

  static std::string head(Type type) {
    std::string body;
    ssh::put_u8(body, static_cast<std::uint8_t>(type));
    ssh::put_u32(body, 7);
    return body;
  }

  static Status status_of(const std::string& answer) {
    ssh::Reader in(answer);
    EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(Type::status));
    EXPECT_EQ(in.u32(), 7u);
    return static_cast<Status>(in.u32());
  }

  static std::string handle_of(const std::string& answer) {
    ssh::Reader in(answer);
    EXPECT_EQ(in.u8(), static_cast<std::uint8_t>(Type::handle));
    in.u32();
    return std::string(in.text());
  }

  std::string open(std::string_view name, std::uint32_t flags) {
    std::string body = head(Type::open);
    ssh::put_text(body, name);
    ssh::put_u32(body, flags);
    ssh::put_u32(body, 0);
    return send(body);
  }

  Status write(const std::string& handle, std::uint64_t offset, std::string_view bytes) {
    std::string body = head(Type::write);
    ssh::put_text(body, handle);
    ssh::put_u64(body, offset);
    ssh::put_text(body, bytes);
    return status_of(send(body));
  }

  Status with_text(Type type, std::string_view text) {
    std::string body = head(type);
    ssh::put_text(body, text);
    return status_of(send(body));
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(data + "/files"))
      names.push_back(entry.path().filename());
    return names;
  }

  static constexpr std::uint32_t upload = sftp::open_write | 0x08 | sftp::open_truncate;
  std::string data;
  std::vector<std::string> done;
  std::optional<SftpServer> server;
};

TEST_F(SftpServerTest, PutsAFileInItsPlaceWhenItIsWhole) {
  const std::string handle = handle_of(open("/cms.crt", upload));
  EXPECT_EQ(write(handle, 3, "def"), Status::ok);  // in any order
  EXPECT_EQ(write(handle, 0, "abc"), Status::ok);
  EXPECT_FALSE(std::filesystem::exists(data + "/files/cms.crt"));
  EXPECT_EQ(with_text(Type::close, handle), Status::ok);
  std::ifstream file(data + "/files/cms.crt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "abcdef");
  EXPECT_THAT(done, ElementsAre("put cms.crt (6 bytes)"));
  EXPECT_THAT(files(), ElementsAre("cms.crt"));
}

TEST_F(SftpServerTest, LeavesNothingOfWhatIsTooLarge) {
  const std::string handle = handle_of(open("a.img", upload));
  EXPECT_EQ(write(handle, file_limit - 1, "x"), Status::ok);
  EXPECT_EQ(write(handle, file_limit, "x"), Status::failure);
  EXPECT_EQ(write(handle, 0, "x"), Status::failure);
  EXPECT_EQ(with_text(Type::close, handle), Status::failure);
  EXPECT_THAT(files(), ElementsAre());
  EXPECT_THAT(done, ElementsAre("put a.img failed: such a file may have 1000 bytes at most"));
}

TEST_F(SftpServerTest, LeavesNothingOfWhatIsCutOff) {
  EXPECT_EQ(write(handle_of(open("a.img", upload)), 0, "half"), Status::ok);
  server.reset();
  EXPECT_THAT(files(), ElementsAre());
  make();
  // Nor of what a crash cut off.
  std::ofstream(data + "/files/.partial-1-1") << "half";
  remove_partial_uploads(data);
  EXPECT_THAT(files(), ElementsAre());
}

TEST_F(SftpServerTest, RefusesWhatItDoesNotDo) {
  EXPECT_EQ(status_of(open("a/b.crt", upload)), Status::no_such_file);
  EXPECT_EQ(status_of(open("audit", upload)), Status::permission_denied);
  EXPECT_EQ(status_of(open("a.crt", sftp::open_read)), Status::no_such_file);
  EXPECT_EQ(with_text(Type::mkdir, "folder"), Status::permission_denied);
  EXPECT_EQ(with_text(Type::readlink, "a.crt"), Status::unsupported);
  EXPECT_EQ(with_text(Type::close, "unknown"), Status::bad_message);
  EXPECT_EQ(write("unknown", 0, "x"), Status::bad_message);
  EXPECT_EQ(with_text(static_cast<Type>(99), ""), Status::unsupported);
  make(admin::Role::audit);
  EXPECT_EQ(status_of(open("a.crt", upload)), Status::permission_denied);
}

TEST_F(SftpServerTest, KeepsSoManyFilesOpenAndNoMore) {
  for (std::size_t i = 0; i < limits::sftp_handles; ++i) handle_of(open("a.crt", upload));
  EXPECT_EQ(status_of(open("a.crt", upload)), Status::failure);
}

// Whatever is in a packet: an answer, or none because it is not SFTP.
TEST_F(SftpServerTest, AnswersEveryPacket) {
  EXPECT_TRUE(rc::check([this] {
    const auto type = *rc::gen::inRange(0, 256);
    const auto words = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, 64U));
    std::string body;
    ssh::put_u8(body, static_cast<std::uint8_t>(type));
    for (const std::uint32_t word : words) ssh::put_u32(body, word);
    body += *rc::gen::string<std::string>();
    std::string packet;
    sftp::put_packet(packet, body);
    std::string out;
    server->feed(packet);
    const auto step = server->step(out);
    RC_ASSERT((step == SftpServer::Step::answered ? !out.empty() : body.size() < 5));
  }));
}

TEST_F(SftpServerTest, EndsAtWhatIsNotSftp) {
  std::string out;
  server->feed(std::string("\xff\xff\xff\xff", 4));
  EXPECT_EQ(server->step(out), SftpServer::Step::broken);
}

}  // namespace
}  // namespace curia::io
