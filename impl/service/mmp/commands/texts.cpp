#include <algorithm>
#include <array>

#include "impl/service/mmp/commands/topics.hpp"

namespace curia::mmp {
namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

void print_rows(const CallPtr& call, const Rows& rows) {
  std::size_t widest = 0;
  for (const auto& [name, value] : rows) widest = std::max(widest, name.size());
  for (const auto& [name, value] : rows)
    call->print(std::string(name) + std::string(widest - name.size(), ' ') + " : " + value);
}

std::string shown(std::string_view value) { return value.empty() ? "none" : std::string(value); }
std::string yes_no(bool value) { return value ? "yes" : "no"; }
std::string enabled_disabled(bool value) { return value ? "enabled" : "disabled"; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string date_text(WallTime time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return std::to_string(static_cast<int>(day.year())) + "-" +
         std::string(months[static_cast<unsigned>(day.month()) - 1]) + "-" +
         two(static_cast<unsigned>(day.day()));
}

std::string date_time_text(WallTime time) {
  const auto of_day =
      std::chrono::floor<std::chrono::seconds>(time) - std::chrono::floor<std::chrono::days>(time);
  const auto seconds = static_cast<unsigned>(of_day.count());
  return date_text(time) + " " + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" +
         two(seconds % 60);
}

}  // namespace curia::mmp
