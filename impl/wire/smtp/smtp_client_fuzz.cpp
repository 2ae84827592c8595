// Whatever a server says, however it is split: each mail gets one result, an accepted recipient
// was accepted by a 2xx, and nothing else happens twice.
#include <cstdint>

#include "impl/wire/smtp/client.hpp"
#include "model/base/check.hpp"

using namespace curia;

namespace {

struct Run {
  std::string said;
  std::vector<smtp::MailResult> results;
};

// The first byte chooses the options and the size of the pieces.
Run run(std::string_view input, std::size_t piece) {
  const unsigned char choice = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  smtp::ClientOptions options{.starttls = (choice & 1) != 0, .tls_required = (choice & 2) != 0};
  if ((choice & 4) != 0) options.login = smtp::Login{"name", "password"};
  Instant now{};
  smtp::ClientMachine machine(options, now);
  Run result;
  std::size_t mails = 0;
  const auto work = [&] {
    machine.take_output(result.said, now);
    if (machine.wants_tls()) machine.on_encrypted(now);
    while (auto done = machine.next()) result.results.push_back(*std::move(done));
    if (machine.ready() && mails < 8) {
      ++mails;
      machine.send({"a@b.example", {"c@d.example", "e@f.example"}, "S: x\r\n\r\n.\r\n"}, now);
    }
    machine.take_output(result.said, now);
  };
  for (; !input.empty(); input.remove_prefix(std::min(piece, input.size()))) {
    machine.feed(input.substr(0, piece), now);
    work();
  }
  machine.on_closed();
  work();
  check(result.results.size() == mails, "each mail has one result");
  for (const auto& mail : result.results) {
    check(mail.recipients.size() == 2, "each recipient has a fate");
    for (const auto& one : mail.recipients)
      check(one.why.empty() == (one.fate == smtp::Fate::accepted), "a reason for all but success");
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  run(input, 1);
  run(input, 7);
  run(input, size);
  return 0;
}
