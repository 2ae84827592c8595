// What a server's store holds before its first start: accounts, and the users that a directory
// would have brought. The same rows for the simulated and for the real server under test.
#pragma once

#include "impl/store/sqlite_engine.hpp"
#include "model/env/random.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

// The account of every target, which requests use that name no other.
inline constexpr std::string_view standard_name = "admin";
inline constexpr std::string_view standard_password = "correct horse";

// Errors: invalid_value (a role, or a field that users do not have), those of the store.
Result<> write_first_rows(const store::EngineOptions& where, const Settings& settings,
                          Random& random);

}  // namespace curia::scenario
