// What the reference model knows about the objects of the API: written down a second time, by hand
// and from api-conventions, so that a mistake in the server's own descriptions is seen.
//
//   const Kind& space = kind_of("coSpace");
//   const Field* uri = space.find("URI");   // names match without regard to case
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curia::properties {

enum class Shape { text, uri, digits, url, flag, number, choice, reference, person };

struct Field {
  std::string name;
  Shape shape = Shape::text;
  std::int64_t least = 0;
  std::int64_t most = 2048;  // bytes of a text, or the highest number
  std::vector<std::string> choices;
  std::string refers;   // element of what a reference refers to
  std::string initial;  // what POST without it stores
  bool in_list = false;
  bool searched = false;
  bool unset = false;        // an empty value on PUT takes it away
  bool required = false;     // POST without it fails
  bool shown_empty = false;  // has an element even when unset
  bool on_post = true;
  bool on_put = true;
  bool shown = true;
  bool hot = false;  // drawn often: conflicts happen here
};

struct Kind {
  std::string element;
  std::string collection;  // empty: there is one, at `path`
  std::string parent;      // element; empty at the top
  std::string path;        // from the root of the API, of collections at the top and of the one
  bool is_profile = false;
  bool writable = true;
  int weight = 1;  // how often it is drawn
  std::vector<Field> fields;

  // A parameter of POST or PUT; null when the kind has none of that name.
  const Field* find(std::string_view name) const;
};

const std::vector<Kind>& kinds();
const Kind& kind_of(std::string_view element);

// The users that the server under test has from the start.
struct Person {
  std::string id, jid, name, email;
};
const std::vector<Person>& people();

}  // namespace curia::properties
