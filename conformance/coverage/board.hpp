// Board: what of the API has been covered, what was wrong, and what is open on purpose.
//
// 1. An item is covered when it was seen to work at least once and was never wrong.
// 2. An open item that is covered after all is wrong: its reason no longer holds.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/coverage/facts.hpp"

namespace curia::coverage {

enum class Part { methods, parameters, fields, summary, filters, refusals };
inline constexpr std::size_t part_count = 6;

struct Tally {
  std::size_t covered = 0;
  std::size_t open = 0;
  std::size_t total = 0;
};

class Board {
 public:
  // Outlived by the facts.
  explicit Board(const Facts& facts);

  void right(const std::string& key);
  void wrong(const std::string& key, const std::string& what);
  // Right when the complaint is empty.
  void judge(const std::string& key, const std::string& complaint);

  std::size_t requests = 0;

  // What is open by chance counts no longer: every situation is arranged.
  void leave_nothing_to_chance() { is_arranged_ = true; }
  // Ends the count: items that are open are set apart.
  void close();
  Tally sum(Part part) const;
  // What is neither covered nor open, and what is open without a need, one sentence each.
  const std::vector<std::string>& problems() const { return problems_; }
  bool is_complete() const { return problems_.empty(); }
  void print(std::ostream& out) const;

 private:
  struct Item {
    std::size_t object = 0;
    Part part = Part::methods;
    bool seen = false;
    bool open = false;
    std::vector<std::string> wrongs;
    bool is_covered() const { return seen && wrongs.empty(); }
  };

  void add(const std::string& key, std::size_t object, Part part);
  void print_row(std::ostream& out, const std::string& name, const Tally* parts) const;

  const Facts& facts_;
  std::map<std::string, Item> items_;
  std::vector<std::string> strays_;  // complaints about what is no item
  std::vector<std::string> problems_;
  std::map<std::string, std::size_t> reasons_used_;
  bool is_arranged_ = false;
};

// The methods that a path does not take: "DELETE" of a collection and so on.
std::vector<std::string> refused_methods(const ObjectFacts& object, bool of_item);
std::string refusal_key(const ObjectFacts& object, const std::string& method, bool of_item);

}  // namespace curia::coverage
