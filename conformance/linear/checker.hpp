// Checker: whether what several clients saw of one object at once could have happened one after the
// other (linearizability: Wing and Gong 1993, with the memory of Lowe 2017).
//
// 1. An operation takes effect at one moment between its begin and its end.
// 2. One whose answer never came may take effect at any time after its begin, or never.
// 3. What an object is, is a text; an operation says what it makes of it, or that its answer cannot
//    come there.
//
//   History history{read(0, 5, "a"), write(3, 9, "b")};
//   Verdict verdict = check_history(history, "a");
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace curia::linear {

struct Operation {
  std::int64_t begun = 0;
  std::int64_t ended = 0;
  bool is_lost = false;  // no answer came
  std::string told;      // for people: "c1 PUT name=a -> 200"
  // The state behind it; nothing when the answer cannot come in this state.
  std::function<std::optional<std::string>(const std::string& state)> apply;
};

using History = std::vector<Operation>;

struct Verdict {
  bool is_linearizable = true;
  std::string text;  // otherwise: the history, in the order of the begins
};

Verdict check_history(const History& history, const std::string& initial);

}  // namespace curia::linear
