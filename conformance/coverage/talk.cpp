#include "conformance/coverage/talk.hpp"

#include "model/base/text.hpp"
#include "sim/scenario/text.hpp"
#include "sim/scenario/xml_query.hpp"

namespace curia::coverage {
namespace {

using scenario::Answer;
using scenario::Deed;
using scenario::Request;

constexpr std::string_view base = "/api/v1";
constexpr int most_tries = 30;  // of a request that is put off

std::string encoded(const Form& form) {
  std::string text;
  for (const auto& [name, value] : form) {
    if (!text.empty()) text += '&';
    text += scenario::form_encoded(name) + "=" + scenario::form_encoded(value);
  }
  return text;
}

Request request(const std::string& method, const std::string& path, const Form& query) {
  Request request;
  request.method = method;
  request.target = std::string(base) + path;
  if (!query.empty()) request.target += "?" + encoded(query);
  return request;
}

bool is_xml(const Answer& answer) {
  const std::string* type = answer.header("Content-Type");
  return type != nullptr && type->starts_with("text/xml");
}

}  // namespace

Reply::Reply(Answer answer)
    : answer_(std::move(answer)), document_(std::make_shared<pugi::xml_document>()) {
  if (is_xml(answer_)) document_->load_string(answer_.body.c_str());
}

std::string Reply::header(std::string_view name) const {
  const std::string* found = answer_.header(name);
  return found == nullptr ? "" : *found;
}

std::string Reply::made() const {
  const std::string location = header("Location");
  return is_done() && location.starts_with(std::string(base) + "/") ? location.substr(base.size())
                                                                    : "";
}

bool Reply::failed(int status, std::string_view reason) const {
  if (answer_.status != status) return false;
  for (const pugi::xml_node failure : root().children())
    if (failure.name() == reason) return true;
  return false;
}

bool Reply::refused(std::string_view parameter, std::string_view error) const {
  if (answer_.status != 400) return false;
  for (const pugi::xml_node failure : root().children("parameterError"))
    if (failure.attribute("parameter").value() == parameter &&
        failure.attribute("error").value() == error)
      return true;
  return false;
}

std::string Reply::why() const {
  if (answer_.lost) return "no answer: " + answer_.lost_why;
  std::string text = std::to_string(answer_.status);
  for (const pugi::xml_node failure : root().children()) {
    if (root().name() != std::string_view("failureDetails")) break;
    text += std::string(" ") + failure.name();
    for (const pugi::xml_attribute attribute : failure.attributes())
      text += std::string(" ") + attribute.value();
  }
  return text;
}

Reply Talk::get(const std::string& path, const Form& query) {
  return ask(request("GET", path, query));
}

Reply Talk::erase(const std::string& path) { return ask(request("DELETE", path, {})); }

Reply Talk::send(const std::string& method, const std::string& path, const std::string& body) {
  Request asked = request(method, path, {});
  asked.has_body = true;
  asked.body = body;
  return ask(std::move(asked));
}

Reply Talk::post(const std::string& path, const Form& form) {
  Request asked = request("POST", path, {});
  asked.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  asked.has_body = true;
  asked.body = encoded(form);
  return ask(std::move(asked));
}

Reply Talk::put(const std::string& path, const Form& form) {
  Request asked = request("PUT", path, {});
  asked.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  asked.has_body = true;
  asked.body = encoded(form);
  return ask(std::move(asked));
}

Reply Talk::ask(Request request) {
  ++board_.requests;
  const std::string name = request.method + " " + request.target;
  Reply reply(target_.carry_out({Deed{{}, request}}).front());
  // Told when to come back, and that nothing was done, a client comes back.
  for (int i = 0; i < most_tries && reply.status() == 503; ++i) {
    const auto seconds = parse_decimal(reply.header("Retry-After"));
    if (!seconds) break;
    wait(std::chrono::seconds(*seconds));
    reply = Reply(target_.carry_out({Deed{{}, request}}).front());
  }
  if (reply.status() == 0 || reply.status() >= 500)
    board_.wrong(name, "the server failed: " + reply.why());
  const bool is_text = reply.header("Content-Type").starts_with("text/xml");
  if (is_text == reply.body().empty() && reply.header("Content-Type") == "text/xml")
    board_.wrong(name, "text/xml, and no body");
  if (is_text)
    if (const auto complaint = scenario::xml_form_complaint(reply.body()); !complaint.empty())
      board_.wrong(name, complaint);
  return reply;
}

}  // namespace curia::coverage
