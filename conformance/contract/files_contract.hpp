// The contract of Files (model/env/files.hpp), without power cuts: those are for the simulation.
#pragma once

#include "conformance/contract/contract_fixture.hpp"

namespace curia::contract {

template <class W>
using FilesContract = ContractTest<W>;
TYPED_TEST_SUITE_P(FilesContract);

TYPED_TEST_P(FilesContract, KeepsWhatIsAppendedReplacedAndRemoved) {
  Files& files = this->server.files;
  ASSERT_TRUE(files.append("log", "one "));
  ASSERT_TRUE(files.append("log", std::string_view("t\0wo", 4)));
  EXPECT_EQ(files.read("log").value(), std::string("one t\0wo", 8));
  ASSERT_TRUE(files.sync("log"));
  ASSERT_TRUE(files.replace("log", "three"));
  ASSERT_TRUE(files.replace("new", ""));
  EXPECT_EQ(files.read("log").value(), "three");
  EXPECT_EQ(files.read("new").value(), "");
  ASSERT_TRUE(files.remove("log"));
  EXPECT_EQ(code_of(files.read("log")), Errc::not_found);
  EXPECT_EQ(code_of(files.remove("log")), Errc::not_found);
  EXPECT_EQ(code_of(files.sync("log")), Errc::not_found);
}

TYPED_TEST_P(FilesContract, ListsOneFolderInOrder) {
  Files& files = this->server.files;
  for (const char* name : {"b/2", "a", "b/1", "b/deep/3", "c"})
    ASSERT_TRUE(files.append(name, "x"));
  EXPECT_EQ(files.list("").value(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(files.list("b").value(), (std::vector<std::string>{"1", "2", "deep"}));
  EXPECT_EQ(files.list("empty").value(), (std::vector<std::string>{}));
}

TYPED_TEST_P(FilesContract, ReadsPartsMeasuresAndRenames) {
  Files& files = this->server.files;
  ASSERT_TRUE(files.append("part", "0123456789"));
  ASSERT_TRUE(files.append("kept/old", "old"));
  EXPECT_EQ(files.read_part("part", 0, 4).value(), "0123");
  EXPECT_EQ(files.read_part("part", 8, 4).value(), "89");
  EXPECT_EQ(files.read_part("part", 10, 4).value(), "");
  EXPECT_EQ(files.read_part("part", 99, 4).value(), "");
  EXPECT_EQ(files.size("part").value(), 10u);
  EXPECT_EQ(code_of(files.size("kept")), Errc::invalid_value);
  EXPECT_EQ(code_of(files.size("none")), Errc::not_found);
  EXPECT_EQ(code_of(files.read_part("none", 0, 1)), Errc::not_found);
  ASSERT_TRUE(files.rename("part", "kept/old"));
  EXPECT_EQ(files.read("kept/old").value(), "0123456789");
  EXPECT_EQ(code_of(files.read("part")), Errc::not_found);
  EXPECT_EQ(code_of(files.rename("part", "other")), Errc::not_found);
  EXPECT_EQ(code_of(files.rename("kept/old", "../other")), Errc::invalid_value);
}

TYPED_TEST_P(FilesContract, RefusesNamesThatLeaveTheRoot) {
  Files& files = this->server.files;
  for (const char* name : {"", "/a", "../a", "a/../../b", "a//b", "a/", ".", "..", "./a"}) {
    EXPECT_EQ(code_of(files.append(name, "x")), Errc::invalid_value) << name;
    EXPECT_EQ(code_of(files.replace(name, "x")), Errc::invalid_value) << name;
    EXPECT_EQ(code_of(files.read(name)), Errc::invalid_value) << name;
    EXPECT_EQ(code_of(files.remove(name)), Errc::invalid_value) << name;
  }
  EXPECT_EQ(code_of(files.append(std::string("a\0b", 3), "x")), Errc::invalid_value);
}

REGISTER_TYPED_TEST_SUITE_P(FilesContract, KeepsWhatIsAppendedReplacedAndRemoved,
                            ListsOneFolderInOrder, ReadsPartsMeasuresAndRenames,
                            RefusesNamesThatLeaveTheRoot);

}  // namespace curia::contract
