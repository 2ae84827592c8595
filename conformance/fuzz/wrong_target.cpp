#include "conformance/fuzz/wrong_target.hpp"

#include <utility>

#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

// Replaces what stands between the two texts by something made of it.
template <class Change>
void replace_between(std::string& text, std::string_view before, std::string_view after,
                     Change change) {
  const auto start = text.find(before);
  if (start == std::string::npos) return;
  const auto from = start + before.size();
  const auto end = text.find(after, from);
  if (end != std::string::npos)
    text.replace(from, end - from, change(text.substr(from, end - from)));
}

}  // namespace

const std::vector<Wrong>& all_wrongs() {
  static const std::vector<Wrong> all{
      Wrong::loses_deletes,   Wrong::miscounts,    Wrong::takes_duplicates, Wrong::forgets_tenants,
      Wrong::changes_secrets, Wrong::wrong_reason, Wrong::forgets_in_crash};
  return all;
}

std::string_view name_of(Wrong wrong) {
  switch (wrong) {
    case Wrong::loses_deletes:
      return "LosesDeletes";
    case Wrong::miscounts:
      return "Miscounts";
    case Wrong::takes_duplicates:
      return "TakesDuplicates";
    case Wrong::forgets_tenants:
      return "ForgetsTenants";
    case Wrong::changes_secrets:
      return "ChangesSecrets";
    case Wrong::wrong_reason:
      return "WrongReason";
    case Wrong::forgets_in_crash:
      break;
  }
  return "ForgetsInCrash";
}

std::vector<scenario::Answer> WrongTarget::carry_out(std::vector<scenario::Deed> deeds) {
  for (auto& deed : deeds)
    if (auto* request = std::get_if<scenario::Request>(&deed.what)) distort(*request);
  auto answers = right_->carry_out(std::move(deeds));
  for (auto& answer : answers) distort(answer);
  return answers;
}

Result<> WrongTarget::inject(const scenario::Fault& fault) {
  if (fault.kind == scenario::Fault::Kind::kill && !newest_.empty()) {
    scenario::Request request;
    request.method = "DELETE";
    request.target = newest_;
    (void)right_->carry_out({scenario::Deed{{}, request}});
  }
  return right_->inject(fault);
}

void WrongTarget::distort(scenario::Request& request) {
  if (wrong_ == Wrong::loses_deletes && request.method == "DELETE") {
    request.method = "PUT";
    request.target = "/api/v1/system/profiles";
  }
  if (wrong_ == Wrong::forgets_tenants && request.method == "PUT")
    replace_between(request.body, "tenant", "=", [](const std::string&) { return "Forgotten"; });
}

void WrongTarget::distort(scenario::Answer& answer) {
  ++answers_;
  const bool refused = answer.status == 400;
  switch (wrong_) {
    case Wrong::miscounts:
      return replace_between(answer.body, "total=\"", "\"", [](const std::string& total) {
        const auto count = parse_decimal(total).value_or(0);
        return std::to_string(count >= 2 ? count - 1 : count);
      });
    case Wrong::takes_duplicates:
      if (!refused || answer.body.find("duplicateCoSpace") == std::string::npos) return;
      answer.status = 200;
      answer.body.clear();
      std::erase_if(answer.headers, [](const scenario::Param& header) {
        return equal_ignoring_ascii_case(header.name, "Content-Type");
      });
      return;
    case Wrong::changes_secrets:
      return replace_between(answer.body, "<secret>", "</secret>", [&](const std::string& secret) {
        return std::string(22 - std::to_string(answers_).size(), 'x') + std::to_string(answers_) +
               secret.substr(secret.size());
      });
    case Wrong::wrong_reason:
      return replace_between(answer.body, "<accessMethod", "DoesNotExist />",
                             [](const std::string&) { return "s"; });
    case Wrong::loses_deletes:
    case Wrong::forgets_tenants:
      return;
    case Wrong::forgets_in_crash:
      if (const auto* location = answer.header("Location")) newest_ = *location;
      return;
  }
}

}  // namespace curia::fuzz
