// Maker: makes what a check needs: an object to change, something for a reference to name.
//
// 1. What any() gives is shared and stays until the end; what make() gives is the caller's.
// 2. Parents stand in the path: /coSpaces/{coSpaceId}/accessMethods is below any("coSpace").
#pragma once

#include <map>
#include <optional>
#include <string>

#include "conformance/coverage/talk.hpp"

namespace curia::coverage {

struct Made {
  std::string path;  // "/coSpaces/<id>"; empty when it could not be made
  std::string why;   // then
  std::string id() const { return path.substr(path.rfind('/') + 1); }
  explicit operator bool() const { return !path.empty(); }
};

class Maker {
 public:
  // All outlive it.
  Maker(const Facts& facts, Talk& talk) : facts_(facts), talk_(talk) {}

  // Something of that element; the path is empty when there is none.
  Made any(const std::string& element);
  // Something new, made with what is required and with `form`.
  Made make(const ObjectFacts& object, const Form& form = {});
  Made make(const std::string& element, const Form& form = {});

  // The path with the ids of shared parents; empty when a parent cannot be had.
  std::string path_of(const std::string& path);
  // From now on this is what any() gives.
  void share(const std::string& element, const std::string& path) { shared_[element] = path; }

  // A valid value; for references the id of something that exists. `item` is what is changed.
  std::string value(const ObjectFacts& object, const Value& value, const std::string& item = {});
  // Values that differ in kind, where the type has several.
  std::vector<std::string> values(const ObjectFacts& object, const Value& value,
                                  const std::string& item);
  // What must be given together with it.
  Form companions(const ObjectFacts& object, const Value& value, const std::string& text);
  // What the server needs to be told so that objects of this kind can be made at all.
  Form required(const ObjectFacts& object, const Method& method);

  std::size_t next() { return ++number_; }
  const std::vector<std::string>& people();  // JIDs

 private:
  const ObjectFacts* creator_of(const std::string& element) const;
  std::string below(const std::string& item, const std::string& element);
  std::string no_member_yet(const std::string& members);
  std::string lone_space();
  std::string own_bridge();
  std::string own_group();

  const Facts& facts_;
  Talk& talk_;
  std::map<std::string, std::string> shared_;
  std::vector<std::string> people_;
  std::size_t number_ = 0;
};

// The AD GUID of the users of the server under test, as far as the test has brought them.
inline constexpr std::string_view known_ad_guid = "aaaaaaaa-0000-4000-8000-000000000001";

}  // namespace curia::coverage
