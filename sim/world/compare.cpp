#include "sim/world/compare.hpp"

#include <string_view>

namespace curia::sim {
namespace {

// A record in one buffer: its text costs less than its fields would, and is what is shown.
class Keeper final : public TraceSink {
 public:
  bool on_record(const TraceRecord& record) override {
    ends_.push_back((all_ += to_text(record)).size());
    return true;
  }
  std::uint64_t size() const { return ends_.size(); }
  std::string_view line(std::uint64_t number) const {
    const std::size_t start = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(all_).substr(start, ends_[number] - start);
  }

 private:
  std::string all_;
  std::vector<std::size_t> ends_;
};

class Comparer final : public TraceSink {
 public:
  explicit Comparer(const Keeper& first) : first_(first) {}

  bool on_record(const TraceRecord& record) override {
    const std::uint64_t number = seen_++;
    const std::string line = to_text(record);
    if (number < first_.size() && first_.line(number) == line) return true;
    differ(number, line);
    return false;
  }
  // To be asked when the second run has ended.
  std::optional<Difference> result() {
    if (!difference_ && seen_ < first_.size()) differ(seen_, {});
    return difference_;
  }

 private:
  void differ(std::uint64_t number, const std::string& second) {
    if (difference_) return;
    difference_.emplace(Difference{number, {}, {}, second});
    for (std::uint64_t i = number > compare_context ? number - compare_context : 0; i < number; ++i)
      difference_->context.emplace_back(first_.line(i));
    if (number < first_.size()) difference_->first = first_.line(number);
  }

  const Keeper& first_;
  std::uint64_t seen_ = 0;
  std::optional<Difference> difference_;
};

}  // namespace

std::string Difference::text() const {
  std::string out = "two runs of one seed differ at record " + std::to_string(number) + ":\n";
  for (const std::string& line : context) out += "    " + line + "\n";
  out += "  1 " + (first.empty() ? "(the first run had ended)" : first) + "\n";
  out += "  2 " + (second.empty() ? "(the second run had ended)" : second) + "\n";
  return out;
}

std::optional<Difference> compare_runs(const std::function<void(TraceSink&)>& scenario) {
  Keeper first;
  scenario(first);
  Comparer second(first);
  scenario(second);
  return second.result();
}

}  // namespace curia::sim
