// What the fuzzer knows about the objects of the API: the surface (names, forms, limits, choices)
// from the schema, and beside it a few lines per kind about behaviour that no schema tells.
//
// 1. What follows from the rules of the API (clashes, inheritance, deletion) is not here: the model
//    has it a second time, from api-conventions, without a line of the server's own rules.
// 2. Kinds and fields are named by their places: a KindId is an index into kinds().
//
//   const Kind& space = kind_at(kind_named("coSpace"));
//   const auto uri = space.find("URI");   // names match without regard to letter case
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace curia::fuzz {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);
using KindId = std::size_t;

enum class Shape {
  text,
  uri,
  digits,
  url,
  dtmf,
  generator,
  mapping,
  seconds,
  flag,
  number,
  choice,
  reference,
  person  // the JID of a user
};

struct Field {
  std::string name;
  std::string path;  // of its element in GET, below the object's own: "status/rxAudio/muted"
  Shape shape = Shape::text;
  std::int64_t least = 0;
  std::int64_t most = 2048;  // bytes of a text, or the highest number
  std::vector<std::string> choices;
  KindId refers = none;     // of a reference; none: any id will do
  std::string initial;      // what POST without it stores
  bool in_list = false;     // the list shows it
  bool searched = false;    // filter= looks at it
  bool unset = false;       // an empty value on PUT takes it away
  bool required = false;    // POST without it fails
  bool owner = false;       // what it refers to takes the object with it
  bool on_post = false;     // a parameter of POST
  bool on_put = false;      // a parameter of PUT
  bool shown = false;       // GET tells it
  bool is_mark = false;     // a flag that is shown as an empty element
  bool is_servers = false;  // the server's own at any time: nothing is expected of it
  KindId counts = none;     // how many of this kind are below; nothing is shown for `hides_zero`
  bool hides_zero = false;
  bool hot = false;  // drawn often: conflicts happen here
};

struct Kind {
  std::string element;
  std::string collection;  // empty: there is one, at `path`
  std::string path;        // from the root of the API, or below the parent
  std::string not_found;   // failure reason
  KindId parent = none;
  KindId made_below = none;  // POST /calls/<id>/callLegs makes what lives in /callLegs
  std::string made_path;
  bool is_profile = false;
  bool is_singleton = false;
  bool can_post = false;
  bool can_put = false;
  bool can_delete = false;
  bool is_moody = false;   // a write may change more of it than was asked
  bool is_mortal = false;  // may end by itself
  bool is_live = false;    // ends with the server
  int weight = 0;          // how often it is drawn; 0: never
  std::vector<Field> fields;
  std::vector<std::size_t> references;  // the fields that are
  std::set<std::string> may_refuse;     // reasons that only the server can decide about

  std::size_t find(std::string_view name) const;  // none when there is no such field
};

const std::vector<Kind>& kinds();
const Kind& kind_at(KindId id);
KindId kind_named(std::string_view element);             // exists
std::optional<KindId> find_kind(std::string_view name);  // element or collection, any letter case

// Whether the API documents a failure reason of that name (api-conventions section 6).
bool is_documented(std::string_view reason);

}  // namespace curia::fuzz
