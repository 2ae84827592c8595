#include "impl/wire/form.hpp"

#include "impl/wire/percent.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

enum class Fault { none, escape, encoding };

Fault decode(std::string_view text, std::string& out) {
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      const int byte = percent_byte(text.substr(i + 1));
      if (byte < 0) return Fault::escape;
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return is_utf8(out) ? Fault::none : Fault::encoding;
}

std::unexpected<Error> refuse(Fault fault, std::string_view where, std::string parameter) {
  const std::string_view what = fault == Fault::escape
                                    ? " has a '%' without two hexadecimal digits behind it"
                                    : " is not well-formed UTF-8";
  return fail(Errc::invalid_value, std::string(where) + std::string(what), std::move(parameter));
}

void append_encoded(std::string& out, std::string_view text) {
  for (char c : text) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
        c == '.' || c == '_' || c == '*')
      out += c;
    else if (c == ' ')
      out += '+';
    else
      append_percent_escape(out, c);
  }
}

}  // namespace

Result<FormPairs> parse_form(std::string_view text) {
  FormPairs pairs;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (piece.empty()) continue;
    if (pairs.size() == limits::form_pairs)
      return fail(Errc::limit_reached,
                  "more than " + std::to_string(limits::form_pairs) + " parameters");
    const std::size_t equals = piece.find('=');
    FormPair pair;
    const std::string_view name = piece.substr(0, equals);
    if (Fault fault = decode(name, pair.key); fault != Fault::none)
      return refuse(fault, "the name of a parameter", is_utf8(name) ? std::string(name) : "");
    if (equals != std::string_view::npos)
      if (Fault fault = decode(piece.substr(equals + 1), pair.value); fault != Fault::none)
        return refuse(fault, "the value of '" + pair.key + "'", pair.key);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::string write_form(const FormPairs& pairs) {
  std::string out;
  for (const FormPair& pair : pairs) {
    if (!out.empty()) out += '&';
    append_encoded(out, pair.key);
    out += '=';
    append_encoded(out, pair.value);
  }
  return out;
}

}  // namespace curia
