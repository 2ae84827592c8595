#include "conformance/real/neighbours.hpp"

#include "impl/wire/tls/mail_context.hpp"

namespace curia::conformance {
namespace {

constexpr const char* loopback_name = "127.0.0.1";

}  // namespace

Neighbours::Neighbours(const Env& env, const scenario::Settings& settings)
    : env_(env), has_mail_(settings.mail), people_(env), mail_([this](int number) {
        return std::make_unique<sim::MailServer>(env_, scenario::SimMail::name_of(number) + ".test",
                                                 Endpoint{loopback_v4, 0});
      }) {
  for (int number = 1; has_mail_ && number <= settings.schedulers; ++number)
    (void)mail_.server(number);
}

void Neighbours::introduce_to(scheduler::SchedulerOptions& options, int number) {
  if (!has_mail_) return;
  options.mail = {.server = {.host = loopback_name,
                             .port = mail_.server(number).endpoint().port,
                             .trust = *tls::mail_client("")}};
}

void Neighbours::end() {
  people_.attach(nullptr);
  mail_.end();
}

}  // namespace curia::conformance
