#include "model/admin/certificate_subject.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "model/admin/values.hpp"
#include "model/base/ip.hpp"
#include "model/base/text.hpp"

namespace curia::admin {
namespace {

struct Attribute {
  std::string_view name;
  std::size_t longest;  // characters; RFC 5280 appendix A.1
};

constexpr std::array<Attribute, 7> attributes = {
    {{"C", 2}, {"ST", 128}, {"L", 128}, {"O", 64}, {"OU", 64}, {"CN", 64}, {"emailAddress", 255}}};
constexpr std::string_view alternatives_name = "subjectAltName";
constexpr std::size_t longest_base_name = 64;

std::unexpected<Error> wrong(const std::string& sentence) {
  return fail(Errc::invalid_value, sentence);
}

bool is_country(std::string_view value) {
  return value.size() == 2 && std::ranges::all_of(value, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
         });
}

bool is_mail_address(std::string_view value) {
  const std::size_t at = value.find('@');
  return at != 0 && at != value.npos && is_host_name(value.substr(at + 1)) &&
         value.find(' ') == value.npos;
}

Result<> check_attribute(const Attribute& attribute, const std::string& value) {
  const std::string name(attribute.name);
  if (value.empty()) return wrong("the attribute " + name + " has no value");
  const bool is_clean = is_utf8(value) && std::ranges::none_of(value, [](char c) {
                          return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
                        });
  if (!is_clean) return wrong("the value of " + name + " has characters that cannot be used");
  if (name == "C" && !is_country(value))
    return wrong("C is a country as two letters, not '" + value + "'");
  if (value.size() > attribute.longest)
    return wrong(name + " has at most " + std::to_string(attribute.longest) + " bytes");
  if (name == "emailAddress" && !is_mail_address(value))
    return wrong("'" + value + "' is not a mail address");
  return {};
}

Result<std::vector<std::string>> parse_alternatives(std::string_view list) {
  std::vector<std::string> found;
  for (;;) {
    const std::size_t comma = list.find(',');
    const std::string name(list.substr(0, comma));
    if (!parse_ip(name) && !is_certificate_host(name))
      return wrong("subjectAltName is a list such as meet.example.com,192.0.2.5: '" + name +
                   "' is neither a host name nor an address");
    if (std::ranges::find(found, name) == found.end()) found.push_back(name);
    if (comma == list.npos) return found;
    list.remove_prefix(comma + 1);
  }
}

std::string known_names() {
  std::string text;
  for (const std::string& name : subject_attributes())
    text += (text.empty() ? "" : ", ") + name.substr(0, name.size() - 1);
  return text;
}

}  // namespace

bool is_certificate_host(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  return is_host_name(name);
}

bool is_certificate_base_name(std::string_view word) {
  return is_file_name(word) && word.size() <= longest_base_name;
}

std::vector<std::string> subject_attributes() {
  std::vector<std::string> names;
  for (const char* name : {"CN", "OU", "O", "L", "ST", "C", "emailAddress"})
    names.push_back(std::string(name) + ":");
  names.push_back(std::string(alternatives_name) + ":");
  return names;
}

Result<CertificateSubject> parse_subject(std::span<const std::string> words,
                                         std::string_view host_name) {
  std::array<std::string, attributes.size()> values;
  std::optional<std::vector<std::string>> alternatives;
  for (const std::string& word : words) {
    const std::size_t colon = word.find(':');
    const std::string name = word.substr(0, colon);
    if (colon == word.npos)
      return wrong("'" + word + "' is not an attribute such as CN:meet.example.com");
    const std::string value = word.substr(colon + 1);
    if (name == alternatives_name) {
      if (alternatives) return wrong("the attribute " + name + " comes twice");
      auto list = parse_alternatives(value);
      if (!list) return fail(list.error());
      alternatives = *std::move(list);
      continue;
    }
    const auto known = std::ranges::find(attributes, name, &Attribute::name);
    if (known == attributes.end())
      return wrong("unknown attribute '" + name + "': there are " + known_names());
    std::string& place = values[static_cast<std::size_t>(known - attributes.begin())];
    if (!place.empty()) return wrong("the attribute " + name + " comes twice");
    if (auto good = check_attribute(*known, value); !good) return fail(good.error());
    place = value;
  }
  CertificateSubject subject;
  subject.alternatives = std::move(alternatives).value_or(std::vector<std::string>{});
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const bool is_common = attributes[i].name == "CN";
    if (is_common && values[i].empty()) values[i] = host_name;
    if (values[i].empty()) continue;
    subject.names.emplace_back(attributes[i].name, values[i]);
    const bool is_alternative =
        is_common && (is_certificate_host(values[i]) || parse_ip(values[i]));
    if (!is_alternative) continue;
    std::erase(subject.alternatives, values[i]);
    subject.alternatives.insert(subject.alternatives.begin(), values[i]);
  }
  return subject;
}

}  // namespace curia::admin
