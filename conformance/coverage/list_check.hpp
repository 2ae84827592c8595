// ListCheck: what a collection promises: paging, totals, summary fields, filters.
#pragma once

#include <string>

#include "conformance/coverage/object_check.hpp"

namespace curia::coverage {

class ListCheck {
 public:
  ListCheck(const Bench& bench, const ObjectFacts& object);

  void go();

 private:
  Form fill();
  void check_pages();
  void check_summary();
  void check_filter(const Value& filter);
  void check_text_filter(const std::string& key);
  void check_usage_filter(const std::string& key);
  void check_value_filter(const std::string& key, const Value& filter);
  void check_bad_filter(const std::string& key, const Value& filter);

  // The item of this id in the list, page after page; null when it is not there.
  pugi::xml_node find(const Form& query, const std::string& id);
  std::string total(const Form& query);

  Bench bench_;
  const ObjectFacts& object_;
  const Method& list_;
  std::string path_;
  Made full_;    // the item that has most of its fields
  Reply shown_;  // GET of it
  Reply page_;   // in which find() found it
};

}  // namespace curia::coverage
