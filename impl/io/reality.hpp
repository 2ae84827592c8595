// Reality: the world behind the ports of model/env when Curia serves: sockets, the system clock,
// threads, files. One object owns all of it; sim/world is its counterpart.
//
// 1. The thread that calls run() is the loop: every handler, task and answer comes on it, and
//    every port is used on it (before run(), from the thread that built this object).
// 2. Only stop() may come from another thread.
// 3. The destructor waits until the jobs given to Work are done; their `done` is dropped then.
// 4. What uses the ports is built after this object and destroyed before it.
// 5. SIGPIPE and SIGXFSZ are ignored in the whole process: errors come as results.
//
//   io::Reality reality({.root = "data"});
//   Env env = reality.env();
//   Server server(env);
//   reality.on_stop_signal([&](int) { server.drain([&] { reality.stop(); }); });
//   reality.run();
#pragma once

#include <memory>
#include <string>

#include "impl/io/local_door.hpp"
#include "model/env/env.hpp"

namespace curia::io {

struct RealityOptions {
  std::string root = {};      // the folder behind Files, made on the first write; empty = no Files
  std::string log_file = {};  // appended to; empty = standard error
  std::string trace_file = {};  // one line per event, written anew; empty = events go nowhere
};

class Reality {
 public:
  explicit Reality(RealityOptions options);
  ~Reality();
  Reality(const Reality&) = delete;
  Reality& operator=(const Reality&) = delete;

  Env env();
  Loop& loop();  // for the doors of impl/io

  // A Unix socket for programs of this machine; destroyed before this object. Errors: those of
  // LocalDoor::open().
  Result<std::unique_ptr<LocalDoor>> open_local_door(const std::string& path,
                                                     LocalDoor::Accept accept);

  // Calls back on the loop at each SIGTERM and SIGINT, with the number of the signal.
  void on_stop_signal(std::move_only_function<void(int)> callback);

  // Serves until stop(); may be called again after it.
  void run();
  // Serves until `reached` holds (looked at after each turn) or `limit` has passed; true when it
  // holds. For tests and for commands that wait for one answer.
  bool run_until(const std::function<bool()>& reached, Duration limit);
  // run() returns when the event at hand is over. From any thread.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curia::io
