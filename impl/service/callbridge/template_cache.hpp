// TemplateCache: invitation templates that an administrator keeps on a web server
// (callBrandingProfile.invitationTemplate), fetched once per language and kept for a while.
//
// 1. The first question starts the fetch and is answered "loading"; clients are told to come back
//    (503 retryAfter, release notes 2.1).
// 2. 404 means the server has no text in this language: the built-in one is used. So it is after a
//    failure, with a sentence in the log, and the fetch is tried again later (retry_failed()).
// 3. A text that has grown old is still used while a new one is fetched.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/callbridge/alarms.hpp"
#include "impl/service/web/client.hpp"
#include "model/env/env.hpp"
#include "model/invitation/template.hpp"

namespace curia::callbridge {

class TemplateCache {
 public:
  // `client` outlives the cache.
  TemplateCache(const Env& env, web::Client& client) : env_(env), client_(client) {}

  struct Found {
    bool is_loading = false;
    const invitation::Template* text = nullptr;  // null: use the built-in one
  };
  // Valid until the next call.
  Found find(const std::string& url, std::string_view language);

  struct Failed {
    std::string url;  // as the administrator wrote it
    FailureReason reason;
    std::string told;  // for the log
  };
  std::vector<Failed> failures() const;
  // Fetches again what failed a while ago.
  void retry_failed();
  // No profile names this URL any more.
  void forget(const std::string& url);

 private:
  struct Entry {
    std::string url;
    FailureReason failed = FailureReason::none;
    std::string why;
    std::optional<invitation::Template> text;
    bool is_loaded = false;
    bool is_fetching = false;
    Instant fetch_again{};
    std::uint64_t used = 0;
  };

  void fetch(const std::string& address);
  void fetched(const std::string& address, Result<http::Response> got);
  void complain(Entry& entry, const std::string& address, FailureReason reason, std::string why);
  void forget_oldest();

  Env env_;
  web::Client& client_;
  std::map<std::string, Entry> entries_;  // by URL with the language in its query
  std::uint64_t uses_ = 0;
};

}  // namespace curia::callbridge
