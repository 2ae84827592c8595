#include "impl/service/scheduler/call_bridge.hpp"

#include <array>

#include "impl/wire/percent.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/base/text.hpp"

namespace curia::scheduler {
namespace {

// As XmlWriter escapes.
std::string unescaped(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 7> escapes{{{"&amp;", '&'},
                                                                             {"&lt;", '<'},
                                                                             {"&gt;", '>'},
                                                                             {"&quot;", '"'},
                                                                             {"&#13;", '\r'},
                                                                             {"&#10;", '\n'},
                                                                             {"&#9;", '\t'}}};
  std::string out;
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find('&'), text.size());
    out += text.substr(0, mark);
    text.remove_prefix(mark);
    for (const auto& [escape, character] : escapes)
      if (text.starts_with(escape)) {
        out += character;
        text.remove_prefix(escape.size());
        break;
      }
    if (text.starts_with('&')) {  // no escape of ours
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

std::unexpected<Error> refused(const http::Response& response, const std::string& what) {
  const Errc code = response.status == 404   ? Errc::not_found
                    : response.status == 400 ? Errc::invalid_value
                                             : Errc::unavailable;
  return fail(code, "the Call Bridge answers " + std::to_string(response.status) + " for " + what);
}

// "/webBridges?..." shows so many of all.
std::int64_t total_of(std::string_view xml) {
  constexpr std::string_view attribute = "total=\"";
  const std::size_t at = xml.find(attribute);
  if (at == std::string_view::npos) return 0;
  xml.remove_prefix(at + attribute.size());
  return parse_decimal(xml.substr(0, xml.find('"'))).value_or(0);
}

}  // namespace

std::string take_element(std::string_view& xml, std::string_view name) {
  const std::string begin = "<" + std::string(name) + ">", end = "</" + std::string(name) + ">";
  const std::size_t from = xml.find(begin);
  const std::size_t to = xml.find(end, from == std::string_view::npos ? xml.size() : from);
  if (to == std::string_view::npos) {
    xml = {};
    return {};
  }
  const std::size_t first = from + begin.size();
  std::string text = unescaped(xml.substr(first, to - first));
  xml.remove_prefix(to + end.size());
  return text;
}

void CallBridge::invitation(const Guid& co_space, const Guid& method, const std::string& language,
                            Done<Result<InvitationText>> done) {
  Invitation asked;
  asked.target = "/api/v1/coSpaces/" + to_string(co_space);
  if (method) asked.target += "/accessMethods/" + to_string(method);
  asked.target += "/emailInvitation";
  if (!language.empty()) asked.target += "?language=" + percent_encode(language);
  asked.done = std::move(done);
  ask(std::move(asked));
}

void CallBridge::ask(Invitation asked) {
  const std::string target = asked.target;
  door_.ask("GET", target, {},
            [this, alive = std::weak_ptr(alive_),
             asked = std::move(asked)](http::Response response) mutable {
              if (alive.expired()) return;
              const auto wait = parse_decimal(response.header("Retry-After"));
              if (response.status == 503 && wait && ++asked.tries < limits::invitation_tries) {
                env_.timers.at(env_.clock.now() + std::chrono::seconds(*wait),
                               [this, alive, asked = std::move(asked)]() mutable {
                                 if (!alive.expired()) ask(std::move(asked));
                               });
                return;
              }
              if (response.status != 200) return asked.done(refused(response, asked.target));
              InvitationText text;
              for (auto [name, part] : {std::pair("subject", &text.subject),
                                        {"invitation", &text.body},
                                        {"language", &text.language}}) {
                std::string_view xml = response.body;
                *part = take_element(xml, name);
              }
              asked.done(std::move(text));
            });
}

void CallBridge::web_bridges(Done<Result<std::vector<std::string>>> done) {
  ask(Listing{{}, std::move(done)});
}

void CallBridge::ask(Listing listing) {
  const std::string target = "/api/v1/webBridges?offset=" + std::to_string(listing.urls.size());
  door_.ask("GET", target, {},
            [this, alive = std::weak_ptr(alive_),
             listing = std::move(listing)](http::Response response) mutable {
              if (alive.expired()) return;
              if (response.status != 200)
                return listing.done(refused(response, "the list of Web Bridges"));
              const std::size_t before = listing.urls.size();
              std::string_view xml = response.body;
              constexpr std::string_view item = "<webBridge ";
              for (std::size_t at = xml.find(item); at != std::string_view::npos;
                   at = xml.find(item)) {
                xml.remove_prefix(at + item.size());
                std::string_view one = xml.substr(0, xml.find("</webBridge>"));
                listing.urls.push_back(take_element(one, "url"));
              }
              const bool has_more =
                  listing.urls.size() > before &&
                  static_cast<std::int64_t>(listing.urls.size()) < total_of(response.body);
              if (has_more) return ask(std::move(listing));
              std::erase(listing.urls, std::string());
              listing.done(std::move(listing.urls));
            });
}

}  // namespace curia::scheduler
