#include "model/base/reached.hpp"

namespace curia {
namespace {
thread_local constinit ReachedSet* sink = nullptr;
}

ReachedSet::ReachedSet() : outer_(sink) { sink = this; }

ReachedSet::~ReachedSet() {
  sink = outer_;
  if (outer_ != nullptr) outer_->names_.merge(names_);
}

void reached(std::string_view name) {
  if (sink != nullptr && !sink->names_.contains(name)) sink->names_.emplace(name);
}

}  // namespace curia
