#include "impl/io/ssh/guest.hpp"

#include <utility>

#include "impl/service/mmp/authorized_keys.hpp"
#include "model/admin/limits.hpp"

namespace curia::io {

using Kind = SshLetter::Kind;

class SshGuest::Outlet final : public mmp::TerminalOutlet {
 public:
  Outlet(SshGuest& guest, ChannelId id) : guest_(guest), id_(id) {}

  void send(std::string_view bytes) override {
    SshMailbox& mailbox = *guest_.mailbox_;
    if (mailbox.output_waiting() + bytes.size() > limits::ssh_output_bytes)
      return mailbox.stop();  // its end comes as a later event
    mailbox.put({Kind::output, id_, std::string(bytes)});
  }
  bool is_full() const override {
    return guest_.mailbox_->output_waiting() > limits::ssh_output_high;
  }
  void taken(std::size_t bytes) override { guest_.mailbox_->put({Kind::taken, id_, {}, bytes}); }
  void end(int exit_status, bool by_server) override { guest_.ended(id_, exit_status, by_server); }

 private:
  SshGuest& guest_;
  ChannelId id_;
};

// A command line, or files.
struct SshGuest::Channel {
  Channel(SshGuest& guest, ChannelId id) : outlet(guest, id) {}
  Outlet outlet;
  std::optional<mmp::TerminalLink> terminal;
  std::optional<mmp::SessionId> files;
  bool is_over = false;
};

SshGuest::SshGuest(mmp::Mmp& mmp, Endpoint source, std::shared_ptr<SshMailbox> mailbox)
    : mmp_(mmp), source_(source), mailbox_(std::move(mailbox)) {}

SshGuest::~SshGuest() {
  while (!channels_.empty()) gone(channels_.begin()->first);
  if (is_logged_in() && !was_used_)
    mmp_.audit().note("login-unused", {{"account", account_},
                                       {"door", std::string(name_of(mmp::Door::ssh))},
                                       {"source", to_string(source_)}});
}

void SshGuest::log_in(std::string name, std::string password) {
  if (is_refusing_) return mailbox_->answer(false);
  mmp_.log_in({mmp::Door::ssh, source_, std::move(name), std::move(password)},
              [this, alive = std::weak_ptr(alive_)](Result<mmp::Admitted> who) {
                if (alive.expired()) return;
                if (who) account_ = who->name;
                mailbox_->answer(who.has_value());
              });
}

void SshGuest::offer_key(const std::string& name, std::string_view blob, bool has_signed) {
  bool is_welcome = !is_refusing_ && mmp::is_authorized(mmp_, name, blob);
  if (is_welcome && has_signed) {
    const auto who = mmp_.admit(name, mmp::Door::ssh, source_);
    is_welcome = who.has_value();
    if (who) account_ = who->name;
  }
  mailbox_->answer(is_welcome);
}

std::optional<mmp::Admitted> SshGuest::admit(ChannelId id, mmp::Door door) {
  was_used_ = true;
  if (is_refusing_) {
    refuse(id, door, "log in again");
    return std::nullopt;
  }
  auto who = mmp_.admit(account_, door, source_);
  if (!who) {
    refuse(id, door, "you may not log in any more");
    return std::nullopt;
  }
  return *std::move(who);
}

void SshGuest::refuse(ChannelId id, mmp::Door door, const std::string& why) {
  mailbox_->put(
      {door == mmp::Door::sftp ? Kind::complaint : Kind::output, id, "FAILURE: " + why + "\r\n"});
  mailbox_->put({Kind::end, id, {}, 1});
}

void SshGuest::open_terminal(ChannelId id, mmp::TerminalMode mode) {
  const auto who = admit(id, mmp::Door::ssh);
  if (!who) return;
  auto channel = std::make_unique<Channel>(*this, id);
  channel->terminal.emplace(mmp_, channel->outlet, std::move(mode));
  Channel& made = *(channels_[id] = std::move(channel));
  if (auto opened = made.terminal->open(*who, source_); !opened) {
    channels_.erase(id);
    refuse(id, mmp::Door::ssh, opened.error().message);
  }
}

void SshGuest::open_files(ChannelId id) {
  const auto who = admit(id, mmp::Door::sftp);
  if (!who) return;
  if (who->must_change)
    return refuse(id, mmp::Door::sftp,
                  "the password has to be changed first: log in to the command line");
  auto entered = mmp_.enter(*who, mmp::Door::sftp, source_, [this, id](std::string_view) {
    const auto found = channels_.find(id);
    if (found != channels_.end() && !found->second->is_over) ended(id, 1, true);
  });
  if (!entered) return refuse(id, mmp::Door::sftp, entered.error().message);
  auto channel = std::make_unique<Channel>(*this, id);
  channel->files = *entered;
  channels_[id] = std::move(channel);
  mailbox_->put({Kind::files, id, {}, 0, {who->name, who->role}});
}

void SshGuest::ended(ChannelId id, int exit_status, bool by_server) {
  if (const auto found = channels_.find(id); found != channels_.end())
    found->second->is_over = true;
  mailbox_->put({Kind::end, id, {}, static_cast<std::size_t>(exit_status)});
  if (!by_server) return;
  is_refusing_ = true;
  mailbox_->put({Kind::leave, id});
}

void SshGuest::receive(ChannelId id, std::string_view bytes) {
  const auto found = channels_.find(id);
  if (found != channels_.end() && found->second->terminal) found->second->terminal->receive(bytes);
}

void SshGuest::end_of_input(ChannelId id) {
  const auto found = channels_.find(id);
  if (found != channels_.end() && found->second->terminal) found->second->terminal->end_of_input();
}

void SshGuest::resize(ChannelId id, std::size_t columns) {
  const auto found = channels_.find(id);
  if (found != channels_.end() && found->second->terminal) found->second->terminal->resize(columns);
}

void SshGuest::drained() {
  for (const auto& [id, channel] : channels_)
    if (channel->terminal) channel->terminal->drained();
}

void SshGuest::gone(ChannelId id) {
  const auto node = channels_.extract(id);
  if (node.empty()) return;
  Channel& channel = *node.mapped();
  channel.is_over = true;
  if (channel.terminal) channel.terminal->gone("the connection closed");
  if (channel.files) mmp_.sessions().close(*channel.files, "the connection closed");
}

void SshGuest::used_files(ChannelId id, const std::string& done) {
  const auto found = channels_.find(id);
  if (found == channels_.end() || !found->second->files) return;
  const mmp::SessionId session = *found->second->files;
  mmp_.sessions().touch(session);
  const mmp::SessionInfo* info = mmp_.sessions().find(session);
  if (info != nullptr && !done.empty()) mmp_.audit_command(*info, done);
}

}  // namespace curia::io
