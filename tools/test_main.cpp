// main() of all test programs: GoogleTest, and the rare branches that the tests came through.
//
// When the environment names a file in CURIA_REACHED, the marks that were reached are appended to
// it, one a line; `tools/check reached` compares them with the marks of the source.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "model/base/reached.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const curia::ReachedSet set;
  const int failed = RUN_ALL_TESTS();
  if (const char* path = std::getenv("CURIA_REACHED")) {
    std::ofstream file(path, std::ios::app);
    for (const std::string& name : set.names()) file << name << "\n";
  }
  return failed;
}
