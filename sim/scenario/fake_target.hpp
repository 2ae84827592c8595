// A tiny server in memory behind the Target interface, for tests of the language itself: POST
// makes an object with a name, GET shows it, a "bug" breaks it on purpose.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/scenario/target.hpp"

namespace curia::scenario {

class FakeTarget final : public Target {
 public:
  bool is_simulation() const override { return true; }
  Result<> begin(const Settings&) override;
  void end() override {}
  std::vector<Answer> carry_out(std::vector<Deed> deeds) override;
  Result<> inject(const Fault& fault) override;
  Result<> answer_as_peer(const PeerAnswer&) override { return {}; }
  std::uint64_t times_asked(const std::string&, const std::string&) override { return 0; }
  Duration now() override { return now_; }
  void wait_until(Duration time) override { now_ = time; }
  std::vector<std::string> log_lines() override { return log_; }
  Result<std::string> variable(const std::string& name) override;

  std::size_t runs = 0;
  bool loses_on_power_cut = false;

 private:
  Answer answer(const Request& request);

  Duration now_{};
  bool on_ = true;
  std::vector<std::string> log_;
  std::map<std::string, std::string> objects_;  // by id
};

}  // namespace curia::scenario
