// LineEditor: a line that is typed at a terminal: editing, history, completion. Keys go in as
// bytes, what the terminal has to show comes out; who feeds it (SSH, console) does not matter.
//
// 1. Keys: letters in UTF-8, arrows, Home and End (Ctrl-A, Ctrl-E), Backspace, Delete, Ctrl-U and
//    Ctrl-K (before and after the cursor), Ctrl-W (a word), Ctrl-L, up and down through the
//    history, TAB, Ctrl-C, Ctrl-D on an empty line. Others do nothing.
// 2. A question longer than the terminal is wide takes several rows, broken at blanks. What is
//    typed stands behind it in its last row, and scrolls sideways there.
// 3. Hidden lines (passwords) are not shown and not remembered; only commands are remembered, at
//    most limits::history_lines.
// 4. Bytes that come while nothing is asked are kept for the next question, as a script's are
//    (limits::typed_ahead_bytes; then they are dropped).
//
//   LineEditor editor(80);
//   std::string out = editor.ask({"cms> ", false, true});
//   for (auto& event : editor.feed(bytes, out)) ...
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace curia::admin {

class LineEditor {
 public:
  struct Question {
    std::string text;
    bool is_hidden = false;
    bool is_command = false;
  };
  struct Event {
    enum class Kind { line, interrupt, end, complete } kind = Kind::line;
    std::string text;  // the line; for complete what stands before the cursor
  };

  explicit LineEditor(std::size_t columns) { resize(columns); }

  void resize(std::size_t columns);
  // All return or append what has to be sent to the terminal; line ends are CR LF.
  std::string ask(Question question);
  std::vector<Event> feed(std::string_view bytes, std::string& out);
  // Output of a command: above the question, when there is one.
  std::string show(std::string_view text);
  // The answer to Event::complete, words without quotes: one takes the place of the word before the
  // cursor, as it has to be typed; several are listed.
  std::string complete(std::vector<std::string> words);
  bool is_asking() const { return is_asking_; }

 private:
  void take(unsigned char byte, std::string& out, std::vector<Event>& events);
  void control(unsigned char byte, std::string& out, std::vector<Event>& events);
  void finish_escape(char last, std::string& out);
  void enter(std::string& out, std::vector<Event>& events);
  void recall(bool older, std::string& out);
  void insert(std::string_view text);
  void erase(std::size_t from, std::size_t to);
  std::size_t before(std::size_t at) const;
  std::size_t after(std::size_t at) const;
  std::vector<std::string> question_rows() const;
  std::string prompt() const;
  std::string redraw() const;

  std::size_t columns_ = 0;
  Question question_;
  bool is_asking_ = false;
  std::string line_;
  std::size_t cursor_ = 0;  // a byte of line_, at the beginning of a character
  std::string escape_;      // what came of an escape sequence
  std::deque<std::string> history_;
  std::size_t recalled_ = 0;  // from the newest; 0 is the line that is being typed
  std::string typed_;         // it, while others are looked at
  std::string ahead_;
  bool was_return_ = false;
};

}  // namespace curia::admin
