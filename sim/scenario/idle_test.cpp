// An idle coSpace costs no timer, be it beside a live call.
#include <gtest/gtest.h>

#include "sim/scenario/sim_client.hpp"
#include "sim/scenario/sim_server.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {
namespace {

class Silent final : public call::Endpoint {
 public:
  void show(const Guid&, const call::LegStatus&) override {}
  void hang_up(const Guid&, std::string_view) override {}
};

TEST(Idle, CoSpacesCostNoTimer) {
  sim::World world(1);
  SimServer server(world, 1, true);
  Settings settings;
  ASSERT_TRUE(server.prepare(settings, server.host().env().random));
  ASSERT_TRUE(server.start());
  calls::Switchboard* board = nullptr;
  server.watch([&](calls::Switchboard* now) { board = now; });
  SimClient admin(world.add_host("admin", {"10.0.1.1"}).env(), server.endpoint(), std::nullopt);
  const auto make_space = [&](const std::string& uri) {
    Request request;
    request.method = "POST";
    request.target = "/api/v1/coSpaces";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "name=Team&uri=" + uri;
    request.has_body = true;
    std::optional<Answer> answer;
    admin.send(std::move(request), [&](Answer came) { answer = std::move(came); });
    world.run_until([&] { return answer.has_value(); }, client_patience);
    ASSERT_TRUE(answer && answer->status == 200);
  };
  // What waits in the whole world, long after the last request: the same at every full minute but
  // for what the meeting costs.
  const auto waiting = [&] {
    world.run_for(10min);
    world.run_until(Instant(world.now().time_since_epoch() / 1min * 1min + 1min));
    return world.queue().size();
  };
  make_space("board");
  const std::size_t empty = waiting();
  Silent ann, ben;
  ASSERT_TRUE(board->arrive({.uri = "board", .remote_party = "ann"}, ann));
  ASSERT_TRUE(board->arrive({.uri = "board", .remote_party = "ben"}, ben));
  const std::size_t with_call = waiting();
  for (int i = 0; i < 300; ++i) make_space("team." + std::to_string(i));
  EXPECT_EQ(waiting(), with_call);
  EXPECT_EQ(with_call, empty);  // nor does a call in which nothing is to happen
  EXPECT_FALSE(server.violation());
  board->detach(ann);
  board->detach(ben);
  server.watch(nullptr);
}

}  // namespace
}  // namespace curia::scenario
