#include "sim/scenario/campaign.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "model/base/prng.hpp"
#include "model/base/reached.hpp"
#include "sim/scenario/ledger.hpp"
#include "sim/scenario/sim_target.hpp"

namespace curia::scenario {
namespace {

constexpr std::uint64_t widest_batch = 4;
constexpr std::uint64_t latest_write = 14;  // of a batch, that a power cut may strike
constexpr std::uint64_t most_objects = 40;
constexpr int disk_status = 503;  // of a write that the disk refused

// One write under way: the object it is for and the state it leads to.
struct Intent {
  std::size_t object;
  std::optional<Fields> after;
  bool creates = false;
};

std::string client_name(std::uint64_t index) {
  return std::string(1, static_cast<char>('a' + index));
}

// What strikes in the last batch of a round, whose answers may be lost by it.
struct Strike {
  bool kill = false;
  bool power_cut = false;  // inside a write
  bool resets = false;     // of connections
  bool partition = false;
  std::optional<Fault::Kind> disk{};  // full, or failing
};

class Campaign {
 public:
  Campaign(std::uint64_t seed, const CampaignOptions& options)
      : options_(options), prng_(seed, "campaign") {
    auto& scenario = run_.scenario;
    scenario.file = "campaign-" + std::to_string(seed) + ".sim";
    scenario.name = "campaign " + std::to_string(seed);
    scenario.source = "a random run";
    scenario.settings.seed = seed;
    network_.kind = Fault::Kind::network;
  }

  CampaignRun go() {
    const ReachedSet reached;
    SimTarget target({});
    RunOptions options;
    options.on_answer = [this](const Request&, const Answer& answer) {
      answers_.push_back(answer);
    };
    Session session(run_.scenario, target, options);
    session_ = &session;
    if (session.begin()) {
      well_ = true;
      if (prng_.chance(1, 3)) draw_network();
      for (int round = 0; round < options_.rounds && well_; ++round) play_round();
    }
    run_.report = session.end();
    run_.reached = reached.names();
    return std::move(run_);
  }

 private:
  // Carries out a step and writes it down.
  bool step(Step what) {
    answers_.clear();
    what.line.number = static_cast<int>(run_.scenario.steps.size()) + 1;
    run_.scenario.steps.push_back(what);
    well_ = well_ && session_->step(what);
    return well_;
  }

  bool fault(Fault::Kind kind, std::uint64_t write = 0) {
    Fault fault;
    fault.kind = kind;
    fault.write = write;
    return step({fault, {}, {}});
  }

  void draw_network() {
    network_.latency_min = Duration(prng_.between(1, 5) * 1'000'000);
    network_.latency_max = network_.latency_min + Duration(prng_.between(0, 40) * 1'000'000);
    network_.loss_permille = static_cast<std::uint32_t>(prng_.below(50));
    step({network_, {}, {}});
  }

  void play_round() {
    const auto strikes = prng_.below(static_cast<std::uint64_t>(options_.batches) + 2);
    for (int batch = 0; batch < options_.batches && well_; ++batch) {
      if (static_cast<std::uint64_t>(batch) == strikes) strike();
      play_batch();
      if (strike_) break;
    }
    if (!well_) return;
    if (strike_) {
      recover();
    } else if (prng_.chance(1, 2)) {
      // A round without a strike of its own ends with a sudden one, or goes on.
      fault(prng_.chance(1, 2) ? Fault::Kind::power_cut : Fault::Kind::kill);
      start();
    }
    look_at_everything();
  }

  // One of them, or the network's or the disk's with a power cut.
  void strike() {
    Strike drawn;
    switch (prng_.below(6)) {
      case 0:
        drawn.kill = true;
        break;
      case 1:
        drawn.resets = true;
        break;
      case 2:
        drawn.partition = true;
        break;
      case 3:
        drawn.disk = prng_.chance(1, 2) ? Fault::Kind::disk_full : Fault::Kind::disk_fails;
        break;
      default:
        drawn.power_cut = true;
    }
    drawn.power_cut = drawn.power_cut || (!drawn.kill && prng_.chance(1, 3));
    strike_ = drawn;
    if (drawn.power_cut) fault(Fault::Kind::power_cut, 1 + prng_.below(latest_write));
    if (drawn.disk) fault(*drawn.disk);
    if (!drawn.resets) return;
    Fault rough = network_;
    rough.reset_permille = static_cast<std::uint32_t>(prng_.between(20, 300));
    step({rough, {}, {}});
  }

  void recover() {
    const Strike was = *std::exchange(strike_, std::nullopt);
    if (was.resets) step({network_, {}, {}});
    if (was.partition) fault(Fault::Kind::heal);
    if (was.disk) fault(Fault::Kind::disk_works);
    start();
    if (was.partition) renew_connections();
    // The server tries now and then whether its disk works again.
    if (was.disk) step({Wait{30s}, {}, {}});
  }

  void start() {
    fault(Fault::Kind::start);
    // Long enough for every client to hear that its old connection is dead.
    step({Wait{5s}, {}, {}});
  }

  // After a partition a client may hold a connection that the server has given up, and hear so when
  // he asks next.
  void renew_connections() {
    Together together;
    for (std::uint64_t i = 0; i < widest_batch; ++i) {
      Exchange exchange;
      exchange.client = client_name(i);
      exchange.method = "GET";
      exchange.target = "/system/status";
      exchange.outcomes.resize(2);
      exchange.outcomes.back().kind = Outcome::Kind::lost;
      together.steps.push_back({std::move(exchange), {}, {}});
    }
    step({std::move(together), {}, {}});
  }

  // What besides its own answer a request of this batch may get.
  std::vector<Outcome> hardships() const {
    if (!strike_) return {};
    std::vector<Outcome> outcomes(1);
    outcomes.front().kind = Outcome::Kind::lost;
    if (!strike_->disk) return outcomes;
    Outcome refused;
    refused.status = disk_status;
    refused.reasons = {"databaseNotReady"};
    outcomes.push_back(refused);
    return outcomes;
  }

  void play_batch() {
    Together together;
    std::vector<Intent> intents;
    std::vector<bool> busy(objects_.size(), false);
    const auto width = 1 + prng_.below(widest_batch);
    for (std::uint64_t i = 0; i < width; ++i) {
      Exchange exchange;
      exchange.client = client_name(i);
      if (!choose(exchange, intents, busy)) continue;
      busy.resize(objects_.size(), true);
      std::ranges::copy(hardships(), std::back_inserter(exchange.outcomes));
      Step inner{std::move(exchange), Duration(prng_.between(0, 4) * 1'000'000), {}};
      inner.line.number = static_cast<int>(run_.scenario.steps.size()) + 1;
      together.steps.push_back(std::move(inner));
    }
    if (intents.empty()) return;
    if (strike_ && strike_->kill) add_fault(together, Fault::Kind::kill, {0, 8});
    if (strike_ && strike_->partition) {
      add_fault(together, Fault::Kind::partition, {0, 8});
      if (prng_.chance(1, 2)) add_fault(together, Fault::Kind::heal, {10, 3000});
    }
    if (!step({std::move(together), {}, {}})) return;
    for (std::size_t i = 0; i < intents.size(); ++i) note(intents[i], answers_[i]);
  }

  // At a moment of these milliseconds after the batch began.
  void add_fault(Together& together, Fault::Kind kind, std::pair<int, int> when) {
    Fault fault;
    fault.kind = kind;
    together.steps.push_back(
        {fault, Duration(prng_.between(when.first, when.second) * 1'000'000), {}});
  }

  void note(const Intent& intent, const Answer& answer) {
    auto& object = objects_[intent.object];
    if (answer.status == disk_status) return;  // nothing was written
    if (answer.lost) {
      object.states.push_back(intent.after);
      if (object.states.front() == intent.after) object.states.pop_back();
    } else {
      object.states = {intent.after};
      object.known = object.known || intent.creates;
    }
  }

  bool choose(Exchange& exchange, std::vector<Intent>& intents, std::vector<bool>& busy) {
    const auto usable = [&](std::size_t i) {
      return i < busy.size() && !busy[i] && objects_[i].known && objects_[i].exists();
    };
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < objects_.size(); ++i)
      if (usable(i)) candidates.push_back(i);
    const auto dice = prng_.below(10);
    if (candidates.empty() || (dice < 4 && objects_.size() < most_objects)) {
      if (objects_.size() >= most_objects) return false;
      create(exchange, intents, candidates);
      return true;
    }
    const auto index = candidates[prng_.below(candidates.size())];
    auto& object = objects_[index];
    busy[index] = true;
    // What is deleted has nothing below it, and nothing is begun below it in the same batch.
    if (dice == 9 && intents.empty() && !has_children(object)) {
      exchange.method = "DELETE";
      exchange.target = object.path();
      exchange.outcomes.push_back({});
      intents.push_back({index, std::nullopt});
      return true;
    }
    change(exchange, intents, index);
    return true;
  }

  bool has_children(const LedgerObject& object) const {
    return std::ranges::any_of(objects_, [&](const LedgerObject& other) {
      return other.collection.starts_with(object.path() + "/") &&
             (!other.certain() || other.exists());
    });
  }

  void create(Exchange& exchange, std::vector<Intent>& intents,
              const std::vector<std::size_t>& candidates) {
    LedgerObject object;
    object.variable = "o" + std::to_string(objects_.size());
    object.marker = "mark" + std::to_string(++names_) + "x";
    object.element = "coSpace";
    object.collection = "/coSpaces";
    object.states = {std::nullopt};
    if (!candidates.empty() && prng_.chance(1, 3)) {
      const auto& parent = objects_[candidates[prng_.below(candidates.size())]];
      if (parent.element == "coSpace") {
        object.element = "accessMethod";
        object.collection = parent.path() + "/accessMethods";
      }
    }
    Fields fields{{"name", object.marker}};
    if (prng_.chance(1, 2)) fields["uri"] = "uri" + std::to_string(++names_);
    if (prng_.chance(1, 2)) fields["callId"] = std::to_string(100'000 + ++names_);
    if (prng_.chance(1, 2)) fields["passcode"] = std::to_string(prng_.below(10'000));
    exchange.method = "POST";
    exchange.target = object.collection;
    for (const auto& [name, value] : fields) exchange.params.push_back({name, value});
    Outcome created;
    created.kind = Outcome::Kind::created;
    created.variable = object.variable;
    exchange.outcomes.push_back(created);
    intents.push_back({objects_.size(), fields, true});
    objects_.push_back(std::move(object));
  }

  void change(Exchange& exchange, std::vector<Intent>& intents, std::size_t index) {
    auto& object = objects_[index];
    auto fields = *object.states.front();
    exchange.method = "PUT";
    exchange.target = object.path();
    const auto put = [&](const std::string& name, const std::string& value) {
      exchange.params.push_back({name, value});
      if (value.empty())
        fields.erase(name);
      else
        fields[name] = value;
    };
    // The marker stays in the name, so that the object can always be found.
    put("name", object.marker + " " + std::to_string(++names_));
    if (prng_.chance(1, 2)) put("uri", "uri" + std::to_string(++names_));
    if (prng_.chance(1, 3)) put("callId", prng_.chance(1, 3) ? "" : std::to_string(++names_));
    if (prng_.chance(1, 3)) put("passcode", prng_.chance(1, 2) ? "" : "77");
    exchange.outcomes.push_back({});
    intents.push_back({index, fields});
  }

  void look_at_everything() {
    for (auto& object : objects_) {
      if (!well_) return;
      if (!object.known && object.certain()) continue;  // its creation never happened
      look_at(object);
      // The creation whose answer was lost did happen: now its id is known.
      if (!well_ || object.known || !object.exists()) continue;
      Exchange find = check_of(object);
      find.saves.push_back(
          {object.variable,
           {Subject::Kind::xml, "/" + object.element + "s/" + object.element + "/@id"},
           {}});
      if (!step({std::move(find), {}, {}})) return;
      object.known = true;
      look_at(object);
    }
  }

  void look_at(LedgerObject& object) {
    if (step({check_of(object), {}, {}})) settle(object, answers_.front().body);
  }

  CampaignOptions options_;
  Prng prng_;
  CampaignRun run_;
  Session* session_ = nullptr;
  bool well_ = false;
  std::optional<Strike> strike_;  // in the batch at hand
  Fault network_;                 // while nothing strikes
  std::deque<LedgerObject> objects_;
  std::vector<Answer> answers_;
  std::uint64_t names_ = 0;
};

}  // namespace

CampaignRun campaign(std::uint64_t seed, const CampaignOptions& options) {
  return Campaign(seed, options).go();
}

}  // namespace curia::scenario
