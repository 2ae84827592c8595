#include "impl/service/server/call_bridge.hpp"

#include <vector>

#include "model/rules/rules.hpp"

namespace curia::server {

void CallBridge::start(Done<Result<>> done) {
  is_running_ = true;
  web_bridges_.start();
  done({});
}

void CallBridge::stop(Done<Result<>> done) {
  is_running_ = false;
  web_bridges_.stop();
  std::vector<Guid> all;
  const Table& calls = registry_.table(Kind::call);
  calls.all().visit_from(0, [&](std::uint32_t slot) {
    all.push_back(calls.at(slot).id);
    return true;
  });
  for (const Guid& id : all)
    calls_.act([&](Change& change) {
      if (const Object* call = registry_.find(Kind::call, id); call != nullptr)
        (void)erase_object(change, *call);  // a call can always be ended
    });
  done({});
}

std::string CallBridge::status() const {
  return "Calls : " + std::to_string(registry_.table(Kind::call).size());
}

}  // namespace curia::server
