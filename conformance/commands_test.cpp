// Every form of every command of the MMP is typed by a scenario of the conformance suites, or is
// tried elsewhere.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "conformance/suite.hpp"
#include "impl/service/mmp/mmp.hpp"
#include "model/admin/command_line.hpp"

namespace curia::conformance {
namespace {

using scenario::Step;

// Forms that go on printing, or need what a simulated server does not have, with who tries them.
const std::map<std::string_view, std::string_view> elsewhere = {
    {"audit follow", "session_test.cpp"},
    {"syslog follow", "mmp_test.py"},
    {"factory_reset full", "backup_test.py"},
    {"upgrade", "backup_commands_test.cpp"},
    {"upgrade list", "backup_test.py"},
    {"upgrade <filename>", "backup_test.py"},
    {"upgrade remove <filename>", "backup_test.py"},
    {"upgrade clean", "backup_test.py"},
    {"pki pkcs12-to-ssh <username>", "pki_test.py"},
    {"ssh listen <interface> [<port>]", "ssh_test.py"},
    {"ssh disable", "ssh_test.py"},
    {"ssh restart", "ssh_test.py"},
    {"ssh status", "ssh_files_test.py"},
    {"ssh server_key list", "ssh_test.py"},
    {"ssh server_key generate (ecdsa|ed25519|rsa)", "ssh_test.py"}};

void collect(const std::vector<Step>& steps, std::vector<std::string>& lines) {
  for (const Step& step : steps) {
    if (const auto* mmp = std::get_if<scenario::MmpStep>(&step.what)) {
      if (mmp->kind == scenario::MmpStep::Kind::line) lines.push_back(mmp->text);
    } else if (const auto* repeat = std::get_if<scenario::Repeat>(&step.what)) {
      collect(repeat->steps, lines);
    }
  }
}

TEST(Commands, EachFormIsTypedByAScenario) {
  const auto files = find_scenarios("fixtures/conformance", "");
  ASSERT_TRUE(files);
  std::vector<std::string> lines;
  for (const std::string& file : *files) {
    const auto scenario = read_scenario(file);
    ASSERT_TRUE(scenario) << scenario.error().message;
    collect(scenario->steps, lines);
  }
  const admin::Grammar grammar(mmp::all_topics());
  std::set<const admin::Form*> typed;
  for (const std::string& line : lines) {
    auto words = admin::parse_command_line(line);
    if (!words) continue;
    for (std::string& word : *words)  // variables of the scenario
      if (word.starts_with('$')) word = word.ends_with("Port") ? "389" : "host.example";
    if (const auto match = grammar.match(*words, admin::Role::admin)) typed.insert(match->form);
  }
  for (const admin::Topic* topic : grammar.topics())
    for (const admin::Form& form : topic->forms)
      EXPECT_NE(typed.contains(&form), elsewhere.contains(form.syntax))
          << form.syntax
          << (typed.contains(&form) ? ": is typed by a scenario, not only elsewhere"
                                    : ": no scenario types it");
}

}  // namespace
}  // namespace curia::conformance
