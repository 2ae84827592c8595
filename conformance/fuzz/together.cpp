// Writes side by side: their answers must be those of some order of them, one after the other, and
// what is there afterwards must be what one of these orders leaves behind.
#include <algorithm>
#include <functional>
#include <optional>

#include "conformance/fuzz/stage.hpp"

namespace curia::fuzz {
namespace {

constexpr Duration most_delay = 2ms;

struct Order {
  Model model;
  std::vector<std::size_t> made;  // by write
};

// What answers a write to something that an earlier one of the order has taken away.
std::optional<std::string> reason_of_absence(const Model& model, const Write& write) {
  std::optional<std::string> reason;
  for (auto at = write.method == "POST" ? write.parent : write.thing; at != none;
       at = model.at(at).parent)
    if (!model.exists(at)) reason = kind_at(model.at(at).kind).not_found;
  return reason;
}

class Orders {
 public:
  Orders(const std::vector<Write>& writes, const std::vector<Reply>& replies)
      : writes_(writes), replies_(replies), done_(writes.size()), made_(writes.size(), none) {}

  std::vector<Order> explain(const Model& model) {
    go(model, 0);
    return std::move(found_);
  }

 private:
  void go(const Model& model, std::size_t depth) {
    if (depth == writes_.size()) {
      found_.push_back({model, made_});
      return;
    }
    for (std::size_t i = 0; i < writes_.size(); ++i) {
      if (done_[i]) continue;
      Model next = model;
      if (!apply(next, i)) continue;
      done_[i] = true;
      go(next, depth + 1);
      done_[i] = false;
      made_[i] = none;
    }
  }

  // False when the answer cannot have come at this place of the order.
  bool apply(Model& model, std::size_t i) {
    if (const auto reason = reason_of_absence(model, writes_[i]))
      return replies_[i].says(404, *reason);
    const Effect effect = model.judge(writes_[i]);
    Ending ending{};
    if (judge_write(model, writes_[i], effect, replies_[i], ending)) return false;
    if (ending == Ending::accepted) made_[i] = model.apply(effect, replies_[i].id);
    return true;
  }

  const std::vector<Write>& writes_;
  const std::vector<Reply>& replies_;
  std::vector<bool> done_;
  std::vector<std::size_t> made_;
  std::vector<Order> found_;
};

// Drops the orders that leave something else behind than the server shows there.
void drop_by_looking(Stage& stage, std::vector<Order>& orders, const std::string& path,
                     const std::function<std::size_t(const Order&)>& thing_of) {
  const Reply reply("GET", stage.channel().ask({.path = path}));
  stage.channel().expect(std::vector<scenario::Outcome>{});
  Complaint last;
  std::erase_if(orders, [&](const Order& order) {
    const auto thing = thing_of(order);
    if (thing == none) return false;
    std::vector<Learnt> learnt;
    if (!order.model.exists(thing))
      last = reply.status == 404 ? Complaint{} : Complaint{"it should be gone", {}};
    else if (reply.status == 404 && order.model.is_mortal(thing))
      last = {};
    else
      last = judge_item(order.model, thing, reply, learnt);
    return static_cast<bool>(last);
  });
  if (orders.empty()) {
    last.text = "no order of what was asked side by side explains this\n" + last.text;
    stage.fail(last);
  }
}

// Things that are equally old stand in the order that the server has chosen.
void settle_order(Stage& stage, const std::vector<Write>& writes) {
  std::set<std::pair<KindId, std::size_t>> lists;
  for (const Write& write : writes)
    if (write.method == "POST" && kind_at(write.kind).made_below == none &&
        (write.parent == none || stage.model().exists(write.parent)))
      lists.insert({write.kind, write.parent});
  for (const auto& [kind, parent] : lists) {
    std::uint64_t rank = 0;
    for (std::size_t offset = 0; stage.well();) {
      Asked asked{.path = stage.model().collection_path(kind, parent),
                  .params = {{"offset", std::to_string(offset)}}};
      const Reply reply("GET", stage.channel().ask(asked));
      std::vector<Learnt> learnt;
      Page page;
      stage.fail(judge_list(stage.model(), {.kind = kind, .expected = {}, .is_judged = false},
                            reply, learnt, page));
      for (const auto& id : page.ids)
        if (const auto thing = stage.model().find(kind, id); thing != none)
          stage.model().rank(thing, ++rank);
      offset += page.ids.size();
      if (page.ids.empty() || offset >= page.total) break;
    }
  }
}

}  // namespace

void write_together(Stage& stage, const std::vector<Write>& writes, Number how) {
  if (!stage.well()) return;
  std::vector<Asked> asked;
  Dice dice(how);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    asked.push_back(stage.asked_for(writes[i], 0));
    asked.back().client = "c" + std::to_string(i + 1);
    asked.back().after = most_delay * dice.take(5) / 4;
  }
  const auto answers = stage.channel().ask_together(asked);
  std::vector<Reply> replies;
  for (std::size_t i = 0; i < answers.size(); ++i)
    replies.emplace_back(writes[i].method, answers[i]);
  const bool writes_down = stage.options().writes_down;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].is_lost) return stage.fail({"no answer came", {}});
    const Effect effect = stage.model().judge(writes[i]);
    if (writes_down) stage.channel().expect(outcomes_of(writes[i], effect, &replies[i]), i);
    if (!replies[i].complaint.empty())
      return stage.fail({replies[i].complaint + "\ngot       " + replies[i].summary(), {}});
    if (replies[i].status == 200 && writes[i].method == "POST")
      stage.channel().name(replies[i].id, i);
  }
  auto orders = Orders(writes, replies).explain(stage.model());
  if (orders.empty())
    return stage.fail({"no order of what was asked side by side gives these answers", {}});
  const Model before = stage.model();
  for (std::size_t i = 0; i < writes.size() && stage.well(); ++i) {
    if (writes[i].method != "POST") {
      drop_by_looking(stage, orders, before.path(writes[i].thing),
                      [&](const Order&) { return writes[i].thing; });
    } else if (orders.front().made[i] != none) {
      drop_by_looking(stage, orders, orders.front().model.path(orders.front().made[i]),
                      [&](const Order& order) { return order.made[i]; });
    }
  }
  if (!stage.well()) return;
  for (const Reply& reply : replies)
    ++(reply.status == 200 ? stage.played().accepted : stage.played().refused);
  stage.model() = std::move(orders.front().model);
  settle_order(stage, writes);
}

}  // namespace curia::fuzz
