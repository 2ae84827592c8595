#include "sim/scenario/fake_target.hpp"

namespace curia::scenario {

Result<> FakeTarget::begin(const Settings&) {
  now_ = {};
  on_ = true;
  ++runs;
  objects_.clear();
  log_ = {"started"};
  return {};
}

Result<> FakeTarget::inject(const Fault& fault) {
  if (fault.kind == Fault::Kind::power_cut) {
    on_ = false;
    if (loses_on_power_cut && !objects_.empty()) objects_.erase(objects_.begin());
  }
  if (fault.kind == Fault::Kind::start) on_ = true;
  return {};
}

Result<std::string> FakeTarget::variable(const std::string& name) {
  if (name == "templates") return std::string("http://templates.test");
  return fail(Errc::not_found, "no variable $" + name);
}

std::vector<Answer> FakeTarget::carry_out(std::vector<Deed> deeds) {
  std::vector<Answer> answers;
  for (const auto& deed : deeds) {
    if (const auto* request = std::get_if<Request>(&deed.what)) {
      answers.push_back(answer(*request));
    } else {
      (void)inject(std::get<Fault>(deed.what));
    }
  }
  now_ += 1ms;
  return answers;
}

Answer FakeTarget::answer(const Request& request) {
  Answer out;
  if (!on_) {
    out.lost = true;
    out.lost_why = "refused";
    return out;
  }
  out.status = 200;
  constexpr std::string_view collection = "/api/v1/coSpaces";
  if (request.method == "POST" && request.target == collection) {
    const auto number = std::to_string(1000 + objects_.size());
    const auto id = "00000000-0000-4000-8000-00000000" + number;
    objects_[id] = request.body;
    out.headers.push_back({"Location", request.target + "/" + id});
    return out;
  }
  out.headers.push_back({"Content-Type", "text/xml"});
  const auto id = request.target.substr(request.target.rfind('/') + 1);
  const auto found = objects_.find(id);
  if (found == objects_.end()) {
    out.status = 404;
    out.body = "<?xml version=\"1.0\"?><failureDetails><coSpaceDoesNotExist /></failureDetails>";
  } else {
    out.body = "<?xml version=\"1.0\"?><coSpace id=\"" + id + "\"><form>" + found->second +
               "</form></coSpace>";
  }
  return out;
}

}  // namespace curia::scenario
