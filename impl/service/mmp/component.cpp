#include "impl/service/mmp/component.hpp"

namespace curia::mmp {
namespace {

class Nobody final : public AcceptHandler {
  StreamHandler* on_accept(StreamId, const Endpoint&) override { return nullptr; }
};

}  // namespace

Result<> can_listen(Net& net, const Endpoint& wanted, const std::optional<Endpoint>& now) {
  if (now == wanted) return {};
  Nobody nobody;
  const auto bound = net.listen(wanted, nobody);
  if (bound) {
    net.close(bound->id);
    return {};
  }
  const bool is_own = now && now->port == wanted.port;
  if (is_own && bound.error().code == Errc::address_in_use) return {};
  return fail(bound.error());
}

}  // namespace curia::mmp
