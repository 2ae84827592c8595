// What no schema says about the kinds: how often they are drawn, which of them live a life of their
// own, and the reasons for which only the server can say when they apply.
#pragma once

#include <span>
#include <string_view>

namespace curia::fuzz {

struct Behaviour {
  std::string_view element;
  int weight = 3;
  bool is_moody = false;
  bool is_mortal = false;
  std::string_view hot = {};         // fields, with blanks between
  std::string_view may_refuse = {};  // reasons, with blanks between
};

// Of kinds that are not listed everything is ordinary.
std::span<const Behaviour> behaviours();

// Reasons beside <kind>DoesNotExist.
std::span<const std::string_view> reasons();

}  // namespace curia::fuzz
