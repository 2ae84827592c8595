#include "sim/scenario/shrink.hpp"

#include <algorithm>

namespace curia::scenario {
namespace {

bool is_fault(const Step& step) { return std::holds_alternative<Fault>(step.what); }

std::vector<Step>* block_of(Step& step) {
  if (auto* together = std::get_if<Together>(&step.what)) return &together->steps;
  if (auto* repeat = std::get_if<Repeat>(&step.what)) return &repeat->steps;
  return nullptr;
}

class Shrinker {
 public:
  Shrinker(Scenario scenario, const StillFails& still_fails, const ShrinkOptions& options)
      : best_(std::move(scenario)), still_fails_(still_fails), left_(options.attempts) {}

  Scenario go() {
    // A smaller number may make a step needless, so all of it is done again until nothing helps.
    for (bool helped = true; helped && left_ > 0;) {
      helped = drop_steps({}, false);
      helped = drop_steps({}, true) || helped;
      helped = drop_details() || helped;
      helped = shrink_numbers() || helped;
    }
    return std::move(best_);
  }

 private:
  using Path = std::vector<std::size_t>;  // of the step that holds a block; empty: the scenario

  static std::vector<Step>& block_at(Scenario& scenario, const Path& path) {
    auto* block = &scenario.steps;
    for (const auto index : path) block = block_of((*block)[index]);
    return *block;
  }

  bool attempt(Scenario candidate) {
    if (left_ == 0) return false;
    --left_;
    if (!still_fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  // Takes away runs of steps, long ones first, then looks into the blocks that are left.
  bool drop_steps(const Path& path, bool faults) {
    bool helped = false;
    for (auto size = block_at(best_, path).size(); size > 0; size /= 2) {
      for (std::size_t at = 0; at < block_at(best_, path).size() && left_ > 0;) {
        auto candidate = best_;
        auto& steps = block_at(candidate, path);
        const auto before = steps.size();
        const auto end = std::min(at + size, before);
        std::vector<Step> kept;
        for (std::size_t i = 0; i < before; ++i)
          if (i < at || i >= end || is_fault(steps[i]) != faults) kept.push_back(steps[i]);
        if (kept.size() == before) {
          at = end;
          continue;
        }
        steps = std::move(kept);
        if (attempt(std::move(candidate)))
          helped = true;
        else
          at = end;
      }
    }
    for (std::size_t i = 0; i < block_at(best_, path).size(); ++i) {
      if (block_of(block_at(best_, path)[i]) == nullptr) continue;
      auto inner = path;
      inner.push_back(i);
      helped = drop_steps(inner, faults) || helped;
    }
    return helped;
  }

  // One change to every step of the scenario in turn, as long as it helps there.
  bool change_each(const std::function<bool(Step&, std::size_t)>& change) {
    bool helped = false;
    const auto visit = [&](auto& self, const Path& path) -> void {
      for (std::size_t i = 0; i < block_at(best_, path).size(); ++i) {
        for (std::size_t which = 0; left_ > 0;) {
          auto candidate = best_;
          if (!change(block_at(candidate, path)[i], which)) break;
          if (attempt(std::move(candidate)))
            helped = true;
          else
            ++which;
        }
        if (block_of(block_at(best_, path)[i]) == nullptr) continue;
        auto inner = path;
        inner.push_back(i);
        self(self, inner);
      }
    };
    visit(visit, {});
    return helped;
  }

  bool drop_details() {
    const auto erase = [](auto& list, std::size_t& which) {
      if (which >= list.size()) {
        which -= list.size();
        return false;
      }
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(which));
      return true;
    };
    return change_each([&](Step& step, std::size_t which) {
      auto* exchange = std::get_if<Exchange>(&step.what);
      return exchange != nullptr &&
             (erase(exchange->params, which) || erase(exchange->headers, which) ||
              erase(exchange->checks, which) || erase(exchange->saves, which));
    });
  }

  // The numbers of a step; each is made smaller by halves, then by one.
  bool shrink_numbers() {
    return change_each([](Step& step, std::size_t which) {
      const auto smaller = [&](auto& number, auto least) {
        if (number <= least) return false;
        if (which == 0) {
          number = least + (number - least) / 2;
          return true;
        }
        if (which == 1) {
          number = number - 1;
          return true;
        }
        which -= 2;
        return false;
      };
      const auto shorter = [&](Duration& time) {
        auto count = time.count() / 1'000'000;
        if (!smaller(count, decltype(count){0})) return false;
        time = Duration(count * 1'000'000);
        return true;
      };
      if (shorter(step.after)) return true;
      if (auto* wait = std::get_if<Wait>(&step.what)) return shorter(wait->time);
      if (auto* repeat = std::get_if<Repeat>(&step.what))
        return smaller(repeat->last, repeat->first);
      if (auto* fault = std::get_if<Fault>(&step.what))
        return smaller(fault->write, std::uint64_t{1}) || smaller(fault->loss_permille, 0U) ||
               smaller(fault->reset_permille, 0U);
      return false;
    });
  }

  Scenario best_;
  const StillFails& still_fails_;
  std::size_t left_;
};

}  // namespace

Scenario shrink(Scenario scenario, const StillFails& still_fails, const ShrinkOptions& options) {
  return Shrinker(std::move(scenario), still_fails, options).go();
}

}  // namespace curia::scenario
