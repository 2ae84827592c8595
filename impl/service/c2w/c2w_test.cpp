// C2W in a simulated world: a component that connects, Web Bridges that are there, away, or wrong.
#include <gtest/gtest.h>

#include "impl/service/c2w/bridge_door.hpp"
#include "impl/service/c2w/supervisor.hpp"
#include "impl/service/web/listener.hpp"
#include "impl/wire/tls/mutual.hpp"
#include "impl/wire/tls/randomness.hpp"
#include "model/base/limits_websocket.hpp"
#include "sim/world/compare.hpp"
#include "sim/world/world.hpp"

namespace curia::c2w {
namespace {

using Texts = std::vector<std::string>;

// Keeps the log lines that a component has written.
class Log final : public sim::TraceSink {
 public:
  explicit Log(sim::TraceSink* next = nullptr) : next_(next) {}
  bool on_record(const sim::TraceRecord& record) override {
    if (record.kind.starts_with("log.") && !record.fields.empty())
      if (const auto* text = std::get_if<std::string_view>(&record.fields.front().value))
        lines.emplace_back(*text);
    return next_ == nullptr || next_->on_record(record);
  }
  std::size_t count(std::string_view part) const {
    std::size_t found = 0;
    for (const std::string& line : lines) found += line.find(part) != std::string::npos ? 1 : 0;
    return found;
  }
  Texts lines;

 private:
  sim::TraceSink* next_;
};

sim::Options with_log(sim::Options options, Log& log) {
  options.trace_sink = &log;
  return options;
}

// One component at 10.0.0.1, Web Bridges at 10.0.0.2 and on; each certificate is its own authority.
struct Bridges {
  explicit Bridges(std::uint64_t seed = 1, const sim::Options& options = sim::Options::calm(),
                   sim::TraceSink* sink = nullptr)
      : log(sink),
        world(seed, with_log(options, log)),
        scheduler(world.add_host("scheduler", {"10.0.0.1"})),
        random(scheduler.env().random),
        own(identity("scheduler.example")) {}
  // Connections that say goodbye live until it is answered, or its time is over.
  ~Bridges() {
    if (supervisor) supervisor->stop();
    world.run_for(20s);
  }
  Bridges(const Bridges&) = delete;
  Bridges& operator=(const Bridges&) = delete;

  struct Bridge {
    sim::SimHost& host;
    tls::Identity identity;
    IpAddress address;
    std::unique_ptr<BridgeDoor> door{};
    std::unique_ptr<web::Listener> listener{};
  };

  tls::Identity identity(const std::string& name) {
    return *tls::make_self_signed({name}, 30, scheduler.env().clock.wall());
  }
  Bridge& add(const std::string& name, bool is_up = true) {
    const std::string address = "10.0.0." + std::to_string(bridges.size() + 2);
    sim::SimHost& host = world.add_host(name, {address});
    world.net().add_name(name, {address});
    Bridge& bridge = bridges.emplace_back(Bridge{host, identity(name), *parse_ip(address)});
    bundle += bridge.identity.certificate_pem;
    if (is_up) start(bridge);
    return bridge;
  }
  void start(Bridge& bridge, AnswerRequest answer = {}) {
    bridge.door = std::make_unique<BridgeDoor>(bridge.host.env(), "guid-of-bridge", answer);
    bridge.listener = std::make_unique<web::Listener>(
        bridge.host.env(),
        web::ListenerOptions{.name = "c2w",
                             .local = {bridge.address, default_port},
                             .tls = *tls::mutual_server(bridge.identity, believed)},
        *bridge.door);
    bridge.listener->start().value();
  }
  void stop(Bridge& bridge) {
    bridge.listener->drain(0s, [&bridge] { bridge.listener.reset(); });
    world.run_for(10ms);
  }
  Supervisor& connect(const Texts& urls) {
    Self self{.guid = "guid-of-scheduler"};
    self.tls = tls::mutual_client(own, {.bundle_pem = bundle}).value();
    self.answer = [](const std::string& name, const std::string& body) {
      return name == "echo" ? Answer{.body = body} : Answer{.status = "unknownRequest"};
    };
    self.is_detailed = [this] { return is_detailed; };
    supervisor.emplace(scheduler.env(), std::move(self));
    supervisor->start(urls);
    return *supervisor;
  }
  std::string status() const { return supervisor->status(); }

  Log log;
  sim::World world;
  sim::SimHost& scheduler;
  tls::SimulatedRandomness random;
  tls::Identity own;
  std::string believed = own.certificate_pem;  // by the bridges
  std::string bundle;                          // believed by the scheduler
  std::deque<Bridge> bridges;
  bool is_detailed = false;
  std::optional<Supervisor> supervisor;
};

TEST(C2w, ConnectsToEveryWebBridgeAndSaysSo) {
  Bridges world;
  auto& one = world.add("one.example");
  world.add("two.example");
  world.connect({"c2w://one.example:9999", "c2w://two.example:9999"});
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTING, two.example:9999:CONNECTING");
  EXPECT_FALSE(world.supervisor->is_up());
  world.world.run_for(1s);
  ASSERT_EQ(world.status(), "one.example:9999:CONNECTED, two.example:9999:CONNECTED")
      << testing::PrintToString(world.log.lines);
  EXPECT_TRUE(world.supervisor->is_up());
  EXPECT_EQ(one.door->visitors(), (Texts{"scheduler guid-of-scheduler"}));
  EXPECT_EQ(world.log.count("received guid guid-of-bridge from web bridge one.example:9999"), 1u);
  EXPECT_EQ(world.log.count("C2W connection to web bridge one.example:9999 is UP"), 1u);
  world.supervisor->stop();
  world.world.run_for(20s);
  EXPECT_EQ(one.door->visitors(), Texts{});
  EXPECT_EQ(one.listener->connections(), 0u);
}

TEST(C2w, AWebBridgeThatIsAwayIsTriedAgainMoreAndMoreSeldom) {
  Bridges world;
  auto& one = world.add("one.example", false);
  world.connect({"c2w://one.example"});
  world.world.run_for(100s);  // tries after 1, 3, 7, 15, 31 and 63 seconds
  EXPECT_EQ(world.status(), "one.example:9999:DISCONNECTED");
  EXPECT_EQ(world.supervisor->links()[0]->trouble(), Trouble::connection_failure);
  EXPECT_EQ(world.log.count("cannot be made"), 1u);  // the reason stays the same
  world.start(one);
  world.world.run_for(22s);
  EXPECT_EQ(world.status(), "one.example:9999:DISCONNECTED");
  world.world.run_for(2s);  // at 123 s
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTED");
}

TEST(C2w, AWebBridgeThatGoesComesBackWithinItsSecond) {
  Bridges world;
  auto& one = world.add("one.example");
  world.connect({"c2w://one.example"});
  world.world.run_for(1s);
  world.stop(one);
  EXPECT_EQ(world.status(), "one.example:9999:DISCONNECTED");
  EXPECT_EQ(world.log.count("one.example:9999 is DOWN: "), 1u);
  world.start(one);
  world.world.run_for(1500ms);
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTED");
  EXPECT_EQ(world.log.count("one.example:9999 is UP"), 2u);
}

TEST(C2w, ADeadNetworkIsNoticedByItsSilence) {
  Bridges world;
  auto& one = world.add("one.example");
  world.connect({"c2w://one.example"});
  world.world.run_for(1s);
  world.world.net().partition(world.scheduler, one.host);
  world.world.run_for(limits::c2w_silence + 2s);
  EXPECT_NE(world.status(), "one.example:9999:CONNECTED");
  world.world.net().heal(world.scheduler, one.host);
  world.world.run_for(120s);
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTED");
  ASSERT_EQ(one.door->visitors().size(), 1u);
}

TEST(C2w, EachSideMustBelieveTheOther) {
  Bridges strange_bridge;
  strange_bridge.add("one.example");
  strange_bridge.bundle = strange_bridge.identity("one.example").certificate_pem;
  strange_bridge.connect({"c2w://one.example"});
  strange_bridge.world.run_for(500ms);
  EXPECT_EQ(strange_bridge.status(), "one.example:9999:DISCONNECTED");
  EXPECT_EQ(strange_bridge.log.count("is not believed"), 1u);

  Bridges strange_scheduler;
  strange_scheduler.believed = strange_scheduler.identity("scheduler.example").certificate_pem;
  auto& bridge = strange_scheduler.add("one.example");
  strange_scheduler.connect({"c2w://one.example"});
  strange_scheduler.world.run_for(500ms);
  EXPECT_EQ(strange_scheduler.status(), "one.example:9999:DISCONNECTED");
  EXPECT_EQ(bridge.door->visitors(), Texts{});
}

TEST(C2w, ACertificateThatHasEndedIsNotBelievedAnyMore) {
  Bridges world;
  auto& one = world.add("one.example");
  world.connect({"c2w://one.example"});
  world.world.run_for(1s);
  world.scheduler.jump_wall(40 * 24h);  // the connection that is there stays
  world.world.run_for(60s);
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTED");
  world.stop(one);
  world.start(one);
  world.world.run_for(5s);
  EXPECT_EQ(world.status(), "one.example:9999:DISCONNECTED");
  EXPECT_GE(world.log.count("expired"), 1u);
  world.scheduler.jump_wall(-40 * 24h);
  world.world.run_for(30s);
  EXPECT_EQ(world.status(), "one.example:9999:CONNECTED");
}

TEST(C2w, NamesThatAreNotKnownAndUrlsThatAreNone) {
  Bridges world;
  world.add("one.example");  // somebody must be believed
  world.connect({"c2w://nowhere.example:9999", "https://one.example", "c2w://:1", "c2w://h:0"});
  world.world.run_for(1s);
  EXPECT_EQ(world.status(), "nowhere.example:9999:DISCONNECTED");
  EXPECT_EQ(world.supervisor->links()[0]->trouble(), Trouble::dns_failure);
  EXPECT_EQ(world.log.count("is left out"), 3u);
}

TEST(C2w, RequestsAreAnsweredBothWays) {
  Bridges world;
  auto& one = world.add("one.example", false);
  world.start(one, [](const std::string& name, const std::string&) {
    return Answer{.status = "success", .body = R"({"asked":")" + name + "\"}"};
  });
  world.connect({"c2w://one.example"});
  Texts heard;
  const auto note = [&heard](Result<Answer> answer) {
    heard.push_back(answer ? answer->status + " " + answer->body : answer.error().message);
  };
  Link& link = *world.supervisor->links()[0];
  link.peer().request("early", "{}", note);
  world.world.run_for(1s);
  ASSERT_TRUE(world.supervisor->is_up());
  link.peer().request("login", R"({"user":"ann"})", note);
  world.world.run_for(1s);
  one.door->visitor("guid-of-scheduler")->request("echo", R"({"n":1})", note);
  one.door->visitor("guid-of-scheduler")->request("dance", "{}", note);
  link.peer().tell_health(false);
  world.world.run_for(1s);
  EXPECT_EQ(heard, (Texts{"there is no connection", R"(success {"asked":"login"})",
                          R"(success {"n":1})", "unknownRequest {}"}));
  EXPECT_FALSE(one.door->visitor("guid-of-scheduler")->is_healthy());
}

TEST(C2w, TellsEveryMessageWhileItIsAskedTo) {
  Bridges world;
  auto& one = world.add("one.example");
  world.connect({"c2w://one.example"});
  world.world.run_for(1s);
  Link& link = *world.supervisor->links()[0];
  const auto ignore = [](Result<Answer>) {};
  link.peer().request("quiet", "{}", ignore);
  world.world.run_for(1s);
  for (const char* part : {"sent ", "received {", "is CONNECTED"})
    EXPECT_EQ(world.log.count(part), 0u) << part;
  world.is_detailed = true;
  link.peer().request("login", R"({"password":"secret"})", ignore);
  world.world.run_for(1s);
  const std::string to = "scheduler: C2W connection to web bridge one.example:9999 ";
  EXPECT_EQ(
      world.log.count(to + R"(sent {"type":"request","id":2,"name":"login","body":"21 bytes"})"),
      1u)
      << testing::PrintToString(world.log.lines);
  EXPECT_EQ(world.log.count(to + R"(received {"type":"response","id":2,)"), 1u);
  EXPECT_EQ(world.log.count("secret"), 0u);
  world.stop(one);
  world.start(one);
  world.world.run_for(2s);
  for (const char* part :
       {"is DISCONNECTED", "is CONNECTING", R"(received {"type":"guid")", R"(sent {"type":"hello")",
        R"(received {"type":"ready"})", "is CONNECTED"})
    EXPECT_EQ(world.log.count(to + part), 1u) << part;
}

TEST(C2w, RequestsHaveAnEndWhenTheNetworkIsDead) {
  Bridges world;
  auto& one = world.add("one.example");
  world.connect({"c2w://one.example"});
  world.world.run_for(1s);
  world.world.net().partition(world.scheduler, one.host);
  std::vector<Errc> ends;
  const auto note = [&ends](Result<Answer> answer) { ends.push_back(answer.error().code); };
  Link& link = *world.supervisor->links()[0];
  for (std::size_t i = 0; i <= limits::c2w_requests; ++i) link.peer().request("a", "{}", note);
  world.world.run_for(1ms);
  EXPECT_EQ(ends, (std::vector<Errc>{Errc::limit_reached}));
  world.world.run_for(limits::c2w_request_timeout);
  EXPECT_EQ(ends.size(), limits::c2w_requests + 1);
  EXPECT_EQ(ends.back(), Errc::timed_out);
}

// Takes every connection and says nothing.
class Mute final : public web::SocketHandler {
 public:
  void on_open(web::Socket&) override {}
  void on_message(const websocket::Message&) override {}
  void on_closed(const websocket::Ending& how) override { ending = how; }
  std::optional<websocket::Ending> ending;
};
class MuteDoor final : public web::Handler {
 public:
  void handle(const http::Request&, const Endpoint&, web::Responder respond) override {
    respond({.status = 404, .headers = {}, .body = {}});
  }
  std::optional<web::Upgrade> upgrade(const http::Request&, const Endpoint&) override {
    return web::Upgrade{.handler = mute};
  }
  std::shared_ptr<Mute> mute = std::make_shared<Mute>();
};

TEST(C2w, AWebBridgeThatSaysNoHelloIsTriedAgain) {
  Bridges world;
  auto& one = world.add("one.example", false);
  MuteDoor door;
  web::Listener listener(one.host.env(),
                         {.name = "mute",
                          .local = {one.address, default_port},
                          .tls = *tls::mutual_server(one.identity, world.believed)},
                         door);
  ASSERT_TRUE(listener.start());
  world.connect({"c2w://one.example:9999"});
  world.world.run_for(limits::c2w_hello_timeout + 500ms);
  EXPECT_TRUE(door.mute->ending);
  EXPECT_EQ(world.log.count("it did not say who it is in time"), 1u);
  EXPECT_EQ(world.status(), "one.example:9999:DISCONNECTED");
  bool is_gone = false;
  world.supervisor->stop();
  listener.drain(0s, [&] { is_gone = true; });
  world.world.run_for(20s);
  EXPECT_TRUE(is_gone);
}

TEST(C2w, ConnectsToSoManyWebBridgesAndNoMore) {
  Bridges world;
  world.add("one.example");
  Texts urls;
  for (std::size_t i = 0; i <= limits::c2w_web_bridges; ++i)
    urls.push_back("c2w://bridge-" + std::to_string(i) + ".example:9999");
  world.connect(urls);
  EXPECT_EQ(world.log.count("more than 1000 web bridges, the others are left out"), 1u);
  EXPECT_NE(world.status().find("bridge-999.example"), std::string::npos);
  EXPECT_EQ(world.status().find("bridge-1000.example"), std::string::npos);
}

TEST(C2w, WhoSaysNoHelloIsLetGo) {
  Bridges world;
  auto& one = world.add("one.example");
  const auto mute = std::make_shared<Mute>();
  web::SocketClient::open(world.scheduler.env(),
                          {.host = "one.example",
                           .port = default_port,
                           .path = std::string(path),
                           .tls = *tls::mutual_client(world.own, {.bundle_pem = world.bundle})},
                          mute);
  world.world.run_for(limits::c2w_hello_timeout + 2s);
  ASSERT_TRUE(mute->ending);
  EXPECT_EQ(mute->ending->code, websocket::close_code::policy_violation);
  EXPECT_EQ(one.listener->connections(), 0u);
}

TEST(C2w, TheSameSeedGivesTheSameRunInBadWeather) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto difference = sim::compare_runs([&](sim::TraceSink& sink) {
      Bridges world(seed, sim::Options::swarm(seed), &sink);
      auto& one = world.add("one.example");
      world.add("two.example");
      world.connect({"c2w://one.example", "c2w://two.example"});
      world.world.run_for(60s);
      world.stop(one);
      world.world.run_for(60s);
      world.start(one);
      world.world.run_for(300s);
      world.supervisor->stop();
      world.world.run_for(60s);
    });
    EXPECT_FALSE(difference) << difference->text();
  }
}

TEST(C2wEnvelope, IsReadAsItWasWritten) {
  const Envelope all[] = {
      {.type = Type::guid, .guid = "g", .version = 1},
      {.type = Type::hello, .guid = "g\"", .component = "scheduler", .version = 1},
      {.type = Type::ready},
      {.type = Type::health, .status = "DOWN"},
      {.type = Type::request, .id = 7, .name = "login", .body = R"({"a":[1,null]})"},
      {.type = Type::response, .status = "success", .id = 7},
  };
  for (const Envelope& envelope : all) {
    const auto read = parse(show(envelope));
    ASSERT_TRUE(read.has_value()) << show(envelope) << read.error().message;
    EXPECT_EQ(*read, envelope) << show(envelope);
  }
}

TEST(C2wEnvelope, BadOnesAreToldWhy) {
  for (const char* text : {"", "[]", "{}", R"({"type":"dance"})", R"({"type":"guid"})",
                           R"({"type":"request","id":1,"name":"a","body":3})",
                           R"({"type":"response","id":18446744073709551615,"status":""})"})
    EXPECT_FALSE(parse(text).has_value()) << text;
}

TEST(C2wEnvelope, UrlsOfWebBridges) {
  EXPECT_EQ(*parse_url("c2w://wb.example:443"), (Place{"wb.example", 443}));
  EXPECT_EQ(*parse_url("C2W://10.0.0.1/"), (Place{"10.0.0.1", default_port}));
  EXPECT_EQ(to_string(*parse_url("c2w://[2001:db8::1]:9999")), "[2001:db8::1]:9999");
  for (const char* url :
       {"wb:9999", "c2w://", "c2w://a:99999", "c2w://a:b", "c2w://[::1", "c2w://a/b"})
    EXPECT_FALSE(parse_url(url).has_value()) << url;
}

}  // namespace
}  // namespace curia::c2w
