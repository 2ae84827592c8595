#include "model/registry/registry.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/prng.hpp"
#include "model/base/reached.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/codec.hpp"
#include "model/registry/keys.hpp"

namespace curia {

Registry::Registry(Store& store, Random& random) : store_(store), random_(random) {
  for (const ObjectSpec& spec : catalog()) tables_.emplace_back(spec);
}

Result<> Registry::load(const StoreRow& row) {
  auto object = decode(row.kind, row.ordinal, row.value);
  if (!object) return fail(std::move(object.error()));
  Table& home = table((*object)->kind);
  if (home.find((*object)->id) != nullptr)
    return fail(Errc::corrupt, "stored " + row.kind + " number " + std::to_string(row.ordinal) +
                                   " has the id of another object");
  index(home.insert(std::move(*object)));
  reserve(row.ordinal);
  return {};
}

void Registry::loaded(Done<Result<>> done) {
  Change change(*this, random_);
  for (const ObjectSpec& spec : catalog())
    if (spec.is_singleton && table(spec.kind).size() == 0) change.create(spec);
  apply(std::move(change), std::move(done));
}

void Registry::reserve(std::uint64_t ordinal) {
  next_ordinal_ = std::max(next_ordinal_, ordinal + 1);
}

const Object& Registry::only(Kind kind) const {
  const Table& home = table(kind);
  check(home.size() == 1, "a singleton exists from the start");
  return home.at(*home.all().nth(0));
}

std::vector<const Object*> Registry::holders(Index index, const std::string& value) const {
  std::vector<const Object*> found;
  const auto range = indexes_[static_cast<std::size_t>(index)].equal_range(fnv1a(value));
  for (auto at = range.first; at != range.second; ++at)
    if (stands_under(*at->second, index, value) &&
        std::ranges::find(found, at->second) == found.end())
      found.push_back(at->second);
  return found;
}

bool Registry::is_referred(Kind kind, const Guid& id) const {
  return std::ranges::any_of(tables_, [&](const Table& t) { return t.is_referred(kind, id); });
}

void Registry::index(const Object& object) {
  visit_keys(object, [&](Index which, const std::string& key) {
    indexes_[static_cast<std::size_t>(which)].emplace(fnv1a(key), &object);
  });
}

void Registry::unindex(const Object& object) {
  visit_keys(object, [&](Index which, const std::string& key) {
    auto& map = indexes_[static_cast<std::size_t>(which)];
    const auto range = map.equal_range(fnv1a(key));
    for (auto at = range.first; at != range.second; ++at)
      if (at->second == &object) {
        map.erase(at);
        return;
      }
  });
}

void Registry::touch(Object& object) {
  object.sequence = applied_;
  const Kind parent_kind = spec_of(object.kind).parent;
  if (parent_kind == Kind::none) return;
  // What a parent shows may depend on what is below it.
  if (Object* parent = table(parent_kind).find(object.parent)) parent->sequence = applied_;
}

std::uint64_t Registry::apply(Change change, Done<Result<>> done) {
  check(&change.registry() == this, "a change belongs to its registry");
  Pending pending{++applied_, {}, std::move(done)};
  Batch batch;
  const auto record = [&](Kind kind, std::uint64_t ordinal, const Object* object) {
    const ObjectSpec& spec = spec_of(kind);
    if (spec.is_live) return;
    batch.push_back({ordinal, std::string(spec.element),
                     object == nullptr ? std::nullopt : std::optional(encode(*object))});
  };
  for (Change::Step& step : change.steps_) {
    if (step.original == nullptr && step.next == nullptr) continue;  // created, then erased
    if (step.original == nullptr) {
      step.next->ordinal = next_ordinal_++;
      Object& object = table(step.next->kind).insert(std::move(step.next));
      index(object);
      touch(object);
      record(object.kind, object.ordinal, &object);
      pending.undo.push_back({&object, nullptr});
      continue;
    }
    Table& home = table(step.original->kind);
    Object& object = *home.find(step.original->id);
    unindex(object);
    if (step.next == nullptr) {
      touch(object);
      record(object.kind, object.ordinal, nullptr);
      pending.undo.push_back({nullptr, home.erase(object), step.why});
      continue;
    }
    pending.undo.push_back({&object, home.spec().clone(object)});
    home.update(object, *step.next);
    index(object);
    touch(object);
    record(object.kind, object.ordinal, &object);
  }
  const std::uint64_t sequence = applied_;
  if (batch.empty() && pending_.empty()) {
    durable_ = sequence;
    tell(pending.undo);
    pending.done({});
    return sequence;
  }
  // Elements of a deque stay where they are while others come: tell() may end in apply() again.
  const Pending& kept = pending_.emplace_back(std::move(pending));
  store_.commit(std::move(batch), [this, sequence](Result<> result) { stored(sequence, result); });
  tell(kept.undo);
  return sequence;
}

void Registry::tell(std::span<const Undo> steps) {
  if (observers_.empty()) return;
  std::vector<Event> events;
  events.reserve(steps.size());
  for (const Undo& step : steps) events.push_back({step.before.get(), step.object, step.why});
  for (Observer* observer : observers_) observer->applied(events);
}

void Registry::stored(std::uint64_t sequence, Result<> result) {
  if (sequence <= undone_) return;
  if (!result) return undo_all(result.error());
  check(!pending_.empty() && pending_.front().sequence == sequence,
        "the store acknowledges in order");
  Done<Result<>> done = std::move(pending_.front().done);
  pending_.pop_front();
  durable_ = sequence;
  if (pending_.empty())
    for (Table& home : tables_) home.pack();
  done({});
  wake();
}

void Registry::undo_all(const Error& error) {
  reached("registry.undo");
  undone_ = applied_;
  std::deque<Pending> failed = std::move(pending_);
  pending_.clear();
  std::vector<Undone> undone;
  for (auto at = failed.rbegin(); at != failed.rend(); ++at)
    for (auto step = at->undo.rbegin(); step != at->undo.rend(); ++step)
      undone.push_back(undo(*step));
  durable_ = applied_;  // what is left in memory is what the store holds
  auto waiting = std::move(waiting_);
  waiting_.clear();
  std::vector<Event> events;
  for (const Undone& each : undone) events.push_back({each.was.get(), each.object});
  for (Observer* observer : observers_) observer->applied(events);
  for (Pending& pending : failed) pending.done(fail(error));
  for (auto& [sequence, done] : waiting) done(false);
}

Registry::Undone Registry::undo(Undo& step) {
  const Kind kind = step.object != nullptr ? step.object->kind : step.before->kind;
  Table& home = table(kind);
  if (step.object == nullptr) {  // erased
    Object& restored = home.restore(std::move(step.before));
    index(restored);
    return {nullptr, &restored};
  }
  unindex(*step.object);
  if (step.before == nullptr) return {home.take_back(*step.object), nullptr};  // created
  std::unique_ptr<Object> was = home.spec().clone(*step.object);
  home.update(*step.object, *step.before);
  index(*step.object);
  return {std::move(was), step.object};
}

void Registry::when_durable(std::uint64_t sequence, Done<bool> done) {
  if (is_durable(sequence)) return done(true);
  waiting_.emplace(sequence, std::move(done));
}

void Registry::wake() {
  while (!waiting_.empty() && waiting_.begin()->first <= durable_) {
    Done<bool> done = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    done(true);
  }
}

}  // namespace curia
