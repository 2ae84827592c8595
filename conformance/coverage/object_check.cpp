#include "conformance/coverage/object_check.hpp"

#include <algorithm>

#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

const ObjectFacts& home_of(const Facts& facts, const ObjectFacts& object) {
  const bool lives_elsewhere = object.kind == "subcollection" || object.kind == "action";
  const ObjectFacts* home = lives_elsewhere ? facts.home_of(object.element) : nullptr;
  return home != nullptr ? *home : object;
}

}  // namespace

ObjectCheck::ObjectCheck(const Bench& bench, const ObjectFacts& object)
    : bench_(bench),
      object_(object),
      home_(home_of(bench.facts, object)),
      get_(home_.find("GET_item")),
      path_(bench.maker.path_of(object.path)) {}

void ObjectCheck::go() {
  if (path_.empty()) return bench_.board.wrong(object_.path, "there is nothing for it to be below");
  if (object_.find("POST") != nullptr && object_.kind != "singleton") check_post();
  check_put();
  check_items_there();
  check_delete();
  check_refusals();
}

Made ObjectCheck::made(const Form& form) { return bench_.maker.make(object_, form); }

void ObjectCheck::erase(const Made& made) {
  if (made && home_.find("DELETE") != nullptr) bench_.talk.erase(made.path);
}

Reply ObjectCheck::look_at(const std::string& item) {
  Reply reply = bench_.talk.get(item);
  if (get_ == nullptr) return reply;
  const std::string key = home_.key("GET_item");
  if (!reply.is_done()) {
    bench_.board.wrong(key, reply.why());
  } else if (!home_.element.empty() && reply.root().name() != home_.element) {
    bench_.board.wrong(key, std::string("the element is '") + reply.root().name() + "'");
  } else {
    bench_.board.right(key);
    look(bench_.board, home_, *get_, reply.root());
  }
  return reply;
}

std::string ObjectCheck::shown_complaint(const std::string& item, const Value& parameter,
                                         const std::string& expected) {
  Reply reply = look_at(item);
  if (!reply.is_done()) return "GET: " + reply.why();
  const Value* field = get_ == nullptr ? nullptr : field_of(*get_, parameter);
  // What a dialled participant is told goes to its call leg.
  const Method* get = get_;
  if (field == nullptr && home_.element == "participant") {
    const ObjectFacts& legs = *bench_.facts.home_of("callLeg");
    get = legs.find("GET_item");
    field = field_of(*get, parameter);
    const auto list = bench_.talk.get(item + "/callLegs");
    reply = bench_.talk.get(std::string("/callLegs/") +
                            list.root().first_child().attribute("id").value());
  }
  if (parameter.write_only || field == nullptr) {
    const auto told = texts_of(reply.root(), parameter.name);
    return parameter.write_only && !told.empty() ? "is never to be shown, but is" : "";
  }
  const auto texts = texts_of(reply.root(), field->name);
  const std::string got = texts.empty() ? "" : texts.front();
  if (got == expected) return {};
  return "GET shows '" + got + "' instead of '" + expected + "'";
}

// An unknown reference has a reason of its own, which may be that of what it is called by.
std::string ObjectCheck::refusal_complaint(const Reply& reply, const Value& value,
                                           const std::string& text,
                                           const std::string& error) const {
  const bool is_right =
      error.ends_with("DoesNotExist") ? reply.failed(400, error) : reply.refused(value.name, error);
  return is_right ? ""
                  : "'" + text.substr(0, 20) + "' gives " + reply.why() + " instead of " + error;
}

void ObjectCheck::check_post() {
  const Method& post = *object_.find("POST");
  const Made first = made({});
  bench_.board.judge(object_.key("POST"), first ? "" : first.why);
  if (!first) return;
  const std::string expected = home_.item.substr(0, home_.item.rfind('/'));
  if (home_.path == object_.path ? first.path.substr(0, first.path.rfind('/')) != path_
                                 : !first.path.starts_with(expected))
    bench_.board.wrong(object_.key("POST"), "Location is " + first.path);
  look_at(first.path);
  check_not_found();
  erase(first);
  for (const Value& value : post.parameters) {
    check_post_of(post, value);
    check_bad_posts(post, value);
  }
  check_full(post);
}

void ObjectCheck::check_post_of(const Method& post, const Value& value) {
  const std::string key = object_.key(post.name, value.name);
  const std::string text = bench_.maker.value(object_, value);
  Form form = bench_.maker.companions(object_, value, text);
  form.push_back({value.name, text});
  const Made with = made(form);
  bench_.board.judge(key, with ? shown_complaint(with.path, value, as_shown(value, text))
                               : "'" + text + "': " + with.why);
  erase(with);
  if (value.required || !value.one_of.empty()) return;
  const Made without = made({{value.name, ""}});
  bench_.board.judge(key, !without ? "given empty: " + without.why
                          : value.default_value.empty()
                              ? ""
                              : shown_complaint(without.path, value, value.default_value));
  erase(without);
}

void ObjectCheck::check_bad_posts(const Method& post, const Value& value) {
  const std::string key = object_.key(post.name, value.name);
  const auto expect = [&](const std::string& text, const std::string& error) {
    Form form = bench_.maker.required(object_, post);
    std::erase_if(form, [&](const auto& param) { return param.name == value.name; });
    if (!text.empty()) form.push_back({value.name, text});
    const Reply reply = bench_.talk.post(path_, form);
    bench_.board.judge(key, refusal_complaint(reply, value, text, error));
    if (const std::string stray = reply.made(); !stray.empty()) erase({stray, {}});
  };
  for (const BadValue& bad : bad_values(value)) expect(bad.text, bad.error);
  if (value.required) expect("", "valueMissing");
  if (!value.ref.empty()) expect(made_up_id(99), not_found_reason(value.ref));
}

// All parameters at once: GET shows all fields that they set, and so does the list.
void ObjectCheck::check_full(const Method& post) {
  Form form;
  // A participant is dialled from one place, or moved.
  const bool is_dialled = object_.element == "participant";
  for (const Value& value : post.parameters)
    if (!is_dialled || (value.name != "movedParticipant" && value.name != "callBridgeGroup"))
      form.push_back({value.name, bench_.maker.value(object_, value)});
  const Made full = made(form);
  if (!full) return bench_.board.wrong(object_.key("POST"), "with all parameters: " + full.why);
  look_at(full.path);
  bench_.maker.share("full " + object_.path, full.path);
  bench_.maker.share("full " + home_.path, full.path);
}

}  // namespace curia::coverage
