// CallBridge: what the Scheduler asks its Call Bridge, as questions and answers instead of paths
// and XML: the text of invitations, the list of Web Bridges.
//
// 1. Each `done` is called once, at once or in a later event, and never after the CallBridge is
//    gone.
// 2. An invitation whose template is still on its way (503 with Retry-After) is asked for again,
//    limits::invitation_tries times.
//
//   bridge.invitation(space, method, "de_DE", [](Result<InvitationText> text) { ... });
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "impl/service/scheduler/door.hpp"
#include "model/base/guid.hpp"
#include "model/base/result.hpp"
#include "model/env/env.hpp"

namespace curia::scheduler {

struct InvitationText {
  std::string subject;
  std::string body;
  std::string language;
  bool operator==(const InvitationText&) const = default;
};

class CallBridge {
 public:
  // The door outlives it.
  CallBridge(const Env& env, Door& door) : env_(env), door_(door) {}

  // `method` nil: the coSpace's own join information; `language` empty: the default. Errors:
  // not_found (the coSpace, the access method), unavailable, invalid_value (the language).
  void invitation(const Guid& co_space, const Guid& method, const std::string& language,
                  Done<Result<InvitationText>> done);

  // The addresses of all Web Bridges, in the order of the API. Errors: unavailable.
  void web_bridges(Done<Result<std::vector<std::string>>> done);

 private:
  struct Invitation {
    std::string target;
    std::size_t tries = 0;
    Done<Result<InvitationText>> done;
  };
  struct Listing {
    std::vector<std::string> urls;
    Done<Result<std::vector<std::string>>> done;
  };
  void ask(Invitation invitation);
  void ask(Listing listing);

  Env env_;
  Door& door_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // answers may come later
};

// The text of the first element of that name in XML of our own making; empty when there is none.
// What is behind its end stays in `xml`.
std::string take_element(std::string_view& xml, std::string_view name);

}  // namespace curia::scheduler
