// DayPlan: what an organisation does in one day: who meets whom, when, and how each comes and goes.
// docs/people.md describes the choices and where the numbers come from.
//
// 1. Nobody is asked to two meetings at a time.
// 2. A meeting is held in the coSpace of a team; it has one host, colleagues, and sometimes guests
//    from outside, who have to wait for somebody of the house.
// 3. Times count from the beginning of the day. The same options and seed: the same plan.
//
//   const DayPlan plan = plan_day({.people = 1000, .meetings = 400, .length = 8h}, prng);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/base/prng.hpp"
#include "model/base/time.hpp"
#include "sim/people/crowd/conversation.hpp"

namespace curia::crowd {

struct DayOptions {
  std::uint32_t people = 100;
  std::uint32_t meetings = 40;
  Duration length = 8h;
  // All people meet once, in one meeting, instead of many small ones.
  bool is_one_meeting = false;

  bool operator==(const DayOptions&) const = default;
};

enum class Part : std::uint8_t { host, colleague, guest };

struct Gap {  // the connection is lost
  Duration from{};
  Duration to{};
};

struct Attendance {
  PersonNumber person = 0;
  Part part = Part::colleague;
  Duration comes{};
  Duration goes{};
  std::optional<Gap> gap{};
  std::optional<Gap> shares{};  // shows something, from and to
};

struct PlannedMeeting {
  std::uint32_t space = 0;
  Manner manner = Manner::discussion;
  Duration begins{};
  Duration ends{};
  std::vector<Attendance> people{};
};

struct DayPlan {
  std::uint32_t spaces = 0;
  std::vector<PlannedMeeting> meetings{};  // by time
};

DayPlan plan_day(const DayOptions& options, Prng prng);

}  // namespace curia::crowd
