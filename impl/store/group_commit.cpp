#include "impl/store/group_commit.hpp"

#include <algorithm>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/reached.hpp"

namespace curia::store {

// What goes to the lane and comes back. Only the job touches `outcome` until it is done.
struct GroupCommit::Group {
  std::vector<Batch> batches;
  std::vector<Done<Result<>>> answers;
  Result<> outcome;
  bool wants_checkpoint = false;
};

GroupCommit::GroupCommit(Work& work, std::unique_ptr<SqliteEngine> engine)
    : work_(work), engine_(std::move(engine)), alive_(std::make_shared<bool>(true)) {
  check(engine_ != nullptr, "a store needs an open engine");
}

GroupCommit::~GroupCommit() = default;

GroupCommitStats GroupCommit::stats() const {
  GroupCommitStats stats = stats_;
  stats.waiting = waiting_.size() + refused_.size() + in_group_;
  return stats;
}

void GroupCommit::commit(Batch batch, Done<Result<>> done) {
  if (closing_) return refuse({Errc::cancelled, {}, "the store is closing"}, std::move(done));
  if (!refused_.empty() || waiting_.size() + in_group_ >= limits::store_batches_waiting) {
    reached("store.limit_reached");
    return refuse({Errc::limit_reached, {}, "too many writes wait for the disk"}, std::move(done));
  }
  waiting_.push_back({std::move(batch), std::move(done)});
  if (!in_flight_) launch();
}

void GroupCommit::launch() {
  auto group = std::make_shared<Group>();
  const std::size_t count = std::min(waiting_.size(), limits::store_group_batches);
  group->batches.reserve(count);
  group->answers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    group->batches.push_back(std::move(waiting_.front().batch));
    group->answers.push_back(std::move(waiting_.front().done));
    waiting_.pop_front();
  }
  in_flight_ = true;
  in_group_ = count;
  work_.run(
      Lane::disk,
      [engine = engine_, group] {
        group->outcome = engine->apply(group->batches);
        group->wants_checkpoint = engine->wants_checkpoint();
      },
      [this, alive = std::weak_ptr(alive_), group] {
        if (!alive.expired()) finished(*group);
      });
}

void GroupCommit::finished(Group& group) {
  in_flight_ = false;
  in_group_ = 0;
  // Behind the group that made the log long, so that only later groups wait for it. Its failure is
  // no failure of a commit; a poisoned engine says so at the next group.
  if (group.wants_checkpoint)
    work_.run(Lane::disk, [engine = engine_] { (void)engine->checkpoint(); }, [] {});
  if (!group.outcome) return fail_all(group);
  ++stats_.groups;
  stats_.batches += group.answers.size();
  // The disk works on the next group while the owner hears of this one.
  if (!waiting_.empty()) launch();
  const std::weak_ptr alive = alive_;
  for (Done<Result<>>& answer : group.answers) {
    answer({});
    if (alive.expired()) return;
  }
  settle();
}

void GroupCommit::fail_all(Group& group) {
  reached("store.group_failed");
  for (Waiting& each : waiting_) group.answers.push_back(std::move(each.done));
  waiting_.clear();
  stats_.failures += group.answers.size();
  const std::weak_ptr alive = alive_;
  for (Done<Result<>>& answer : group.answers) {
    answer(fail(group.outcome.error()));
    if (alive.expired()) return;
  }
  settle();
}

void GroupCommit::refuse(Error error, Done<Result<>> done) {
  refused_.push_back({std::move(error), std::move(done)});
  if (in_flight_ || settling_) return;
  settling_ = true;
  later([this] {
    settling_ = false;
    settle();
  });
}

// When nothing is on its way any more: answer what was refused, then close.
void GroupCommit::settle() {
  if (in_flight_ || !waiting_.empty()) return;
  const std::weak_ptr alive = alive_;
  for (Refused& each : std::exchange(refused_, {})) {
    ++stats_.failures;
    each.done(fail(std::move(each.error)));
    if (alive.expired()) return;
  }
  if (!closed_ || in_flight_) return;
  auto outcome = std::make_shared<Result<>>();
  work_.run(
      Lane::disk, [engine = engine_, outcome] { *outcome = engine->close(); },
      [done = std::exchange(closed_, nullptr), outcome]() mutable { done(std::move(*outcome)); });
}

template <class T, class Ask>
void GroupCommit::ask(Ask ask, Done<Result<T>> done) {
  auto answer = std::make_shared<Result<T>>();
  work_.run(
      Lane::disk, [engine = engine_, answer, ask = std::move(ask)] { *answer = ask(*engine); },
      [alive = std::weak_ptr(alive_), answer, done = std::move(done)]() mutable {
        if (!alive.expired()) done(std::move(*answer));
      });
}

void GroupCommit::load(std::uint64_t after, std::size_t limit,
                       Done<Result<std::vector<StoreRow>>> done) {
  ask<std::vector<StoreRow>>(
      [after, limit](SqliteEngine& engine) { return engine.load(after, limit); }, std::move(done));
}

void GroupCommit::begin_copy(Done<Result<std::uint64_t>> done) {
  ask<std::uint64_t>([](SqliteEngine& engine) { return engine.begin_copy(); }, std::move(done));
}

void GroupCommit::read_copy(std::uint64_t offset, std::size_t count,
                            Done<Result<std::string>> done) {
  ask<std::string>(
      [offset, count](SqliteEngine& engine) { return engine.read_copy(offset, count); },
      std::move(done));
}

void GroupCommit::end_copy() {
  work_.run(Lane::disk, [engine = engine_] { engine->end_copy(); }, [] {});
}

void GroupCommit::close(Done<Result<>> done) {
  check(!closing_, "a store is closed once");
  closing_ = true;
  closed_ = std::move(done);
  if (!settling_) settle();
}

void GroupCommit::later(Task task) {
  work_.run(
      Lane::disk, [] {},
      [alive = std::weak_ptr(alive_), task = std::move(task)]() mutable {
        if (!alive.expired()) task();
      });
}

}  // namespace curia::store
