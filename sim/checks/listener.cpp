#include "sim/checks/listener.hpp"

#include <algorithm>
#include <utility>

#include "model/registry/registry.hpp"

namespace curia::checks {
namespace {

constexpr std::string_view one_end = "every start in the records has exactly one end";

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

Listener::Listener(const Registry& registry, cdr::Cdr& cdr, events::Events& events)
    : registry_(registry), cdr_(cdr), events_(registry, events) {
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

std::optional<Wrong> Listener::look(Instant now, const std::set<Guid>& changed) {
  if (auto wrong = look_at_records(changed)) return wrong;
  return events_.look(now, changed);
}

bool Listener::is_as_told(const Guid& id) const {
  const cdr::Meetings& open = checker_.open();
  return open.legs().contains(id) == (registry_.find<CallLeg>(id) != nullptr) &&
         open.calls().contains(id) == (registry_.find<Call>(id) != nullptr);
}

std::optional<Wrong> Listener::look_at_records(const std::set<Guid>& changed) {
  if (!complaint_.empty()) return Wrong{one_end, complaint_};
  changed_.insert(changed.begin(), changed.end());
  const bool is_told =
      cdr_.is_running() && cdr_.is_at_rest() && registry_.is_durable(registry_.applied());
  if (!is_told || changed_.empty()) return std::nullopt;
  const cdr::Meetings& open = checker_.open();
  const bool is_right = open.legs().size() == registry_.table(Kind::call_leg).size() &&
                        open.calls().size() == registry_.table(Kind::call).size() &&
                        std::ranges::all_of(std::exchange(changed_, {}),
                                            [this](const Guid& id) { return is_as_told(id); });
  return is_right ? std::nullopt : records_differ(checker_, registry_);
}

}  // namespace curia::checks
