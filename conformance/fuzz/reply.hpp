// Reply: an answer as far as a client can judge it: what was refused and why, or the XML that came;
// and what is wrong with its form whatever was asked.
#pragma once

#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "conformance/fuzz/model.hpp"
#include "sim/scenario/target.hpp"

namespace curia::fuzz {

// What is wrong, and what a scenario would expect instead.
struct Complaint {
  std::string text;  // empty: nothing is
  std::optional<scenario::Check> check;
  explicit operator bool() const { return !text.empty(); }
};

struct Reply {
  Reply(const std::string& method, const scenario::Answer& answer);

  bool is_lost = false;
  bool is_busy = false;  // 503 with a documented reason: the same request may succeed later
  int status = 0;
  std::set<std::string> reasons;  // of a refusal, without parameterError
  Bad bad;                        // its parameter errors
  std::string id;                 // the last part of Location
  std::string location;
  pugi::xml_document document;
  std::string complaint;  // about the form

  bool is_refusal() const { return status >= 400; }
  bool says(int wanted, const std::string& reason) const {
    return status == wanted && bad.empty() && reasons == std::set<std::string>{reason};
  }
  std::string summary() const;  // "400 duplicateCoSpaceUri"

 private:
  void read_failures();
};

// The name of what a GET of that path answers and the values in it, compared with a thing.
struct Learnt {
  std::size_t thing;
  std::size_t field;
  Value value;
};
Complaint compare_item(const Model& model, std::size_t thing, const pugi::xml_node& node,
                       bool is_row, std::vector<Learnt>& learnt);
// A whole answer to GET of the thing.
Complaint judge_item(const Model& model, std::size_t thing, const Reply& reply,
                     std::vector<Learnt>& learnt);

struct Page {
  std::size_t total = 0;
  std::vector<std::string> ids;
};

struct Listing {
  KindId kind = none;
  std::vector<std::size_t> expected;  // things, in order; the whole list
  std::size_t strangers = 0;
  bool is_judged = true;  // false: whatever is in it may be right
  std::size_t offset = 0;
  std::size_t limit = 20;
};
Complaint judge_list(const Model& model, const Listing& listing, const Reply& reply,
                     std::vector<Learnt>& learnt, Page& page);

// Whether an answer to a write is one of those that are permitted.
enum class Ending { accepted, refused, gone, lost, busy };
Complaint judge_write(const Model& model, const Write& write, const Effect& effect,
                      const Reply& reply, Ending& ending);
// The same as outcomes of a scenario; `reply` is the one that came, if it was permitted.
std::vector<scenario::Outcome> outcomes_of(const Write& write, const Effect& effect,
                                           const Reply* reply);

}  // namespace curia::fuzz
