#include "model/schedule/meeting.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace curia::schedule {

const Exception* find_exception(const Meeting& meeting, sys_seconds id) {
  const auto found = std::ranges::lower_bound(meeting.exceptions, id, {}, &Exception::id);
  return found != meeting.exceptions.end() && found->id == id ? &*found : nullptr;
}

bool is_same_person(const Invitee& a, const Invitee& b) {
  return (!a.email.empty() && equal_ignoring_ascii_case(a.email, b.email)) ||
         (!a.user_name.empty() && equal_ignoring_ascii_case(a.user_name, b.user_name));
}

}  // namespace curia::schedule
