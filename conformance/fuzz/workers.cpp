#include "conformance/fuzz/workers.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "sim/scenario/write.hpp"

namespace curia::fuzz {
namespace {

constexpr int progress_every_ms = 200;
constexpr std::size_t shown_steps = 60;  // of a history that is printed

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What a worker tells: one line each, with the line ends inside replaced.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', '\x1f');
  return text;
}

std::string line_of(const Tally& tally) {
  std::ostringstream out;
  out << "tally " << tally.histories << ' ' << tally.steps << ' ' << tally.exchanges << ' '
      << tally.accepted << ' ' << tally.refused << ' ' << tally.lost << '\n';
  return out.str();
}

std::string readable(const scenario::Scenario& scenario) {
  std::string out;
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    if (i == shown_steps) return out + "  ...\n";
    out += scenario::write(scenario.steps[i], 2);
  }
  return out;
}

std::string save(const Finding& finding, const std::string& folder) {
  if (finding.scenario.steps.empty()) return {};
  const std::string file = folder + "/fuzz-" + std::to_string(finding.seed) + ".sim";
  std::ofstream(file) << scenario::write(finding.scenario);
  return file;
}

std::string told(const Finding& finding) {
  std::string out = finding.complaint + "\n";
  if (finding.scenario.steps.empty()) return out;
  out += "\nThe shortest history that fails in the same way:\n" + readable(finding.scenario);
  if (!finding.is_repeatable) out += "It does not fail when it is run again without the model.\n";
  return out;
}

class Worker {
 public:
  Worker(const RunPlan& plan, Hunt& hunt, std::function<void(const std::string&)> tell)
      : plan_(plan), hunt_(hunt), tell_(std::move(tell)) {}

  // Every `stride`-th history.
  void go(std::uint64_t index, std::uint64_t stride, double begun) {
    hunt_.on_shrink = [this](std::size_t tried) {
      if (tried % 20 == 0) tell_("shrink " + std::to_string(tried) + "\n");
    };
    double told_at = begun;
    for (auto i = index; i < plan_.histories; i += stride) {
      if (plan_.seconds > 0 && now_s() - begun > static_cast<double>(plan_.seconds)) break;
      const auto finding = hunt_.play_history(plan_.first + i);
      if (finding || now_s() - told_at > 0.2) {
        tell_(line_of(hunt_.tally()));
        told_at = now_s();
      }
      if (!finding) continue;
      tell_("found " + std::to_string(finding->seed) + ' ' +
            one_line(save(*finding, plan_.folder)) + '\x1e' + one_line(told(*finding)) + '\n');
      return;
    }
    tell_(line_of(hunt_.tally()));
  }

 private:
  const RunPlan& plan_;
  Hunt& hunt_;
  std::function<void(const std::string&)> tell_;
};

// What the workers have told so far.
class Listener {
 public:
  explicit Listener(RunResult& result) : result_(result) {}

  void hear(std::size_t worker, const std::string& line) {
    std::istringstream in(line);
    std::string word;
    in >> word;
    if (word == "tally") {
      Tally& tally = tallies_[worker];
      in >> tally.histories >> tally.steps >> tally.exchanges >> tally.accepted >> tally.refused >>
          tally.lost;
    } else if (word == "shrink") {
      std::string tried;
      in >> tried;
      what_ = "making it smaller: " + tried + " histories tried";
    } else if (word == "found" && !result_.found) {
      in >> result_.seed;
      in.get();
      std::string rest;
      std::getline(in, rest);
      std::ranges::replace(rest, '\x1f', '\n');
      const auto mark = rest.find('\x1e');
      result_.file = rest.substr(0, mark);
      result_.text = rest.substr(mark + 1);
      result_.found = true;
    }
    result_.tally = {};
    for (const auto& [_, tally] : tallies_) result_.tally += tally;
  }

  const std::string& what() const { return what_; }

 private:
  RunResult& result_;
  std::map<std::size_t, Tally> tallies_;
  std::string what_;
};

struct Child {
  pid_t pid = -1;
  int pipe = -1;
  std::string unread = {};
};

void write_all(int pipe, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto written = ::write(pipe, text.data() + at, text.size() - at);
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

Child begin_child(const RunPlan& plan, Hunt& hunt, unsigned index, double begun) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  std::fflush(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) {
    ::close(ends[1]);
    return {pid, ends[0]};
  }
  ::close(ends[0]);
  Worker(plan, hunt, [&](const std::string& line) {
    write_all(ends[1], line);
  }).go(index, plan.workers, begun);
  ::_exit(0);
}

// Reads what there is; false when the child has ended.
bool read_child(Child& child, std::size_t index, Listener& listener) {
  char bytes[65536];
  const auto got = ::read(child.pipe, bytes, sizeof bytes);
  if (got <= 0) return false;
  child.unread.append(bytes, static_cast<std::size_t>(got));
  for (auto end = child.unread.find('\n'); end != std::string::npos;
       end = child.unread.find('\n')) {
    listener.hear(index, child.unread.substr(0, end));
    child.unread.erase(0, end + 1);
  }
  return true;
}

void end_child(Child& child, RunResult& result) {
  ::close(child.pipe);
  child.pipe = -1;
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (result.found) return;  // it was told to end
  result.found = true;
  result.text = "a worker ended by itself: the server under test, or its world, broke\n";
}

}  // namespace

RunResult run_workers(const RunPlan& plan, Hunt& hunt, const Progress& progress) {
  RunResult result;
  const double begun = now_s();
  Listener listener(result);
  if (plan.workers == 0) {
    Worker(plan, hunt, [&](const std::string& line) {
      listener.hear(0, line.substr(0, line.size() - 1));
      progress(result.tally, listener.what());
    }).go(0, 1, begun);
    result.seconds = now_s() - begun;
    return result;
  }
  std::vector<Child> children;
  for (unsigned i = 0; i < plan.workers; ++i) children.push_back(begin_child(plan, hunt, i, begun));
  bool were_told = false;
  for (auto open = children.size(); open > 0;) {
    std::vector<pollfd> waits;
    for (const Child& child : children) waits.push_back({child.pipe, POLLIN, 0});
    ::poll(waits.data(), waits.size(), progress_every_ms);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (children[i].pipe < 0 || waits[i].revents == 0) continue;
      if (read_child(children[i], i, listener)) continue;
      end_child(children[i], result);
      --open;
    }
    progress(result.tally, listener.what());
    if (!result.found || were_told) continue;
    were_told = true;
    for (const Child& child : children)
      if (child.pipe >= 0) ::kill(child.pid, SIGTERM);
  }
  result.seconds = now_s() - begun;
  return result;
}

}  // namespace curia::fuzz
