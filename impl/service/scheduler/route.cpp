#include "impl/service/scheduler/route.hpp"

#include <vector>

#include "impl/wire/percent.hpp"
#include "model/base/text.hpp"

namespace curia::scheduler {
namespace {

using Node = Route::Node;

constexpr std::size_t longest_path = 8;  // segments

bool is(std::string_view segment, std::string_view word) {
  return equal_ignoring_ascii_case(segment, word);
}

// Decoded segments; none when an escape is wrong.
std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty() && segments.size() < longest_path) {
    const std::size_t slash = path.find('/');
    const auto text = percent_decode(path.substr(0, slash));
    if (!text) return {};
    segments.push_back(*text);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return segments;
}

// What is below a meeting or below a recurrence alike.
std::optional<Node> below(std::string_view word) {
  if (is(word, "participants") || is(word, "participant")) return Node::participants;
  if (is(word, "refreshEmails")) return Node::refresh_emails;
  return std::nullopt;
}

std::optional<Route> in_meeting(const std::vector<std::string>& path, Route route) {
  if (path.size() == 2) {
    route.node = Node::meeting;
    return route;
  }
  if (path.size() == 3) {
    const auto node = below(path[2]);
    if (!node) return std::nullopt;
    route.node = *node;
    return route;
  }
  if (!is(path[2], "recurrences") || path[3].empty() || path.size() > 5) return std::nullopt;
  route.recurrence = path[3];
  route.node = Node::recurrence;
  if (path.size() == 4) return route;
  const auto node = below(path[4]);
  if (!node) return std::nullopt;
  route.node = *node;
  return route;
}

}  // namespace

std::optional<Route> find_route(std::string_view path) {
  if (!is(path.substr(0, api_root.size()), api_root)) return std::nullopt;
  path.remove_prefix(api_root.size());
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto segments = segments_of(path);
  if (segments.empty()) return std::nullopt;
  if (segments.size() == 1) {
    if (is(segments[0], "health")) return Route{.node = Node::health};
    if (is(segments[0], "meetings")) return Route{.node = Node::meetings};
    if (is(segments[0], "timedLogging")) return Route{.node = Node::timed_logging};
    return std::nullopt;
  }
  if (!is(segments[0], "meetings")) return std::nullopt;
  if (segments.size() == 2 && is(segments[1], "refresh")) return Route{.node = Node::refresh};
  const auto id = parse_guid(segments[1]);
  return in_meeting(segments, {.meeting = id ? *id : Guid{}});
}

std::string_view methods_of(Node node) {
  switch (node) {
    case Node::health:
      return "GET";
    case Node::meetings:
      return "GET, POST, DELETE";
    case Node::refresh:
      return "POST, PUT";
    case Node::meeting:
      return "GET, PUT, DELETE";
    case Node::participants:
    case Node::recurrence:
      return "GET, PUT";
    case Node::refresh_emails:
      return "PUT, POST";
    case Node::timed_logging:
      return "GET, PUT, POST";
  }
  return "";
}

}  // namespace curia::scheduler
