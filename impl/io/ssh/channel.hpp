// What a connection keeps of one channel, and what libssh calls.
#pragma once

#include <optional>
#include <string>

#include "impl/io/ssh/connection.hpp"

namespace curia::io {

struct SshConnection::Channel {
  static constexpr std::size_t usual_columns = 80;

  Channel(SshGuest::ChannelId number, ssh_channel channel) : id(number), handle(channel) {}
  // libssh keeps a channel until the client has closed it, too, and must not call us by then.
  ~Channel() {
    ssh_remove_channel_callbacks(handle, &calls);
    ssh_channel_free(handle);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  SshGuest::ChannelId id;
  ssh_channel handle;
  ssh_channel_callbacks_struct calls{};
  std::optional<std::size_t> columns{};  // of its terminal
  bool has_started = false;              // with a shell, a command or files
  bool is_files = false;
  std::unique_ptr<SftpServer> files{};
  std::string out{};              // to be written
  std::size_t input_waiting = 0;  // bytes with the guest
  bool has_input_ended = false;
  bool has_ended = false;                    // by us
  std::optional<int> exit_status{};          // once `out` is written
  Steady::time_point touched{};              // what the loop was last told of
  Steady::time_point moved = Steady::now();  // when the client last took something
};

struct SshConnection::Callbacks {
  explicit Callbacks(SshConnection& connection);

  void attach(ssh_session session);
  void attach(ssh_channel handle, Channel& channel) const;

  SshConnection& it;
  ssh_server_callbacks_struct server{};
};

}  // namespace curia::io
