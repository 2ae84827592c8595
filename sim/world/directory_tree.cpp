#include "sim/world/directory_tree.hpp"

#include <algorithm>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/prng.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "sim/world/ldap_filter.hpp"

namespace curia::sim {
namespace {

// Case and the blanks around separators do not count (RFC 4518, as far as the simulation goes).
std::string key_of(std::string_view dn) {
  std::string key;
  for (const char c : fold_case(dn)) {
    const bool separator = c == ',' || c == '=';
    if (separator)
      while (key.ends_with(' ')) key.pop_back();
    if (c == ' ' && (key.empty() || key.back() == ',' || key.back() == '=')) continue;
    key += c;
  }
  return key;
}

bool is_below(std::string_view key, std::string_view base) {
  return base.empty() || key == base ||
         (key.ends_with(base) && key[key.size() - base.size() - 1] == ',');
}

// What a cookie must share with the search that it goes on with.
std::string mark_of(const DirectorySearch& search) {
  return std::to_string(fnv1a(search.filter, fnv1a(key_of(search.base_dn))));
}

DirectoryEntry selected(const DirectoryEntry& entry, const std::vector<std::string>& names) {
  if (names.empty()) return entry;
  DirectoryEntry some{entry.dn, {}};
  for (const std::string& name : names) {
    const auto found = entry.attributes.find(ascii_lower(name));
    if (found != entry.attributes.end()) some.attributes.insert(*found);
  }
  return some;
}

}  // namespace

bool DirectoryTree::has(std::string_view dn) const { return person(key_of(dn)) != nullptr; }

void DirectoryTree::add(DirectoryEntry entry, std::string password) {
  std::string key = key_of(entry.dn);
  check(person(key) == nullptr, "two directory entries with one name");
  people_.push_back({std::move(key), std::move(entry), std::move(password)});
}

void DirectoryTree::remove(std::string_view dn) {
  std::erase_if(people_, [key = key_of(dn)](const Person& item) { return item.key == key; });
}

void DirectoryTree::fail_next(std::uint64_t times, Errc code, std::uint64_t after) {
  good_ = after;
  failures_ = times;
  failure_ = code;
}

Result<> DirectoryTree::usable() {
  if (away_) return fail(Errc::unavailable, "the directory does not answer");
  if (failures_ == 0) return {};
  if (good_ > 0) {
    --good_;
    return {};
  }
  --failures_;
  reached("directory.failure");
  return fail(failure_, "the directory failed");
}

Result<DirectoryPage> DirectoryTree::find(const DirectorySearch& search,
                                          const std::string& cookie) {
  if (Result<> good = usable(); !good) return fail(good.error());
  const Result<LdapFilter> filter = LdapFilter::parse(search.filter);
  if (!filter) return fail(filter.error());
  const std::string base = key_of(search.base_dn);
  if (person(base) == nullptr)
    return fail(Errc::not_found, "there is no entry '" + search.base_dn + "'");
  std::size_t next = 0;
  const std::string mark = mark_of(search) + ":";
  if (!cookie.empty()) {
    const auto place = cookie.starts_with(mark)
                           ? parse_decimal(std::string_view(cookie).substr(mark.size()))
                           : std::nullopt;
    if (!place) return fail(Errc::protocol_error, "the cookie belongs to no search");
    next = static_cast<std::size_t>(*place);
  }
  DirectoryPage page;
  const std::size_t most = search.page_size > 0 ? search.page_size : people_.size();
  for (; next < people_.size(); ++next) {
    const Person& item = people_[next];
    if (!is_below(item.key, base) || !filter->matches(item.entry)) continue;
    if (page.entries.size() == most) {
      page.cookie = mark + std::to_string(next);
      break;
    }
    page.entries.push_back(selected(item.entry, search.attributes));
  }
  return page;
}

Result<> DirectoryTree::log_in(const std::string& dn, const std::string& password) {
  if (dn.empty() || password.empty())
    return fail(Errc::not_permitted, "a login needs a name and a password");
  if (Result<> good = usable(); !good) return good;
  const Person* found = person(key_of(dn));
  if (found == nullptr || found->password != password)
    return fail(Errc::not_permitted, "the directory refused '" + dn + "'");
  return {};
}

const DirectoryTree::Person* DirectoryTree::person(std::string_view key) const {
  const auto found = std::find_if(people_.begin(), people_.end(),
                                  [&](const Person& item) { return item.key == key; });
  return found == people_.end() ? nullptr : &*found;
}

}  // namespace curia::sim
