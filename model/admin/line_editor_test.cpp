#include "model/admin/line_editor.hpp"

#include <gtest/gtest.h>

#include "model/admin/command_line.hpp"

namespace curia::admin {
namespace {

using Words = std::vector<std::string>;

// What a terminal shows of the little that an editor sends.
class Glass {
 public:
  explicit Glass(std::size_t columns) : columns_(columns) {}

  void show(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\x1b')
        at = obey(text, at + 2);
      else if (text[at] == '\r')
        column_ = 0;
      else if (text[at] == '\n')
        next_row();
      else if (text[at] != '\a')
        put(text[at]);
    }
  }
  // The rows, each with a bar behind it; the cursor is a _.
  std::string text() const {
    std::string all;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      std::string shown = rows_[row];
      if (row == row_) shown.resize(std::max(shown.size(), column_), ' ');
      if (row == row_) shown.insert(column_, "_");
      all += shown + "|";
    }
    return all;
  }

 private:
  std::size_t obey(std::string_view text, std::size_t at) {
    std::size_t number = 0;
    while (text[at] >= '0' && text[at] <= '9')
      number = 10 * number + static_cast<std::size_t>(text[at++] - '0');
    if (text[at] == 'K') rows_[row_].resize(std::min(rows_[row_].size(), column_));
    if (text[at] == 'D') column_ -= std::min(number, column_);
    return at;
  }
  void put(char c) {
    if (column_ == columns_) {
      column_ = 0;
      next_row();
    }
    std::string& row = rows_[row_];
    row.resize(std::max(row.size(), column_ + 1), ' ');
    row[column_++] = c;
  }
  void next_row() {
    if (++row_ == rows_.size()) rows_.emplace_back();
  }

  std::size_t columns_;
  Words rows_{1};
  std::size_t row_ = 0, column_ = 0;
};

class LineEditorAtAGlass : public testing::Test {
 protected:
  explicit LineEditorAtAGlass(std::size_t columns = 30) : editor(columns), glass(columns) {}

  void ask(const char* text, bool is_command = true) {
    glass.show(editor.ask({text, false, is_command}));
  }
  std::string type(std::string_view keys) {
    std::string out;
    events = editor.feed(keys, out);
    glass.show(out);
    return glass.text();
  }
  std::string complete(std::string_view keys, Words words) {
    type(std::string(keys) + "\t");
    EXPECT_EQ(events.size(), 1u);
    glass.show(editor.complete(std::move(words)));
    return glass.text();
  }

  LineEditor editor;
  Glass glass;
  std::vector<LineEditor::Event> events;
};

TEST(LineEditor, EditsRecallsAndCompletes) {
  LineEditor editor(80);
  std::string out = editor.ask({"> ", false, true});
  auto events = editor.feed("veson\x1b[D\x1b[Drsi\r", out);  // the cursor goes back
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text, "vesrsion");
  out = editor.ask({"> ", false, true});
  events = editor.feed("\x1b[A\r", out);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text, "vesrsion");
  // Typed ahead: the second line waits for the next question.
  out = editor.ask({"> ", false, true});
  events = editor.feed("one\rtwo\r", out);
  ASSERT_EQ(events.size(), 1u);
  out = editor.ask({"> ", false, true});
  events = editor.feed("", out);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text, "two");
  out = editor.ask({"> ", false, true});
  events = editor.feed("ver\t", out);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, LineEditor::Event::Kind::complete);
  EXPECT_EQ(editor.complete({"version"}), "\r> version \x1b[K");
  // Secrets are neither shown nor remembered.
  out = editor.ask({"Password: ", true, false});
  events = editor.feed("secret\r", out);
  EXPECT_EQ(out.find("secret"), std::string::npos);
  EXPECT_EQ(events[0].text, "secret");
  out = editor.ask({"> ", false, true});
  events = editor.feed("\x1b[A\r", out);
  EXPECT_EQ(events[0].text, "two");
  events = editor.feed("\x03", out);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, LineEditor::Event::Kind::interrupt);
}

TEST_F(LineEditorAtAGlass, ALongQuestionStandsOnceInItsRows) {
  ask("This deletes all meetings and whatever else there is. Sure? ", false);
  const std::string above = "This deletes all|meetings and whatever|";
  const std::string question = above + "else there is. Sure? ";
  EXPECT_EQ(glass.text(), question + "_|");
  EXPECT_EQ(type("Yes"), question + "Yes_|");
  EXPECT_EQ(type("\x1b[D\x1b[D\x7fN"), question + "N_es|");
  EXPECT_EQ(type("\x15"), question + "_es|");
  glass.show(editor.show("news\n"));
  EXPECT_EQ(glass.text(), above + "news|" + question + "_es|");
  type(
      "\x0b"
      "Y\r");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text, "Y");
}

TEST_F(LineEditorAtAGlass, TheLastRowKeepsItsBlankAndScrolls) {
  ask("A question of two rows, say what: ", false);
  EXPECT_EQ(glass.text(), "A question of two|rows, say what: _|");
  EXPECT_EQ(type("0123456789abcdef"), "A question of two|rows, say what: 3456789abcdef_|");
  type("\r");
  ask("averyveryveryverylongwordwithoutblanks: ", false);
  EXPECT_EQ(type("x"),
            "A question of two|rows, say what: 3456789abcdef|averyveryveryverylong|"
            "wordwithoutblanks: x_|")
      << "and no row is wider than the terminal";
}

TEST_F(LineEditorAtAGlass, CompletesWordsAsTheyHaveToBeTyped) {
  const auto completed = [&](std::string_view keys, Words words) {
    ask("> ");
    complete(keys, std::move(words));
    type("\r");
    return events.at(0).text;
  };
  EXPECT_EQ(completed("user info cor", {R"(corp\eve)"}), R"(user info corp\\eve )");
  EXPECT_EQ(completed("user info \"cor", {R"(corp\eve)"}), R"(user info corp\\eve )");
  EXPECT_EQ(completed("pki inspect my", {"my cert.crt"}), R"(pki inspect "my cert.crt" )");
  EXPECT_EQ(completed("pki inspect \"my ce", {"my cert.crt"}), R"(pki inspect "my cert.crt" )");
  EXPECT_EQ(completed("pki inspect my\\ ce", {"my cert.crt"}), R"(pki inspect "my cert.crt" )");
  // Several: as far as they agree, so that typing goes on inside the word.
  EXPECT_EQ(completed("x my", {"my a1", "my a2"}), R"(x "my a)");
  EXPECT_EQ(completed("x ", {R"(corp\a)", R"(corp\b)"}), R"(x corp\\)");
  EXPECT_EQ(completed("x ", {"\u00e4", "\u00f6"}), "x ") << "not half a letter";
  // What was typed since is another word.
  EXPECT_EQ(completed("ver", {"hostname"}), "ver");
  // Behind the cursor the line stays.
  EXPECT_EQ(completed("hostn now\x1b[D\x1b[D\x1b[D\x1b[D", {"hostname"}), "hostname  now");
}

TEST_F(LineEditorAtAGlass, ListsBreakBetweenWords) {
  ask("> ");
  EXPECT_EQ(complete("rule ", {"max_idle", "max_sessions", "min_length", "no_username"}),
            "max_idle  max_sessions|min_length  no_username|> rule _|");
}

}  // namespace
}  // namespace curia::admin
