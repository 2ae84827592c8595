#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <optional>
#include <utility>

#include "impl/io/local_door.hpp"
#include "impl/service/mmp/console_link.hpp"
#include "impl/service/mmp/failure_watch.hpp"
#include "model/admin/line_editor.hpp"
#include "model/admin/password_rules.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/console.hpp"
#include "tools/curia/terminal_mode.hpp"
#include "tools/curia/transport.hpp"

namespace curia::tools {
namespace {

using mmp::ConsoleFrame;

// One command, or a script: each line is a command or the answer to a question.
int run_lines(Transport& transport, const std::function<std::optional<std::string>()>& next) {
  mmp::FailureWatch watch;
  for (;;) {
    for (const ConsoleFrame& frame : transport.receive(-1)) {
      if (frame.kind == 'o') {
        watch.see(frame.text);
        std::cout << frame.text << std::flush;
      } else if (frame.kind == 'r') {
        std::cerr << "curia mmp: " << frame.text << "\n";
        return exit_failed;
      } else if (frame.kind == 'e') {
        return watch.failed() ? exit_failed : exit_done;
      } else if (frame.kind == 'p' || frame.kind == 'q' || frame.kind == 'h') {
        if (frame.kind != 'p') std::cout << frame.text << std::endl;
        const auto line = next();
        if (line) {
          transport.send('l', *line);
        } else if (frame.kind == 'p') {
          return watch.failed() ? exit_failed : exit_done;
        } else {
          transport.send('i', "");
          watch.fail();  // a question without an answer
        }
      }
    }
  }
}

class Terminal {
 public:
  explicit Terminal(Transport& transport) : transport_(transport), editor_(terminal_columns()) {}

  int run() {
    for (;;) {
      for (const ConsoleFrame& frame : transport_.receive(wait_for_either()))
        if (!take(frame)) return exit_done;
      if (has_input()) read_keys();
    }
  }

 private:
  // Milliseconds that the transport may wait itself; a socket is polled beside the keyboard.
  int wait_for_either() {
    if (transport_.descriptor() < 0) return has_input() ? 0 : offline_turn_ms;
    pollfd both[] = {{STDIN_FILENO, POLLIN, 0}, {transport_.descriptor(), POLLIN, 0}};
    ::poll(both, 2, -1);
    return 0;
  }

  static bool has_input() {
    pollfd keyboard{STDIN_FILENO, POLLIN, 0};
    return ::poll(&keyboard, 1, 0) > 0;
  }

  bool take(const ConsoleFrame& frame) {
    switch (frame.kind) {
      case 'o':
        write(editor_.show(frame.text));
        return true;
      case 'p':
      case 'q':
      case 'h':
        write(editor_.ask({frame.text, frame.kind == 'h', frame.kind == 'p'}));
        feed({});
        return true;
      case 'C': {
        std::vector<std::string> words;
        for (std::size_t at = 0; at < frame.text.size();) {
          const auto end = std::min(frame.text.find('\n', at), frame.text.size());
          words.push_back(frame.text.substr(at, end - at));
          at = end + 1;
        }
        write(editor_.complete(std::move(words)));
        feed({});  // what was typed behind the TAB
        return true;
      }
      default:
        write("\r\n" + frame.text + "\r\n");
        return false;
    }
  }

  void read_keys() {
    char bytes[4096];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (count <= 0) return transport_.send('l', "exit");
    feed({bytes, static_cast<std::size_t>(count)});
  }

  void feed(std::string_view bytes) {
    std::string out;
    const auto events = editor_.feed(bytes, out);
    write(out);
    for (const auto& event : events) {
      using Kind = admin::LineEditor::Event::Kind;
      if (event.kind == Kind::line) transport_.send('l', event.text);
      if (event.kind == Kind::interrupt) transport_.send('i', "");
      if (event.kind == Kind::end) transport_.send('l', "exit");
      if (event.kind == Kind::complete) transport_.send('c', event.text);
    }
  }

  static void write(std::string_view text) { std::cout << text << std::flush; }

  static constexpr int offline_turn_ms = 20;
  Transport& transport_;
  admin::LineEditor editor_;
};

int converse(Transport& transport, const Options& options) {
  if (const auto command = options.value("command")) {
    bool is_given = false;
    return run_lines(transport, [&]() -> std::optional<std::string> {
      if (std::exchange(is_given, true)) return std::nullopt;
      return *command;
    });
  }
  if (isatty(STDIN_FILENO) == 0)
    return run_lines(transport, []() -> std::optional<std::string> {
      auto line = read_line();
      return line ? std::optional(*line) : std::nullopt;
    });
  const RawMode raw;
  return Terminal(transport).run();
}

std::string_view roles_text(const admin::Form& form) {
  if (form.roles.has(admin::Role::crypto) && form.roles.has(admin::Role::audit)) return "all";
  if (form.roles.has(admin::Role::crypto)) return "admin, crypto";
  return form.roles.has(admin::Role::audit) ? "admin, audit" : "admin";
}

void print_rules() {
  const admin::Rules usual;
  std::cout << "\n## User rules\n\n| rule | values | at first | |\n| --- | --- | --- | --- |\n";
  for (const auto& rule : admin::numeric_rules()) {
    const auto& value = usual.*rule.value;
    std::cout << "| `" << rule.name << "` | " << rule.least << " to " << rule.most << ", none | "
              << (value ? std::to_string(*value) : "none") << " | " << rule.help << " |\n";
  }
  for (const auto& rule : admin::flag_rules())
    std::cout << "| `" << rule.name << "` | true, false | "
              << (usual.*rule.value ? "true" : "false") << " | " << rule.help << " |\n";
}

// The tables of docs/mmp.md.
void print_page() {
  print_rules();
  const admin::Grammar grammar(mmp::all_topics());
  for (const admin::Topic* topic : grammar.topics()) {
    std::cout << "\n## " << topic->name << "\n\n| command | for | |\n| --- | --- | --- |\n";
    for (const admin::Form& form : topic->forms) {
      std::string syntax = admin::Syntax(form.syntax).text();
      for (std::size_t at = 0; (at = syntax.find('|', at)) != std::string::npos; at += 2)
        syntax.insert(at, "\\");
      std::cout << "| `" << syntax << "` | " << roles_text(form) << " | " << form.help << " |\n";
    }
  }
}

int run_mmp(std::span<const std::string> given) {
  std::vector<std::string> arguments(given.begin(), given.end());
  for (std::string& argument : arguments)
    if (argument == "-c") argument = "--command";
  const auto options = Options::parse(arguments, {"data", "command", "user"}, {"page"});
  if (!options) return complain_usage(mmp_command, options.error());
  if (options->has("page")) {
    print_page();
    return exit_done;
  }
  const auto data = data_directory(*options);
  if (!data) return complain_usage(mmp_command, data.error());
  const auto transport = open_transport(*data);
  if (!transport) return complain(mmp_command, transport.error());
  if (const auto user = options->value("user")) {
    const auto password = read_password();
    if (!password) return complain(mmp_command, password.error());
    (*transport)->send('L', *user + std::string(1, '\0') + *password);
  } else {
    const char* name = ::getlogin();
    (*transport)->send('H', name == nullptr ? "uid-" + std::to_string(::getuid()) : name);
  }
  return converse(**transport, *options);
}

}  // namespace

const Command mmp_command = {
    "mmp", "the administrator's command line: configuration, accounts, status",
    "Usage: curia mmp --data DIR [--user NAME] [-c COMMAND]\n"
    "       curia mmp --page\n\n"
    "Talks to the server that runs on DIR, or works on DIR itself while none does. With a\n"
    "terminal it is interactive; otherwise standard input is a script: each line is a command or\n"
    "the answer to a question. Whoever may write to DIR is an administrator here; with --user\n"
    "the account's password is asked for, or is the first line of standard input.\n\n"
    "  --data DIR      a directory that 'curia init' made\n"
    "  --user NAME     log in as this user\n"
    "  -c COMMAND      do one command; its questions are not answered\n"
    "  --page          print the tables of docs/mmp.md and do nothing else\n\n"
    "The exit code is 1 when a command printed FAILURE. 'help' lists the commands.\n",
    run_mmp};

}  // namespace curia::tools
