// Registry: all durable objects, typed and in memory. Reads never touch the store.
//
// 1. apply() shows a change to every later reader at once; its `done` comes when the store has
//    acknowledged it. Whoever tells a client about state waits for when_durable() of what the
//    answer depends on, so nobody outside ever sees what a power cut could take back.
// 2. When the store refuses a change, it and everything applied on top of it are undone, in
//    reverse order, before anybody is told.
// 3. Live kinds (calls and who is in them) are not stored: a change of theirs alone is durable at
//    once unless it stands on one that is not yet.
// 4. Sequence numbers count applied changes; an undone number is never used again.
//
//   Change change(registry, random);
//   Tenant& tenant = change.create<Tenant>();
//   registry.apply(std::move(change), [](Result<> stored) { ... });
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/env/store.hpp"
#include "model/registry/change.hpp"
#include "model/registry/table.hpp"

namespace curia {

// What became of one object.
struct Event {
  const Object* before;       // null: created
  const Object* after;        // null: erased
  std::string_view why = {};  // erased: the reason, when somebody gave one
};

// Sees every change right after it was applied, and every undone one as its reverse. Only the last
// one may apply changes itself, so that all hear of changes in their order; the others look later,
// in an event of their own.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void applied(std::span<const Event> events) = 0;
};

inline bool concern(std::span<const Event> events, Kind kind) {
  return std::ranges::any_of(events, [kind](const Event& event) {
    return (event.after != nullptr ? event.after : event.before)->kind == kind;
  });
}

class Registry {
 public:
  Registry(Store& store, Random& random);

  // Start: every row of the store in order, then loaded(), which makes the singletons that are
  // missing. Errors: corrupt.
  Result<> load(const StoreRow& row);
  void loaded(Done<Result<>> done);
  // For rows that are not API objects: their ordinals are taken too.
  void reserve(std::uint64_t ordinal);

  const Table& table(Kind kind) const { return tables_[static_cast<std::size_t>(kind)]; }
  Table& table(Kind kind) { return tables_[static_cast<std::size_t>(kind)]; }
  const Object* find(Kind kind, const Guid& id) const { return table(kind).find(id); }
  template <class T>
  const T* find(const Guid& id) const {
    return static_cast<const T*>(find(T::kind_of, id));
  }
  // The one object of a singleton kind.
  template <class T>
  const T& singleton() const {
    return static_cast<const T&>(only(T::kind_of));
  }

  // Objects whose indexed field has this value, in no particular order.
  std::vector<const Object*> holders(Index index, const std::string& value) const;

  // Whether anything refers to it: the answer to usageFilter.
  bool is_referred(Kind kind, const Guid& id) const;

  std::uint64_t apply(Change change, Done<Result<>> done);
  // Outlives the registry, or at least its last change.
  void observe(Observer& observer) { observers_.push_back(&observer); }
  std::uint64_t applied() const { return applied_; }
  bool is_durable(std::uint64_t sequence) const { return sequence <= durable_; }
  // `done(true)` when everything up to `sequence` is durable, at once if it is already;
  // `done(false)` when it was undone: look again.
  void when_durable(std::uint64_t sequence, Done<bool> done);

 private:
  friend class Change;
  const Object& only(Kind kind) const;
  struct Undo {
    Object* object = nullptr;        // modified or created; null when erased
    std::unique_ptr<Object> before;  // modified or erased; null when created
    std::string_view why = {};
  };
  struct Pending {
    std::uint64_t sequence;
    std::vector<Undo> undo;
    Done<Result<>> done;
  };

  void index(const Object& object);
  void unindex(const Object& object);
  void touch(Object& object);
  void stored(std::uint64_t sequence, Result<> result);
  void undo_all(const Error& error);
  // What an undone step was, kept until the observers have heard of it.
  struct Undone {
    std::unique_ptr<Object> was;  // null: it had been erased
    const Object* object;         // null: it had been created
  };
  Undone undo(Undo& step);
  void wake();
  void tell(std::span<const Undo> steps);

  Store& store_;
  Random& random_;
  std::deque<Table> tables_;  // by Kind; never moved
  // Keys are hashes of the values: holders() looks at the objects themselves.
  std::array<std::unordered_multimap<std::uint64_t, const Object*>, index_count> indexes_;
  std::uint64_t next_ordinal_ = 1;
  std::uint64_t applied_ = 0;
  std::uint64_t durable_ = 0;
  std::uint64_t undone_ = 0;  // answers of the store up to here concern changes long undone
  std::deque<Pending> pending_;
  std::multimap<std::uint64_t, Done<bool>> waiting_;
  std::vector<Observer*> observers_;
};

}  // namespace curia
