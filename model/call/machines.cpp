#include "model/call/machines.hpp"

#include "model/call/call_machine.hpp"
#include "model/call/leg_machine.hpp"
#include "model/call/lobby_machine.hpp"
#include "model/call/service_machine.hpp"

namespace curia::call {
namespace {

template <class Row, std::size_t n, std::size_t states, std::size_t events>
MachineTable table_of(std::string_view name, const Row (&table)[n],
                      const std::string_view (&state_names)[states],
                      const std::string_view (&event_names)[events]) {
  MachineTable machine{name, {}};
  for (const Row& row : table)
    machine.rows.push_back({std::string(state_names[static_cast<std::size_t>(row.from)]),
                            std::string(event_names[static_cast<std::size_t>(row.event)]),
                            std::string(row.guard.name),
                            std::string(state_names[static_cast<std::size_t>(row.to)])});
  return machine;
}

// "connected, at the menu"; a leg that takes part, or will, is just in its state.
std::string place_name(const LegPlace& place) {
  constexpr std::string_view stages[] = {"", ", menu", ", passcode", ", confirmation"};
  return std::string(call_leg_state_names[static_cast<std::size_t>(place.state) - 1]) +
         std::string(stages[static_cast<std::size_t>(place.stage)]);
}

MachineTable leg_table() {
  MachineTable machine{"A call leg", {}};
  for (const LegTransition& row : leg_transitions())
    machine.rows.push_back({place_name(row.from),
                            std::string(leg_event_names[static_cast<std::size_t>(row.event)]), "",
                            row.event == LegEvent::ended ? "ended" : place_name(row.to)});
  return machine;
}

}  // namespace

std::vector<MachineTable> machines() {
  return {leg_table(),
          table_of("A leg at the lock of its call", lock_transitions, lock_place_names,
                   lobby_event_names),
          table_of("A leg in the lobby", lobby_transitions, lobby_place_names, lobby_event_names),
          table_of("A call", call_transitions, call_stage_names, call_event_names),
          table_of("A participant", person_transitions, person_place_names, person_event_names),
          table_of("A recording, or a stream", service_transitions, service_state_names,
                   service_event_names)};
}

std::string machines_page() {
  std::string page;
  for (const MachineTable& machine : machines()) {
    page += "\n### " + std::string(machine.name) + "\n\n";
    page += "| from | event | if | to |\n| --- | --- | --- | --- |\n";
    for (const MachineRow& row : machine.rows)
      page += "| " + row.from + " | " + row.event + " | " + row.guard + " | " + row.to + " |\n";
  }
  return page;
}

}  // namespace curia::call
