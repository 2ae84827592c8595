// GroupCommit: the port Store over a SqliteEngine. Many batches share one transaction and one sync.
//
// 1. One group is in flight at a time; what comes meanwhile gathers and makes the next group, of
//    at most limits::store_group_batches. No timer: an idle store commits at once.
// 2. Answers come in the order of commit(), failures too.
// 3. When a group fails, everything given and not yet acknowledged fails with it. The owner undoes
//    all of it when the first failure arrives; a batch given from then on is a new start.
// 4. limit_reached: a refused batch is answered when all before it have been, and whatever is
//    given in between is refused too, because it may stand on the refused one.
// 5. All SQLite calls run as jobs of Lane::disk; destroying the store lets a running job finish.
//
//   GroupCommit store(env.work, std::move(engine));
//   store.commit(batch, [](Result<> outcome) { ... });
//   store.close([](Result<> outcome) { ... });   // answers all, checkpoints, closes
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "impl/store/sqlite_engine.hpp"
#include "model/env/store.hpp"
#include "model/env/work.hpp"

namespace curia::store {

struct GroupCommitStats {
  std::uint64_t groups = 0;   // transactions that were acknowledged
  std::uint64_t batches = 0;  // batches in them
  std::uint64_t failures = 0;
  std::size_t waiting = 0;  // batches given and not answered
};

class GroupCommit final : public Store {
 public:
  GroupCommit(Work& work, std::unique_ptr<SqliteEngine> engine);
  ~GroupCommit() override;

  void commit(Batch batch, Done<Result<>> done) override;
  void load(std::uint64_t after, std::size_t limit,
            Done<Result<std::vector<StoreRow>>> done) override;

  // A copy of the file, piece by piece; changes go on between the pieces. Errors: those of
  // SqliteEngine.
  void begin_copy(Done<Result<std::uint64_t>> done);
  void read_copy(std::uint64_t offset, std::size_t count, Done<Result<std::string>> done);
  void end_copy();

  // Once. Later commits and loads are refused with cancelled.
  void close(Done<Result<>> done);

  GroupCommitStats stats() const;

 private:
  struct Group;
  struct Waiting {
    Batch batch;
    Done<Result<>> done;
  };
  struct Refused {
    Error error;
    Done<Result<>> done;
  };

  void launch();
  void finished(Group& group);
  void fail_all(Group& group);
  void refuse(Error error, Done<Result<>> done);
  void settle();
  void later(Task task);
  // Asks the engine on its lane.
  template <class T, class Ask>
  void ask(Ask ask, Done<Result<T>> done);

  Work& work_;
  std::shared_ptr<SqliteEngine> engine_;
  std::deque<Waiting> waiting_;
  std::vector<Refused> refused_;
  Done<Result<>> closed_;  // set by close() until its job is given to the lane
  bool closing_ = false;
  bool in_flight_ = false;
  bool settling_ = false;  // a later event will answer refused_
  std::size_t in_group_ = 0;
  GroupCommitStats stats_;
  std::shared_ptr<bool> alive_;  // answers of jobs that outlive this store go nowhere
};

}  // namespace curia::store
