// How guests of an SSH connection prove who they are, and which calls of libssh lead where.
#include <memory>
#include <string>
#include <utility>

#include "impl/io/ssh/channel.hpp"
#include "impl/io/ssh/connection.hpp"
#include "model/admin/limits.hpp"
#include "model/base/base64.hpp"

namespace curia::io {
namespace {

std::string blob_of(ssh_key key) {
  char* text = nullptr;
  if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK) return {};
  auto blob = parse_base64(text);
  ssh_string_free_char(text);
  return blob.value_or("");
}

}  // namespace

int SshConnection::attempted(bool is_welcome) {
  is_logged_in_ = is_welcome;
  if (is_welcome) return SSH_AUTH_SUCCESS;
  ++failures_;
  return SSH_AUTH_DENIED;
}

int SshConnection::try_password(const char* user, const char* password) {
  if (failures_ >= limits::ssh_login_attempts) return SSH_AUTH_DENIED;
  post_([name = std::string(user), secret = std::string(password)](SshGuest& guest) {
    guest.log_in(name, secret);
  });
  return attempted(mailbox_->wait_for_answer());
}

int SshConnection::try_key(const char* user, ssh_key key, char state) {
  const bool has_signed = state == SSH_PUBLICKEY_STATE_VALID;
  if (failures_ >= limits::ssh_login_attempts) return SSH_AUTH_DENIED;
  if (!has_signed && state != SSH_PUBLICKEY_STATE_NONE) return attempted(false);
  post_([name = std::string(user), blob = blob_of(key), has_signed](SshGuest& guest) {
    guest.offer_key(name, blob, has_signed);
  });
  const bool is_welcome = mailbox_->wait_for_answer();
  if (!has_signed && is_welcome) return SSH_AUTH_SUCCESS;  // now it has to sign
  return attempted(is_welcome);
}

// What no callback of libssh takes. 1: libssh refuses it.
int SshConnection::answer_message(ssh_message message) {
  if (ssh_message_type(message) == SSH_REQUEST_SERVICE) {
    if (std::string_view(ssh_message_service_service(message)) != "ssh-userauth") return 1;
    ssh_message_service_reply_success(message);
    if (banner_.empty()) return 0;
    if (const ssh_string banner = ssh_string_from_char((banner_ + "\n").c_str())) {
      ssh_send_issue_banner(session_.get(), banner);
      ssh_string_free(banner);
    }
    return 0;
  }
  if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
      ssh_message_subtype(message) != SSH_AUTH_METHOD_INTERACTIVE)
    return 1;
  return answer_prompts(message);
}

// Keyboard-interactive (RFC 4256): one question, for the password.
int SshConnection::answer_prompts(ssh_message message) {
  if (ssh_message_auth_kbdint_is_response(message) == 0) {
    const char* user = ssh_message_auth_user(message);
    if (user == nullptr) return 1;
    asked_user_ = user;
    const char* prompts[] = {"Password: "};
    char echo[] = {0};
    ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
    return 0;
  }
  const char* password = ssh_userauth_kbdint_getnanswers(session_.get()) == 1
                             ? ssh_userauth_kbdint_getanswer(session_.get(), 0)
                             : nullptr;
  if (password == nullptr) return 1;
  if (try_password(asked_user_.c_str(), password) != SSH_AUTH_SUCCESS) return 1;
  ssh_message_auth_reply_success(message, 0);
  return 0;
}

SshConnection::Callbacks::Callbacks(SshConnection& connection) : it(connection) {}

void SshConnection::Callbacks::attach(ssh_session session) {
  server.userdata = &it;
  server.auth_password_function = [](ssh_session, const char* user, const char* password,
                                     void* self) {
    return static_cast<SshConnection*>(self)->try_password(user, password);
  };
  server.auth_pubkey_function = [](ssh_session, const char* user, ssh_key_struct* key, char state,
                                   void* self) {
    return static_cast<SshConnection*>(self)->try_key(user, key, state);
  };
  server.channel_open_request_session_function = [](ssh_session, void* self) {
    return static_cast<SshConnection*>(self)->open_channel();
  };
  ssh_callbacks_init(&server);
  ssh_set_server_callbacks(session, &server);
  ssh_set_message_callback(
      session,
      [](ssh_session, ssh_message message, void* self) {
        return static_cast<SshConnection*>(self)->answer_message(message);
      },
      &it);
}

void SshConnection::Callbacks::attach(ssh_channel handle, Channel& channel) const {
  ssh_channel_callbacks_struct& calls = channel.calls;
  calls.userdata = &it;
  calls.channel_pty_request_function = [](ssh_session, ssh_channel channel_handle, const char*,
                                          int columns, int, int, int, void* self) {
    return static_cast<SshConnection*>(self)->set_terminal(channel_handle, columns, true);
  };
  calls.channel_pty_window_change_function = [](ssh_session, ssh_channel channel_handle,
                                                int columns, int, int, int, void* self) {
    return static_cast<SshConnection*>(self)->set_terminal(channel_handle, columns, false);
  };
  calls.channel_shell_request_function = [](ssh_session, ssh_channel channel_handle, void* self) {
    return static_cast<SshConnection*>(self)->start_terminal(channel_handle, nullptr);
  };
  calls.channel_exec_request_function = [](ssh_session, ssh_channel channel_handle,
                                           const char* command, void* self) {
    return static_cast<SshConnection*>(self)->start_terminal(channel_handle, command);
  };
  calls.channel_subsystem_request_function = [](ssh_session, ssh_channel channel_handle,
                                                const char* name, void* self) {
    return static_cast<SshConnection*>(self)->start_subsystem(channel_handle, name);
  };
  ssh_callbacks_init(&calls);
  ssh_set_channel_callbacks(handle, &calls);
}

}  // namespace curia::io
