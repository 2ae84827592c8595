#include "impl/service/callbridge/list.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "impl/service/callbridge/show.hpp"
#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"

namespace curia::callbridge {
namespace {

constexpr std::string_view filter_suffix = "Filter";

Outcome<std::size_t> whole_number(const FormPairs& query, std::string_view name,
                                  std::size_t default_value, std::int64_t min) {
  const std::string* text = find_parameter(query, name);
  if (text == nullptr || text->empty()) return default_value;
  const auto value = parse_decimal(*text);
  if (!value || *value < min) return refuse(parameter_error(name, "invalidValue"));
  return static_cast<std::size_t>(*value);
}

// What the filters of a query ask of an object.
struct Filters {
  struct Field {
    const FieldSpec* field;
    std::string value;
    Guid target;  // of a reference
  };
  struct Special {
    const FilterSpec* filter;
    std::string value;
  };
  std::string text;
  std::vector<Field> fields;
  std::vector<Special> specials;
  std::optional<bool> referenced;
};

const FieldSpec* filtered_field(const ObjectSpec& spec, std::string_view parameter) {
  if (parameter.size() <= filter_suffix.size()) return nullptr;
  const std::string_view name = parameter.substr(0, parameter.size() - filter_suffix.size());
  if (!equal_ignoring_ascii_case(parameter.substr(name.size()), filter_suffix)) return nullptr;
  for (const FieldSpec& field : spec.fields)
    if (field.is_stored() && (field.is_field() || field.type == FieldType::reference) &&
        equal_ignoring_ascii_case(field.name, name))
      return &field;
  return nullptr;
}

const FilterSpec* special_filter(const ObjectSpec& spec, std::string_view parameter) {
  for (const FilterSpec& filter : spec.filters)
    if (equal_ignoring_ascii_case(filter.name, parameter)) return &filter;
  return nullptr;
}

// Empty filters are no filters; a filter the collection does not have is ignored like any unknown
// parameter.
Outcome<Filters> asked_filters(const ObjectSpec& spec, const FormPairs& query) {
  Filters filters;
  for (const auto& [key, value] : query) {
    if (value.empty()) continue;
    if (equal_ignoring_ascii_case(key, "filter")) filters.text = value;
    if (spec.has_usage_filter && equal_ignoring_ascii_case(key, "usageFilter")) {
      filters.referenced = equal_ignoring_ascii_case(value, "referenced");
      if (!*filters.referenced && !equal_ignoring_ascii_case(value, "unreferenced"))
        return refuse(parameter_error("usageFilter", "invalidValue"));
    }
    if (const FilterSpec* special = special_filter(spec, key)) {
      if (!special->is_valid(value)) return refuse(parameter_error(special->name, "invalidValue"));
      filters.specials.push_back({special, value});
      continue;
    }
    const FieldSpec* field = filtered_field(spec, key);
    if (field == nullptr) continue;
    Filters::Field filter{field, value, {}};
    if (field->type == FieldType::reference) {
      const auto target = parse_guid(value);
      if (!target)
        return refuse(
            parameter_error(std::string(field->name) + std::string(filter_suffix), "invalidValue"));
      filter.target = *target;
    }
    filters.fields.push_back(std::move(filter));
  }
  return filters;
}

// Found is what is shown.
bool passes(const View& view, const Object& object, const Filters::Field& filter) {
  if (filter.field->compute != nullptr)
    return filter.field->compute(view, object) ==
           (filter.target ? to_string(filter.target) : filter.value);
  return filter.field->type == FieldType::reference
             ? reference_of(*filter.field, object) == filter.target
             : to_text(*filter.field, object) == filter.value;
}

// Of the top level: sets of slots, so that a page of a million costs what a page of ten costs.
class Selection {
 public:
  Selection(const View& view, Table& table, const Filters& filters, const Owner& owner)
      : set_(&table.all()) {
    if (owner.field != nullptr) keep(table.referring(*owner.field, owner.id));
    if (!filters.text.empty()) keep(table.matching(filters.text));
    for (const auto& filter : filters.fields) {
      const bool is_indexed =
          filter.field->type == FieldType::reference && filter.field->target != Kind::none;
      if (is_indexed) keep(table.referring(*filter.field, filter.target));
      if (!is_indexed || filter.field->compute != nullptr)
        keep_if(table, [&](const Object& object) { return passes(view, object, filter); });
    }
    if (filters.referenced)
      keep_if(table, [&](const Object& object) {
        return view.registry.is_referred(object.kind, object.id) == *filters.referenced;
      });
    for (const auto& special : filters.specials)
      keep_if(table, [&](const Object& object) {
        return special.filter->passes(view, object, special.value);
      });
  }

  const SlotSet& set() const { return *set_; }

 private:
  void keep(const SlotSet& other) {
    owned_ = set_ == &owned_ ? intersection(owned_, other) : other;
    set_ = &owned_;
  }
  template <class Test>
  void keep_if(const Table& table, Test test) {
    SlotSet kept;
    set_->visit_from(0, [&](std::uint32_t slot) {
      if (test(table.at(slot))) kept.insert(slot);
      return true;
    });
    owned_ = std::move(kept);
    set_ = &owned_;
  }

  SlotSet owned_;
  const SlotSet* set_;
};

bool holds_text(const View& view, const Object& object, std::string_view folded) {
  return std::ranges::any_of(spec_of(object.kind).fields, [&](const FieldSpec& field) {
    if (!field.is_searched) return false;
    const std::string text =
        field.compute != nullptr ? field.compute(view, object) : to_text(field, object);
    return contains_folded(text, folded);
  });
}

// Below a parent: few objects, looked at one by one.
std::vector<const Object*> select_children(const View& view, const Table& table, const Guid& parent,
                                           const Filters& filters) {
  std::vector<const Object*> children = table.children_of(parent);
  const std::string folded = fold_case(filters.text);
  std::erase_if(children, [&](const Object* child) {
    if (!folded.empty() && !holds_text(view, *child, folded)) return true;
    return !std::ranges::all_of(
        filters.fields, [&](const Filters::Field& filter) { return passes(view, *child, filter); });
  });
  return children;
}

}  // namespace

const std::string* find_parameter(const FormPairs& query, std::string_view name) {
  const auto found = std::ranges::find_if(
      query, [&](const FormPair& pair) { return equal_ignoring_ascii_case(pair.key, name); });
  return found == query.end() ? nullptr : &found->value;
}

Outcome<Page> page_of(const FormPairs& query) {
  const auto offset = whole_number(query, "offset", 0, 0);
  if (!offset) return std::unexpected(offset.error());
  const auto limit = whole_number(query, "limit", limits::page_size, 1);
  if (!limit) return std::unexpected(limit.error());
  return Page{*offset, std::min(*limit, limits::page_size)};
}

Outcome<std::string> show_list(Registry& registry, Instant now, const Listed& listed,
                               const FormPairs& query) {
  const View view{registry, now};
  Table& table = registry.table(listed.kind);
  const ObjectSpec& spec = table.spec();
  const auto page = page_of(query);
  if (!page) return std::unexpected(page.error());
  const auto filters = asked_filters(spec, query);
  if (!filters) return std::unexpected(filters.error());

  std::size_t total = 0;
  std::vector<const Object*> shown;
  if (spec.parent == Kind::none) {
    const Selection selection(view, table, *filters, listed.owner);
    total = selection.set().size();
    selection.set().visit_from(page->offset, [&](std::uint32_t slot) {
      shown.push_back(&table.at(slot));
      return shown.size() < page->limit;
    });
  } else {
    const auto children = select_children(view, table, listed.parent, *filters);
    total = children.size();
    for (std::size_t i = page->offset; i < total && shown.size() < page->limit; ++i)
      shown.push_back(children[i]);
  }
  std::string out;
  XmlWriter xml(out);
  xml.begin(spec.collection).attribute("total", std::uint64_t{total});
  if (spec.maximum > 0) xml.attribute("maximum", std::uint64_t{spec.maximum});
  for (const Object* object : shown) show(xml, view, *object, Fields::summary);
  xml.end();
  return out;
}

}  // namespace curia::callbridge
