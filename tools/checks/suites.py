"""Runs every test program of a build and counts: the last line is "N passed, N failed".

Programs come from CTest (`add_test`), and from the Python tests of tools/ and of conformance/; the
latter run the `curia` command of the build. A program counts by what it prints:
GoogleTest's summary, unittest's, or a last line "N passed, N failed". A program that ran no test
is a failure, and so is one whose exit code and count disagree.

  python3 tools/checks/suites.py PRESET [NAME...]     only the programs with these names
"""

import concurrent.futures
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_TIMEOUT_S = 900
SANITIZED = ("asan", "tsan")
# Tests of the whole server: the others run little of our code. SSH has threads of its own.
SANITIZED_SERVER_TESTS = {"asan": ("bad_input_test.py", "kill_test.py"),
                          "tsan": ("bad_input_test.py", "kill_test.py", "ssh_files_test.py")}
# What the sanitizer builds do less of than the dev build: their code is 5 to 15 times as slow.
# docs/contributing.md names these numbers and those of the dev build.
SANITIZED_EFFORT = {"CURIA_KILLS": "3", "CURIA_STORE_SEEDS": "50", "CURIA_SEEDS": "1..5",
                    "CURIA_DAYS": "1", "CURIA_CASES": "5", "CURIA_RUNS": "1"}
# Which tests of a program a sanitizer sees, as GoogleTest's filters. AddressSanitizer: all but long
# ones that go through the same code as their neighbours. ThreadSanitizer: what has threads, which
# no simulation has; programs that are not named have none.
SANITIZED_TESTS = {
    "asan": {"conformance_tests": "-*HoldsOverPowerCuts*:*WritesWhatItReads*:Linearizable.Sim*"
                                  ":Coverage.IsComplete*:*InReality/people_presenter_away",
             "service_tests": "-*.the_same_seed_gives_the_same_run",
             "sim_tests": "-Days.GuestsWait*:Days.AreTheSame*:Days.ManyInOne*:Days.PeopleCome*"},
    "tsan": {"conformance_tests": "*InReality*:*Real*:*AgainstBeast*:LdapDirectoryTest.*"
                                  ":-*InReality/people_presenter_away",
             "store_tests": "*", "io_tests": "*"},
}
PARTS = {"conformance_tests": 24}  # waits for timers of real servers: in parts it waits at once
WORKERS = (os.cpu_count() or 2) + 4  # some of them are always waiting
TIMES = "seconds.json"  # in the folder of the logs: what each program took last time
SHOWN_LINES = 120  # of the output of a program that failed; the whole of it is in its log


@dataclasses.dataclass(frozen=True)
class Suite:
    name: str
    command: list
    folder: str
    timeout_s: float = DEFAULT_TIMEOUT_S
    alone: bool = False  # timing matters: nothing beside it


@dataclasses.dataclass(frozen=True)
class Outcome:
    passed: int
    failed: int
    note: str = ""


def count(output, exit_code):
    """What `output` of a test program says, corrected by its exit code."""
    counted = _count_gtest(output) or _count_unittest(output) or _count_plain(output)
    if counted is None:
        return Outcome(0, 1, "printed no count of tests")
    passed, failed = counted
    if failed == 0 and exit_code != 0:
        return Outcome(passed, 1, f"exit code {exit_code} although no test failed")
    if failed > 0 and exit_code == 0:
        return Outcome(passed, failed, "exit code 0 although tests failed")
    if passed + failed == 0:
        return Outcome(0, 1, "ran no test")
    return Outcome(passed, failed)


def _count_gtest(output):
    if "[==========]" not in output:
        return None
    ran = re.findall(r"^\[==========\] \d+ tests? from \d+ test suites? ran", output, re.M)
    if not ran:  # it ended in the middle of a test
        return len(re.findall(r"^\[       OK \] ", output, re.M)), 1
    passed = sum(map(int, re.findall(r"^\[  PASSED  \] (\d+) tests?\.", output, re.M)))
    failed = sum(map(int, re.findall(r"^\[  FAILED  \] (\d+) tests?, listed", output, re.M)))
    return passed, failed


def _count_unittest(output):
    ran = re.findall(r"^Ran (\d+) tests?", output, re.M)
    if not ran:
        return None
    verdict = re.findall(r"^(?:FAILED|OK)\b.*", output, re.M)
    bad = sum(map(int, re.findall(r"(?:failures|errors)=(\d+)", verdict[-1]))) if verdict else 1
    skipped = sum(map(int, re.findall(r"skipped=(\d+)", verdict[-1]))) if verdict else 0
    return max(0, sum(map(int, ran)) - bad - skipped), bad


def _count_plain(output):
    lines = re.findall(r"^(\d+) passed, (\d+) failed", output, re.M)
    return (int(lines[-1][0]), int(lines[-1][1])) if lines else None


def telling(output):
    """The lines worth showing of a program that failed: GoogleTest's without the good tests."""
    good = re.compile(r"^\[ RUN      \] (.*)\n(?:(?!\[ RUN ).*\n)*?\[       OK \] \1.*\n", re.M)
    return re.sub(r"^\[-{10}\].*\n\n?", "", good.sub("", output), flags=re.M).splitlines()


def discover(preset):
    """The suites of the build in build/PRESET, and the Python ones."""
    listing = subprocess.run(
        ["ctest", "--test-dir", f"build/{preset}", "--show-only=json-v1"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    suites = []
    for test in json.loads(listing)["tests"]:
        command = seen(preset, test["name"], test.get("command", []))
        if command is None:
            continue
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        suites += in_parts(Suite(
            test["name"], command, properties.get("WORKING_DIRECTORY", str(ROOT)),
            float(properties.get("TIMEOUT", DEFAULT_TIMEOUT_S)),
            bool(properties.get("RUN_SERIAL", False))))
    for script in [] if preset in SANITIZED else sorted((ROOT / "tools").glob("*_test.py")):
        suites.append(Suite(script.name, ["python3", str(script)], str(ROOT)))
    scripts = sorted((ROOT / "conformance").glob("*_test.py"))
    if preset in SANITIZED:
        scripts = [script for script in scripts if script.name in SANITIZED_SERVER_TESTS[preset]]
    for script in scripts:
        suites.append(Suite(
            script.name, ["env", f"CURIA=build/{preset}/tools/curia", "python3", str(script)],
            str(ROOT)))
    return suites


def seen(preset, name, command):
    """The command with the filter of a sanitizer; None for a program that it does not see."""
    filters = SANITIZED_TESTS.get(preset, {})
    if name in filters:
        return [*command, f"--gtest_filter={filters[name]}"]
    return None if preset == "tsan" else command


def in_parts(suite):
    """The suite, or several that run a share of its tests each."""
    parts = PARTS.get(suite.name, 1)
    if parts == 1:
        return [suite]
    return [dataclasses.replace(suite, name=f"{suite.name}.{part + 1}", command=[
        "env", f"GTEST_TOTAL_SHARDS={parts}", f"GTEST_SHARD_INDEX={part}", *suite.command])
            for part in range(parts)]


def some_parts(suites):
    """A quarter of the parts, drawn by lot, and all that is not run in parts."""
    drawn = {}
    for name, parts in PARTS.items():
        drawn[name] = random.sample(range(1, parts + 1), max(1, parts // 4))
    return [suite for suite in suites
            if (name := suite.name.rpartition(".")[0]) not in drawn
            or int(suite.name.rpartition(".")[2]) in drawn[name]]


def run_suite(suite, logs, extra_environment):
    """Runs one program; (outcome, its output, seconds)."""
    begin = time.monotonic()
    environment = {**os.environ, **extra_environment}
    try:
        exit_code = run_to_end(suite, environment, logs / f"{suite.name}.log")
        output = read_log(suite, logs)
        outcome = count(output, exit_code)
    except subprocess.TimeoutExpired:
        output = read_log(suite, logs)
        outcome = Outcome(0, 1, f"not done after {suite.timeout_s:.0f} s")
    except OSError as error:
        output, outcome = "", Outcome(0, 1, f"did not start: {error}")
    return outcome, output, time.monotonic() - begin


def run_to_end(suite, environment, log):
    """Its exit code. A program that dies leaves servers behind: they end with it."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            suite.command, cwd=suite.folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True)
    try:
        return process.wait(suite.timeout_s)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def read_log(suite, logs):
    return (logs / f"{suite.name}.log").read_text(errors="replace")


def longest_first(suites, logs):
    """In the order of the time they took last time, so that none is left over at the end."""
    try:
        times = json.loads((logs / TIMES).read_text())
    except (OSError, ValueError):
        times = {}
    return sorted(suites, key=lambda suite: -times.get(suite.name, 0)), times


def show(preset, suite, outcome, output, seconds, quiet):
    if outcome.failed:
        lines = telling(output)
        if len(lines) > SHOWN_LINES:
            print(f"... {len(lines) - SHOWN_LINES} lines before, see "
                  f"build/{preset}/test-logs/{suite.name}.log")
        print("\n".join(lines[-SHOWN_LINES:]))
    if outcome.failed or not quiet:
        note = f"  {outcome.note}" if outcome.note else ""
        print(f"{suite.name}: {outcome.passed} passed, {outcome.failed} failed "
              f"({seconds:.1f} s){note}", flush=True)


def run(preset, suites, extra_environment=None, quiet=False):
    """Runs the suites, some at a time; prints failures, and progress unless quiet."""
    logs = ROOT / "build" / preset / "test-logs"
    logs.mkdir(parents=True, exist_ok=True)
    suites, times = longest_first(suites, logs)
    passed = failed = 0
    together = [s for s in suites if not s.alone]
    alone = [s for s in suites if s.alone]
    for group, workers in ((together, WORKERS), (alone, 1)):
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            jobs = {pool.submit(run_suite, s, logs, extra_environment or {}): s for s in group}
            for job in concurrent.futures.as_completed(jobs):
                outcome, output, seconds = job.result()
                passed += outcome.passed
                failed += outcome.failed
                times[jobs[job].name] = round(seconds, 1)
                show(preset, jobs[job], outcome, output, seconds, quiet)
    (logs / TIMES).write_text(json.dumps(times, indent=1))
    return passed, failed


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    preset, names = arguments[0], arguments[1:]
    suites = [s for s in discover(preset)
              if not names or s.name in names or s.name.rpartition(".")[0] in names]
    effort = SANITIZED_EFFORT if preset in SANITIZED else {}
    passed, failed = run(preset, suites, effort)
    if passed + failed == 0:
        print("no test was found")
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
