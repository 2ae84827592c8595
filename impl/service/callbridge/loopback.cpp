#include "impl/service/callbridge/loopback.hpp"

#include "model/base/url.hpp"

namespace curia::callbridge {

void Loopback::ask(std::string_view method, std::string_view target, std::string_view body,
                   web::Responder respond) {
  env_.trace.log(Severity::info, "API user \"" + user_ + "\": " + std::string(method) + " " +
                                     std::string(target_path(target)));
  api_.serve_trusted(user_, method, target, body, std::move(respond));
}

}  // namespace curia::callbridge
