#include "impl/service/callbridge/template_cache.hpp"

#include <algorithm>

#include "model/base/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::callbridge {

TemplateCache::Found TemplateCache::find(const std::string& url, std::string_view language) {
  const char separator = url.find('?') == std::string::npos ? '?' : '&';
  const std::string address = url + separator + "language=" + std::string(language);
  if (!entries_.contains(address)) forget_oldest();
  Entry& entry = entries_[address];
  entry.url = url;
  entry.used = ++uses_;
  if (!entry.is_fetching && (!entry.is_loaded || env_.clock.now() >= entry.fetch_again))
    fetch(address);
  if (!entry.is_loaded) return {.is_loading = true};
  return {.text = entry.text ? &*entry.text : nullptr};
}

void TemplateCache::fetch(const std::string& address) {
  entries_[address].is_fetching = true;
  client_.fetch({.url = address},
                [this, address](Result<http::Response> got) { fetched(address, std::move(got)); });
}

void TemplateCache::fetched(const std::string& address, Result<http::Response> got) {
  const auto found = entries_.find(address);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.is_fetching = false;
  entry.is_loaded = true;
  entry.fetch_again = env_.clock.now() + limits::invitation_template_fresh;
  if (!got) return complain(entry, address, reason_of(got.error()), got.error().message);
  if (got->status == 404) {
    entry.text.reset();
    entry.failed = FailureReason::none;
    return;
  }
  if (got->status != 200)
    return complain(entry, address, reason_of_status(got->status),
                    "its server answers " + std::to_string(got->status));
  auto parsed = invitation::Template::parse(got->body);
  if (!parsed)
    return complain(entry, address, FailureReason::data_format_invalid, parsed.error().message);
  entry.text = *std::move(parsed);
  entry.failed = FailureReason::none;
}

// Told once: retries that fail alike are no news.
void TemplateCache::complain(Entry& entry, const std::string& address, FailureReason reason,
                             std::string why) {
  reached("template_cache.failed");
  entry.fetch_again = env_.clock.now() + limits::invitation_template_retry;
  const bool is_news = entry.failed != reason || entry.why != why;
  entry.failed = reason;
  entry.why = std::move(why);
  if (is_news)
    env_.trace.log(Severity::warning, "invitation template " + address + " cannot be used: " +
                                          entry.why + "; the built-in text is used");
}

std::vector<TemplateCache::Failed> TemplateCache::failures() const {
  std::vector<Failed> failures;
  for (const auto& [address, entry] : entries_)
    if (entry.failed != FailureReason::none)
      failures.push_back({entry.url, entry.failed, address + ": " + entry.why});
  return failures;
}

void TemplateCache::retry_failed() {
  for (const auto& [address, entry] : entries_)
    if (entry.failed != FailureReason::none && !entry.is_fetching &&
        env_.clock.now() >= entry.fetch_again)
      fetch(address);
}

void TemplateCache::forget(const std::string& url) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.url == url; });
}

void TemplateCache::forget_oldest() {
  if (entries_.size() < limits::invitation_templates_kept) return;
  reached("template_cache.full");
  entries_.erase(
      std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.used; }));
}

}  // namespace curia::callbridge
