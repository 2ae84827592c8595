#include "sim/checks/listener.hpp"

#include <utility>

#include "model/registry/registry.hpp"

namespace curia::checks {
namespace {

constexpr std::string_view one_end = "every start in the records has exactly one end";
constexpr std::string_view same_sum = "the sum of the events is what there is";
// So many participants are compared at each step.
constexpr std::size_t compared_at_once = 32;

// Of all kinds of a table: those that the receiver does not know to be open.
template <class Known>
std::string untold(const Table& table, const Known& known) {
  std::string found;
  table.all().visit_from(0, [&](std::uint32_t slot) {
    if (!known.contains(table.at(slot).id)) found = to_string(table.at(slot).id);
    return found.empty();
  });
  return found;
}

}  // namespace

std::optional<Wrong> records_differ(const cdr::Checker& checker, const Registry& registry) {
  const cdr::Meetings& open = checker.open();
  for (const auto& [id, leg] : open.legs())
    if (registry.find<CallLeg>(id) == nullptr)
      return Wrong{one_end, "leg " + to_string(id) + " is gone, and no record says so"};
  for (const auto& [id, call] : open.calls())
    if (registry.find<Call>(id) == nullptr)
      return Wrong{one_end, "call " + to_string(id) + " is gone, and no record says so"};
  if (const auto leg = untold(registry.table(Kind::call_leg), open.legs()); !leg.empty())
    return Wrong{one_end, "leg " + leg + " is there, and no record says so"};
  if (const auto call = untold(registry.table(Kind::call), open.calls()); !call.empty())
    return Wrong{one_end, "call " + call + " is there, and no record says so"};
  return std::nullopt;
}

std::optional<Wrong> events_differ(const std::vector<std::string>& differences) {
  if (differences.empty()) return std::nullopt;
  return Wrong{same_sum, differences.front()};
}

Listener::Listener(const Registry& registry, cdr::Cdr& cdr, events::Events& events)
    : registry_(registry), cdr_(cdr), events_(events), ear_(events) {
  cdr_.watch([this](std::uint64_t correlator, const cdr::Record& record) {
    auto wrong = checker_.take({.session = {},
                                .record_index = correlator + 1,
                                .correlator_index = correlator,
                                .missing = 0,
                                .record = record});
    if (complaint_.empty()) complaint_ = std::move(wrong);
  });
}

Listener::~Listener() { cdr_.watch(nullptr); }

std::optional<Wrong> Listener::look(Instant now) {
  if (auto wrong = look_at_records()) return wrong;
  return look_at_events(now);
}

std::optional<Wrong> Listener::look_at_records() {
  if (!complaint_.empty()) return Wrong{one_end, complaint_};
  const std::uint64_t applied = registry_.applied();
  const bool is_told = cdr_.is_running() && cdr_.is_at_rest() && registry_.is_durable(applied);
  if (!is_told || std::exchange(looked_at_, applied) == applied) return std::nullopt;
  return records_differ(checker_, registry_);
}

std::optional<Wrong> Listener::look_at_events(Instant now) {
  if (!events_.is_at_rest() || ear_.messages() == heard_) return std::nullopt;
  const std::size_t people = registry_.table(Kind::participant).size();
  if (++asked_ % (1 + people / compared_at_once) != 0) return std::nullopt;
  auto wrong = events_differ(ear_.differences({registry_, now}));
  heard_ = ear_.messages();
  return wrong;
}

}  // namespace curia::checks
