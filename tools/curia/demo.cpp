#include <iostream>

#include "model/base/text.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"
#include "model/objects/web_bridge_profile.hpp"
#include "model/rules/rules.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/offline.hpp"

namespace curia::tools {
namespace {

// A change looks through its own steps for every name: small changes, many of them under way.
constexpr std::size_t spaces_per_change = 50;
constexpr std::size_t changes_per_wait = 200;

struct Person {
  std::string_view name;
  std::string_view jid;
};
constexpr Person people[] = {
    {"Alma Berger", "alma@demo.example"},   {"Bo Lindqvist", "bo@demo.example"},
    {"Chidi Okafor", "chidi@demo.example"}, {"Dana Novak", "dana@demo.example"},
    {"Emre Yilmaz", "emre@demo.example"},   {"Fatima Haddad", "fatima@demo.example"},
};

// Objects go through the same rules as those of the API.
Outcome<const Object*> add(Change& change, Kind kind, const Form& form, const Guid& parent = {}) {
  return create_object(change, spec_of(kind), parent, form);
}

Outcome<> fill_people_and_rooms(Change& change) {
  const auto tenant = add(change, Kind::tenant, {{"name", "Demo organisation"}});
  if (!tenant) return std::unexpected(tenant.error());
  const std::string tenant_id = to_string((*tenant)->id);
  for (const Person& person : people) {
    auto& user = change.create<User>();
    user.name = person.name;
    user.user_jid = user.email = person.jid;
  }
  const auto rule = add(change, Kind::inbound_dial_plan_rule, {{"domain", "demo.example"}});
  if (!rule) return std::unexpected(rule.error());
  constexpr std::pair<const char*, const char*> rooms[] = {
      {"Board", "board"}, {"Sales", "sales"}, {"Support", "support"}, {"Town hall", "town.hall"}};
  for (const auto& [name, uri] : rooms) {
    const auto space = add(change, Kind::co_space,
                           {{"name", name},
                            {"uri", uri},
                            {"requireCallId", "true"},
                            {"ownerJid", std::string(people[0].jid)}});
    if (!space) return std::unexpected(space.error());
    const auto host = add(change, Kind::access_method,
                          {{"name", "Host"},
                           {"uri", std::string(uri) + ".host"},
                           {"passcode", "2468"},
                           {"scope", "member"}},
                          (*space)->id);
    if (!host) return std::unexpected(host.error());
    const auto member =
        add(change, Kind::co_space_user, {{"userJid", std::string(people[1].jid)}}, (*space)->id);
    if (!member) return std::unexpected(member.error());
  }
  const auto theirs = add(change, Kind::co_space, {{"name", "Tenant room"}, {"tenant", tenant_id}});
  if (!theirs) return std::unexpected(theirs.error());
  return {};
}

Outcome<> fill_web_addresses(Change& change) {
  const auto profile = add(change, Kind::web_bridge_profile, {{"name", "Demo web bridge"}});
  if (!profile) return std::unexpected(profile.error());
  const auto address =
      add(change, Kind::web_bridge_address,
          {{"label", "Web"}, {"address", "https://join.demo.example"}}, (*profile)->id);
  const auto number = add(change, Kind::ivr_number,
                          {{"label", "Phone"}, {"number", "+41 44 555 01 00"}}, (*profile)->id);
  if (!address) return std::unexpected(address.error());
  if (!number) return std::unexpected(number.error());
  const Registry& registry = change.registry();
  change.modify(registry.singleton<Profiles>()).web_bridge_profile = (*profile)->id;
  return {};
}

// Many plain coSpaces, for measurements and for trying out large collections.
Result<> fill_many(Offline& offline, std::size_t count) {
  std::size_t next = 1'000'000;
  const auto is_taken = [&](std::size_t number) {
    return !offline.registry().holders(Index::uri, "room." + std::to_string(number)).empty();
  };
  for (std::size_t made = 0; made < count;) {
    std::vector<Change> changes;
    while (changes.size() < changes_per_wait && made < count) {
      Change change(offline.registry(), offline.random());
      for (std::size_t i = 0; i < spaces_per_change && made < count; ++i, ++made) {
        while (is_taken(next)) ++next;
        const std::string number = std::to_string(next++);
        const auto space = add(change, Kind::co_space,
                               {{"name", "Meeting room " + number},
                                {"uri", "room." + number},
                                {"callId", "77" + number}});
        if (!space)
          return fail(Errc::duplicate,
                      "coSpace " + number + " is refused: " + space.error().front().reason);
      }
      changes.push_back(std::move(change));
    }
    if (auto stored = offline.apply(std::move(changes)); !stored) return stored;
    std::cout << "\r" << made << " coSpaces" << std::flush;
  }
  std::cout << "\n";
  return {};
}

Result<> fill(Offline& offline, std::size_t many) {
  if (auto loaded = offline.load(); !loaded) return loaded;
  if (offline.registry().table(Kind::user).size() == 0) {
    Change change(offline.registry(), offline.random());
    if (auto made = fill_web_addresses(change); !made)
      return fail(Errc::duplicate, "refused: " + made.error().front().reason);
    if (auto made = fill_people_and_rooms(change); !made)
      return fail(Errc::duplicate, "refused: " + made.error().front().reason);
    std::vector<Change> changes;
    changes.push_back(std::move(change));
    if (auto stored = offline.apply(std::move(changes)); !stored) return stored;
    std::cout << "Made users, coSpaces and a web bridge profile\n";
  } else {
    std::cout << "There are users already: no people or rooms were added\n";
  }
  if (many > 0)
    if (auto filled = fill_many(offline, many); !filled) return filled;
  return offline.close();
}

int run_demo(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"data", "spaces"}, {});
  if (!options) return complain_usage(demo_command, options.error());
  const auto data = data_directory(*options);
  if (!data) return complain_usage(demo_command, data.error());
  const auto many = parse_decimal(options->value("spaces").value_or("0"));
  if (!many || *many < 0)
    return complain_usage(demo_command,
                          {Errc::invalid_value, "spaces", "--spaces takes a whole number"});
  io::Reality reality({.root = data->path, .log_file = {}, .trace_file = {}});
  const auto offline = Offline::open(reality, *data);
  if (!offline) return complain(demo_command, offline.error());
  if (auto filled = fill(**offline, static_cast<std::size_t>(*many)); !filled)
    return complain(demo_command, filled.error());
  return exit_done;
}

}  // namespace

const Command demo_command = {
    "demo", "fill a new server with a small world to try things on",
    "Usage: curia demo --data DIR [--spaces N]\n\n"
    "Adds users, coSpaces, a dial plan rule and a web bridge profile to a server that is not\n"
    "running. Other users come from a directory (docs/ldap.md).\n\n"
    "  --data DIR    a directory that 'curia init' made\n"
    "  --spaces N    N more coSpaces, for measurements\n",
    run_demo};

}  // namespace curia::tools
