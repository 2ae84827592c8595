// One request of an SFTP channel with the answers to it, and an open file.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "impl/io/descriptor.hpp"
#include "impl/io/ssh/sftp_protocol.hpp"
#include "impl/io/ssh/sftp_server.hpp"

namespace curia::io {

// An open file, or the names of the folder that were not read yet.
struct SftpServer::Handle {
  Descriptor file;
  std::string name;
  std::string partial;  // the path of what is being uploaded; empty: it is read
  std::uint64_t size = 0;
  std::string problem;  // why the upload cannot be finished
  bool is_folder = false;
  std::vector<std::string> names;

  ~Handle() {
    if (!partial.empty()) ::unlink(partial.c_str());
  }
};

struct SftpServer::Request {
  sftp::Type type;
  ssh::Reader in;
  std::uint32_t id = 0;
  std::string& out;

  std::string body(sftp::Type answer) const {
    std::string text;
    ssh::put_u8(text, static_cast<std::uint8_t>(answer));
    ssh::put_u32(text, id);
    return text;
  }
  void send(sftp::Type answer, std::string_view rest) const {
    sftp::put_packet(out, body(answer).append(rest));
  }
  void status(sftp::Status code, std::string_view sentence = {}) const {
    std::string rest;
    ssh::put_u32(rest, static_cast<std::uint32_t>(code));
    ssh::put_text(rest, sentence);
    ssh::put_text(rest, "en");
    send(sftp::Type::status, rest);
  }
  // What the system said of the file.
  void complain(int number) const {
    using sftp::Status;
    if (number == ENOENT || number == ELOOP) return status(Status::no_such_file, "no such file");
    if (sftp::is_full(number)) return status(Status::failure, "the disk is full");
    status(Status::failure, "the file cannot be used");
  }
  void handle(const std::string& text) const {
    std::string rest;
    ssh::put_text(rest, text);
    send(sftp::Type::handle, rest);
  }
  void attributes(const struct ::stat& found) const {
    std::string rest;
    sftp::put_attributes(rest, found);
    send(sftp::Type::attributes, rest);
  }
};

}  // namespace curia::io
