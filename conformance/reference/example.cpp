#include "conformance/reference/example.hpp"

#include <algorithm>
#include <map>
#include <regex>

#include "conformance/coverage/coverage.hpp"
#include "conformance/coverage/stage.hpp"
#include "conformance/coverage/values.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/scenario/text.hpp"

namespace curia::apidocs {
namespace {

using callbridge::Place;
using coverage::Form;
using coverage::Made;
using coverage::Maker;
using coverage::Method;
using coverage::Reply;

constexpr std::size_t shown_parameters = 3;  // beside those that are required
constexpr std::size_t answer_bytes = 1500;   // of an answer; then it is cut

std::string encoded(const Form& form) {
  std::string text;
  for (const auto& [name, value] : form)
    text += (text.empty() ? "" : "&") + scenario::form_encoded(name) + "=" +
            scenario::form_encoded(value);
  return text;
}

// Ids become ...0001, ...0002 as they appear; secrets and times are always the same.
std::string steady(const std::string& text) {
  static const std::regex id("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  std::map<std::string, std::string> names;
  std::string out;
  auto at = text.cbegin();
  for (std::sregex_iterator it(text.begin(), text.end(), id), end; it != end; ++it) {
    out.append(at, (*it)[0].first);
    const auto [name, is_new] = names.try_emplace(it->str());
    if (is_new) name->second = coverage::made_up_id(names.size());
    out += name->second;
    at = (*it)[0].second;
  }
  out.append(at, text.cend());
  out = std::regex_replace(out, std::regex("<secret>[^<]+"), "<secret>AbCdEfGhIjKlMnOpQrStUv");
  return std::regex_replace(out, std::regex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
                            "2026-01-01T00:00:00Z");
}

class Showing {
 public:
  Showing(const coverage::Facts& facts, const Place& place)
      : facts_(facts), board_(facts), talk_(target_, board_), maker_(facts, talk_), place_(place) {}

  Result<std::string> go() {
    if (auto begun = target_.begin(coverage::with_people()); !begun) return fail(begun.error());
    coverage::set_stage({facts_, board_, talk_, maker_});
    show_place();
    target_.end();
    return steady(text_);
  }

 private:
  void show_place() {
    const coverage::ObjectFacts* known = facts_.find(place_.path);
    if (place_.node != nullptr) return show_node(known);
    const std::string path = maker_.path_of(place_.path);
    if (path.empty()) return;
    if (place_.what == Place::What::collection && place_.can_post && known != nullptr)
      return show_making(*known, path);
    show("GET", path, {});
  }

  // The parameters of an example: what is required, and the first of the others.
  Form form_of(const coverage::ObjectFacts& object, const Method& method) {
    Form form = maker_.required(object, method);
    std::size_t more = 0;
    for (const auto& value : method.parameters) {
      const bool is_given =
          std::ranges::find(form, value.name, &scenario::Param::name) != form.end();
      if (is_given || more == shown_parameters || !value.ref.empty()) continue;
      // What tests of escaping like is hard to read.
      std::string text = maker_.value(object, value);
      if (text.starts_with("Text")) text = "Example";
      form.push_back({value.name, text});
      for (auto& param : maker_.companions(object, value, form.back().value))
        form.push_back(std::move(param));
      ++more;
    }
    return form;
  }

  void show_making(const coverage::ObjectFacts& object, const std::string& path) {
    const Reply reply = show("POST", path, form_of(object, *object.find("POST")));
    if (!reply.made().empty()) show("GET", reply.made(), {});
  }

  void show_node(const coverage::ObjectFacts* known) {
    const std::string path = maker_.path_of(place_.path);
    if (path.empty()) return;
    for (const char* name : {"POST", "PUT"}) {
      if (!(name == std::string("POST") ? place_.can_post : place_.can_put)) continue;
      if (place_.node->has_raw_body) {
        note("PUT", path, R"({"layout":"allEqual"})",
             talk_.send("PUT", path, R"({"layout":"allEqual"})"));
        continue;
      }
      const Method* method = known == nullptr ? nullptr : known->find(name);
      show(name, path, method == nullptr ? Form{} : form_of(*known, *method));
    }
    if (!place_.can_get) return;
    Form query;
    for (const FieldSpec& field : place_.node->parameters)
      if (field.is_required) query.push_back({std::string(field.name), "en_US"});
    show("GET", path, query);
  }

  Reply show(const std::string& method, const std::string& path, const Form& form) {
    const bool is_get = method == "GET";
    const Reply reply = is_get             ? talk_.get(path, form)
                        : method == "POST" ? talk_.post(path, form)
                                           : talk_.put(path, form);
    const std::string query = encoded(form);
    note(method, path + (is_get && !form.empty() ? "?" + query : ""), is_get ? "" : query, reply);
    return reply;
  }

  void note(const std::string& method, const std::string& target, const std::string& body,
            const Reply& reply) {
    text_ += method + " /api/v1" + target + "\n";
    if (!body.empty()) text_ += body + "\n";
    text_ += "\n" + std::to_string(reply.status()) + "\n";
    if (const std::string location = reply.header("Location"); !location.empty())
      text_ += "Location: " + location + "\n";
    if (place_.node != nullptr && !place_.node->header.empty())
      text_ += std::string(place_.node->header) + ": " + reply.header(place_.node->header) + "\n";
    std::string answer = reply.body().substr(0, answer_bytes);
    if (answer.size() < reply.body().size()) answer += "...";
    if (!answer.empty()) text_ += answer + "\n";
    text_ += "\n";
  }

  const coverage::Facts& facts_;
  scenario::SimTarget target_{{}};
  coverage::Board board_;
  coverage::Talk talk_;
  Maker maker_;
  const Place& place_;
  std::string text_;
};

}  // namespace

Result<std::string> example_of(const coverage::Facts& facts, const Place& place) {
  return Showing(facts, place).go();
}

}  // namespace curia::apidocs
