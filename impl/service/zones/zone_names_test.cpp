#include "impl/service/zones/zone_names.hpp"

#include <gtest/gtest.h>

#include "sim/world/zone_files.hpp"

namespace curia::zones {
namespace {

// A folder with a table of rules, as Debian's tzdata package has.
class TableFolder final : public Files {
 public:
  Result<std::string> read(const std::string& name) override {
    if (name != "tzdata.zi") return fail(Errc::not_found, name);
    return "# version 2025b\nR F 1916 o - Jun 14 23s 1 S\nZ Europe/Paris 0:9:21 - LMT 1891\n"
           "0 F WE%sT 1940\nZ Factory 0 - -00\nZ Asia/Tokyo 9:18:59 - LMT 1887\nL Europe/Paris "
           "Europe/Monaco";
  }
  Result<std::string> read_part(const std::string&, std::uint64_t, std::size_t) override {
    return none();
  }
  Result<std::uint64_t> size(const std::string&) override { return none(); }
  Result<> rename(const std::string&, const std::string&) override { return none(); }
  Result<std::vector<std::string>> list(const std::string&) override { return none(); }
  Result<> append(const std::string&, std::string_view) override { return none(); }
  Result<> sync(const std::string&) override { return none(); }
  Result<> replace(const std::string&, std::string_view) override { return none(); }
  Result<> remove(const std::string&) override { return none(); }

 private:
  static std::unexpected<Error> none() { return fail(Errc::not_found, "there is only a table"); }
};

TEST(ZoneNames, ComeFromTheTableOfRules) {
  TableFolder files;
  EXPECT_EQ(zone_names(files),
            (std::vector<std::string>{"Asia/Tokyo", "Europe/Monaco", "Europe/Paris"}));
}

TEST(ZoneNames, AreThoseOfTheDatabaseOnly) {
  for (const char* good : {"UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST5EDT"})
    EXPECT_TRUE(is_zone_name(good)) << good;
  for (const char* bad : {"", "/etc/passwd", "Europe/", "a//b", "../x", "zone.tab", "right/UTC",
                          "posix/Europe/Paris", "posixrules", "localtime", "Factory"})
    EXPECT_FALSE(is_zone_name(bad)) << bad;
}

TEST(ZoneNames, ComeFromTheFilesWithoutOne) {
  sim::ZoneFiles files;
  const auto names = zone_names(files);
  EXPECT_EQ(names.front(), "America/Los_Angeles");
  EXPECT_EQ(names.back(), "Pacific/Auckland");
}

}  // namespace
}  // namespace curia::zones
