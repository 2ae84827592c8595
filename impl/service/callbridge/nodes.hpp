// Nodes that show more than a stored object: status, invitations, entry details, a user's spaces.
#pragma once

#include <string>

#include "impl/service/callbridge/list.hpp"
#include "impl/service/callbridge/template_cache.hpp"
#include "model/env/env.hpp"
#include "model/registry/registry.hpp"
#include "model/schema/failure.hpp"

namespace curia::callbridge {

class Nodes {
 public:
  Nodes(const Env& env, Registry& registry, TemplateCache& templates);

  std::string system_status() const;
  // Refusals: parameterError for `language` (invalidValue, valueTooLong), 503 retryAfter.
  Outcome<std::string> email_invitation(const Object& object, const FormPairs& query);
  std::string meeting_entry_detail(const Object& space) const;
  Outcome<std::string> user_co_spaces(const Object& user, const FormPairs& query) const;
  // `tenant` null: what holds for the system (api-conventions section 8).
  std::string effective_web_bridge_profile(const Object* tenant) const;

 private:
  Env env_;
  Registry& registry_;
  TemplateCache& templates_;
  Instant started_;
};

}  // namespace curia::callbridge
