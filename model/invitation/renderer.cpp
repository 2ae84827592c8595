#include "model/invitation/renderer.hpp"

#include <algorithm>
#include <cstdint>

#include "model/base/limits.hpp"
#include "model/invitation/evaluator.hpp"
#include "model/invitation/scanner.hpp"

namespace curia::invitation {
namespace {

class Renderer {
 public:
  explicit Renderer(const Object& data) : evaluator_(data) {}

  Result<> block(const Block& what) {
    for (const Node& node : what.nodes) {
      if (auto paid = evaluator_.pay(node.line, 1); !paid) return paid;
      const auto visit = [&](const auto& kind) { return write(node.line, kind); };
      if (auto written = std::visit(visit, node.what); !written) return written;
    }
    return {};
  }

  Rendered take() { return {std::move(out_), evaluator_.take_warnings()}; }

 private:
  Result<> append(int line, std::string_view text) {
    if (text.size() > limits::invitation_output_bytes - out_.size())
      return fail(Errc::limit_reached,
                  "line " + std::to_string(line) + ": the text becomes longer than " +
                      std::to_string(limits::invitation_output_bytes) + " bytes");
    out_ += text;
    return {};
  }

  Result<> write(int line, const TextNode& node) { return append(line, node.text); }

  Result<> write(int line, const PrintNode& node) {
    auto value = evaluator_.value_of(node.expression);
    if (!value) return fail(value.error());
    return append(line, value->to_text());
  }

  Result<> write(int, const IfNode& node) {
    for (const IfNode::Branch& branch : node.branches) {
      auto value = evaluator_.value_of(branch.condition);
      if (!value) return fail(value.error());
      if (value->is_true()) return block(branch.body);
    }
    return {};
  }

  Result<> write(int, const SetNode& node) {
    auto value = evaluator_.value_of(node.expression);
    if (!value) return fail(value.error());
    evaluator_.assign(node.name, std::move(*value));
    return {};
  }

  Result<> write(int line, const ForNode& node) {
    auto source = evaluator_.value_of(node.source);
    if (!source) return fail(source.error());
    if (source->is_nothing()) return {};
    const List* list = source->as<List>();
    const Object* object = source->as<Object>();
    if (object == nullptr && list == nullptr)
      return fail_at(
          line, "'for' goes through a list or an object, not " + std::string(kind_of(*source)));
    if (list != nullptr && !node.key.empty())
      return fail_at(line, "'for' with two names goes through an object, not a list");
    const std::size_t count = list != nullptr ? list->size() : object->size();
    const Value parent = evaluator_.current_loop();
    if (auto paid = evaluator_.pay(line, count * cost_of(parent)); !paid) return paid;
    evaluator_.open_scope();
    Result<> done;
    auto member = object != nullptr ? object->begin() : Object::const_iterator{};
    for (std::size_t i = 0; i < count && done; ++i) {
      Object names{{"loop", loop_values(i, count, parent)}};
      if (list != nullptr) {
        names[node.name] = (*list)[i];
      } else {
        if (!node.key.empty()) names[node.key] = Value(member->first);
        names[node.name] = member->second;
        ++member;
      }
      evaluator_.fill_scope(std::move(names));
      done = block(node.body);
    }
    evaluator_.close_scope();
    return done;
  }

  static Value loop_values(std::size_t i, std::size_t count, const Value& parent) {
    Object loop{{"index", static_cast<std::int64_t>(i)},
                {"index1", static_cast<std::int64_t>(i + 1)},
                {"is_first", i == 0},
                {"is_last", i + 1 == count}};
    if (!parent.is_nothing()) loop["parent"] = parent;
    return loop;
  }

  Evaluator evaluator_;
  std::string out_;
};

}  // namespace

Result<Rendered> render_block(const Block& root, const Object& data) {
  Renderer renderer(data);
  if (auto done = renderer.block(root); !done) return fail(done.error());
  return renderer.take();
}

}  // namespace curia::invitation
