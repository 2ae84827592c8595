// SshMailbox: what the loop tells the thread of one SSH connection.
//
// 1. put() never waits; a letter wakes the thread out of its poll by an eventfd.
// 2. The thread waits only for an answer, and stop() ends that too.
// 3. output_waiting() counts bytes that were put and not written to the client yet.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "impl/io/descriptor.hpp"
#include "impl/service/mmp/file_root.hpp"

namespace curia::io {

struct SshLetter {
  enum class Kind {
    output,     // text for a channel
    complaint,  // text for its standard error
    taken,      // `number` bytes of its input are done with
    files,      // SFTP is granted to `user`
    end,        // of a channel, with the exit status `number`
    leave,      // no new channels; the connection ends with its last one
  };
  Kind kind = Kind::output;
  std::uint32_t channel = 0;
  std::string text{};
  std::size_t number = 0;
  mmp::FileUser user{};
};

class SshMailbox {
 public:
  SshMailbox();

  // By the loop.
  void put(SshLetter letter);
  void answer(bool yes);
  void stop();
  std::size_t output_waiting() const { return output_waiting_; }

  // By the thread.
  int descriptor() const { return wake_.get(); }
  std::vector<SshLetter> take();
  bool wait_for_answer();  // false also after stop()
  bool is_stopped() const { return is_stopped_; }
  void written(std::size_t bytes) { output_waiting_ -= bytes; }

 private:
  Descriptor wake_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::vector<SshLetter> letters_;  // guarded by mutex_
  std::optional<bool> answer_;      // guarded by mutex_
  std::atomic<bool> is_stopped_ = false;
  std::atomic<std::size_t> output_waiting_ = 0;
};

}  // namespace curia::io
