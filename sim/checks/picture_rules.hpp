// What must hold of that which people in a call have been told and shown, judged from the objects
// of the call. Holds while the switchboard has nothing left to tell.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/call/views.hpp"
#include "sim/checks/call_rules.hpp"

namespace curia::checks {

// What one leg of a call knows; null where nobody listens or looks.
struct Seen {
  const CallLeg* leg;
  const Settings* settings;  // that may say something of it
  const call::LegStatus* status;
  call::SharedPicture picture;
};

struct SeenCall {
  const CallState& state;
  std::vector<Seen> legs;  // all of the call, in the order of creation
  call::TemplateOf template_of;
};

// The objects at fault; empty when all is well.
using PictureRule = std::string (*)(const SeenCall&);
struct NamedPictureRule {
  std::string_view name;
  PictureRule rule;
};
std::span<const NamedPictureRule> picture_rules();

}  // namespace curia::checks
