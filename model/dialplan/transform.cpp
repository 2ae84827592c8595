#include "model/dialplan/transform.hpp"

#include "model/base/reached.hpp"
#include "model/dialplan/phone.hpp"

namespace curia::dialplan {
namespace {

std::size_t component_count(DialTransformType type) {
  return type == DialTransformType::phone ? 2 : 1;
}

std::string stripped(std::string_view dialled) {
  std::string out(dialled);
  std::erase_if(out, [](char c) { return c == '.' || c == '-' || c == ' ' || c == '\t'; });
  return out;
}

}  // namespace

// Reads `match` and `transform`. Regular expressions stand between slashes, where a backslash
// keeps the slash after it from ending them.
class Transform::Reader {
 public:
  Reader(std::string_view parameter, std::string_view text, DialTransformType type)
      : parameter_(parameter), text_(text), components_(component_count(type)) {}

  Result<std::vector<Condition>> conditions() {
    std::vector<Condition> all;
    for (skip_blanks(); !done(); skip_blanks()) {
      if (!take('(')) return wrong("a condition begins with (");
      auto component = component_number();
      if (!component) return fail(component.error());
      auto regex = take('/') ? regex_between_slashes() : wrong("a / begins the expression");
      if (!regex) return fail(regex.error());
      if (!take(')')) return wrong("a condition ends with /)");
      all.push_back({*component, *std::move(regex)});
    }
    return all;
  }

  Result<std::vector<Piece>> pieces() {
    std::vector<Piece> all;
    std::string text;
    const auto end_text = [&] {
      if (!text.empty()) all.push_back({.text = std::exchange(text, {}), .substitutions = {}});
    };
    while (!done()) {
      if (text_.substr(at_).starts_with("$$")) {
        at_ += 2;
        text += '$';
      } else if (text_[at_] == '$') {
        end_text();
        auto piece = component();
        if (!piece) return fail(piece.error());
        all.push_back(*std::move(piece));
      } else {
        text += text_[at_++];
      }
    }
    end_text();
    return all;
  }

 private:
  bool done() const { return at_ == text_.size(); }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (take(' ')) continue;
  }
  std::unexpected<Error> wrong(std::string what, Errc code = Errc::invalid_value) const {
    return fail(code, parameter_ + ": " + what + " (at character " + std::to_string(at_ + 1) + ")",
                parameter_);
  }

  Result<std::size_t> component_number() {
    if (!take('$')) return wrong("a component is $1 or $2");
    const char c = done() ? '\0' : text_[at_];
    if (c < '1' || c > '9') return wrong("a component is $1 or $2");
    const auto number = static_cast<std::size_t>(c - '0');
    if (number > components_)
      return wrong("there is no component $" + std::to_string(number) + " of this type");
    ++at_;
    return number;
  }

  // Up to the next slash that no backslash stands before; takes that one too.
  Result<std::string_view> until_slash() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '/') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) {
      at_ = text_.size();
      return wrong("a / is missing at the end of the expression");
    }
    return text_.substr(begin, at_++ - begin);
  }

  Result<Regex> regex_between_slashes() {
    const auto pattern = until_slash();
    if (!pattern) return fail(pattern.error());
    auto regex = Regex::compile(*pattern);
    if (!regex) return wrong(regex.error().message, regex.error().code);
    instructions_ += regex->size();
    if (instructions_ > limits::regex_instructions)
      return wrong("the expressions are too large together", Errc::limit_reached);
    return regex;
  }

  // $2{/regex/replacement/}{/regex/replacement/}; {} changes nothing.
  Result<Piece> component() {
    auto number = component_number();
    if (!number) return fail(number.error());
    Piece piece{.text = {}, .component = *number, .substitutions = {}};
    while (take('{')) {
      if (take('}')) continue;
      if (!take('/')) return wrong("a / begins the expression");
      auto regex = regex_between_slashes();
      if (!regex) return fail(regex.error());
      auto replacement = until_slash();
      if (!replacement) return fail(replacement.error());
      if (auto checked = check_replacement(*replacement, regex->groups()); !checked)
        return wrong(checked.error().message);
      if (!take('}')) return wrong("a substitution ends with /}");
      piece.substitutions.push_back({*std::move(regex), std::string(*replacement)});
    }
    return piece;
  }

  std::string parameter_;
  std::string_view text_;
  std::size_t components_;
  std::size_t at_ = 0;
  std::size_t instructions_ = 0;
};

Result<Transform> Transform::compile(DialTransformType type, std::string_view match,
                                     std::string_view transform) {
  Transform made;
  made.type_ = type;
  auto conditions = Reader("match", match, type).conditions();
  if (!conditions) return fail(conditions.error());
  auto pieces = Reader("transform", transform, type).pieces();
  if (!pieces) return fail(pieces.error());
  made.conditions_ = *std::move(conditions);
  made.pieces_ = *std::move(pieces);
  return made;
}

std::vector<std::string> components_of(DialTransformType type, std::string_view dialled) {
  if (type == DialTransformType::phone) {
    const auto phone = parse_phone(dialled);
    if (!phone) return {};
    return {phone->country_code, phone->number};
  }
  return {type == DialTransformType::strip ? stripped(dialled) : std::string(dialled)};
}

Result<std::optional<std::string>> Transform::apply(std::string_view dialled) const {
  if (dialled.size() > limits::dialled_bytes)
    return fail(Errc::limit_reached, "that is too long to be dialled");
  const auto components = components_of(type_, dialled);
  if (components.empty()) return std::nullopt;
  std::size_t steps = limits::dial_transform_steps;
  for (const Condition& condition : conditions_) {
    auto found = condition.regex.find(components[condition.component - 1], 0, steps);
    if (!found) return fail(found.error());
    if (!*found) return std::nullopt;
  }
  if (pieces_.empty()) return std::string(dialled);
  std::string out;
  for (const Piece& piece : pieces_) {
    std::string value = piece.component == 0 ? piece.text : components[piece.component - 1];
    for (const Substitution& substitution : piece.substitutions) {
      auto replaced = replace_all(substitution.regex, substitution.replacement, value, steps);
      if (!replaced) return fail(replaced.error());
      value = *std::move(replaced);
    }
    out += value;
    if (out.size() > limits::dialled_bytes) {
      reached("dial_transform_too_long");
      return fail(Errc::limit_reached, "the result is too long to be dialled");
    }
  }
  return out;
}

}  // namespace curia::dialplan
