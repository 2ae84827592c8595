// People: everybody whom a scenario knows by name, on the loop of the server they call.
//
// 1. They come one by one (introduce), each under an address where he can be dialled; an address
//    that nobody has is an unknown destination.
// 2. carry_out() does what one sentence of a scenario says, or looks whether it is true. Whoever
//    calls it lets what is due happen before he asks what came of it.
// 3. attach() ties all of them to a server; with null it is gone, and so are their connections.
#pragma once

#include <map>
#include <memory>

#include "sim/people/film.hpp"
#include "sim/people/person.hpp"
#include "sim/scenario/person_step.hpp"

namespace curia::people {

class People final : public call::Carrier {
 public:
  explicit People(const Env& env);
  ~People() override;

  void attach(calls::Switchboard* board);
  // Errors: duplicate (a name or an address).
  Result<> introduce(const scenario::PersonIntro& intro);
  // Errors: not_found (somebody unknown), invalid_value (he cannot do that now), not_permitted (it
  // is not so, or was refused or allowed against what was said); the message says what there was.
  Result<> carry_out(const scenario::PersonStep& step);

  bool is_empty() const { return people_.empty(); }
  Person* find(std::string_view name);
  // Keeps what somebody who was introduced sees from now on, picture by picture; times are counted
  // from `begun`.
  void film(const std::string& viewer, Instant begun);
  // Null when nobody of that name is filmed.
  const Film* filmed(std::string_view viewer) const;

  call::Endpoint* reach(const call::Dialling& dialling) override;

 private:
  // Answers for addresses that nobody has.
  class Nobody final : public call::Endpoint {
   public:
    void dial(const call::Dialling& dialling) override {
      board->report(dialling.leg, call::Report::unknown_destination);
    }
    void show(const Guid&, const call::LegStatus&) override {}
    void hang_up(const Guid&, std::string_view) override {}
    calls::Switchboard* board = nullptr;
  };

  Env env_;
  calls::Switchboard* board_ = nullptr;
  Nobody nobody_;
  std::map<std::string, std::unique_ptr<Person>, std::less<>> people_;  // by name
  std::map<std::string, Person*, std::less<>> by_address_;              // in lower case
  std::map<std::string, Film, std::less<>> films_;                      // by viewer
};

}  // namespace curia::people
