// WrongTarget: a server that is wrong on purpose, to prove that the fuzz can fail.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/target.hpp"

namespace curia::fuzz {

enum class Wrong {
  loses_deletes,     // says 200 and keeps the object
  miscounts,         // the total of a list is one too few from two on
  takes_duplicates,  // a clash of names is answered as if it had been taken
  forgets_tenants,   // an update never reaches the tenant of a coSpace
  changes_secrets,   // shows another secret each time
  wrong_reason,      // says the name of the wrong object
  forgets_in_crash,  // what was made last is gone when the server comes back
};
const std::vector<Wrong>& all_wrongs();
std::string_view name_of(Wrong wrong);

// Everything but its own mistake is passed on to a right server.
class WrongTarget final : public scenario::Target {
 public:
  WrongTarget(std::unique_ptr<scenario::Target> right, Wrong wrong)
      : right_(std::move(right)), wrong_(wrong) {}

  bool is_simulation() const override { return right_->is_simulation(); }
  Result<> begin(const scenario::Settings& settings) override { return right_->begin(settings); }
  void end() override { right_->end(); }
  std::vector<scenario::Answer> carry_out(std::vector<scenario::Deed> deeds) override;
  Result<> inject(const scenario::Fault& fault) override;
  Result<> answer_as_peer(const scenario::PeerAnswer& answer) override {
    return right_->answer_as_peer(answer);
  }
  std::uint64_t times_asked(const std::string& peer, const std::string& target) override {
    return right_->times_asked(peer, target);
  }
  std::optional<checks::Violation> violation() override { return right_->violation(); }
  Duration now() override { return right_->now(); }
  void wait_until(Duration time) override { right_->wait_until(time); }
  std::vector<std::string> log_lines() override { return right_->log_lines(); }
  Result<std::string> variable(const std::string& name) override { return right_->variable(name); }

 private:
  void distort(scenario::Request& request);
  void distort(scenario::Answer& answer);

  std::unique_ptr<scenario::Target> right_;
  Wrong wrong_;
  std::uint64_t answers_ = 0;
  std::string newest_;  // path of what was made last
};

}  // namespace curia::fuzz
