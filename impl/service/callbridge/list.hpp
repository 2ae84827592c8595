// Collections: filters, offset and limit (api-conventions section 4).
//
// 1. `total` counts what matches the filters, not the page.
// 2. The order is that of creation; a page is never empty while offset < total.
// 3. filter=text looks at the name-like fields, without regard to case; <field>Filter=value
//    compares one field; usageFilter tells profiles in use from others. All given ones apply.
#pragma once

#include <string>

#include "impl/wire/form.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"
#include "model/schema/failure.hpp"

namespace curia::callbridge {

// What is listed: all of a kind, those below a parent, or those that belong to an owner.
struct Listed {
  Kind kind;
  Guid parent{};
  Owner owner{};
};
Outcome<std::string> show_list(Registry& registry, Instant now, const Listed& listed,
                               const FormPairs& query);

// offset and limit of a query, checked. `limit` is at most limits::page_size.
struct Page {
  std::size_t offset = 0;
  std::size_t limit = limits::page_size;
};
Outcome<Page> page_of(const FormPairs& query);

// The value of a query parameter, without regard to the case of its name; null when not given.
const std::string* find_parameter(const FormPairs& query, std::string_view name);

}  // namespace curia::callbridge
