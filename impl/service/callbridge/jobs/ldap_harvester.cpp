#include "impl/service/callbridge/jobs/ldap_harvester.hpp"

#include <utility>

namespace curia::callbridge {

LdapHarvester::LdapHarvester(const Env& env, LdapQuery query, Done<Result<LdapHarvest>> done)
    : query_(std::move(query)),
      done_(std::move(done)),
      directory_(env.directories.open(query_.server)) {
  ask({});
}

void LdapHarvester::ask(std::string cookie) {
  const DirectorySearch& search =
      search_ == 0 ? query_.people : query_.templates[search_ - 1].second;
  directory_->page(search, std::move(cookie), [this](Result<DirectoryPage> page) {
    if (!page) return done_(fail(std::move(page.error())));
    if (Result<> taken = take(*page); !taken) return done_(fail(std::move(taken.error())));
    if (!page->cookie.empty()) return ask(std::move(page->cookie));
    if (search_++ == query_.templates.size()) return done_(std::move(harvest_));
    harvest_.templates.push_back({query_.templates[search_ - 1].first, {}});
    ask({});
  });
}

Result<> LdapHarvester::take(const DirectoryPage& page) {
  for (const DirectoryEntry& entry : page.entries) {
    if (search_ > 0) {
      harvest_.templates.back().dns.insert(entry.dn);
      continue;
    }
    if (harvest_.people.size() >= limits::ldap_entries)
      return fail(Errc::limit_reached,
                  "there are more than " + std::to_string(limits::ldap_entries) + " entries");
    auto person = query_.reader.read(entry);
    if (!person) return fail(std::move(person.error()));
    harvest_.people.push_back(std::move(*person));
  }
  return {};
}

}  // namespace curia::callbridge
