// ConfigurationBook: the configuration as it stands, and its file live.json.
//
// 1. change() writes the file first, whole and durably; what could not be written is not changed.
// 2. The value never moves: whoever needs a part of it may keep a reference.
//
//   book.change([&](admin::Configuration& c) { c.hostname = "cms01"; });
#pragma once

#include <functional>
#include <vector>

#include "model/admin/configuration.hpp"
#include "model/base/result.hpp"
#include "model/env/files.hpp"

namespace curia::mmp {

class ConfigurationBook {
 public:
  explicit ConfigurationBook(Files& files) : files_(files) {}

  // A server without the file has the defaults. Errors: corrupt, wrong_version, io_error.
  Result<> load();
  const admin::Configuration& current() const { return current_; }
  // Errors: those of Files::replace.
  Result<> change(const std::function<void(admin::Configuration&)>& edit);
  // `changed` is called after each change, for as long as the book lives.
  void observe(std::function<void()> changed) { observers_.push_back(std::move(changed)); }

 private:
  Files& files_;
  admin::Configuration current_;
  std::vector<std::function<void()>> observers_;
};

}  // namespace curia::mmp
