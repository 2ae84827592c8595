// StopSignals: SIGTERM and SIGINT as events of the loop.
#pragma once

#include <functional>
#include <memory>

#include "impl/io/loop.hpp"

namespace curia::io {

class StopSignals {
 public:
  using Callback = std::move_only_function<void(int signal)>;

  StopSignals(Loop& loop, Callback callback);
  ~StopSignals();  // the signals get their default action back

 private:
  struct Asio;
  void await();

  Loop& loop_;
  Callback callback_;
  std::unique_ptr<Asio> asio_;
};

}  // namespace curia::io
