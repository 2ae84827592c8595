#include "impl/io/ssh/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "impl/io/ssh/channel.hpp"
#include "model/admin/limits.hpp"

namespace curia::io {
namespace {

constexpr int poll_ms = 500;  // deadlines are looked at so often
constexpr std::size_t input_waiting = 64 * 1024;
constexpr std::size_t chunk_bytes = 32 * 1024;
constexpr std::chrono::seconds touch_interval{1};

int on_mail(socket_t, int, void*) { return 0; }  // read_mail() looks after each poll

}  // namespace

SshConnection::SshConnection(SshSession session, std::shared_ptr<SshMailbox> mailbox, Post post,
                             std::string data, std::string banner)
    : mailbox_(std::move(mailbox)),
      post_(std::move(post)),
      data_(std::move(data)),
      banner_(std::move(banner)),
      session_(std::move(session)),
      event_(ssh_event_new()),
      callbacks_(std::make_unique<Callbacks>(*this)) {}

SshConnection::~SshConnection() {
  if (!event_) return;
  ssh_event_remove_fd(event_.get(), mailbox_->descriptor());  // ssh_event_free() would leak it
  ssh_event_remove_session(event_.get(), session_.get());
}

void SshConnection::run() {
  ssh_session session = session_.get();
  ssh_set_blocking(session, 0);
  callbacks_->attach(session);
  ssh_set_auth_methods(
      session, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE | SSH_AUTH_METHOD_PUBLICKEY);
  if (event_ && ssh_handle_key_exchange(session) != SSH_ERROR &&  // it goes on by itself
      ssh_event_add_fd(event_.get(), mailbox_->descriptor(), POLLIN, on_mail, nullptr) == SSH_OK &&
      ssh_event_add_session(event_.get(), session) == SSH_OK)
    while (turn()) {
    }
  if (ssh_is_connected(session) != 0) ssh_disconnect(session);
}

bool SshConnection::turn() {
  if (ssh_event_dopoll(event_.get(), poll_ms) == SSH_ERROR) return false;
  if (ssh_is_connected(session_.get()) == 0 ||
      (ssh_get_status(session_.get()) & (SSH_CLOSED | SSH_CLOSED_ERROR)) != 0)
    return false;
  const bool is_stopped = mailbox_->is_stopped();  // asked first: the last words come before it
  read_mail();
  for (const auto& [id, channel] : channels_) pump(*channel);
  forget_closed();
  if (was_high_ && mailbox_->output_waiting() <= limits::ssh_output_high / 2) {
    was_high_ = false;
    post_([](SshGuest& guest) { guest.drained(); });
  }
  return is_in_time(is_stopped);
}

bool SshConnection::is_in_time(bool is_stopped) {
  const auto now = Steady::now();
  if ((is_stopped || (is_leaving_ && channels_.empty())) && end_ == Steady::time_point::max())
    end_ = now + limits::ssh_end_time;
  // Not before the client has closed what we have ended: OpenSSH forgets what it has not shown yet
  // when it reads that the connection ends.
  const bool has_heard_all = std::ranges::none_of(channels_, [](const auto& item) {
    return !item.second->out.empty() || item.second->has_ended;
  });
  if (is_stopped && has_heard_all && (ssh_get_poll_flags(session_.get()) & SSH_WRITE_PENDING) == 0)
    return false;
  for (const auto& [id, channel] : channels_) {
    if (channel->has_started) quiet_since_ = now;
    // Its session has ended, and nobody takes what is left of it.
    if (channel->exit_status && now - channel->moved >= limits::ssh_idle_timeout) return false;
  }
  const Duration quiet = is_logged_in_ ? limits::ssh_idle_timeout : limits::ssh_login_time;
  return now < end_ && now - quiet_since_ < quiet && failures_ < limits::ssh_login_attempts;
}

void SshConnection::read_mail() {
  for (SshLetter& letter : mailbox_->take()) take(std::move(letter));
}

void SshConnection::take(SshLetter letter) {
  using Kind = SshLetter::Kind;
  if (letter.kind == Kind::leave) is_leaving_ = true;
  const auto found = channels_.find(letter.channel);
  if (found == channels_.end()) {
    if (letter.kind == Kind::output) mailbox_->written(letter.text.size());
    return;
  }
  Channel& channel = *found->second;
  switch (letter.kind) {
    case Kind::output:
      channel.out += letter.text;
      break;
    case Kind::complaint:
      ssh_channel_write_stderr(channel.handle, letter.text.data(),
                               static_cast<std::uint32_t>(letter.text.size()));
      break;
    case Kind::taken:
      channel.input_waiting -= std::min(channel.input_waiting, letter.number);
      break;
    case Kind::files:
      channel.files = std::make_unique<SftpServer>(
          data_, letter.user, [this, id = letter.channel](const std::string& done) {
            post_([id, done](SshGuest& guest) { guest.used_files(id, done); });
          });
      break;
    case Kind::end:
      channel.exit_status = static_cast<int>(letter.number);
      channel.moved = Steady::now();
      break;
    case Kind::leave:
      break;
  }
}

void SshConnection::pump(Channel& channel) {
  if (!channel.has_started || ssh_channel_is_closed(channel.handle) != 0) return;
  if (!channel.exit_status) read_input(channel);
  if (channel.files) serve_files(channel);
  write_output(channel);
  if (channel.out.empty() && channel.exit_status && !channel.has_ended) end(channel);
}

// Only as much as its reader has room for: the rest stays with libssh.
void SshConnection::read_input(Channel& channel) {
  if (channel.is_files && !channel.files) return;  // not granted yet
  char bytes[chunk_bytes];
  while (channel.input_waiting < input_waiting && channel.out.size() < limits::ssh_output_high) {
    const int count = ssh_channel_read_nonblocking(channel.handle, bytes, sizeof bytes, 0);
    if (count <= 0) break;
    const std::string_view read(bytes, static_cast<std::size_t>(count));
    if (channel.files) {
      channel.files->feed(read);
      serve_files(channel);
      continue;
    }
    channel.input_waiting += read.size();
    post_(
        [id = channel.id, text = std::string(read)](SshGuest& guest) { guest.receive(id, text); });
  }
  if (channel.has_input_ended || ssh_channel_is_eof(channel.handle) == 0) return;
  channel.has_input_ended = true;
  if (channel.is_files)
    channel.exit_status = 0;
  else
    post_([id = channel.id](SshGuest& guest) { guest.end_of_input(id); });
}

void SshConnection::serve_files(Channel& channel) {
  while (channel.out.size() < limits::ssh_output_high) {
    const auto step = channel.files->step(channel.out);
    if (step == SftpServer::Step::broken) {
      channel.exit_status = 1;
      channel.files.reset();
      return;
    }
    if (step == SftpServer::Step::waits) return;
    if (const auto now = Steady::now(); now - channel.touched >= touch_interval) {
      channel.touched = now;
      post_([id = channel.id](SshGuest& guest) { guest.used_files(id, {}); });
    }
  }
}

void SshConnection::write_output(Channel& channel) {
  was_high_ = was_high_ || mailbox_->output_waiting() > limits::ssh_output_high;
  std::size_t at = 0;
  while (at < channel.out.size() && (ssh_get_poll_flags(session_.get()) & SSH_WRITE_PENDING) == 0) {
    const std::size_t size =
        std::min({channel.out.size() - at, chunk_bytes,
                  static_cast<std::size_t>(ssh_channel_window_size(channel.handle))});
    if (size == 0) break;
    const int count = ssh_channel_write(channel.handle, channel.out.data() + at,
                                        static_cast<std::uint32_t>(size));
    if (count <= 0) break;
    at += static_cast<std::size_t>(count);
    channel.moved = Steady::now();
  }
  channel.out.erase(0, at);
  if (!channel.is_files) mailbox_->written(at);
}

void SshConnection::end(Channel& channel) {
  channel.has_ended = true;
  ssh_channel_request_send_exit_status(channel.handle, *channel.exit_status);
  ssh_channel_send_eof(channel.handle);
  ssh_channel_close(channel.handle);
}

void SshConnection::forget_closed() {
  std::erase_if(channels_, [&](const auto& item) {
    Channel& channel = *item.second;
    if (ssh_channel_is_closed(channel.handle) == 0) return false;
    if (!channel.is_files) mailbox_->written(channel.out.size());
    post_([id = channel.id](SshGuest& guest) { guest.gone(id); });
    return true;
  });
}

ssh_channel SshConnection::open_channel() {
  if (!is_logged_in_ || is_leaving_ || mailbox_->is_stopped()) return nullptr;
  if (channels_.size() >= limits::ssh_channels) return nullptr;
  ssh_channel handle = ssh_channel_new(session_.get());
  if (handle == nullptr) return nullptr;
  const auto id = ++last_channel_;
  channels_[id] = std::make_unique<Channel>(id, handle);
  callbacks_->attach(handle, *channels_[id]);
  return handle;
}

SshConnection::Channel* SshConnection::find(ssh_channel handle) {
  for (const auto& [id, channel] : channels_)
    if (channel->handle == handle) return channel.get();
  return nullptr;
}

int SshConnection::start_terminal(ssh_channel handle, const char* command) {
  Channel* channel = find(handle);
  if (channel == nullptr || channel->has_started) return 1;
  channel->has_started = true;
  mmp::TerminalMode mode{channel->columns, std::nullopt};
  if (command != nullptr) mode.command = command;
  post_([id = channel->id, mode = std::move(mode)](SshGuest& guest) mutable {
    guest.open_terminal(id, std::move(mode));
  });
  return 0;
}

int SshConnection::start_subsystem(ssh_channel handle, std::string_view name) {
  Channel* channel = find(handle);
  if (channel == nullptr || channel->has_started || name != "sftp") return 1;
  channel->has_started = channel->is_files = true;
  post_([id = channel->id](SshGuest& guest) { guest.open_files(id); });
  return 0;
}

int SshConnection::set_terminal(ssh_channel handle, int columns, bool is_new) {
  Channel* channel = find(handle);
  if (channel == nullptr || (is_new ? channel->has_started : !channel->columns)) return 1;
  if (columns > 0) channel->columns = static_cast<std::size_t>(columns);
  if (!channel->columns) channel->columns = Channel::usual_columns;
  if (!is_new)
    post_(
        [id = channel->id, wide = *channel->columns](SshGuest& guest) { guest.resize(id, wide); });
  return 0;
}

}  // namespace curia::io
