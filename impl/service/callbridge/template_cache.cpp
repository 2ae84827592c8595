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
  const auto complain = [&](const std::string& why) {
    reached("template_cache.failed");
    entry.fetch_again = env_.clock.now() + limits::invitation_template_retry;
    env_.trace.log(Severity::warning, "invitation template " + address + " cannot be used: " + why +
                                          "; the built-in text is used");
  };
  if (!got) return complain(got.error().message);
  if (got->status == 404) {
    entry.text.reset();
    return;
  }
  if (got->status != 200) return complain("its server answers " + std::to_string(got->status));
  auto parsed = invitation::Template::parse(got->body);
  if (!parsed) return complain(parsed.error().message);
  entry.text = *std::move(parsed);
}

void TemplateCache::forget_oldest() {
  if (entries_.size() < limits::invitation_templates_kept) return;
  reached("template_cache.full");
  entries_.erase(
      std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.used; }));
}

}  // namespace curia::callbridge
