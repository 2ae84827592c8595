#include "impl/service/backup/snapshot.hpp"

#include <algorithm>
#include <utility>

#include "impl/service/backup/in_bulk.hpp"
#include "impl/service/backup/pending.hpp"
#include "impl/service/backup/state_files.hpp"
#include "model/base/reached.hpp"

namespace curia::backup {
namespace {

// Read at a time between the changes of others: a fraction of a millisecond.
constexpr std::size_t piece_bytes = 512 * 1024;

}  // namespace

Snapshot::Snapshot(const Env& env, store::GroupCommit& store, std::string target, Manifest manifest,
                   std::optional<Seal> seal, Done<Result<Finished>> done)
    : env_(env),
      store_(store),
      target_(std::move(target)),
      manifest_(std::move(manifest)),
      done_(std::move(done)),
      writer_(env_.files, std::string(snapshot_part), std::move(seal)) {}

void Snapshot::in_bulk(std::function<Result<>()> job, Step next) {
  backup::in_bulk<void>(env_.work, std::move(job),
                        [self = shared_from_this(), next](Result<> outcome) {
                          if (!outcome) return self->give_up(std::move(outcome.error()));
                          (*self.*next)();
                        });
}

void Snapshot::start() {
  store_.begin_copy([self = shared_from_this()](Result<std::uint64_t> size) {
    if (!size) return self->give_up(std::move(size.error()));
    self->is_copying_ = true;
    self->size_ = *size;
    self->copy_files();
  });
}

void Snapshot::copy_files() {
  in_bulk([this] { return write_files(); }, &Snapshot::copy_piece);
}

Result<> Snapshot::write_files() {
  (void)env_.files.remove(std::string(snapshot_part));  // of a crash
  const auto names = state_files(env_.files);
  if (!names) return fail(names.error());
  for (const std::string& name : *names)
    if (auto written = writer_.file(name); !written) return written;
  return writer_.begin(std::string(database_name), size_);
}

void Snapshot::copy_piece() {
  if (copied_ == size_) return end_database();
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, size_ - copied_));
  store_.read_copy(copied_, count, [self = shared_from_this()](Result<std::string> bytes) {
    if (!bytes) return self->give_up(std::move(bytes.error()));
    self->copied_ += bytes->size();
    self->in_bulk([self, bytes = *std::move(bytes)] { return self->writer_.add(bytes); },
                  &Snapshot::copy_piece);
  });
}

void Snapshot::end_database() {
  is_copying_ = false;
  store_.end_copy();
  in_bulk([this] { return publish(); }, &Snapshot::published);
}

Result<> Snapshot::publish() {
  if (auto ended = writer_.end(); !ended) return ended;
  if (auto written = writer_.finish(manifest_, checksum_voucher()); !written) return written;
  if (auto renamed = env_.files.rename(std::string(snapshot_part), target_); !renamed)
    return renamed;
  std::string note = target_;
  note.replace(note.size() - backup_suffix.size(), backup_suffix.size(), backup_note_suffix);
  return env_.files.replace(note, encode(manifest_));
}

void Snapshot::published() {
  std::exchange(done_, {})(Finished{manifest_, env_.files.size(target_).value_or(0)});
}

void Snapshot::give_up(Error error) {
  reached("backup.snapshot_failed");
  if (std::exchange(is_copying_, false)) store_.end_copy();
  env_.work.run(
      Lane::bulk, [files = &env_.files] { (void)files->remove(std::string(snapshot_part)); },
      [self = shared_from_this(), error = std::move(error)] {
        std::exchange(self->done_, {})(fail(error));
      });
}

}  // namespace curia::backup
