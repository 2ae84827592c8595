// The built-in invitation texts: one template per language, all of the same shape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curia::invitation {

// The language whose built-in text answers a tag: the tag itself in any letter case ("de_de"), else
// the first one of the same language ("de", "de_AT" -> "de_DE"), else en_US.
std::string_view builtin_language(std::string_view tag);

// The template of a language that builtin_language() gave.
std::string builtin_template(std::string_view language);

// All tags, in alphabetical order.
std::vector<std::string_view> builtin_languages();

}  // namespace curia::invitation
