// What the tables of nodes have in common when they make an answer.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "impl/service/callbridge/list.hpp"
#include "impl/service/callbridge/node.hpp"
#include "impl/wire/xml.hpp"

namespace curia::callbridge {

// A field of the answer of a node, which its handler writes itself.
constexpr FieldSpec said(std::string_view name, FieldType type) {
  return computed(name, type, nullptr);
}

// The same as the field of an object.
constexpr FieldSpec said(const FieldSpec& field) {
  FieldSpec answer = said(field.name, field.type);
  answer.choices = field.choices;
  answer.form = field.form;
  return answer;
}

// "<name total="...">" with a page of `items`, each written by `show(xml, item)`.
template <class Items, class Show>
Outcome<Reply> list_of(std::string_view name, const NodeRequest& request, const Items& items,
                       Show show) {
  const auto page = page_of(request.parameters);
  if (!page) return std::unexpected(page.error());
  Reply reply;
  XmlWriter xml(reply.body);
  xml.begin(name).attribute("total", std::uint64_t{items.size()});
  const std::size_t end = std::min(items.size(), page->offset + page->limit);
  for (std::size_t i = page->offset; i < end; ++i) show(xml, items[i]);
  xml.end();
  return reply;
}

}  // namespace curia::callbridge
