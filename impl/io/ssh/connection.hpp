// SshConnection: one SSH connection on its own thread: libssh, and between its channels and the
// loop a mailbox (loop to thread) and posted calls of the guest (thread to loop).
//
// 1. libssh never waits here: whatever a client does not read waits in its channel, and what a
//    channel cannot take is left with libssh, whose window then holds up the client.
// 2. The thread waits for the loop only to hear whether a login is good.
// 3. It ends when the client goes, when nobody has logged in for limits::ssh_login_time, after
//    limits::ssh_login_attempts failures, without channels for limits::ssh_idle_timeout, and
//    limits::ssh_end_time after the mailbox was stopped or the last channel of a guest who has to
//    leave was closed.
#pragma once

#include <libssh/callbacks.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "impl/io/ssh/guest.hpp"
#include "impl/io/ssh/libssh.hpp"
#include "impl/io/ssh/sftp_server.hpp"

namespace curia::io {

class SshConnection {
 public:
  using Call = std::move_only_function<void(SshGuest&)>;
  using Post = std::function<void(Call)>;  // a call of the guest, on the loop, if it is still there

  // `banner` is shown before the login; may be empty.
  SshConnection(SshSession session, std::shared_ptr<SshMailbox> mailbox, Post post,
                std::string data, std::string banner);
  ~SshConnection();
  SshConnection(const SshConnection&) = delete;
  SshConnection& operator=(const SshConnection&) = delete;

  void run();

 private:
  using Steady = std::chrono::steady_clock;
  struct Channel;
  struct Callbacks;  // what libssh calls

  bool turn();
  bool is_in_time(bool is_stopped);
  void read_mail();
  void take(SshLetter letter);
  void pump(Channel& channel);
  void read_input(Channel& channel);
  void serve_files(Channel& channel);
  void write_output(Channel& channel);
  void end(Channel& channel);
  void forget_closed();

  int try_password(const char* user, const char* password);
  int try_key(const char* user, ssh_key key, char state);
  int answer_message(ssh_message message);
  int answer_prompts(ssh_message message);
  int attempted(bool is_welcome);
  ssh_channel open_channel();
  int start_terminal(ssh_channel handle, const char* command);
  int start_subsystem(ssh_channel handle, std::string_view name);
  int set_terminal(ssh_channel handle, int columns, bool is_new);
  Channel* find(ssh_channel handle);

  std::shared_ptr<SshMailbox> mailbox_;
  Post post_;
  std::string data_;
  std::string banner_;
  SshSession session_;
  SshEvent event_;
  std::unique_ptr<Callbacks> callbacks_;
  std::map<SshGuest::ChannelId, std::unique_ptr<Channel>> channels_;
  SshGuest::ChannelId last_channel_ = 0;
  std::size_t failures_ = 0;
  std::string asked_user_;  // by keyboard-interactive: answers do not name anybody
  bool is_logged_in_ = false;
  bool is_leaving_ = false;
  bool was_high_ = false;
  Steady::time_point quiet_since_ = Steady::now();  // nobody logged in, or no channel
  Steady::time_point end_ = Steady::time_point::max();
};

}  // namespace curia::io
