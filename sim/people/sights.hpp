// What people are expected to see, hear and be allowed.
#pragma once

#include "sim/people/people.hpp"

namespace curia::people {

// Errors: not_permitted with what was expected and what there was; not_found for unknown people.
Result<> look(People& people, Person& person, const scenario::PersonStep& step);

}  // namespace curia::people
