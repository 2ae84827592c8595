// Judgement: one write against the model: the state it would lead to, and what speaks against it.
#pragma once

#include <map>
#include <string>

#include "conformance/fuzz/model.hpp"

namespace curia::fuzz {

class Judgement {
 public:
  Judgement(Model& model, const Write& write);
  Effect go();

 private:
  void take_parameters();
  void set_values(Thing& thing);
  void set_value(Thing& thing, std::size_t field, const std::string& text);
  void set_reference(Thing& thing, std::size_t field, const std::string& id);
  void unset_value(Thing& thing, std::size_t field);
  void set_person(std::size_t target);
  bool is_known(const Field& field) const;
  void leave_to_server(Thing& thing);
  Effect save();
  Effect erase();
  void permit(Effect& effect);

  // Rules of single kinds (rules.cpp).
  void apply_rules(std::size_t target);
  void check_space(std::size_t target);
  void check_names();
  void check_default(std::size_t target, std::string_view field, std::string_view kind);
  void check_bridge(std::size_t target);
  void check_outbound_rule(std::size_t target);
  void check_member(std::size_t target);
  void check_template_of_user(std::size_t target);
  void check_call(std::size_t target);
  void settle_call_id(std::size_t target);
  std::size_t shortest_passcode(std::size_t target) const;
  bool is_kind(std::string_view element) const { return kind_.element == element; }

  bool is_post() const { return write_.method == "POST"; }
  bool given(std::string_view field) const;
  bool is_true(std::string_view field) const;
  void bad(const std::string& field, const std::string& error) { bad_.insert({field, error}); }

  Model& model_;
  const Write& write_;
  const Kind& kind_;
  std::map<std::size_t, std::string> given_;  // by field
  std::pair<std::size_t, std::string> person_{none, ""};
  Bad bad_;
  std::set<std::string> reasons_;
  std::set<std::string> may_refuse_;
  std::set<std::string> refusals_;  // any of these, and one for sure
};

// Two names that would lead to two meetings: every reason there is (names.cpp).
std::set<std::string> clashes_of_names(const Model& model);
// The same as reasons against a change of tenants and their groups.
std::set<std::string> clashes_of_tenants(const Model& model);

}  // namespace curia::fuzz
