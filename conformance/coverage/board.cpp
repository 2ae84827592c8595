#include "conformance/coverage/board.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <ostream>

namespace curia::coverage {
namespace {

constexpr int name_width = 58;
constexpr int part_width = 11;
constexpr std::size_t most_wrongs = 3;  // of one item, that are told

constexpr std::string_view part_names[part_count] = {"methods", "parameters", "fields",
                                                     "summary", "filters",    "refusals"};

std::string cell(const Tally& tally) {
  if (tally.total == 0) return "-";
  std::string text = std::to_string(tally.covered) + "/" + std::to_string(tally.total);
  if (tally.covered + tally.open < tally.total) text += "!";
  return text;
}

}  // namespace

std::vector<std::string> refused_methods(const ObjectFacts& object, bool of_item) {
  if (object.kind == "vendor_internal") return {};
  std::vector<std::string> refused;
  const auto takes = [&](std::string_view method) { return object.find(method) != nullptr; };
  if (of_item) {
    if (object.item.empty() || !object.item_at.empty()) return {};
    refused.push_back("POST");
    if (!takes("PUT")) refused.push_back("PUT");
    if (!takes("DELETE")) refused.push_back("DELETE");
    return refused;
  }
  const bool has_items = !object.item.empty();
  if (!takes("POST")) refused.push_back("POST");
  if (has_items ? !takes("PUT_collection") : !takes("PUT")) refused.push_back("PUT");
  refused.push_back("DELETE");
  return refused;
}

std::string refusal_key(const ObjectFacts& object, const std::string& method, bool of_item) {
  return (of_item ? object.item : object.path) + " refuses " + method;
}

Board::Board(const Facts& facts) : facts_(facts) {
  for (std::size_t i = 0; i < facts.objects.size(); ++i) {
    const ObjectFacts& object = facts.objects[i];
    for (const Method& method : object.methods) {
      add(object.key(method.name), i, Part::methods);
      for (const Value& value : method.parameters)
        add(object.key(method.name, value.name), i, Part::parameters);
      for (const Value& value : method.fields)
        add(object.key(method.name, value.name), i, Part::fields);
      for (const Value& value : method.query)
        add(object.key(method.name, "?" + value.name), i, Part::filters);
      for (const std::string& name : method.summary)
        add(object.key(method.name, name), i, Part::summary);
    }
    for (const bool of_item : {false, true})
      for (const auto& method : refused_methods(object, of_item))
        add(refusal_key(object, method, of_item), i, Part::refusals);
  }
}

void Board::add(const std::string& key, std::size_t object, Part part) {
  items_[key] = {.object = object, .part = part, .wrongs = {}};
}

void Board::right(const std::string& key) {
  if (const auto found = items_.find(key); found != items_.end()) found->second.seen = true;
}

void Board::wrong(const std::string& key, const std::string& what) {
  const auto found = items_.find(key);
  if (found == items_.end()) return strays_.push_back(key + ": " + what);
  auto& wrongs = found->second.wrongs;
  if (std::ranges::find(wrongs, what) == wrongs.end()) wrongs.push_back(what);
}

void Board::judge(const std::string& key, const std::string& complaint) {
  if (complaint.empty())
    right(key);
  else
    wrong(key, complaint);
}

void Board::close() {
  for (const Reason& reason : facts_.open) {
    std::size_t fitting = 0;
    for (auto& [key, item] : items_) {
      if (!fits(reason.what, key)) continue;
      ++fitting;
      if (reason.is_chance && is_arranged_) continue;
      item.open = true;
      if (item.is_covered() && !reason.is_chance)
        problems_.push_back(key + ": is covered, though it is said to be open: " + reason.why);
    }
    reasons_used_[reason.what] = fitting;
    if (fitting == 0) problems_.push_back("nothing is called '" + reason.what + "', which is open");
  }
  for (const auto& [key, item] : items_) {
    if (item.open || item.is_covered()) continue;
    if (item.wrongs.empty()) problems_.push_back(key + ": was not seen");
    for (std::size_t i = 0; i < std::min(most_wrongs, item.wrongs.size()); ++i)
      problems_.push_back(key + ": " + item.wrongs[i]);
  }
  std::ranges::copy(strays_, std::back_inserter(problems_));
}

Tally Board::sum(Part part) const {
  Tally tally;
  for (const auto& [key, item] : items_) {
    if (item.part != part) continue;
    ++tally.total;
    tally.covered += item.is_covered() ? 1 : 0;
    tally.open += item.open && !item.is_covered() ? 1 : 0;
  }
  return tally;
}

void Board::print_row(std::ostream& out, const std::string& name, const Tally* parts) const {
  out << std::left << std::setw(name_width) << name << std::right;
  for (std::size_t i = 0; i < part_count; ++i) out << std::setw(part_width) << cell(parts[i]);
  out << "\n";
}

void Board::print(std::ostream& out) const {
  std::vector<std::array<Tally, part_count>> rows(facts_.objects.size());
  for (const auto& [key, item] : items_) {
    Tally& tally = rows[item.object][static_cast<std::size_t>(item.part)];
    ++tally.total;
    tally.covered += item.is_covered() ? 1 : 0;
    tally.open += item.open && !item.is_covered() ? 1 : 0;
  }
  out << std::left << std::setw(name_width) << "object" << std::right;
  for (const auto name : part_names) out << std::setw(part_width) << name;
  out << "\n";
  for (std::size_t i = 0; i < rows.size(); ++i)
    print_row(out, facts_.objects[i].path, rows[i].data());
  std::array<Tally, part_count> sums;
  for (std::size_t i = 0; i < part_count; ++i) sums[i] = sum(static_cast<Part>(i));
  print_row(out,
            std::to_string(rows.size()) + " objects, " + std::to_string(requests) + " requests",
            sums.data());
  if (!facts_.open.empty()) out << "\nOpen on purpose:\n";
  for (const Reason& reason : facts_.open) {
    if (reason.is_chance && is_arranged_) continue;
    out << "  " << reason.what << " (" << reasons_used_.at(reason.what) << "): " << reason.why
        << "\n";
  }
  if (!problems_.empty()) out << "\nNot as it should be:\n";
  for (const auto& problem : problems_) out << "  " << problem << "\n";
}

}  // namespace curia::coverage
