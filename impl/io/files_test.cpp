// Files on a real disk, and the log.
#include "impl/io/files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "impl/io/trace.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace {

class FilesTest : public testing::Test {
 protected:
  FilesTest() {
    std::string name = testing::TempDir() + "curia_files_XXXXXX";
    root_ = ::mkdtemp(name.data());
  }
  ~FilesTest() override { std::filesystem::remove_all(root_); }

  std::string content(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(root_ + "/" + name).rdbuf();
    return text.str();
  }

  std::string root_;
};

// Lowers how large a file may grow while it lives: to the writer that looks like a full disk.
class SizeLimit {
 public:
  explicit SizeLimit(std::size_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &now);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~SizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(FilesTest, FullDiskLeavesFilesAsTheyWere) {
  RealFiles files(root_);
  ASSERT_TRUE(files.append("log", std::string(900, 'a')));
  ASSERT_TRUE(files.replace("state", "old"));
  {
    const SizeLimit limit(1000);
    const auto appended = files.append("log", std::string(200, 'b'));
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().code, Errc::disk_full);
    const auto replaced = files.replace("state", std::string(2000, 'c'));
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code, Errc::disk_full);
  }
  EXPECT_EQ(*files.read("log"), std::string(900, 'a'));
  EXPECT_EQ(*files.read("state"), "old");
  EXPECT_EQ(*files.list(""), (std::vector<std::string>{"log", "state"}));
  EXPECT_FALSE(std::filesystem::exists(root_ + "/state.new~"));
}

TEST_F(FilesTest, NoNameLeadsOut) {
  RealFiles files(root_ + "/data");
  for (const std::string name :
       {"", "/etc/passwd", "..", "../x", "a/../../x", "a//b", ".", "a/", "./a", "state.new~"}) {
    EXPECT_EQ(files.append(name, "x").error().code, Errc::invalid_value) << name;
    EXPECT_EQ(files.read(name).error().code, Errc::invalid_value) << name;
  }
  EXPECT_EQ(files.remove(std::string("a\0b", 3)).error().code, Errc::invalid_value);
  EXPECT_FALSE(std::filesystem::exists(root_ + "/data"));
}

TEST_F(FilesTest, FoldersAppearWithTheirFirstFile) {
  RealFiles files(root_ + "/data");
  EXPECT_TRUE(files.list("audit")->empty());
  ASSERT_TRUE(files.append("audit/2026/log", "one"));
  ASSERT_TRUE(files.append("audit/2026/log", "two"));
  ASSERT_TRUE(files.sync("audit/2026/log"));
  EXPECT_EQ(content("data/audit/2026/log"), "onetwo");
  std::ofstream(root_ + "/data/left.new~") << "from a crash";
  EXPECT_EQ(*files.list(""), std::vector<std::string>{"audit"});
}

TEST_F(FilesTest, ErrorsOfTheSystemHaveTheirCodes) {
  RealFiles files(root_);
  EXPECT_EQ(files.read("none").error().code, Errc::not_found);
  EXPECT_EQ(files.remove("none").error().code, Errc::not_found);
  EXPECT_EQ(files.sync("none").error().code, Errc::not_found);
  EXPECT_EQ(files.append(std::string(300, 'n'), "x").error().code, Errc::invalid_value);
  EXPECT_EQ(RealFiles("").append("x", "x").error().code, Errc::unavailable);
  std::filesystem::create_directory(root_ + "/folder");
  EXPECT_FALSE(files.append("folder", "x"));
  EXPECT_FALSE(files.read("folder"));
}

TEST_F(FilesTest, LogLinesAreLines) {
  RealClock clock;
  RealTrace trace(clock, root_ + "/log", root_ + "/trace");
  trace.log(Severity::warning, "bad name 'a\nERROR\x1b[2J\\' \xff");
  trace.log(Severity::info, "Grüße");
  trace.log(Severity::error, std::string(limits::log_line_bytes * 2, 'x'));
  std::istringstream log(content("log"));
  std::string line;
  std::getline(log, line);
  EXPECT_TRUE(parse_rfc3339(line.substr(0, 20)));
  EXPECT_EQ(line.substr(20), R"( warning bad name 'a\x0aERROR\x1b[2J\\' \xff)");
  std::getline(log, line);
  EXPECT_EQ(line.substr(20), " info Grüße");
  std::getline(log, line);
  EXPECT_EQ(line.size(), 20 + 7 + limits::log_line_bytes);
}

TEST_F(FilesTest, EventsGoToTheTraceFileOnly) {
  RealClock clock;
  EXPECT_FALSE(RealTrace(clock, root_ + "/log", "").enabled());
  {
    RealTrace trace(clock, root_ + "/log", root_ + "/trace");
    ASSERT_TRUE(trace.enabled());
    trace.event("http.request", {{"method", "GET"}, {"status", 200}, {"path", "a\"\n"}});
  }
  const std::string line = content("trace");
  EXPECT_EQ(line.substr(line.find(' ')),
            " http.request method=\"GET\" status=200 path=\"a\\\"\\x0a\"\n");
  EXPECT_EQ(content("log"), "");
}

TEST_F(FilesTest, LogThatCannotBeOpenedIsStandardError) {
  RealClock clock;
  testing::internal::CaptureStderr();
  RealTrace trace(clock, root_ + "/none/log", root_ + "/none/trace");
  EXPECT_FALSE(trace.enabled());
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("none/log"), std::string::npos);
  EXPECT_NE(said.find("none/trace"), std::string::npos);
}

}  // namespace
}  // namespace curia::io
