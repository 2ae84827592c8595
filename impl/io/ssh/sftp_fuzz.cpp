// Arbitrary requests on an SFTP channel: each gets one answer of its number, nothing outside of the
// one folder is touched, and nothing unfinished is left behind.
//
// The first byte of an input is the role; then come packets, each after a byte with its length.
#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "impl/io/ssh/sftp_protocol.hpp"
#include "impl/io/ssh/sftp_server.hpp"
#include "model/base/check.hpp"

using namespace curia;
namespace fs = std::filesystem;

namespace {

constexpr std::array roles = {admin::Role::admin, admin::Role::crypto, admin::Role::audit};
constexpr std::string_view content = "as it was";

void write(const fs::path& path) { std::ofstream(path) << content; }

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A data directory with a file beside it, gone with this.
struct Folder {
  Folder() {
    std::string pattern = fs::temp_directory_path() / "curia-sftp-fuzz-XXXXXX";
    check(::mkdtemp(pattern.data()) != nullptr, "no folder");
    root = pattern;
    fs::create_directories(root / "data" / "files");
    for (const char* name : {"beside", "data/audit", "data/live.json", "data/curia.db",
                             "data/files/cms.crt", "data/files/cms.key"})
      write(root / name);
  }
  ~Folder() { fs::remove_all(root); }
  fs::path root;
};

void check_outside(const Folder& folder) {
  for (const char* name : {"beside", "data/audit", "data/live.json", "data/curia.db"})
    check(read(folder.root / name) == content, "a file that nobody may write was changed");
  check(std::distance(fs::directory_iterator(folder.root), {}) == 2 &&
            std::distance(fs::directory_iterator(folder.root / "data"), {}) == 4,
        "a file was made outside of the folder");
}

// Exactly one packet, of this request.
void check_answer(std::string_view out, std::string_view request) {
  ssh::Reader answer(out);
  check(answer.u32() + 4 == out.size(), "an answer is one packet");
  (void)answer.u8();
  ssh::Reader asked(request);
  (void)asked.u8();
  check(answer.u32() == asked.u32(), "an answer has the number of its request");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const Folder folder;
  {
    io::SftpServer server((folder.root / "data").string(),
                          {"ann", roles[static_cast<std::uint8_t>(input.front()) % roles.size()]},
                          [](const std::string&) {}, 1000);
    input.remove_prefix(1);
    bool has_begun = false;
    while (!input.empty()) {
      const std::string_view body = input.substr(1, static_cast<std::uint8_t>(input.front()));
      input.remove_prefix(1 + body.size());
      std::string packet, out;
      io::sftp::put_packet(packet, body);
      server.feed(packet);
      if (server.step(out) == io::SftpServer::Step::broken) break;
      if (std::exchange(has_begun, true)) check_answer(out, body);
    }
  }
  check_outside(folder);
  for (const auto& entry : fs::directory_iterator(folder.root / "data" / "files"))
    check(!entry.path().filename().string().starts_with(mmp::FileRoot::partial_prefix),
          "an upload that was not finished is still there");
  return 0;
}
