#include "model/rules/call_bridge.hpp"

#include "model/objects/cluster.hpp"
#include "model/rules/rules.hpp"

namespace curia {

// The name is how a Call Bridge finds itself in the list (cluster.uniqueName).
void save_call_bridge(SaveContext& save) {
  const auto& bridge = static_cast<const CallBridge&>(save.after);
  if (save.find("name") == nullptr) return;
  const Table& bridges = save.change.registry().table(Kind::call_bridge);
  bridges.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& other = static_cast<const CallBridge&>(bridges.at(slot));
    const bool is_duplicate = other.id != bridge.id && other.name == bridge.name;
    if (is_duplicate) save.fail("duplicateCallBridgeName");
    return !is_duplicate;
  });
}

const CallBridge* own_call_bridge(const Registry& registry) {
  const std::string& name = registry.singleton<Cluster>().unique_name;
  const CallBridge* own = nullptr;
  const Table& bridges = registry.table(Kind::call_bridge);
  bridges.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& bridge = static_cast<const CallBridge&>(bridges.at(slot));
    if (!name.empty() && bridge.name == name) own = &bridge;
    return own == nullptr;
  });
  return own;
}

}  // namespace curia
