// Robots: endpoints that anybody can dial to have a connected leg, without a telephone beside the
// server: answers@robots.invalid, busy@robots.invalid and so on (docs/calls.md).
//
// 1. The part before the @ says what the robot does: `answers`, `answers-after-3s`, `rings`,
//    `busy`, `rejects`, `leaves-after-10s` (answers, then goes), `holds-after-5s`, `talks` and
//    `shares` (answers, then does so).
// 2. Each leg has a robot of its own, which is gone with it. Addresses of the domain that mean
//    nothing are unknown destinations; those of other domains are not the robots'.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "model/env/env.hpp"
#include "sim/people/person.hpp"

namespace curia::people {

inline constexpr std::string_view robots_domain = "robots.invalid";

class Robots final : public call::Carrier {
 public:
  // Both outlive the robots.
  Robots(const Env& env, calls::Switchboard& board);
  ~Robots() override;

  call::Endpoint* reach(const call::Dialling& dialling) override;
  std::size_t count() const { return robots_.size(); }

 private:
  class Robot;
  void rename(const Guid& from, const Guid& to);
  void forget(const Guid& leg);

  Env env_;
  calls::Switchboard& board_;
  std::map<Guid, std::unique_ptr<Robot>> robots_;  // by leg
  std::vector<std::unique_ptr<Robot>> gone_;       // their last word is being heard
};

}  // namespace curia::people
