#include <filesystem>
#include <fstream>
#include <iostream>

#include "conformance/coverage/coverage.hpp"
#include "conformance/reference/pages.hpp"
#include "conformance/suite.hpp"
#include "impl/service/callbridge/openapi.hpp"
#include "model/call/machines.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

namespace fs = std::filesystem;

Result<> write_pages(const std::string& folder) {
  const auto facts_folder = conformance::find_fixtures("schema");
  if (!facts_folder) return fail(facts_folder.error());
  const auto facts = coverage::read_facts(*facts_folder);
  if (!facts) return fail(facts.error());
  const auto pages = apidocs::make_pages(*facts);
  if (!pages) return fail(pages.error());
  std::error_code error;
  fs::create_directories(folder, error);
  // Pages of what is no more go.
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".md" && !pages->contains(entry.path().filename().string()))
      fs::remove(entry.path(), error);
  for (const auto& [name, text] : *pages)
    if (std::ofstream out(folder + "/" + name, std::ios::binary); !(out << text))
      return fail(Errc::io_error, "'" + folder + "/" + name + "' cannot be written");
  return {};
}

int run_reference(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {}, {"openapi", "machines"});
  if (!options) return complain_usage(reference_command, options.error());
  if (options->has("openapi")) {
    std::cout << callbridge::openapi_document();
    return exit_done;
  }
  if (options->has("machines")) {
    std::cout << call::machines_page();
    return exit_done;
  }
  if (options->rest().size() != 1)
    return complain_usage(reference_command, Error{Errc::invalid_value, {}, "name one folder"});
  if (auto written = write_pages(options->rest().front()); !written)
    return complain(reference_command, written.error());
  return exit_done;
}

}  // namespace

const Command reference_command{
    "reference", "write the reference of the API",
    "Usage: curia reference FOLDER\n"
    "       curia reference --openapi\n"
    "       curia reference --machines\n\n"
    "Writes a page for each object and node of the API into the folder, with examples that are\n"
    "carried out in simulation, or prints the OpenAPI document that servers give, or the tables\n"
    "of what calls and call legs do for docs/calls.md.\n\n"
    "Exit code: 0 done, 1 failed, 2 wrong usage.\n",
    run_reference};

}  // namespace curia::tools
