// reached("name"): marks a rare branch. A campaign of random runs that never comes through a mark
// fails, so that no rare path goes untested for ever (tools/check lists the marks of the source).
//
// The sink is the one piece of state in `model` that is not owned by an object: a pointer of the
// thread, set by whoever runs the code and null in production, where a mark costs one test.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace curia {

class ReachedSet {
 public:
  // Collects the marks of this thread until destroyed; they nest.
  ReachedSet();
  ~ReachedSet();
  ReachedSet(const ReachedSet&) = delete;
  ReachedSet& operator=(const ReachedSet&) = delete;

  const std::set<std::string, std::less<>>& names() const { return names_; }

 private:
  friend void reached(std::string_view name);
  std::set<std::string, std::less<>> names_;
  ReachedSet* outer_;
};

void reached(std::string_view name);

}  // namespace curia
