#include "impl/io/program_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace curia::io {
namespace {

namespace fs = std::filesystem;
using testing::UnorderedElementsAre;

// A data directory in whose folder of programs this test is the program `curia-own` that runs.
class ProgramFolderTest : public testing::Test {
 protected:
  ProgramFolderTest() {
    std::string pattern = testing::TempDir() + "programsXXXXXX";
    data = ::mkdtemp(pattern.data());
    fs::create_directories(data / "program");
    fs::create_symlink(fs::read_symlink("/proc/self/exe"), data / "program" / "curia-own");
    write("curia.db", "old rows");
    write("live.json", "old settings");
  }
  ~ProgramFolderTest() override { fs::remove_all(data); }

  void write(const std::string& name, std::string_view text) { std::ofstream(data / name) << text; }
  std::string read(const std::string& name) {
    std::ifstream file(data / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(data / "program"))
      found.push_back(entry.path().filename());
    return found;
  }
  std::string program(const std::string& name) {
    return fs::canonical(data / "program" / ("curia-" + name));
  }
  // A shell script in the place of a program.
  void install(const std::string& id, std::string_view script = "echo 3.4\necho 2\n") {
    ASSERT_TRUE(folder().begin(id));
    ASSERT_TRUE(programs->append("#!/bin/sh\n"));
    ASSERT_TRUE(programs->append(script));
    ASSERT_TRUE(programs->end());
  }
  // As a program that has just been started sees it.
  ProgramFolder& folder() { return programs.emplace(data.string()); }

  fs::path data;
  std::optional<ProgramFolder> programs;
};

TEST_F(ProgramFolderTest, WritesAsksAndSwitches) {
  install("new");
  EXPECT_EQ(programs->ask("new").value(), "3.4\n2\n");
  EXPECT_EQ(folder().next(), std::nullopt);
  ASSERT_TRUE(folder().switch_to("new"));
  EXPECT_EQ(folder().next(), program("new"));
}

TEST_F(ProgramFolderTest, WhatIsDiscardedIsGone) {
  ASSERT_TRUE(folder().begin("half"));
  ASSERT_TRUE(programs->append("#!"));
  programs->discard("half");
  install("bad", "exit 3\n");
  EXPECT_FALSE(programs->ask("bad"));
  programs->discard("bad");
  ASSERT_TRUE(folder().switch_to("own"));
  folder().discard("own");  // it runs
  EXPECT_THAT(names(), UnorderedElementsAre("curia-own", "current", "trial"));
}

TEST_F(ProgramFolderTest, AVersionThatIsBegunTwiceGivesBackWhatItChanged) {
  install("new");
  ASSERT_TRUE(folder().switch_to("own"));
  ASSERT_TRUE(folder().confirm());
  ASSERT_TRUE(folder().switch_to("new"));
  ASSERT_TRUE(folder().begin_trial());
  EXPECT_EQ(folder().next(), program("new"));
  write("curia.db", "rows that only it can read");
  write("curia.db-wal", "more of them");
  fs::remove(data / "live.json");
  // Cleaning meanwhile takes neither of the two.
  ASSERT_TRUE(folder().clean());
  EXPECT_THAT(names(),
              UnorderedElementsAre("curia-own", "curia-new", "current", "trial", "before"));
  const auto second = folder().begin_trial();
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, testing::HasSubstr("did not come to serve"));
  EXPECT_EQ(folder().next(), std::nullopt) << "this program runs again";
  EXPECT_EQ(read("curia.db"), "old rows");
  EXPECT_EQ(read("live.json"), "old settings");
  EXPECT_FALSE(fs::exists(data / "curia.db-wal"));
  EXPECT_THAT(names(), UnorderedElementsAre("curia-own", "curia-new", "current"));
  EXPECT_TRUE(folder().begin_trial()) << "there is none any more";
}

TEST_F(ProgramFolderTest, AProgramFromElsewhereIsFoundAgain) {
  install("new");
  fs::remove(data / "program" / "curia-own");
  ASSERT_TRUE(folder().switch_to("new"));
  ASSERT_TRUE(folder().begin_trial());
  EXPECT_TRUE(folder().fall_back().value());
  EXPECT_EQ(programs->next(), fs::read_symlink("/proc/self/exe").string());
  EXPECT_FALSE(fs::exists(fs::symlink_status(data / "program" / "current")));
}

TEST_F(ProgramFolderTest, AVersionThatServesKeepsWhatItWrites) {
  install("old");
  ASSERT_TRUE(folder().switch_to("old"));
  ASSERT_TRUE(folder().switch_to("own"));
  ASSERT_TRUE(folder().begin_trial());
  write("curia.db", "new rows");
  ASSERT_TRUE(folder().confirm());
  EXPECT_TRUE(folder().begin_trial());
  EXPECT_FALSE(folder().fall_back().value());
  EXPECT_EQ(read("curia.db"), "new rows");
  EXPECT_THAT(names(), UnorderedElementsAre("curia-own", "curia-old", "current"));
}

TEST_F(ProgramFolderTest, ALinkToNothingIsNoProgram) {
  fs::create_symlink("curia-gone", data / "program" / "current");
  EXPECT_EQ(folder().next(), std::nullopt);
}

}  // namespace
}  // namespace curia::io
