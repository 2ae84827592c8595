#include "conformance/suite.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

#include "sim/scenario/parse.hpp"

namespace curia::conformance {

namespace fs = std::filesystem;
using scenario::Report;

Result<std::vector<std::string>> find_scenarios(const std::string& folder,
                                                const std::string& pattern) {
  std::vector<std::string> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(folder, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const auto path = it->path().generic_string();
    if (it->path().extension() == ".sim" && path.find(pattern) != std::string::npos)
      files.push_back(path);
  }
  if (error) return fail(Errc::not_found, "'" + folder + "' cannot be read: " + error.message());
  if (files.empty())
    return fail(Errc::not_found,
                "no scenario in '" + folder + "' has '" + pattern + "' in its name", "pattern");
  std::ranges::sort(files);
  return files;
}

Result<scenario::Scenario> read_scenario(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return fail(Errc::not_found, "'" + file + "' cannot be read");
  return scenario::parse(text.str(), file);
}

SuiteResult run_file(const std::string& file, const RunScenario& run) {
  SuiteResult result;
  result.file = file;
  result.name = file;
  const auto scenario = read_scenario(file);
  if (!scenario) {
    result.report.verdict = Report::Verdict::failed;
    result.report.mistake = true;
    result.report.text = scenario.error().message + "\n";
    return result;
  }
  result.name = scenario->name;
  const auto begun = std::chrono::steady_clock::now();
  result.report = run(*scenario);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return result;
}

std::string junit(const std::vector<SuiteResult>& results) {
  pugi::xml_document document;
  auto suite = document.append_child("testsuite");
  suite.append_attribute("name") = "curia conformance";
  suite.append_attribute("tests") = results.size();
  std::size_t failures = 0, skipped = 0;
  for (const auto& result : results) {
    failures += result.report.verdict == Report::Verdict::failed ? 1 : 0;
    skipped += result.report.verdict == Report::Verdict::skipped ? 1 : 0;
    auto test = suite.append_child("testcase");
    test.append_attribute("classname") = fs::path(result.file).parent_path().c_str();
    test.append_attribute("name") = result.name.c_str();
    test.append_attribute("file") = result.file.c_str();
    test.append_attribute("time") = result.seconds;
    if (result.report.verdict == Report::Verdict::failed)
      test.append_child("failure").text() = result.report.text.c_str();
    if (result.report.verdict == Report::Verdict::skipped)
      test.append_child("skipped").append_attribute("message") = result.report.text.c_str();
  }
  suite.append_attribute("failures") = failures;
  suite.append_attribute("skipped") = skipped;
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

Result<std::string> find_fixtures(std::string_view name) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
  // Beside the sources, in a build folder two or three levels below them, or installed.
  for (const fs::path& base : {fs::path("."), program / ".." / "..", program / ".." / ".." / "..",
                               program / ".." / "share" / "curia"}) {
    const auto found = base / "fixtures" / name;
    if (fs::is_directory(found, error)) return found.lexically_normal().generic_string();
  }
  return fail(Errc::not_found,
              "fixtures/" + std::string(name) +
                  " is neither here nor beside the program: install the program with "
                  "'cmake --install', which brings it, or name its folder with an option");
}

}  // namespace curia::conformance
