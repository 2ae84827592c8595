// Of ObjectCheck: PUT, DELETE, and what is refused.
#include "conformance/coverage/object_check.hpp"
#include "conformance/coverage/values.hpp"

namespace curia::coverage {
namespace {

bool is_text(const Value& value) {
  return value.choices.empty() && value.type != "bool" && value.type != "number" &&
         value.type != "guid";
}

}  // namespace

Made ObjectCheck::item() {
  if (object_.item.empty()) return {path_, {}};
  if (object_.find("POST") != nullptr) return made({});
  return bench_.maker.make(object_.element);
}

void ObjectCheck::check_put() {
  const Method* put = object_.find("PUT");
  if (put == nullptr) return;
  const Made it = item();
  if (!it) return bench_.board.wrong(object_.key("PUT"), it.why);
  const Reply nothing = bench_.talk.put(it.path);
  bench_.board.judge(object_.key("PUT"), nothing.is_done() && nothing.body().empty()
                                             ? ""
                                             : "without parameters: " + nothing.why());
  for (const Value& value : put->parameters) {
    check_put_of(*put, value, it.path);
    check_bad_puts(value, it.path);
    check_unset(value, it.path);
  }
  look_at(it.path);
  if (!object_.item.empty()) erase(it);
}

void ObjectCheck::check_put_of(const Method& put, const Value& value, const std::string& item) {
  for (const std::string& text : bench_.maker.values(object_, value, item)) {
    Form form = bench_.maker.companions(object_, value, text);
    form.push_back({value.name, text});
    const Reply reply = bench_.talk.put(item, form);
    bench_.board.judge(object_.key(put.name, value.name),
                       reply.is_done() && reply.body().empty()
                           ? shown_complaint(item, value, as_shown(value, text))
                           : "'" + text.substr(0, 30) + "' on PUT: " + reply.why());
  }
}

// Nothing of a refused request stays.
void ObjectCheck::check_bad_puts(const Value& value, const std::string& item) {
  const std::string before = bench_.talk.get(item).body();
  const auto expect = [&](const std::string& text, const std::string& error) {
    const Reply reply = bench_.talk.put(item, {{value.name, text}});
    bench_.board.judge(object_.key("PUT", value.name),
                       refusal_complaint(reply, value, text, error));
  };
  for (const BadValue& bad : bad_values(value)) expect(bad.text, bad.error);
  if (!value.ref.empty()) expect(made_up_id(99), not_found_reason(value.ref));
  const bool passes = home_.element == "call" || home_.element == "callLeg" ||
                      home_.element == "participant" || home_.element == "timedLogging";
  if (!passes && bench_.talk.get(item).body() != before)
    bench_.board.wrong(object_.key("PUT", value.name), "a refused PUT changed something");
}

// Texts can be emptied unless they are required, flags and the like only where the facts say so.
void ObjectCheck::check_unset(const Value& value, const std::string& item) {
  const std::string key = object_.key("PUT", value.name);
  const Reply reply = bench_.talk.put(item, {{value.name, ""}});
  // Who has a numeric id has a secret: without one the server chooses another.
  if (value.name == "secret") return bench_.board.judge(key, reply.is_done() ? "" : reply.why());
  const Method* post = object_.find("POST");
  const Value* made_with = post == nullptr ? nullptr : post->parameter(value.name);
  const bool is_required = made_with != nullptr && made_with->required;
  if (value.unsettable || (is_text(value) && !is_required)) {
    bench_.board.judge(key, reply.is_done() ? shown_complaint(item, value, value.shown_unset)
                                            : "unset: " + reply.why());
    return;
  }
  const bool is_refused = reply.refused(value.name, "invalidValue") ||
                          (is_required && reply.refused(value.name, "valueMissing"));
  bench_.board.judge(key, is_refused ? "" : "cannot be unset, but it gives " + reply.why());
}

void ObjectCheck::check_delete() {
  if (object_.find("DELETE") == nullptr) return;
  const Made it = item();
  if (!it) return bench_.board.wrong(object_.key("DELETE"), it.why);
  const Reply reply = bench_.talk.erase(it.path);
  bench_.board.judge(object_.key("DELETE"),
                     reply.is_done() && reply.body().empty() ? "" : reply.why());
  const Reply gone = bench_.talk.get(it.path);
  if (!gone.failed(404, not_found_reason(object_.element)))
    bench_.board.wrong(object_.key("DELETE"), "GET of what is gone gives " + gone.why());
}

void ObjectCheck::check_not_found() {
  if (object_.item.empty()) return;
  const Reply reply = bench_.talk.get(path_ + "/" + made_up_id(98));
  if (!reply.failed(404, not_found_reason(object_.element)))
    bench_.board.wrong(object_.key("GET_item"), "an id that names nothing gives " + reply.why());
}

void ObjectCheck::check_refusals() {
  const auto expect = [&](const std::string& method, const std::string& path, bool of_item) {
    bench_.board.judge(refusal_key(object_, method, of_item), [&] {
      const Reply reply = bench_.talk.send(method, path, "");
      return reply.failed(400, "invalidOperation") ? "" : "gives " + reply.why();
    }());
  };
  for (const auto& method : refused_methods(object_, false)) expect(method, path_, false);
  const auto of_item = refused_methods(object_, true);
  if (of_item.empty()) return;
  const Made there = bench_.maker.any(object_.element);
  for (const auto& method : of_item) {
    if (there)
      expect(method, there.path, true);
    else
      bench_.board.wrong(refusal_key(object_, method, true), there.why);
  }
}

// Of what the API does not make: users, diagnostics.
void ObjectCheck::check_items_there() {
  if (object_.find("POST") != nullptr || object_.item.empty() || get_ == nullptr) return;
  const Made there = bench_.maker.any(object_.element);
  if (!there) return bench_.board.wrong(object_.key("GET_item"), there.why);
  look_at(there.path);
  check_not_found();
}

}  // namespace curia::coverage
