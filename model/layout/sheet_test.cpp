#include "model/layout/sheet.hpp"

#include <gtest/gtest.h>

namespace curia::layout {
namespace {

Film film(std::string_view sheet, const LayoutTemplate* drawn = nullptr) {
  auto played = play(sheet, drawn);
  EXPECT_TRUE(played) << (played ? "" : played.error().message);
  return played ? *std::move(played) : Film{};
}

std::string why_not(std::string_view sheet) {
  const auto played = play(sheet, nullptr);
  if (played) return "";
  const Error& error = played.error();
  return (error.parameter.empty() ? "" : "line " + error.parameter + ": ") + error.message;
}

std::string seen(const Shot& shot) {
  std::string text;
  for (const Pane& pane : shot.view.panes)
    text += (text.empty() ? "" : " ") + (pane.person ? shot.names.at(*pane.person) : "-");
  return text;
}

TEST(Sheet, TellsAMeeting) {
  const auto played = film(
      "# the example of the release notes\n"
      "layout allequalninths\n"
      "panePlacementHighestImportance 4\n"
      "panePlacementActiveSpeakerMode allowself\n"
      "person Bob importance 4\r\n"
      "person Sally importance 3\n"
      "person \"Mark Twain\" importance 1 novideo   # no camera\n"
      "speaks Bob\n"
      "viewer Bob\n"
      "shot Bob speaks, # is part of a title\n"
      "\n"
      "leave Sally\n"
      "panePlacementActiveSpeakerMode none\n"
      "person Bob importance 0\n"
      "viewer nobody\n"
      "labels off\n"
      "columns 3\n"
      "shot\n");
  ASSERT_EQ(played.shots.size(), 2u);
  EXPECT_EQ(seen(played.shots[0]), "Bob Bob Sally - Mark Twain - - - -");
  EXPECT_EQ(played.shots[0].title, "Bob speaks, # is part of a title");
  EXPECT_EQ(played.shots[0].caption, "allEqualNinths, seen by Bob");
  EXPECT_EQ(seen(played.shots[1]), "- - - Mark Twain Bob - - - -");
  EXPECT_EQ(played.shots[1].title, "allEqualNinths");
  EXPECT_EQ(played.options.columns, 3);
  EXPECT_FALSE(played.options.labels);
}

TEST(Sheet, WithoutAShotTheEndIsDrawn) {
  const auto played =
      film("person A\nperson B\nscreens 2\npresentation composed\nlayout speakerOnly");
  ASSERT_EQ(played.shots.size(), 1u);
  EXPECT_EQ(seen(played.shots[0]), "A -");
  EXPECT_EQ(played.shots[0].caption, "seen by the others, 1 more not shown");
  EXPECT_EQ(film("").shots.size(), 1u);
}

TEST(Sheet, ATemplateIsUsedWhereTheLayoutIsAutomatic) {
  const LayoutTemplate drawn{{{2, 1, {{0, 0}, {1, 0}}}}};
  const auto played = film("person A\nshot\nlayout stacked\nshot", &drawn);
  EXPECT_EQ(played.shots[0].view.panes.size(), 2u);
  EXPECT_EQ(played.shots[0].title, "layout template");
  EXPECT_EQ(played.shots[1].view.panes.size(), 7u);
}

TEST(Sheet, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(why_not("person A\n\ndance A"), "line 3: there is no statement 'dance'");
  EXPECT_EQ(why_not("person"), "line 1: 'person' needs a word after it");
  EXPECT_EQ(why_not("person A fast"), "line 1: 'fast' is neither importance N, video nor novideo");
  EXPECT_EQ(why_not("person A importance"),
            "line 1: 'importance' is neither importance N, video nor novideo");
  EXPECT_EQ(why_not("person A importance -1"), "line 1: '-1' is not a number of 0 to 2147483647");
  EXPECT_EQ(why_not("screens 4"), "line 1: '4' is not a number of 1 to 3");
  EXPECT_EQ(why_not("speaks A"), "line 1: there is nobody called 'A'");
  EXPECT_EQ(why_not("viewer A"), "line 1: there is nobody called 'A'");
  EXPECT_EQ(why_not("person A\nleave A\nleave A"), "line 3: there is nobody called 'A'");
  EXPECT_EQ(why_not("presentation big"), "line 1: 'big' is none of none, composed");
  EXPECT_EQ(why_not("screens 1 2"), "line 1: 'screens' takes one word");
  EXPECT_EQ(why_not("person \"A"), "line 1: a quote does not end");
  EXPECT_EQ(why_not("person \xff"), "the sheet is not plain UTF-8 text");
  EXPECT_EQ(why_not(std::string(70000, '\n')), "the sheet is too long");
}

TEST(Sheet, IsBounded) {
  std::string people;
  for (int i = 0; i < 2001; ++i) people += "person " + std::to_string(i) + "\n";
  EXPECT_EQ(why_not(people), "line 2001: too many people");
  std::string shots;
  for (int i = 0; i < 101; ++i) shots += "shot\n";
  EXPECT_EQ(why_not(shots), "line 101: too many shots");
}

}  // namespace
}  // namespace curia::layout
