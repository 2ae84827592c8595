#include "conformance/coverage/node_check.hpp"

#include <algorithm>

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

constexpr const char* layout_description =
    R"({"screens": [{"columns": 2, "rows": 1, "panes": [{"x": 0, "y": 0}, {"x": 1, "y": 0}]}]})";

}  // namespace

bool is_more_than_objects(const ObjectFacts& object) {
  return object.kind == "query" || object.kind == "read_only" || object.kind == "raw" ||
         object.kind == "vendor_internal" ||
         (object.kind == "action" && object.element != "diagnostics");
}

NodeCheck::NodeCheck(const Bench& bench, const ObjectFacts& object)
    : bench_(bench), object_(object), path_(bench.maker.path_of(object.path)) {}

void NodeCheck::go() {
  if (path_.empty()) return bench_.board.wrong(object_.path, "there is nothing for it to be below");
  if (object_.kind == "raw") return check_raw();
  for (const Method& method : object_.methods) {
    const bool is_node = is_more_than_objects(object_);
    if (is_node && method.name == "GET_item") check_get(method);
    if (is_node && (method.name == "POST" || method.name == "PUT")) check_deed(method);
    if (method.name == "PUT_all" || method.name == "PUT_collection") check_deed(method);
    if (object_.kind == "singleton" && method.name == "POST") check_deed(method);
  }
}

Form NodeCheck::needed(const Method& method) {
  Form form;
  for (const Value& value : method.query)
    if (value.required) form.push_back({value.name, valid_value(value, bench_.maker.next())});
  for (const Value& value : method.parameters)
    if (value.required) form.push_back({value.name, bench_.maker.value(object_, value)});
  return form;
}

void NodeCheck::check_get(const Method& get) {
  const Form form = needed(get);
  const Reply reply = bench_.talk.get(path_, form);
  const std::string name = reply.root().name();
  bench_.board.judge(object_.key("GET_item"), !reply.is_done() ? reply.why()
                                              : name != object_.element
                                                  ? "the element is '" + name + "'"
                                                  : "");
  look(bench_.board, object_, get, reply.root());
  for (const Value& value : get.query) check_query(get, value, form);
}

void NodeCheck::check_query(const Method& get, const Value& value, const Form& needed) {
  const std::string key = object_.key(get.name, "?" + value.name);
  Form rest = needed;
  std::erase_if(rest, [&](const auto& param) { return param.name == value.name; });
  const auto ask = [&](const std::string& text) {
    Form form = rest;
    form.push_back({value.name, text});
    return bench_.talk.get(path_, form);
  };
  const Reply good = ask(valid_value(value, bench_.maker.next()));
  bench_.board.judge(key, good.is_done() ? "" : good.why());
  for (const BadValue& bad : bad_values(value)) {
    const Reply reply = ask(bad.text);
    bench_.board.judge(key, reply.refused(value.name, bad.error)
                                ? ""
                                : "'" + bad.text.substr(0, 20) + "' gives " + reply.why());
  }
  if (!value.required) return;
  const Reply missing = bench_.talk.get(path_, rest);
  bench_.board.judge(key, missing.refused(value.name, "valueMissing") ? "" : missing.why());
}

Reply NodeCheck::send(const Method& method, const Form& form) {
  const std::string path = method.path.empty() ? path_ : bench_.maker.path_of(method.path);
  const Reply reply =
      method.name == "POST" ? bench_.talk.post(path, form) : bench_.talk.put(path, form);
  // What a PUT to a collection has made is of no further use.
  if (method.name == "PUT_collection" && !reply.made().empty()) bench_.talk.erase(reply.made());
  return reply;
}

void NodeCheck::check_deed(const Method& method) {
  Reply reply = send(method, needed(method));
  const bool answers = !method.fields.empty();
  const std::string name = reply.root().name();
  bench_.board.judge(object_.key(method.name),
                     !reply.is_done()                     ? reply.why()
                     : answers && name != object_.element ? "the element is '" + name + "'"
                     : !answers && !reply.body().empty()  ? "answers with a body"
                                                          : "");
  for (const Value& value : method.parameters) check_parameter(method, value);
}

void NodeCheck::check_parameter(const Method& method, const Value& value) {
  const std::string key = object_.key(method.name, value.name);
  for (const std::string& text : bench_.maker.values(object_, value, path_)) {
    const Reply reply = send(method, {{value.name, text}});
    bench_.board.judge(key, reply.is_done() ? "" : "'" + text + "' gives " + reply.why());
  }
  for (const BadValue& bad : bad_values(value)) {
    const Reply reply = send(method, {{value.name, bad.text}});
    bench_.board.judge(key, reply.refused(value.name, bad.error)
                                ? ""
                                : "'" + bad.text.substr(0, 20) + "' gives " + reply.why());
  }
  if (value.ref.empty()) return;
  const Reply reply = send(method, {{value.name, made_up_id(99)}});
  bench_.board.judge(key, reply.failed(400, not_found_reason(value.ref)) ? "" : reply.why());
}

// What is put is what is got, byte by byte.
void NodeCheck::check_raw() {
  if (object_.find("PUT") != nullptr) {
    const Reply put = bench_.talk.send("PUT", path_, layout_description);
    bench_.board.judge(object_.key("PUT"), put.is_done() ? "" : put.why());
    const Reply bad = bench_.talk.send("PUT", path_, "{");
    bench_.board.judge(object_.key("PUT"),
                       bad.refused("template", "invalidValue") ? "" : "'{' gives " + bad.why());
  }
  const Reply got = bench_.talk.get(path_);
  const bool is_same = object_.find("PUT") == nullptr || got.body() == layout_description;
  bench_.board.judge(object_.key("GET_item"), !got.is_done() ? got.why()
                                              : !is_same     ? "is not what was put"
                                                             : "");
}

}  // namespace curia::coverage
