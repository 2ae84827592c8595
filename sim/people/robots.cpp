#include "sim/people/robots.hpp"

#include <optional>

#include "model/base/text.hpp"
#include "model/call/actions.hpp"
#include "model/dialplan/address.hpp"
#include "sim/scenario/text.hpp"

namespace curia::people {
namespace {

enum class Habit : std::uint8_t { answers, rings, busy, rejects, leaves, holds, talks, shares };

struct Word {
  std::string_view text;
  Habit habit;
};
constexpr Word words[] = {{"answers", Habit::answers}, {"rings", Habit::rings},
                          {"busy", Habit::busy},       {"rejects", Habit::rejects},
                          {"leaves", Habit::leaves},   {"holds", Habit::holds},
                          {"talks", Habit::talks},     {"shares", Habit::shares}};

struct Orders {
  Habit habit = Habit::answers;
  Duration after{};  // before answering; of `leaves` and `holds`: after having answered
};

// "answers-after-3s"
std::optional<Orders> orders_of(std::string_view user) {
  constexpr std::string_view link = "-after-";
  const std::size_t at = user.find(link);
  for (const Word& word : words) {
    if (user.substr(0, at) != word.text) continue;
    if (at == std::string_view::npos) return Orders{word.habit, {}};
    const auto time = scenario::parse_duration(user.substr(at + link.size()));
    return time ? std::optional(Orders{word.habit, *time}) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

class Robots::Robot final : public call::Endpoint {
 public:
  Robot(Robots& home, std::optional<Orders> orders)
      : home_(home),
        orders_(orders),
        voice_(home.env_, [this](std::uint8_t level) { home_.board_.level(leg_, level); }) {}
  ~Robot() override {
    if (timer_) home_.env_.timers.cancel(*timer_);
  }

  void dial(const call::Dialling& dialling) override {
    leg_ = dialling.leg;
    if (!orders_) return tell(call::Report::unknown_destination);
    if (orders_->habit == Habit::busy) return tell(call::Report::busy);
    tell(call::Report::rings);
    if (orders_->habit == Habit::rings) return;
    const bool waits_after = orders_->habit == Habit::leaves || orders_->habit == Habit::holds;
    later(waits_after ? Duration{} : orders_->after, [this] { answer(); });
  }
  void show(const Guid&, const call::LegStatus&) override {}
  void hang_up(const Guid& leg, std::string_view) override { home_.forget(leg); }
  void move(const Guid& from, const Guid& to) override {
    leg_ = to;
    home_.rename(from, to);
    voice_.repeat();
  }

 private:
  void tell(call::Report report) { home_.board_.report(leg_, report); }
  void later(Duration time, Task task) {
    timer_ = home_.env_.timers.at(home_.env_.clock.now() + time,
                                  [this, task = std::move(task)]() mutable {
                                    timer_.reset();
                                    task();
                                  });
  }
  void answer() {
    if (orders_->habit == Habit::rejects) return tell(call::Report::rejected);
    tell(call::Report::answered);
    if (orders_->habit == Habit::leaves)
      later(orders_->after, [this] { tell(call::Report::leaves); });
    else if (orders_->habit == Habit::holds)
      later(orders_->after, [this] { tell(call::Report::held); });
    else if (orders_->habit == Habit::talks)
      voice_.start(usual_loudness);
    else if (orders_->habit == Habit::shares)
      home_.board_.act(
          leg_, [](Change& change, const CallLeg& leg) { return call::share(change, leg, true); });
  }

  Robots& home_;
  std::optional<Orders> orders_;
  Voice voice_;
  Guid leg_;
  std::optional<TimerId> timer_{};
};

Robots::Robots(const Env& env, calls::Switchboard& board) : env_(env), board_(board) {
  board_.add(*this);
}

Robots::~Robots() {
  board_.remove(*this);
  for (auto& [leg, robot] : robots_) board_.detach(*robot);
}

call::Endpoint* Robots::reach(const call::Dialling& dialling) {
  const auto address = dialplan::parse_address(dialling.address);
  if (address.domain != robots_domain) return nullptr;
  gone_.clear();
  auto robot = std::make_unique<Robot>(*this, orders_of(ascii_lower(address.user)));
  return (robots_[dialling.leg] = std::move(robot)).get();
}

void Robots::rename(const Guid& from, const Guid& to) {
  auto robot = robots_.extract(from);
  if (robot.empty()) return;
  robot.key() = to;
  robots_.insert(std::move(robot));
}

void Robots::forget(const Guid& leg) {
  auto gone = robots_.extract(leg);
  if (!gone.empty()) gone_.push_back(std::move(gone.mapped()));
}

}  // namespace curia::people
