// Channel: asks the target and, when told to, writes down what was asked and expected as a scenario
// that says the same without the model.
//
// 1. While it goes ids and secrets are the server's own; in the scenario each that the server has
//    chosen is a $variable, saved where it was seen first.
// 2. expect() belongs to the exchange that was asked last (or to each of those asked together).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/fuzz/model.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/scenario/target.hpp"

namespace curia::fuzz {

struct Asked {
  std::string method = "GET";
  std::string path = {};  // below /api/v1
  std::vector<Param> params = {};
  bool first_in_query = false;  // the first parameter of a write stands in the query
  std::string client = {};
  Duration after{};  // among those asked together
};

class Channel {
 public:
  Channel(scenario::Target& target, bool writes_down) : target_(target), writes_(writes_down) {}

  scenario::Answer ask(const Asked& asked);
  std::vector<scenario::Answer> ask_together(const std::vector<Asked>& all);
  void inject(const scenario::Fault& fault);
  void wait(Duration time);

  void expect(std::vector<scenario::Outcome> outcomes, std::size_t which = 0);
  void expect(const scenario::Check& check);
  // The server has made something of that id with the exchange.
  void name(const std::string& id, std::size_t which = 0);
  // The server has chosen a value that the answer shows there.
  void note(const std::string& xpath, const std::string& value);

  std::uint64_t exchanges() const { return exchanges_; }
  const std::string& last() const { return last_; }  // for people
  // The steps with variables.
  std::vector<scenario::Step> steps() const;

 private:
  struct Kept {
    std::vector<scenario::Exchange> exchanges;  // more than one: together
    std::vector<Duration> after;
    std::vector<std::string> made;                             // id by exchange
    std::vector<std::pair<scenario::Save, std::string>> seen;  // and what was seen there
    std::vector<scenario::Step> other;
  };

  scenario::Request request_of(const Asked& asked) const;
  void keep(const std::vector<Asked>& all);
  void tell(const Asked& asked, const scenario::Answer& answer);

  scenario::Target& target_;
  bool writes_;
  std::vector<Kept> kept_;
  std::uint64_t exchanges_ = 0;
  std::string last_;
};

}  // namespace curia::fuzz
