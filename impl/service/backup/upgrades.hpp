// Upgrades: images of other versions, and the way to one of them.
//
// 1. An image is an archive (archive_writer.hpp) of kind `upgrade` with the part `curia`, the
//    program, and as its voucher an Ed25519 signature that the key of this installation verifies.
//    Without a key nothing is believed.
// 2. install() verifies everything, makes an automatic backup, writes the program beside the one
//    that runs, asks it what it is, and only then switches, by one rename. Until that a crash or an
//    error leaves all as it was; the next start takes what was half written away.
// 3. The program that is switched to is on trial: unless it comes to serve, the one before it runs
//    again (impl/io/program_folder.hpp).
// 4. A program that does not know our database gets an empty one with our accounts at its first
//    start: its own backup is then rolled back (release notes 3.2).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/backup/backups.hpp"

namespace curia::backup {

inline constexpr std::string_view default_image = "upgrade.img";
inline constexpr std::string_view program_name = "curia";
inline constexpr std::string_view image_key_file = "program/key.pem";
inline constexpr std::string_view automatic_backup = "automatic_backup";

// What is signed: the hash of all bytes before the signature, with words that nothing else signs.
std::string signed_text(const std::string& sha256);

// The programs of an installation, beside each other. Used on the lane `bulk`, one call at a time.
class Programs {
 public:
  virtual ~Programs() = default;
  // Takes the place of what was written under this id before. Errors: disk_full, io_error.
  virtual Result<> begin(const std::string& id) = 0;
  virtual Result<> append(std::string_view bytes) = 0;
  virtual Result<> end() = 0;  // durable, and can be run
  // What it prints when it is asked for its version: "VERSION\nSCHEMA\n". Errors: invalid_value (it
  // does not run here), timed_out.
  virtual Result<std::string> ask(const std::string& id) = 0;
  // Takes away what begin() began, also when it was ended; not the one that runs.
  virtual void discard(const std::string& id) = 0;
  // The next start runs it, on trial.
  virtual Result<> switch_to(const std::string& id) = 0;
  // All but the one that runs and the one that runs next.
  virtual Result<> clean() = 0;
};

struct Image {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;     // of the file
  std::string version{};  // that is in it; empty when it is refused
  std::string problem{};
};

class Upgrades {
 public:
  // `programs` may be null: nothing can be installed then. All outlive it.
  Upgrades(const Env& env, Backups& backups, Programs* programs);

  void list(Done<Result<std::vector<Image>>> done);
  // Whether there is something to install(), by name. Errors: unavailable, invalid_value,
  // not_found.
  Result<> look(const std::string& name) const;
  // `accounts` are for a program that starts with an empty database (encode_account()). Errors:
  // not_found, corrupt, not_permitted (the signature), wrong_version (we are too old for it),
  // unavailable, those of Programs and of Backups::snapshot().
  void install(const std::string& name, std::vector<std::string> accounts,
               Done<Result<Manifest>> done);
  // Errors: not_found, io_error.
  Result<> remove(const std::string& name);
  // All images, and programs that nobody needs.
  void clean(Done<Result<>> done);

 private:
  class Installation;
  template <class T>
  void in_bulk(std::function<Result<T>()> job, Done<Result<T>> done);

  Env env_;
  Backups& backups_;
  Programs* programs_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::backup
