// The dial plan of a server: its rules and who has which address, read from its objects.
#pragma once

#include "model/dialplan/dial_plan.hpp"
#include "model/registry/registry.hpp"

namespace curia::dialplan {

// Good as long as the registry does not change.
class PlanSource final : public Names {
 public:
  explicit PlanSource(const Registry& registry);

  const Plan& plan() const { return plan_; }
  std::vector<Holder> holders(const std::string& user) const override;
  Guid group_of(const Guid& tenant) const override;

 private:
  const Registry& registry_;
  Plan plan_;
};

}  // namespace curia::dialplan
