// ProgramFolder: the programs of an installation, in the folder `program` of a data directory.
//
//   program/key.pem       the public key that upgrade images are verified with
//   program/curia-ID      a program that was installed; ID is of its image
//   program/current       a link to the one that runs; none: whatever the host starts
//   program/trial         while `current` has not served yet: what ran before, and how often it
//                         began
//   program/before        meanwhile: the database and the configuration as they were then
//
// 1. Whoever starts a program of this data directory first looks at next() and runs that instead.
// 2. A program is on trial from switch_to() until confirm(). When it is begun a second time without
//    having been confirmed, or fails, fall_back() brings the one before it back, and what the new
//    one has made of the database (set_aside.hpp).
// 3. `current` changes by one rename; programs appear under their names when they are durable.
#pragma once

#include <optional>
#include <string>

#include "impl/io/descriptor.hpp"
#include "impl/service/backup/upgrades.hpp"

namespace curia::io {

class ProgramFolder final : public backup::Programs {
 public:
  explicit ProgramFolder(std::string data) : data_(std::move(data)), root_(data_ + "/program") {}

  Result<> begin(const std::string& id) override;
  Result<> append(std::string_view bytes) override;
  Result<> end() override;
  Result<std::string> ask(const std::string& id) override;
  void discard(const std::string& id) override;
  Result<> switch_to(const std::string& id) override;
  Result<> clean() override;

  // The program that has to run, when that is not the one that asks.
  std::optional<std::string> next() const;
  // By whoever is about to start the program that has to serve, or to serve as that program. An
  // error says why the one before it was brought back, or why neither can run: look at next()
  // again.
  Result<> begin_trial();
  // It serves. After an error it must not: what it writes might be put back at the next start.
  Result<> confirm();
  // It does not. True when there is another one to run: see next().
  Result<bool> fall_back();

 private:
  struct Trial {
    std::string program;   // on trial: "curia-ID"
    std::string previous;  // the same, or the path of one that lies elsewhere
    int begun = 0;
  };
  std::string path(const std::string& name) const { return root_ + "/" + name; }
  std::string current() const;  // the name that the link has; empty when there is none
  bool is_current() const;      // whether the one that asks is the one that has to run
  std::optional<Trial> trial() const;
  Result<> write_trial(const Trial& trial) const;
  Result<> end_trial() const;
  Result<> link_to(const std::string& name) const;

  std::string before() const { return path("before"); }

  std::string data_;
  std::string root_;
  std::string writing_;  // the name of what is written
  Descriptor file_;
  std::optional<std::string> elsewhere_;  // to run after fall_back(), when it is not in the folder
};

}  // namespace curia::io
