#include "impl/service/callbridge/loopback.hpp"

namespace curia::callbridge {

void Loopback::ask(std::string_view method, std::string_view target, std::string_view body,
                   web::Responder respond) {
  env_.trace.log(Severity::info, "API user \"" + user_ + "\": " + std::string(method) + " " +
                                     std::string(target.substr(0, target.find('?'))));
  api_.serve_trusted(method, target, body, std::move(respond));
}

}  // namespace curia::callbridge
