// Target: the server that a scenario is run against, simulated or real.
//
// 1. begin() gives a started server as the settings ask for it, with no trace of the scenario
//    before; what a target cannot give is `unavailable`, and the scenario is then skipped.
// 2. All calls block until they are done, in virtual or in real time.
// 3. Variables the target knows (addresses of peers, of itself) come from variables().
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/base/result.hpp"
#include "model/base/time.hpp"
#include "sim/checks/call_checks.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {

// An exchange with all variables replaced.
struct Request {
  std::string client;
  int scheduler = 0;   // 0: the Call Bridge
  std::string method;  // empty: `raw` holds the bytes
  std::string target;  // from the root of the server, with the query
  std::vector<Param> headers;
  std::string body;
  bool has_body = false;  // an empty body is sent as such
  std::string raw;
  Login login;
};

struct Answer {
  bool lost = false;
  std::string lost_why;  // for people
  int status = 0;
  std::vector<Param> headers;
  std::string body;
  Duration begun{};  // when it was asked, on the target's clock
  Duration took{};

  // The first header of that name, ignoring letter case.
  const std::string* header(std::string_view name) const;
};

// A step at the command line with all variables replaced, and what came of it.
struct MmpAnswer {
  bool is_refused = false;
  bool is_open = false;
  std::string output;
  std::string ended;  // why, when it is not open
};

// Something that begins `after` the others and runs beside them.
struct Deed {
  Duration after{};
  std::variant<Request, Fault> what;
};

class Target {
 public:
  virtual ~Target() = default;

  virtual bool is_simulation() const = 0;
  // Errors: unavailable (skip), anything else (the run has failed).
  virtual Result<> begin(const Settings& settings) = 0;
  virtual void end() = 0;

  // One answer for each request among the deeds, in their order.
  virtual std::vector<Answer> carry_out(std::vector<Deed> deeds) = 0;
  virtual Result<> inject(const Fault& fault) = 0;
  virtual Result<> answer_as_peer(const PeerAnswer& answer) = 0;
  virtual std::uint64_t times_asked(const std::string& peer, const std::string& target) = 0;

  // Errors: unavailable (the target has no directory: skip), duplicate, not_found.
  virtual Result<> change_directory(const DirectoryStep&) {
    return fail(Errc::unavailable, "needs a directory beside the server");
  }

  // Errors: unavailable (there are no mail servers to be changed: skip), invalid_value.
  virtual Result<> change_mail(const MailStep&) {
    return fail(Errc::unavailable, "needs mail servers beside the server");
  }

  // Errors: unavailable (no Web Bridge can stand beside this server: skip), address_in_use.
  virtual Result<> change_bridge(const BridgeStep&) {
    return fail(Errc::unavailable, "needs Web Bridges beside the server");
  }

  // A client of events. What it has heard answers requests of that client's name. Errors:
  // unavailable (the target has no such clients: skip), not_permitted (it did not come as the step
  // says), invalid_value.
  virtual Result<> act_on_events(const EventsStep&) {
    return fail(Errc::unavailable, "needs clients of events");
  }

  // The first invariant of the server that was broken; nothing where nobody can look inside.
  virtual std::optional<checks::Violation> violation() { return std::nullopt; }

  // Errors: unavailable (the command line cannot be reached: skip), not_found (no such session).
  virtual Result<MmpAnswer> at_command_line(const MmpStep&) {
    return fail(Errc::unavailable, "needs the command line of the MMP");
  }
  // Errors: unavailable (nobody can be attached to this server: skip), those of People.
  virtual Result<> introduce(const PersonIntro&) {
    return fail(Errc::unavailable, "needs a server that simulated people can be attached to");
  }
  virtual Result<> let_act(const PersonStep&) {
    return fail(Errc::unavailable, "needs a server that simulated people can be attached to");
  }

  virtual Duration now() = 0;  // since begin()
  virtual void wait_until(Duration time) = 0;
  virtual std::vector<std::string> log_lines() = 0;
  // The variable of a name that no step has saved, such as the base URL of a peer.
  virtual Result<std::string> variable(const std::string& name) = 0;
};

}  // namespace curia::scenario
