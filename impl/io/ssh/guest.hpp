// SshGuest: one SSH connection on the side of the loop: who it is, and its channels.
//
// 1. Each channel is a session of its own, admitted anew: an account that was deleted, locked or
//    demoted meanwhile gets no more of them.
// 2. When the server ends a session of the guest, no channel is opened any more, and the connection
//    ends with its last channel: whoever is evicted has to log in again.
// 3. All calls come on the loop; answers go to the mailbox.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "impl/io/ssh/mailbox.hpp"
#include "impl/service/mmp/terminal_link.hpp"

namespace curia::io {

class SshGuest {
 public:
  using ChannelId = std::uint32_t;

  // `mmp` outlives it.
  SshGuest(mmp::Mmp& mmp, Endpoint source, std::shared_ptr<SshMailbox> mailbox);
  ~SshGuest();
  SshGuest(const SshGuest&) = delete;
  SshGuest& operator=(const SshGuest&) = delete;

  void log_in(std::string name, std::string password);
  // A key that was offered, then one that signed.
  void offer_key(const std::string& name, std::string_view blob, bool has_signed);
  bool is_logged_in() const { return !account_.empty(); }

  void open_terminal(ChannelId id, mmp::TerminalMode mode);
  void open_files(ChannelId id);
  void receive(ChannelId id, std::string_view bytes);
  void end_of_input(ChannelId id);
  void resize(ChannelId id, std::size_t columns);
  void drained();
  void gone(ChannelId id);
  // Of a channel with files: it is not idle; `done` is for the audit log, if anything was.
  void used_files(ChannelId id, const std::string& done);
  // No logins and no channels from now on.
  void refuse_more() { is_refusing_ = true; }

 private:
  class Outlet;
  struct Channel;

  std::optional<mmp::Admitted> admit(ChannelId id, mmp::Door door);
  // A command line is told as by a command, which scripts look for; files by a complaint.
  void refuse(ChannelId id, mmp::Door door, const std::string& why);
  void ended(ChannelId id, int exit_status, bool by_server);

  mmp::Mmp& mmp_;
  Endpoint source_;
  std::shared_ptr<SshMailbox> mailbox_;
  std::string account_;
  std::map<ChannelId, std::unique_ptr<Channel>> channels_;
  bool is_refusing_ = false;
  bool was_used_ = false;  // a channel was asked for
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::io
