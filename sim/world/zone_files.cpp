#include "sim/world/zone_files.hpp"

#include <algorithm>

#include "model/schedule/testing/zones.hpp"

namespace curia::sim {
namespace {

struct Rule {
  std::string_view name;
  const char* posix;  // RFC 8536 section 3.3
};

// By name. One of each sort: with and without summer time, both hemispheres, half hours.
constexpr Rule rules[] = {
    {"America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0"},
    {"America/New_York", "EST5EDT,M3.2.0,M11.1.0"},
    {"America/Sao_Paulo", "<-03>3"},
    {"Asia/Kolkata", "IST-5:30"},
    {"Asia/Tokyo", "JST-9"},
    {"Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"},
    {"Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"},
    {"Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"},
    {"Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"Pacific/Auckland", "NZST-12NZDT,M9.5.0,M4.1.0/3"},
};

std::unexpected<Error> refuse() {
  return fail(Errc::io_error, "the time zones of a simulated world are not written");
}

}  // namespace

Result<std::string> ZoneFiles::read(const std::string& name) {
  const auto* found = std::ranges::find(rules, name, &Rule::name);
  if (found == std::end(rules)) return fail(Errc::not_found, "there is no time zone " + name);
  return schedule::testing::tzif({}, found->posix);
}

Result<std::string> ZoneFiles::read_part(const std::string& name, std::uint64_t offset,
                                         std::size_t count) {
  const auto bytes = read(name);
  if (!bytes) return fail(bytes.error());
  return offset < bytes->size() ? bytes->substr(offset, count) : std::string();
}

Result<std::uint64_t> ZoneFiles::size(const std::string& name) {
  const auto bytes = read(name);
  if (!bytes) return fail(bytes.error());
  return bytes->size();
}

Result<std::vector<std::string>> ZoneFiles::list(const std::string&) {
  std::vector<std::string> names;
  for (const Rule& rule : rules) names.emplace_back(rule.name);
  return names;
}

Result<> ZoneFiles::append(const std::string&, std::string_view) { return refuse(); }
Result<> ZoneFiles::sync(const std::string&) { return refuse(); }
Result<> ZoneFiles::replace(const std::string&, std::string_view) { return refuse(); }
Result<> ZoneFiles::rename(const std::string&, const std::string&) { return refuse(); }
Result<> ZoneFiles::remove(const std::string&) { return refuse(); }

}  // namespace curia::sim
