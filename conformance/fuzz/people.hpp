// People: a directory beside the server that is fuzzed, and what its import must come to: a second
// reading of the rules of docs/ldap.md, without a line of the server's own.
//
// 1. Which people a source brings is known for certain. Whether their coSpaces clash with something
//    is the server's to say; then nothing of the source may have changed.
// 2. Users, coSpaces and memberships that the import has not to do with must stay as they were.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/fuzz/model.hpp"

namespace curia::fuzz {

class Stage;

// What is put into the directory before a history begins, and where it answers.
const std::vector<scenario::DirectoryStep>& directory_entries();
inline constexpr std::string_view directory_address = "directory.test";
inline constexpr std::string_view directory_port = "389";

// Where a user came from; by the id of the user.
struct Origin {
  std::string source;
  std::string space;  // the user's own; empty: none
};
using Origins = std::map<std::string, Origin>;

struct Person {
  std::string jid;
  std::string name, email, authentication_id, cdr_tag;
  std::string space_name, space_uri, space_secondary_uri;
};

// By JID in lower case; nothing where the search or the mapping must fail, or two people would be
// the same.
std::optional<std::map<std::string, Person>> people_of(const Model& model, std::size_t source);

// Waits for the end of an import and takes over what it made.
void settle_import(Stage& stage, std::size_t sync, Origins& origins);

// Values for fields of LDAP objects, among which some lead to people.
std::optional<std::string> draw_ldap_value(const Field& field, std::uint32_t value);

}  // namespace curia::fuzz
