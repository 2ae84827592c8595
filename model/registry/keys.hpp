// The values under which an object stands in the shared look-up tables (Index).
#pragma once

#include <string>

#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/schema/field.hpp"

namespace curia {

// visit(Index, const std::string&) for each; a JID stands under itself and under its user part.
template <class Visit>
void visit_keys(const Object& object, Visit visit) {
  for (const FieldSpec& field : spec_of(object.kind).fields) {
    if (field.index == Index::none) continue;
    const std::string& value = text_of(field, object);
    if (value.empty()) continue;
    if (field.index != Index::jid) {
      visit(field.index, value);
      continue;
    }
    const std::string jid = fold_case(value);
    visit(Index::jid, jid);
    visit(Index::jid_user, jid.substr(0, jid.find('@')));
  }
}

inline bool stands_under(const Object& object, Index index, const std::string& value) {
  bool found = false;
  visit_keys(object, [&](Index which, const std::string& key) {
    found = found || (which == index && key == value);
  });
  return found;
}

}  // namespace curia
