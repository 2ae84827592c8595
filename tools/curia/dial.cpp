#include <algorithm>
#include <iostream>

#include "model/dialplan/plan_source.hpp"
#include "model/objects/tenant.hpp"
#include "tools/curia/offline.hpp"

namespace curia::tools {
namespace {

using namespace dialplan;

std::string_view kind_name(Kind kind) {
  return kind == Kind::ivr ? "ivr" : kind == Kind::co_space ? "coSpace" : "accessMethod";
}

void print(const Route& route, std::size_t number) {
  std::cout << "  " << number << ". to " << route.target << " ("
            << trunk_type_names[static_cast<std::size_t>(route.trunk) - 1] << ", encryption "
            << sip_control_encryption_names[static_cast<std::size_t>(route.encryption) - 1]
            << ", media " << call_routing_names[static_cast<std::size_t>(route.routing) - 1]
            << ") by rule " << to_string(route.rule) << "\n";
  if (!route.caller.empty()) std::cout << "     from " << route.caller << "\n";
  if (!route.contact.empty()) std::cout << "     contact domain " << route.contact << "\n";
}

void print(const Decision& decision) {
  std::cout << name_of(decision.action);
  if (decision.action == Action::reject) std::cout << " " << name_of(decision.reason);
  if (!decision.address.empty()) std::cout << " " << decision.address;
  if (decision.is_phone) std::cout << " (a telephone number)";
  std::cout << "\n";
  for (const Holder& holder : decision.reached)
    std::cout << "  " << kind_name(holder.kind) << " " << to_string(holder.id) << " \""
              << holder.label << "\"\n";
  for (std::size_t i = 0; i < decision.routes.size(); ++i) print(decision.routes[i], i + 1);
  if (decision.tenant) std::cout << "  tenant " << to_string(decision.tenant) << "\n";
  std::cout << "because\n";
  for (const std::string& sentence : decision.trace) std::cout << "  " << sentence << "\n";
}

Result<Question> question_of(const Options& options) {
  if (options.rest().size() != 1)
    return fail(Errc::invalid_value, "exactly one address is to be dialled");
  Question question;
  question.dialled = options.rest().front();
  question.from = options.value("from").value_or("");
  if (options.has("outgoing")) question.direction = Direction::outgoing;
  if (const auto text = options.value("tenant")) {
    const auto id = parse_guid(*text);
    if (!id) return fail(Errc::invalid_value, "--tenant takes the id of a tenant", "tenant");
    question.tenant = *id;
  }
  return question;
}

int run_dial(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"data", "from", "tenant"}, {"outgoing"});
  if (!options) return complain_usage(dial_command, options.error());
  const auto question = question_of(*options);
  if (!question) return complain_usage(dial_command, question.error());
  const auto path = options->value("data");
  if (!path || path->empty())
    return complain_usage(dial_command, {Errc::invalid_value, "data", "--data DIR is needed"});
  io::Reality reality({.root = *path, .log_file = {}, .trace_file = {}});
  const auto offline = Offline::open(reality, {*path});
  if (!offline) return complain(dial_command, offline.error());
  if (auto loaded = (*offline)->load(); !loaded) return complain(dial_command, loaded.error());
  const Registry& registry = (*offline)->registry();
  if (question->tenant && registry.find<Tenant>(question->tenant) == nullptr)
    return complain(dial_command, {Errc::not_found, "tenant", "there is no such tenant"});
  const PlanSource source(registry);
  print(decide(source.plan(), *question));
  if (auto closed = (*offline)->close(); !closed) return complain(dial_command, closed.error());
  return exit_done;
}

}  // namespace

const Command dial_command = {
    "dial", "say what the dial plan does about an address",
    "Usage: curia dial ADDRESS --data DIR [--outgoing] [--from URI] [--tenant ID]\n\n"
    "Prints the decision about a call to ADDRESS and, step by step, the reasons: whom it reaches,\n"
    "where it is forwarded or sent, or why it is rejected. The server must not be running.\n\n"
    "  --data DIR    a directory that 'curia init' made\n"
    "  --outgoing    a call that the server makes, instead of one that comes in\n"
    "  --from URI    the caller's address\n"
    "  --tenant ID   the tenant that the call belongs to\n",
    run_dial};

}  // namespace curia::tools
