// CdrContacts: whether the receivers of call detail records can be reached.
//
// 1. Each receiver gets an empty records document as soon as it is configured and every
//    limits::cdr_contact_interval after that; any 2xx means that it takes records.
// 2. After a failure it is tried again in 1 s, 2 s, 4 s, ... at most limits::cdr_backoff_most.
// 3. `session` is new at each start of the server and the same for all receivers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/callbridge/alarms.hpp"
#include "impl/service/web/client.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

class CdrContacts {
 public:
  // All outlive it.
  CdrContacts(const Env& env, const Registry& registry, web::Client& client);

  // Sends what is due; called again and again.
  void look();
  std::vector<Trouble> troubles() const;

 private:
  struct Contact {
    std::string uri;
    std::size_t number = 0;   // as in the list of receivers, from 1
    std::uint64_t asked = 0;  // answers to older questions do not count
    bool is_asking = false;
    bool is_connected = false;
    Instant next{};
    Duration backoff{};
    std::optional<Trouble> trouble{};
  };

  void ask(const Guid& receiver, Contact& contact);
  void answered(const Guid& receiver, std::uint64_t question, Result<http::Response> got);

  Env env_;
  const Registry& registry_;
  web::Client& client_;
  Guid session_;
  std::uint64_t questions_ = 0;
  std::map<Guid, Contact> contacts_;
};

}  // namespace curia::callbridge
