// ObjectCheck: everything that one object of the facts promises: its methods, each parameter with
// valid and invalid values, what GET shows, and that other methods are refused.
#pragma once

#include <string>

#include "conformance/coverage/look.hpp"
#include "conformance/coverage/maker.hpp"

namespace curia::coverage {

struct Bench {
  const Facts& facts;
  Board& board;
  Talk& talk;
  Maker& maker;
};

class ObjectCheck {
 public:
  ObjectCheck(const Bench& bench, const ObjectFacts& object);

  void go();
  // Methods that the paths do not have are invalid operations.
  void check_refusals();
  // GET of an item, whose fields go to the board.
  Reply look_at(const std::string& item);

 private:
  void check_post();
  void check_post_of(const Method& post, const Value& value);
  void check_bad_posts(const Method& post, const Value& value);
  void check_full(const Method& post);
  void check_put();
  void check_put_of(const Method& put, const Value& value, const std::string& item);
  void check_bad_puts(const Value& value, const std::string& item);
  void check_unset(const Value& value, const std::string& item);
  void check_delete();
  void check_not_found();
  void check_items_there();

  // An item to change: one of its own, or the only one.
  Made item();
  Made made(const Form& form);
  void erase(const Made& made);
  // What GET shows of the parameter must be this; empty: nothing.
  std::string shown_complaint(const std::string& item, const Value& parameter,
                              const std::string& expected);
  std::string refusal_complaint(const Reply& reply, const Value& value, const std::string& text,
                                const std::string& error) const;

  Bench bench_;
  const ObjectFacts& object_;
  const ObjectFacts& home_;  // whose items these are
  const Method* get_;        // of an item
  std::string path_;         // of the collection; empty when there is none
};

}  // namespace curia::coverage
