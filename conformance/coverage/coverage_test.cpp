// The coverage of the API in both worlds, and that the judge itself sees what is wrong.
#include "conformance/coverage/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/coverage/values.hpp"
#include "conformance/real/local_target.hpp"
#include "sim/scenario/sim_target.hpp"

namespace curia::coverage {
namespace {

// From the root of the sources, where tests run.
Facts facts() {
  auto read = read_facts("fixtures/schema");
  EXPECT_TRUE(read) << read.error().message;
  return read ? *std::move(read) : Facts{};
}

// One object with one method of one parameter.
Facts few_facts() {
  Facts few;
  few.objects.push_back(
      {.path = "/things",
       .item = "/things/{id}",
       .element = "thing",
       .collection = "things",
       .methods = {{.name = "POST", .parameters = {{.name = "name", .type = "string"}}},
                   {.name = "PUT"},
                   {.name = "PUT_collection"},
                   {.name = "DELETE"}}});
  return few;
}

// Knows nothing, and says so.
class Stranger final : public scenario::Target {
 public:
  bool is_simulation() const override { return true; }
  Result<> begin(const scenario::Settings&) override { return {}; }
  void end() override {}
  std::vector<scenario::Answer> carry_out(std::vector<scenario::Deed> deeds) override {
    scenario::Answer answer;
    answer.status = 404;
    return std::vector<scenario::Answer>(deeds.size(), answer);
  }
  Result<> inject(const scenario::Fault&) override { return {}; }
  Result<> answer_as_peer(const scenario::PeerAnswer&) override { return {}; }
  std::uint64_t times_asked(const std::string&, const std::string&) override { return 0; }
  Duration now() override { return {}; }
  void wait_until(Duration) override {}
  std::vector<std::string> log_lines() override { return {}; }
  Result<std::string> variable(const std::string&) override { return std::string(); }
};

void cover_all(Board& board) {
  for (const char* key :
       {"/things POST", "/things POST name", "/things PUT", "/things PUT_collection",
        "/things DELETE", "/things refuses DELETE", "/things/{id} refuses POST"})
    board.right(key);
}

std::string listed(const Board& board) {
  std::string text;
  for (const auto& problem : board.problems()) text += problem + "\n";
  return text;
}

TEST(Facts, AreAllThere) {
  const Facts all = facts();
  std::size_t methods = 0;
  for (const auto& object : all.objects) methods += object.methods.size();
  EXPECT_EQ(all.objects.size(), 83U);
  EXPECT_EQ(methods, 257U);
  const ObjectFacts* spaces = all.find("/coSpaces");
  ASSERT_NE(spaces, nullptr);
  EXPECT_TRUE(spaces->find("POST")->parameter("uri")->unsettable);
  EXPECT_EQ(spaces->find("POST")->parameter("defaultLayout")->choices.size(), 13U);
  EXPECT_EQ(all.find("/callLegs")->find("PUT")->parameter("layout")->write_only, true);
  EXPECT_FALSE(read_facts("fixtures/nowhere"));
}

TEST(Facts, PatternsFit) {
  EXPECT_TRUE(fits("/calls GET_item *", "/calls GET_item name"));
  EXPECT_TRUE(fits("*callLegs*alarms", "/calls/{callId}/callLegs GET_collection alarms"));
  EXPECT_FALSE(fits("/calls GET_item", "/calls GET_item name"));
  EXPECT_TRUE(fits("/calls", "/calls"));
}

TEST(Values, AreWhatTheirTypesSay) {
  const Value number{.name = "n", .type = "number", .max = 10};
  EXPECT_EQ(type_complaint(number, valid_value(number, 12345)), "");
  EXPECT_NE(type_complaint(number, "many"), "");
  const auto bad = bad_values(number);
  EXPECT_TRUE(std::ranges::any_of(bad, [](const auto& value) { return value.text == "11"; }));
  const Value name{.name = "name", .type = "string", .max_bytes = 5};
  EXPECT_EQ(bad_values(name).back().error, "valueTooLong");
  EXPECT_EQ(as_shown({.name = "uri", .type = "uri_user_part"}, "Room"), "room");
}

TEST(Board, WantsEverything) {
  const Facts few = few_facts();
  Board board(few);
  cover_all(board);
  board.close();
  EXPECT_TRUE(board.is_complete()) << listed(board);
  Board other(few);
  other.close();
  EXPECT_EQ(other.problems().size(), 7U);
}

TEST(Board, WrongOnceIsWrong) {
  const Facts few = few_facts();
  Board board(few);
  cover_all(board);
  board.judge("/things POST name", "GET shows nothing");
  board.right("/things POST name");
  board.wrong("GET /api/v1/things", "the server failed");
  board.close();
  EXPECT_EQ(listed(board),
            "/things POST name: GET shows nothing\nGET /api/v1/things: the server failed\n");
  EXPECT_EQ(board.sum(Part::parameters).covered, 0U);
}

TEST(Board, WhatIsOpenStaysOpenOnlyWhileItIsNotCovered) {
  Facts few = few_facts();
  few.open = {{"/things POST name", "nobody can name a thing"}};
  Board open(few);
  cover_all(open);
  open.wrong("/things POST name", "is not shown");
  open.close();
  EXPECT_TRUE(open.is_complete()) << listed(open);
  EXPECT_EQ(open.sum(Part::parameters).open, 1U);
  Board covered(few);
  cover_all(covered);
  covered.close();
  EXPECT_FALSE(covered.is_complete());
  few.open = {{"/things POST name", "nobody may name a thing today", true}};
  Board by_chance(few);
  cover_all(by_chance);
  by_chance.close();
  EXPECT_TRUE(by_chance.is_complete()) << listed(by_chance);
  Board arranged(few);
  arranged.leave_nothing_to_chance();
  arranged.close();
  EXPECT_EQ(arranged.sum(Part::parameters).open, 0U);
  few.open = {{"/nothing", "has no such path"}};
  Board stale(few);
  cover_all(stale);
  stale.close();
  EXPECT_FALSE(stale.is_complete());
}

TEST(Coverage, SeesAServerThatKnowsNothing) {
  const Facts all = facts();
  Stranger target;
  Board board(all);
  ASSERT_TRUE(cover(all, target, board));
  EXPECT_EQ(board.sum(Part::methods).covered, 0U);
  EXPECT_EQ(board.sum(Part::parameters).covered, 0U);
}

TEST(Coverage, IsCompleteInBothWorlds) {
  const Facts all = facts();
  scenario::SimTarget simulated({});
  Board first(all);
  ASSERT_TRUE(cover(all, simulated, first));
  conformance::LocalTarget real(conformance::LocalTarget::Disk::in_memory);
  Board second(all);
  ASSERT_TRUE(cover(all, real, second));
  EXPECT_TRUE(first.is_complete()) << listed(first);
  EXPECT_TRUE(second.is_complete()) << listed(second);
  for (std::size_t i = 0; i < part_count; ++i) {
    const auto part = static_cast<Part>(i);
    EXPECT_EQ(first.sum(part).covered, second.sum(part).covered) << i;
    EXPECT_EQ(first.sum(part).open, second.sum(part).open) << i;
  }
}

}  // namespace
}  // namespace curia::coverage
