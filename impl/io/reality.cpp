#include "impl/io/reality.hpp"

#include <csignal>
#include <optional>
#include <utility>

#include "impl/io/files.hpp"
#include "impl/io/ldap_directory.hpp"
#include "impl/io/machine.hpp"
#include "impl/io/net.hpp"
#include "impl/io/random.hpp"
#include "impl/io/signals.hpp"
#include "impl/io/timers.hpp"
#include "impl/io/trace.hpp"
#include "impl/io/work.hpp"

namespace curia::io {

// In the order of use: the lanes end first, the loop last.
struct Reality::Parts {
  explicit Parts(RealityOptions options)
      : trace(loop.clock(), options.log_file, options.trace_file),
        machine(options.root),
        files(std::move(options.root)) {}

  Loop loop;
  RealTrace trace;
  RealMachine machine;
  RealFiles files;
  RealTimers timers{loop};
  RealRandom random;
  RealNet net{loop, timers, trace};
  std::optional<StopSignals> signals;
  RealWork work{loop};
  LdapDirectories directories{loop};
};

Reality::Reality(RealityOptions options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  parts_ = std::make_unique<Parts>(std::move(options));
}

Reality::~Reality() = default;

Env Reality::env() {
  return {parts_->loop.clock(), parts_->timers, parts_->random,  parts_->net,        parts_->work,
          parts_->files,        parts_->trace,  parts_->machine, parts_->directories};
}

Loop& Reality::loop() { return parts_->loop; }

Result<std::unique_ptr<LocalDoor>> Reality::open_local_door(const std::string& path,
                                                            LocalDoor::Accept accept) {
  auto door = std::make_unique<LocalDoor>(parts_->loop);
  if (auto opened = door->open(path, std::move(accept)); !opened) return fail(opened.error());
  return door;
}

void Reality::on_stop_signal(std::move_only_function<void(int)> callback) {
  parts_->signals.emplace(parts_->loop, std::move(callback));
}

void Reality::run() { parts_->loop.run(); }

bool Reality::run_until(const std::function<bool()>& reached, Duration limit) {
  return parts_->loop.run_until(reached, limit);
}

void Reality::stop() { parts_->loop.stop(); }

}  // namespace curia::io
