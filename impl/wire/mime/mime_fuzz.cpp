// The reader of mails takes anything without harm; what the writers make of it is read back.
#include <cstdint>

#include "impl/wire/mime/compose.hpp"
#include "impl/wire/mime/read.hpp"
#include "impl/wire/mime/transfer.hpp"
#include "model/base/check.hpp"

using namespace curia;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  (void)mime::read_mail(input);
  check(mime::decoded_base64_lines(mime::base64_lines(input)) == input, "base64 keeps bytes");
  mime::Invitation invitation;
  invitation.from = {"a@b.c", std::string(input)};
  invitation.to = {{"d@e.f", std::string(input)}};
  invitation.subject = invitation.text = invitation.calendar = std::string(input);
  invitation.message_id = "x@y";
  invitation.method = "REQUEST";
  const auto mail = mime::read_mail(mime::compose(invitation));
  check(mail && mail->headers.size() == 7, "no text makes a header");
  check(mail->find("text/calendar")->body == input, "the calendar is kept");
  return 0;
}
