// Talk: questions to the server under test, and its answers read with XML eyes.
//
// 1. Whatever is asked, the answer must have the form that clients rely on, and must not be a
//    failure of the server itself (5xx); what is not so is told to the board.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/coverage/board.hpp"
#include "sim/scenario/target.hpp"

namespace curia::coverage {

using Form = std::vector<scenario::Param>;

class Reply {
 public:
  explicit Reply(scenario::Answer answer);

  int status() const { return answer_.status; }
  bool is_done() const { return answer_.status == 200; }
  const std::string& body() const { return answer_.body; }
  std::string header(std::string_view name) const;
  pugi::xml_node root() const { return document_->document_element(); }
  // "/coSpaces/<id>" of what was made; empty when there is no Location below /api/v1.
  std::string made() const;
  // Whether it failed with this reason, or with this error of this parameter.
  bool failed(int status, std::string_view reason) const;
  bool refused(std::string_view parameter, std::string_view error) const;
  // "400 parameterError name invalidValue", for people.
  std::string why() const;

 private:
  scenario::Answer answer_;
  std::shared_ptr<pugi::xml_document> document_;
};

class Talk {
 public:
  // Both outlive it.
  Talk(scenario::Target& target, Board& board) : target_(target), board_(board) {}

  // `path` is below /api/v1.
  Reply get(const std::string& path, const Form& query = {});
  Reply post(const std::string& path, const Form& form = {});
  Reply put(const std::string& path, const Form& form = {});
  Reply erase(const std::string& path);
  Reply send(const std::string& method, const std::string& path, const std::string& body);
  void wait(Duration time) { target_.wait_until(target_.now() + time); }

 private:
  Reply ask(scenario::Request request);

  scenario::Target& target_;
  Board& board_;
};

}  // namespace curia::coverage
