// Stage: the target, the model and what has come of it so far: the acts that a history is made of.
//
// 1. After the first complaint nothing is asked any more: well() is false and every act does
//    nothing.
// 2. Each act leaves model and target in step.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/fuzz/channel.hpp"
#include "conformance/fuzz/people.hpp"
#include "conformance/fuzz/player.hpp"
#include "conformance/fuzz/reply.hpp"

namespace curia::fuzz {

class Stage {
 public:
  Stage(scenario::Target& target, const PlayOptions& options);

  bool well() const { return played_.complaint.empty(); }
  Model& model() { return model_; }
  Channel& channel() { return channel_; }
  const PlayOptions& options() const { return options_; }
  Played& played() { return played_; }

  // Learns what is there before the history begins.
  void meet_everything();
  // Gives what there is only one of its values back.
  void restore_singletons();
  void look(std::size_t thing, Number spelling = 0);
  void list(KindId kind, std::size_t parent, std::vector<Param> query, Number spelling = 0);
  // All pages, of that size: complete and in the same order as before.
  void walk(KindId kind, std::size_t parent, std::size_t limit);
  // Every list that the history had to do with, and what nobody has looked at since it changed.
  void look_at_everything();
  // All things, whether looked at or not: after a restart.
  void look_again();

  void write(const Write& write, Number how);
  // A request that every server refuses in the same way.
  void refused(const Asked& asked, int status, const std::string& reason);
  // Of a write that was accepted: makes it so in the model and looks.
  void accept(const Write& write, const Effect& effect, const Reply& reply);

  // What was wrong with the last answer, and what a scenario expects there.
  void fail(const Complaint& complaint);
  Asked asked_for(const Write& write, Number how) const;
  void learn(const std::vector<Learnt>& learnt, bool is_item);
  // The whole scenario so far.
  scenario::Scenario scenario() const;

 private:
  void meet_users();
  void meet_strangers();
  Listing listing_of(KindId kind, std::size_t parent) const;
  void end_of_write(const Write& write, const Effect& effect, const Reply& reply, Ending ending);

  PlayOptions options_;
  Model model_;
  std::vector<Thing> at_first_;                 // what there is only one of
  std::map<std::string, std::string> made_by_;  // coSpaces of bulk sets: set by coSpace
  Origins origins_;                             // of users that an import made
  Channel channel_;
  Played played_;
};

// `path` as some clients spell it.
std::string spelled(const std::string& path, Number how);

// Power cuts (crashes.cpp).
void crash(Stage& stage, Number how);
void write_under_power_cut(Stage& stage, const Write& write, std::uint64_t disk_write, Number how);
// Several writes side by side (together.cpp).
void write_together(Stage& stage, const std::vector<Write>& writes, Number how);
// Waits for the end of a synchronisation and takes over what it made (bulk.cpp).
void settle_bulk_sync(Stage& stage, std::size_t sync, std::map<std::string, std::string>& made_by);
// Paths that are no objects, and requests that are refused everywhere (probes.cpp).
void probe_node(Stage& stage, const Draw& draw);
void odd_request(Stage& stage, const Draw& draw);

// Something of that kind that exists; none when there is nothing.
std::size_t pick(const Model& model, KindId kind, Number which);
// The parent that something of that kind needs; false when there is no such parent yet.
bool pick_parent(const Model& model, const Kind& kind, Number which, std::size_t& parent);

}  // namespace curia::fuzz
