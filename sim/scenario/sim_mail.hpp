// SimMail: the mail servers beside the Schedulers of a scenario, one for each of them; of any
// world.
//
// What a server has accepted is asked for like the requests of a peer, `mail: GET //ADDRESS`; the
// answer is one document (docs/scenarios.md).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "impl/service/zones/zone_book.hpp"
#include "sim/mail/calendar_client.hpp"
#include "sim/mail/mail_server.hpp"
#include "sim/scenario/target.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scenario {

class SimMail {
 public:
  // Makes the server of that number.
  using Make = std::function<std::unique_ptr<sim::MailServer>(int)>;
  explicit SimMail(Make make) : make_(std::move(make)) {}

  // The server of the Scheduler of that number; made when it is first asked for.
  sim::MailServer& server(int number);
  static std::string name_of(int number);  // "mail", "mail2"
  // The server of that name; 0: there is none.
  int number_of(const std::string& name) const;

  Result<> change(const MailStep& step);
  // `target` is "/ADDRESS".
  Answer answer(int number, const std::string& target);
  // The bytes of all mails that were taken.
  void append_to(std::vector<std::string>& mails) const;
  void end();  // all are away
  bool is_idle() const;

 private:
  Make make_;
  std::map<int, std::unique_ptr<sim::MailServer>> servers_;
  sim::ZoneFiles files_;
  zones::ZoneBook zones_{files_};
};

}  // namespace curia::scenario
