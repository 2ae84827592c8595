"""Each check of tools/check can fail: it is fed trees that break its rule, and a good one."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools" / "checks"))

import fuzz  # noqa: E402
import includes  # noqa: E402
import lengths  # noqa: E402
import limits_page  # noqa: E402
import links  # noqa: E402
import suites  # noqa: E402
import symbols  # noqa: E402
import tidy  # noqa: E402
import words  # noqa: E402
from tree import Tree, without_comments_and_strings  # noqa: E402


class IncludeRules(unittest.TestCase):
    FILES = {
        "model/a.hpp": "#pragma once\n#include <string>\n",
        "impl/wire/w.hpp": '#pragma once\n#include "model/a.hpp"\n#include <openssl/ssl.h>\n',
        "impl/store/s.hpp": '#pragma once\n#include <sqlite3.h>\n',
        "impl/io/i.hpp": '#pragma once\n#include "impl/wire/w.hpp"\n#include <thread>\n',
        "sim/s.hpp": '#pragma once\n#include "impl/store/s.hpp"\n',
    }

    def problems(self, path, text):
        return includes.check(Tree({**self.FILES, path: text}))

    def test_a_good_tree_passes(self):
        self.assertEqual(includes.check(Tree(self.FILES)), [])

    def test_model_knows_nothing_above_it(self):
        (problem,) = self.problems("model/b.cpp", '\n#include "impl/wire/w.hpp"\n')
        self.assertTrue(problem.startswith("model/b.cpp:2: "), problem)

    def test_model_has_no_third_party_header(self):
        for header in ("openssl/evp.h", "nlohmann/json.hpp", "boost/asio.hpp", "sys/socket.h",
                       "unistd.h", "gtest/gtest.h"):
            self.assertEqual(len(self.problems("model/b.cpp", f"#include <{header}>\n")), 1, header)

    def test_model_has_no_world_header(self):
        for header in ("thread", "mutex", "fstream", "filesystem", "random", "ctime"):
            self.assertEqual(len(self.problems("model/b.cpp", f"#include <{header}>\n")), 1, header)

    def test_a_unit_test_may_include_the_test_library(self):
        self.assertEqual(self.problems("model/b_test.cpp", "#include <gtest/gtest.h>\n"), [])

    def test_wire_has_no_sockets(self):
        for header in ("boost/asio/ip/tcp.hpp", "boost/asio.hpp", "sys/socket.h", "thread"):
            self.assertEqual(len(self.problems("impl/wire/b.cpp", f"#include <{header}>\n")), 1)

    def test_wire_does_not_know_the_store(self):
        self.assertEqual(len(self.problems("impl/wire/b.cpp", '#include "impl/store/s.hpp"\n')), 1)

    def test_the_core_does_not_know_the_simulation(self):
        text = '#include "sim/s.hpp"\n'
        self.assertEqual(len(self.problems("impl/store/b.cpp", text)), 1)
        self.assertEqual(len(self.problems("impl/io/b.cpp", text)), 1)
        self.assertEqual(self.problems("impl/store/b_test.cpp", text), [])

    def test_the_simulation_does_not_know_reality(self):
        text = '#include "impl/io/i.hpp"\n'
        self.assertEqual(len(self.problems("sim/b.cpp", text)), 1)
        self.assertEqual(len(self.problems("sim/b_test.cpp", text)), 1)
        self.assertEqual(self.problems("conformance/b.cpp", text), [])

    def test_paths_are_written_from_the_root(self):
        self.assertEqual(len(self.problems("model/b.cpp", '#include "a.hpp"\n')), 1)
        self.assertEqual(len(self.problems("model/b.cpp", '#include <model/a.hpp>\n')), 1)

    def test_a_header_begins_with_pragma_once(self):
        self.assertEqual(len(self.problems("model/b.hpp", "int f();\n")), 1)

    def test_a_folder_without_a_rule_is_a_problem(self):
        self.assertEqual(len(self.problems("util/b.cpp", "int f() { return 1; }\n")), 1)
        self.assertEqual(len(self.problems("fixtures/b.cpp", "int f() { return 1; }\n")), 1)


class Words(unittest.TestCase):
    def problems(self, text, path="model/a.cpp"):
        return words.check(Tree({path: text}))

    def test_banned_words_are_found_with_their_line(self):
        for text in ("auto t = std::chrono::steady_clock::now();", "std::thread t;",
                     "std::mutex m;", "getenv(\"X\");", "std::random_device d;", "rand();",
                     "std::this_thread::sleep_for(1s);", "if (is_simulated()) return;"):
            for path in ("model/a.cpp", "impl/wire/a.hpp", "impl/service/x/a.cpp", "sim/a.cpp"):
                (problem,) = self.problems("\n" + text + "\n", path)
                self.assertTrue(problem.startswith(f"{path}:2: "), problem)

    def test_reality_may(self):
        self.assertEqual(self.problems("std::thread t;\n", "impl/io/a.cpp"), [])

    def test_comments_and_strings_may(self):
        self.assertEqual(self.problems('// rand() is banned\nauto s = "std::thread";\n'), [])
        self.assertEqual(self.problems('auto s = R"(\nstd::thread\n)";\n'), [])

    def test_line_numbers_survive_blanking(self):
        (problem,) = self.problems('/* a\nb */\nauto s = R"x(\n)x";\nstd::thread t;\n')
        self.assertTrue(problem.startswith("model/a.cpp:5: "), problem)

    def test_digit_separators_are_not_strings(self):
        text = "int a = 1'000; std::thread t; int b = 2'000;\n"
        self.assertEqual(len(self.problems(text)), 1)
        self.assertIn("1'000", without_comments_and_strings(text))

    def test_unfinished_work_and_missing_headers_are_found_everywhere(self):
        mark = "TO" + "DO"
        for text in (f"// {mark}: more\n", "#include <format>\n", "using namespace std;\n"):
            self.assertEqual(len(self.problems(text, "tools/a.cpp")), 1, text)


class Lengths(unittest.TestCase):
    def test_a_file_at_its_limit_passes_and_one_above_fails(self):
        for path, limit in (("model/a.cpp", 400), ("model/a_test.cpp", 500), ("tools/a.py", 400)):
            self.assertEqual(lengths.check(Tree({path: "x\n" * limit})), [])
            self.assertEqual(len(lengths.check(Tree({path: "x\n" * (limit + 1)}))), 1)

    def test_columns_are_characters(self):
        self.assertEqual(lengths.check(Tree({"model/a.cpp": "é" * 100 + "\n"})), [])
        self.assertEqual(len(lengths.check(Tree({"model/a.cpp": "x" * 101 + "\n"}))), 1)

    def test_white_space(self):
        for text in ("a \n", "\tb\n", "no end"):
            self.assertEqual(len(lengths.check(Tree({"model/a.cpp": text}))), 1, text)

    def test_scripts_without_an_ending_count(self):
        self.assertEqual(len(lengths.check(Tree({"tools/x": "#!/bin/sh\n" + "#" * 101 + "\n"}))), 1)


class LimitsPage(unittest.TestCase):
    HEADER = """namespace curia::limits {

// HTTP (impl/wire): what it may cost.
inline constexpr std::size_t header_bytes = 16 * 1024;  // 431 above it
inline constexpr std::size_t body_bytes =
    3 * header_bytes;
// In pages.
inline constexpr std::size_t things = 12'000;  // of
                                               // any kind
inline constexpr Duration idle = 60s;

// Names.
inline constexpr Duration wait = 10min;  // a|b
}
"""

    def tree(self, page=None):
        page = page if page is not None else limits_page.MARKER
        return Tree({limits_page.HEADER: self.HEADER, limits_page.PAGE: "# Limits\n" + page})

    def test_the_page_that_fix_writes_passes(self):
        tree = self.tree()
        self.assertEqual(len(limits_page.check(tree)), 1)
        tree.files[limits_page.PAGE] = limits_page.fixed(tree)
        self.assertEqual(limits_page.check(tree), [])
        self.assertIn("| `header_bytes` | 16 KiB | 431 above it |\n", tree.files[limits_page.PAGE])
        self.assertIn("| `body_bytes` | 48 KiB |  |\n", tree.files[limits_page.PAGE])
        self.assertIn("| `things` | 12,000 | In pages. of any kind |", tree.files[limits_page.PAGE])
        self.assertIn("| `idle` | 60 s |", tree.files[limits_page.PAGE])
        self.assertIn("## HTTP (impl/wire)\n\nWhat it may cost.\n", tree.files[limits_page.PAGE])
        self.assertIn("| `wait` | 10 min | a\\|b |", tree.files[limits_page.PAGE])

    def test_another_number_is_a_problem(self):
        tree = self.tree()
        page = limits_page.fixed(tree).replace("16 KiB", "32 KiB")
        self.assertEqual(len(limits_page.check(self.tree(page.removeprefix("# Limits\n")))), 1)

    def test_a_page_without_marker_is_a_problem(self):
        self.assertEqual(len(limits_page.check(self.tree(""))), 1)


class Links(unittest.TestCase):
    def problems(self, text):
        return links.check(Tree({"docs/a.md": text, "docs/b.md": "# Some `code` here!\n",
                                 "model/x.hpp": ""}, names=["docs/p.png"]))

    def test_good_links_pass(self):
        self.assertEqual(self.problems(
            "# Top\n[b](b.md) [h](b.md#some-code-here) [s](#top) [f](../model/x.hpp) "
            "[d](../model/) ![p](p.png) [w](https://example.org/nowhere) `[c](none.md)`\n"), [])

    def test_bad_links_fail(self):
        for link in ("[x](none.md)", "[x](b.md#none)", "[x](#none)", "![x](none.svg)",
                     '<img src="none.svg">', "[x](../none/)"):
            self.assertEqual(len(self.problems(link)), 1, link)


class Symbols(unittest.TestCase):
    RULES = symbols.Rules("# c\nallow std::*\nallow operator new*\nban std::thread::*\n"
                          "ban socket\ndata a::sink\n")

    def test_patterns_are_literal_but_for_the_star(self):
        self.assertTrue(self.RULES.fits("allow", "operator new[](unsigned long)"))
        self.assertFalse(self.RULES.fits("allow", "xstd::y"))
        self.assertFalse(self.RULES.fits("ban", "socket_of"))

    def test_model_may_need_only_what_is_listed(self):
        needed = {"std::string::size()": "a.o", "std::thread::join()": "a.o", "open": "b.o"}
        problems = symbols.judge_model(needed, {"a::sink": "a.o", "a::count": "c.o"}, self.RULES)
        self.assertEqual(len(problems), 3)

    def test_other_folders_may_not_need_what_is_banned(self):
        needed = {"socket": "a", "SSL_new": "a"}
        self.assertEqual(len(symbols.judge_pure("l", needed, self.RULES)), 1)

    def test_objects_are_read(self):
        source = """
            #include <cstdlib>
            int counter = 1; const int fixed = 2; static thread_local int local;
            int used() { return ++local + fixed + (std::getenv("X") != nullptr); }
            int own() { return used(); }
        """
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "a.cpp").write_text(source)
            subprocess.run(["g++", "-c", "a.cpp"], cwd=path, check=True)
            subprocess.run(["ar", "rc", "liba.a", "a.o"], cwd=path, check=True)
            needed = symbols.undefined(path / "liba.a")
            self.assertIn("getenv", needed)
            self.assertNotIn("used()", needed)
            self.assertEqual(set(symbols.writable_data(path / "liba.a")), {"counter", "local"})


class Parts(unittest.TestCase):
    def test_a_sanitizer_sees_a_quarter_of_the_parts_and_all_that_has_none(self):
        def suite(name):
            return suites.Suite(name, [], "")

        parts = suites.PARTS["conformance_tests"]
        found = [suite("io_tests"), suite("kill_test.py"),
                 *(suite(f"conformance_tests.{part + 1}") for part in range(parts))]
        drawn = [suite.name for suite in suites.some_parts(found)]
        self.assertEqual(drawn[:2], ["io_tests", "kill_test.py"])
        self.assertEqual(len(drawn), 2 + parts // 4)
        self.assertEqual(len(set(drawn)), len(drawn))


class Counting(unittest.TestCase):
    GTEST = ("[==========] Running 3 tests from 1 test suite.\n[       OK ] A.a (0 ms)\n"
             "[==========] 3 tests from 1 test suite ran. (1 ms total)\n[  PASSED  ] 3 tests.\n")

    def test_gtest(self):
        self.assertEqual(suites.count(self.GTEST, 0), suites.Outcome(3, 0))
        failed = self.GTEST.replace("PASSED  ] 3", "PASSED  ] 2")
        failed += "[  FAILED  ] 1 test, listed below:\n"
        self.assertEqual(suites.count(failed, 1), suites.Outcome(2, 1))

    def test_a_crash_in_the_middle_is_a_failure(self):
        begun = "[==========] Running 3 tests from 1 test suite.\n[       OK ] A.a (0 ms)\n"
        self.assertEqual((suites.count(begun, -6).passed, suites.count(begun, -6).failed), (1, 1))

    def test_unittest(self):
        self.assertEqual(suites.count("Ran 5 tests in 0.1s\n\nOK (skipped=1)\n", 0),
                         suites.Outcome(4, 0))
        self.assertEqual(
            suites.count("Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1)\n", 1),
            suites.Outcome(3, 2))

    def test_plain_counts(self):
        self.assertEqual(suites.count("a\n7 passed, 2 failed\n", 1), suites.Outcome(7, 2))

    def test_only_what_failed_is_shown(self):
        output = ("[----------] 2 tests from A\n[ RUN      ] A.a\nnoise\n[       OK ] A.a (0 ms)\n"
                  "[ RUN      ] A.b\nwhy\n[  FAILED  ] A.b (0 ms)\n")
        self.assertEqual(suites.telling(output),
                         ["[ RUN      ] A.b", "why", "[  FAILED  ] A.b (0 ms)"])

    def test_no_test_is_a_failure(self):
        for text in ("", "hello\n", "0 passed, 0 failed\n", "Ran 0 tests in 0.0s\n\nOK\n"):
            self.assertEqual(suites.count(text, 0).failed, 1, text)

    def test_count_and_exit_code_must_agree(self):
        self.assertEqual(suites.count(self.GTEST, 1).failed, 1)
        self.assertTrue(suites.count("1 passed, 1 failed\n", 0).note)

    def test_a_program_that_does_not_end_or_start_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            logs = pathlib.Path(folder)
            slow = suites.Suite("slow", ["sleep", "30"], folder, timeout_s=0.1)
            self.assertEqual(suites.run_suite(slow, logs, {})[0].failed, 1)
            none = suites.Suite("none", [f"{folder}/none"], folder)
            self.assertEqual(suites.run_suite(none, logs, {})[0].failed, 1)


class TidyAndFuzz(unittest.TestCase):
    def test_a_changed_header_renews_the_verdict(self):
        files = {"a.cpp": '#include "b.hpp"\n', "b.hpp": '#include "c.hpp"\n', "c.hpp": "",
                 "other.hpp": ""}
        before = tidy.fingerprint(["a.cpp"], files)
        self.assertEqual(tidy.fingerprint(["a.cpp"], {**files, "other.hpp": "x"}), before)
        self.assertNotEqual(tidy.fingerprint(["a.cpp"], {**files, "c.hpp": "x"}), before)
        self.assertNotEqual(tidy.fingerprint(["a.cpp"], {**files, ".clang-tidy": "x"}), before)

    def test_a_unit_of_files_is_judged_by_all_of_them(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "unity_a_0_cxx.cxx"
            unit.write_text(f'#include "{folder}/a.cpp"\n\n#include "{folder}/b.cpp"\n')
            self.assertEqual(tidy.parts(str(unit), folder), ["a.cpp", "b.cpp"])
            self.assertEqual(tidy.parts(f"{folder}/c.cpp", folder), ["c.cpp"])
        files = {"a.cpp": "", "b.cpp": ""}
        self.assertNotEqual(tidy.fingerprint(["a.cpp", "b.cpp"], files),
                            tidy.fingerprint(["a.cpp", "b.cpp"], {**files, "b.cpp": "x"}))

    def test_fuzz_targets_that_fail_or_have_no_corpus(self):
        tree = Tree({"impl/wire/http/http_fuzz.cpp": ""})
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            self.assertEqual(len(fuzz.check(tree, root, "build", 1)), 1)
            program = root / "build/impl/wire/http_fuzz"
            program.parent.mkdir(parents=True)
            program.write_text("#!/bin/sh\nexit 0\n")
            program.chmod(0o755)
            self.assertIn("no corpus", fuzz.check(tree, root, "build", 1)[0])
            corpus = root / "fixtures/fuzz/http"
            corpus.mkdir(parents=True)
            (corpus / "1").write_text("GET")
            self.assertEqual(fuzz.check(tree, root, "build", 1), [])
            program.write_text("#!/bin/sh\nexit 77\n")
            self.assertEqual(len(fuzz.check(tree, root, "build", 1)), 1)


class Command(unittest.TestCase):
    def test_an_unknown_step_is_refused(self):
        done = subprocess.run([ROOT / "tools/check", "nothing"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("no step 'nothing'", done.stderr)

    def test_files_that_are_not_text_have_only_a_name(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "p.png").write_bytes(b"\x89PNG\xff")
            tree = Tree.of_folder(folder)
            self.assertEqual((dict(tree.files), tree.names), ({}, {"p.png"}))


if __name__ == "__main__":
    unittest.main()
