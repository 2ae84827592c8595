// Objects and lists of an answer beside those of the model.
#include <algorithm>
#include <map>
#include <optional>

#include "conformance/fuzz/reply.hpp"
#include "model/base/text.hpp"

namespace curia::fuzz {
namespace {

using scenario::Check;
using scenario::Relation;
using scenario::Subject;

using FieldsByPath = std::map<std::string, std::size_t, std::less<>>;

const FieldsByPath& fields_of(KindId kind) {
  static const auto all = [] {
    std::vector<FieldsByPath> out;
    for (const Kind& each : kinds()) {
      out.emplace_back();
      for (std::size_t i = 0; i < each.fields.size(); ++i)
        if (each.fields[i].shown) out.back()[each.fields[i].path] = i;
    }
    return out;
  }();
  return all[kind];
}

using Texts = std::vector<std::optional<std::string>>;

// The text of each field's element; false when one comes twice.
bool collect(const FieldsByPath& fields, const pugi::xml_node& node, const std::string& prefix,
             Texts& texts) {
  for (const auto& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string path = prefix + child.name();
    if (const auto found = fields.find(path); found != fields.end()) {
      if (texts[found->second]) return false;
      texts[found->second] = child.child_value();
    } else if (child.first_child().type() == pugi::node_element) {
      if (!collect(fields, child, path + "/", texts)) return false;
    }
  }
  return true;
}

Complaint wrong(const Kind& kind, const Field& field, bool is_row, Relation relation,
                const std::string& expected, const std::optional<std::string>& got) {
  const std::string above = is_row ? "/" + kind.collection + "/" : "/";
  Complaint out;
  out.text = field.path + " of a " + kind.element + "\nexpected  " +
             (relation == Relation::absent    ? "no such element"
              : relation == Relation::differs ? "something else than " + expected
                                              : "'" + expected + "'") +
             "\ngot       " + (got ? "'" + *got + "'" : "no such element");
  if (!is_row)
    out.check = Check{
        {Subject::Kind::xml, above + kind.element + "/" + field.path}, relation, expected, {}};
  return out;
}

// What the server chooses has a form (api-conventions section 9).
std::string form_complaint(const Field& field, const std::string& text) {
  if (field.name == "secret" && text.size() != 22) return "a secret has 22 characters";
  if (field.name == "callId" && (text.size() != 9 || !parse_decimal(text)))
    return "a numeric id of the server's choice has nine digits";
  return {};
}

// The thing that a reference of the server's own choice names must be there.
bool is_dangling(const Model& model, const Field& field, const std::string& id) {
  if (field.shape != Shape::reference || field.refers == none || !model.is_alone()) return false;
  const Kind& target = kind_at(field.refers);
  return !target.is_mortal && target.weight > 0 && model.find(field.refers, id) == none;
}

Complaint compare_field(const Model& model, std::size_t index, std::size_t place, bool is_row,
                        const std::optional<std::string>& got, std::vector<Learnt>& learnt) {
  const Thing& thing = model.at(index);
  const Kind& kind = kind_at(thing.kind);
  const Field& field = kind.fields[place];
  const bool has_text = got && !got->empty();
  if (field.counts != none) {
    const auto count = model.count(field.counts, index);
    const std::string text = count == 0 && field.hides_zero ? "" : std::to_string(count);
    if (text == got.value_or("")) return {};
    return wrong(kind, field, is_row, Relation::equals, text, got);
  }
  if (field.is_servers) return {};
  const Value& value = thing.values[place];
  if (value.is_unknown()) {
    if (kind.is_moody) return {};
    if (field.is_mark) return {};
    if (!value.text.empty() && got.value_or("") == value.text)
      return wrong(kind, field, is_row, Relation::differs, value.text, got);
    if (const auto form = has_text ? form_complaint(field, *got) : ""; !form.empty())
      return {form + ": '" + *got + "'", {}};
    if (has_text && is_dangling(model, field, *got))
      return {field.path + " names nothing that exists: " + *got, {}};
    learnt.push_back(
        {index, place, has_text ? Value{Value::State::set, *got} : Value{Value::State::unset, ""}});
    return {};
  }
  if (field.is_mark) {
    if (got.has_value() == value.is("true")) return {};
    return wrong(kind, field, is_row, value.is("true") ? Relation::present : Relation::absent, "",
                 got);
  }
  if (!value.is_set())
    return has_text ? wrong(kind, field, is_row, Relation::absent, "", got) : Complaint{};
  if (got == value.text) return {};
  return wrong(kind, field, is_row, Relation::equals, value.text, got);
}

}  // namespace

Complaint compare_item(const Model& model, std::size_t index, const pugi::xml_node& node,
                       bool is_row, std::vector<Learnt>& learnt) {
  const Thing& thing = model.at(index);
  const Kind& kind = kind_at(thing.kind);
  if (kind.element != node.name())
    return {"an element <" + std::string(node.name()) + "> instead of <" + kind.element + ">", {}};
  if (thing.id != node.attribute("id").value())
    return {"the id is '" + std::string(node.attribute("id").value()) + "'", {}};
  Texts texts(kind.fields.size());
  if (!collect(fields_of(thing.kind), node, "", texts)) return {"an element comes twice", {}};
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    const Field& field = kind.fields[i];
    if (!field.shown || (is_row && !field.in_list)) continue;
    auto complaint = compare_field(model, index, i, is_row, texts[i], learnt);
    if (complaint) return complaint;
  }
  return {};
}

Complaint judge_item(const Model& model, std::size_t thing, const Reply& reply,
                     std::vector<Learnt>& learnt) {
  if (!reply.complaint.empty()) return {reply.complaint + "\ngot       " + reply.summary(), {}};
  if (reply.status != 200) return {"expected  200\ngot       " + reply.summary(), {}};
  return compare_item(model, thing, reply.document.document_element(), false, learnt);
}

namespace {

Check total_is(const Kind& kind, std::size_t total) {
  return {{Subject::Kind::xml, "/" + kind.collection + "/@total"},
          Relation::equals,
          std::to_string(total),
          {}};
}

// Without strangers a page is exactly a piece of the list; with them ours are in it in any case.
Complaint judge_rows(const Model& model, const Listing& listing, const pugi::xml_node& list,
                     const Page& page, std::vector<Learnt>& learnt) {
  const Kind& kind = kind_at(listing.kind);
  const auto& expected = listing.expected;
  std::size_t at = listing.offset;
  for (const auto& row : list.children()) {
    const std::string id = row.attribute("id").value();
    const auto thing = model.find(listing.kind, id);
    if (listing.strangers == 0 && (at >= expected.size() || model.at(expected[at]).id != id))
      return {"row " + std::to_string(at) + " is " + id + ", " +
                  (at < expected.size() ? "not " + model.at(expected[at]).id : "one too many"),
              Check{{Subject::Kind::xml, "/" + kind.collection + "/" + kind.element + "[" +
                                             std::to_string(at - listing.offset + 1) + "]/@id"},
                    at < expected.size() ? Relation::equals : Relation::absent,
                    at < expected.size() ? model.at(expected[at]).id : "",
                    {}}};
    ++at;
    if (thing == none) continue;
    if (auto complaint = compare_item(model, thing, row, true, learnt)) return complaint;
  }
  if (page.ids.size() > listing.limit) return {"more rows than the limit", {}};
  if (page.ids.empty() && listing.offset < page.total)
    return {"an empty page before the end of the list",
            Check{{Subject::Kind::xml, "/" + kind.collection + "/" + kind.element},
                  Relation::present,
                  "",
                  {}}};
  return {};
}

}  // namespace

Complaint judge_list(const Model& model, const Listing& listing, const Reply& reply,
                     std::vector<Learnt>& learnt, Page& page) {
  if (!reply.complaint.empty()) return {reply.complaint + "\ngot       " + reply.summary(), {}};
  if (reply.status != 200) return {"expected  200\ngot       " + reply.summary(), {}};
  const Kind& kind = kind_at(listing.kind);
  const auto list = reply.document.document_element();
  if (kind.collection != list.name())
    return {"a list <" + std::string(list.name()) + "> instead of <" + kind.collection + ">", {}};
  const auto total = parse_decimal(list.attribute("total").value());
  if (!total) return {"a list without a total", {}};
  page.total = static_cast<std::size_t>(*total);
  page.ids.clear();
  for (const auto& row : list.children()) page.ids.emplace_back(row.attribute("id").value());
  auto sorted = page.ids;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    return {"an object comes twice in a list", {}};
  if (!listing.is_judged) return {};
  const std::size_t wanted = listing.expected.size() + listing.strangers;
  if (page.total != wanted)
    return {"the total\nexpected  " + std::to_string(wanted) + "\ngot       " +
                std::to_string(page.total),
            total_is(kind, wanted)};
  return judge_rows(model, listing, list, page, learnt);
}

}  // namespace curia::fuzz
