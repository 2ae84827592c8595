#include "model/admin/line_editor.hpp"

#include <algorithm>
#include <utility>

#include "model/admin/command_line.hpp"
#include "model/admin/limits.hpp"

namespace curia::admin {
namespace {

constexpr unsigned char ctrl(char letter) { return static_cast<unsigned char>(letter - '@'); }
constexpr unsigned char escape_byte = 0x1b;
constexpr unsigned char delete_byte = 0x7f;
constexpr std::size_t longest_escape = 16;
constexpr std::size_t least_columns = 20;  // what has fewer, or does not say, is taken for so wide
constexpr std::size_t least_room = 8;      // for what is typed behind a question

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

// At most so many characters.
std::string_view cut(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (at < text.size() && (characters > 0 || continues(text[at])))
    if (!continues(text[at++])) --characters;
  return text.substr(0, at);
}

std::string with_returns(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string common_beginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto parted = std::ranges::mismatch(common, word);
    auto end = static_cast<std::size_t>(parted.in1 - common.begin());
    // Not in the middle of a character.
    bool is_inside = end > 0 && ((end < common.size() && continues(common[end])) ||
                                 (end < word.size() && continues(word[end])));
    while (is_inside) is_inside = --end > 0 && continues(common[end]);
    common.erase(end);
  }
  return common;
}

// The last row keeps the blanks at its end.
std::vector<std::string> broken_at_blanks(std::string_view text, std::size_t columns) {
  std::vector<std::string> rows;
  while (width(text) > columns) {
    std::string_view row = cut(text, columns + 1);
    row = row.substr(0, row.rfind(' '));
    if (width(row) > columns) row = cut(text, columns);
    rows.emplace_back(row);
    text.remove_prefix(row.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  rows.emplace_back(text);
  return rows;
}

std::string in_rows(const std::vector<std::string>& words, std::size_t columns) {
  std::string text;
  std::size_t used = 0;
  for (const std::string& word : words) {
    const std::size_t more = 2 + width(word);
    const bool fits = used > 0 && used + more <= columns;
    if (used > 0) text += fits ? "  " : "\n";
    text += word;
    used = fits ? used + more : more - 2;
  }
  return text + "\n";
}

}  // namespace

void LineEditor::resize(std::size_t columns) { columns_ = std::max(columns, least_columns); }

std::string LineEditor::ask(Question question) {
  question_ = std::move(question);
  is_asking_ = true;
  line_.clear();
  cursor_ = recalled_ = 0;
  return prompt();
}

std::vector<LineEditor::Event> LineEditor::feed(std::string_view bytes, std::string& out) {
  if (ahead_.size() + bytes.size() <= limits::typed_ahead_bytes) ahead_ += bytes;
  // A command that runs can be interrupted: what was typed before for the next question goes.
  if (!is_asking_)
    if (const auto last = ahead_.rfind(static_cast<char>(ctrl('C'))); last != std::string::npos)
      ahead_.erase(0, last);
  std::vector<Event> events;
  std::size_t at = 0;
  while (at < ahead_.size()) {
    const auto byte = static_cast<unsigned char>(ahead_[at]);
    if (!is_asking_ && byte != ctrl('C')) break;
    ++at;
    if (!is_asking_)
      events.push_back({Event::Kind::interrupt, {}});
    else
      take(byte, out, events);
    if (!events.empty()) break;
  }
  ahead_.erase(0, at);
  return events;
}

void LineEditor::take(unsigned char byte, std::string& out, std::vector<Event>& events) {
  if (!escape_.empty()) {
    escape_ += static_cast<char>(byte);
    const bool goes_on = escape_.size() == 2 ? byte == '[' || byte == 'O'
                                             : (byte >= '0' && byte <= '9') || byte == ';';
    if (goes_on && escape_.size() < longest_escape) return;
    return finish_escape(static_cast<char>(byte), out);
  }
  const bool was_return = std::exchange(was_return_, byte == '\r');
  if (byte == '\n' && was_return) return;
  if (byte == '\r' || byte == '\n') return enter(out, events);
  if (byte < 0x20 || byte == delete_byte) return control(byte, out, events);
  insert(std::string_view(reinterpret_cast<const char*>(&byte), 1));
  out += redraw();
}

void LineEditor::control(unsigned char byte, std::string& out, std::vector<Event>& events) {
  switch (byte) {
    case escape_byte:
      escape_ = "\x1b";
      return;
    case ctrl('C'):
      is_asking_ = false;
      return events.push_back({Event::Kind::interrupt, {}});
    case ctrl('D'):
      if (line_.empty()) return events.push_back({Event::Kind::end, {}});
      erase(cursor_, after(cursor_));
      break;
    case '\t':
      if (!question_.is_hidden && question_.is_command)
        events.push_back({Event::Kind::complete, line_.substr(0, cursor_)});
      return;
    case ctrl('A'):
      cursor_ = 0;
      break;
    case ctrl('E'):
      cursor_ = line_.size();
      break;
    case ctrl('B'):
      cursor_ = before(cursor_);
      break;
    case ctrl('F'):
      cursor_ = after(cursor_);
      break;
    case ctrl('H'):
    case delete_byte:
      erase(before(cursor_), cursor_);
      break;
    case ctrl('U'):
      erase(0, cursor_);
      break;
    case ctrl('K'):
      erase(cursor_, line_.size());
      break;
    case ctrl('W'): {
      std::size_t from = cursor_;
      while (from > 0 && line_[from - 1] == ' ') --from;
      while (from > 0 && line_[from - 1] != ' ') --from;
      erase(from, cursor_);
      break;
    }
    case ctrl('L'):
      out += "\x1b[H\x1b[2J" + prompt();
      return;
    case ctrl('P'):
      return recall(true, out);
    case ctrl('N'):
      return recall(false, out);
    default:
      return;
  }
  out += redraw();
}

void LineEditor::finish_escape(char last, std::string& out) {
  const std::string sequence = std::exchange(escape_, {});
  if (last == 'A') return recall(true, out);
  if (last == 'B') return recall(false, out);
  if (last == 'C') cursor_ = after(cursor_);
  if (last == 'D') cursor_ = before(cursor_);
  if (last == 'H' || sequence == "\x1b[1~") cursor_ = 0;
  if (last == 'F' || sequence == "\x1b[4~") cursor_ = line_.size();
  if (sequence == "\x1b[3~") erase(cursor_, after(cursor_));
  out += redraw();
}

void LineEditor::enter(std::string& out, std::vector<Event>& events) {
  out += "\r\n";
  is_asking_ = false;
  const bool is_new = history_.empty() || history_.back() != line_;
  if (question_.is_command && !line_.empty() && is_new) {
    history_.push_back(line_);
    if (history_.size() > limits::history_lines) history_.pop_front();
  }
  events.push_back({Event::Kind::line, line_});
}

void LineEditor::recall(bool older, std::string& out) {
  if (!question_.is_command || (older ? recalled_ == history_.size() : recalled_ == 0)) return;
  if (recalled_ == 0) typed_ = line_;
  older ? ++recalled_ : --recalled_;
  line_ = recalled_ == 0 ? typed_ : history_[history_.size() - recalled_];
  cursor_ = line_.size();
  out += redraw();
}

void LineEditor::insert(std::string_view text) {
  if (line_.size() + text.size() > limits::command_line_bytes) return;
  line_.insert(cursor_, text);
  cursor_ += text.size();
}

void LineEditor::erase(std::size_t from, std::size_t to) {
  line_.erase(from, to - from);
  cursor_ = from;
}

std::size_t LineEditor::before(std::size_t at) const {
  if (at == 0) return 0;
  do --at;
  while (at > 0 && continues(line_[at]));
  return at;
}

std::size_t LineEditor::after(std::size_t at) const {
  if (at == line_.size()) return at;
  do ++at;
  while (at < line_.size() && continues(line_[at]));
  return at;
}

std::string LineEditor::show(std::string_view text) {
  if (!is_asking_) return with_returns(text);
  return "\r\x1b[K" + with_returns(text) + prompt();
}

std::string LineEditor::complete(std::vector<std::string> words) {
  constexpr const char* bell = "\a";
  const auto start = parse_line_start(std::string_view(line_).substr(0, cursor_));
  if (!is_asking_ || !start) return bell;
  // More may have been typed since.
  std::erase_if(words, [&](const std::string& word) { return !word.starts_with(start->begun); });
  if (words.empty()) return bell;
  const std::string common = common_beginning(words);
  const bool is_whole = words.size() == 1;
  if (!is_whole && common.size() == start->begun.size()) return show(in_rows(words, columns_ - 1));
  const std::string typed = is_whole ? quoted(common) + " " : quoted_start(common);
  const std::size_t left = line_.size() - (cursor_ - start->begun_at);
  if (left + typed.size() > limits::command_line_bytes) return bell;
  erase(start->begun_at, cursor_);
  insert(typed);
  return redraw();
}

std::vector<std::string> LineEditor::question_rows() const {
  return broken_at_blanks(question_.text, columns_ - least_room - 1);
}

std::string LineEditor::prompt() const {
  auto rows = question_rows();
  rows.pop_back();
  std::string out;
  for (const std::string& row : rows) out += "\r" + row + "\x1b[K\r\n";
  return out + redraw();
}

// The last row of the question and as much of the line as there is room for, the cursor in it.
std::string LineEditor::redraw() const {
  const std::string begin = question_rows().back();
  const std::string head = "\r" + begin;
  if (question_.is_hidden) return head + "\x1b[K";
  const std::size_t room = columns_ - width(begin) - 1;
  std::string_view left = std::string_view(line_).substr(0, cursor_);
  while (width(left) > room) left.remove_prefix(cut(left, 1).size());
  const std::string_view right = cut(std::string_view(line_).substr(cursor_), room - width(left));
  std::string out = head + std::string(left) + std::string(right) + "\x1b[K";
  if (const std::size_t back = width(right); back > 0) out += "\x1b[" + std::to_string(back) + "D";
  return out;
}

}  // namespace curia::admin
