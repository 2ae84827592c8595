"""Compares our recurrences with libical and python-dateutil, over random rules, zones and windows.

  python3 conformance/recurrence/differential.py [--cases 100000] [--seed 1] [--first 0]
                                                 [--show 3] [--jobs 2]

Each difference has to belong to a class of docs/decisions/0051-recurrence-peers.md; the others are
printed, and the exit code is 1. The same seed gives the same cases. CURIA_BUILD names another
build than build/dev.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import datetime
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import cases  # noqa: E402
import classes  # noqa: E402
import dateutil_peer  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHUNK = 2500  # libical reads each zone once a chunk, which takes its time


def helper():
    curia = os.environ.get("CURIA")  # build/PRESET/tools/curia, as the test runner names it
    build = ROOT / pathlib.Path(curia).parents[1] if curia else ROOT / "build" / "dev"
    build = pathlib.Path(os.environ.get("CURIA_BUILD", build))
    return build / "conformance" / "recurrence_results"


def moment(text):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%S")


def parse_answer(line):
    """[(local, instant)] or the sentence why not."""
    if line.startswith("error ") or line.endswith("gave_up"):
        return line
    return [tuple(moment(text) for text in pair.split("/")) for pair in line.split()]


def ask(who, wanted):
    # libical refuses blanks after semicolons, which many calendars write.
    lines = "".join(case.fields(case.rule.replace(" ", "") if who == "libical" else None) + "\n"
                    for case in wanted)
    done = subprocess.run([helper(), who], input=lines, capture_output=True, text=True, check=True)
    answers = done.stdout.splitlines()
    assert len(answers) == len(wanted), done.stderr
    return [parse_answer(line) for line in answers]


def of_window(case, pairs):
    """{instant: [local times]} of the window from what libical's iterator made; the instants are
    Python's, since libical's zones are another question."""
    begin, end = case.window
    found = {}
    for local, _ in pairs:
        instant = dateutil_peer.instant_of(local, case.zone)
        if begin <= instant < end:
            found.setdefault(instant, []).append(local)
    return found


def compare(case, ours, expected):
    """None when they agree, else a pair of what only one of them has."""
    if isinstance(ours, str) or isinstance(expected, str):
        return (ours if isinstance(ours, str) else None,
                expected if isinstance(expected, str) else None)
    wanted = sorted(expected)[:cases.MOST]
    got = [instant for _, instant in ours]
    if got != wanted:
        return (sorted(set(got) - set(wanted))[:4], sorted(set(wanted) - set(got))[:4])
    strange = [local for local, instant in ours if local not in expected[instant]]
    return (strange, []) if strange else None


def agrees_on_rule(case, ours):
    """Whether dateutil agrees with us when it is asked for another rule."""
    def ask_again(rule):
        other = dataclasses.replace(case, rule=rule)
        again = dateutil_peer.occurrences(other)
        return not isinstance(again, str) and compare(
            case, ours, dateutil_peer.with_dates(other, again)) is None
    return ask_again


def agrees_without_zone(case, ours):
    """Whether libical agrees with us when its iterator knows no changes of clocks."""
    def ask_again():
        other = dataclasses.replace(case, zone="Etc/UTC", rule=classes.without_until(case.rule))
        again = ask("libical", [other])[0]
        if isinstance(again, str):
            return False
        until = dateutil_peer.until_of(case)
        found = {instant: locals_ for instant, locals_ in of_window(case, again).items()
                 if not dateutil_peer.is_past(case, until, locals_[0], instant)}
        return compare(case, ours, dateutil_peer.with_dates(case, found)) is None
    return ask_again


def judge_one(case, ours, ical):
    """[(peer, class, difference)]"""
    python = dateutil_peer.occurrences(case)
    plain = python if isinstance(python, str) else dateutil_peer.with_dates(case, python)
    theirs = ical if isinstance(ical, str) else dateutil_peer.with_dates(
        case, of_window(case, ical))
    told = []
    difference = compare(case, ours, plain)
    name = "agree" if difference is None else classes.of_dateutil(
        case, ours, plain, agrees_on_rule(case, ours))
    told.append(("dateutil", name, difference))
    # A side that dateutil takes for a reason of its own, which has a class, says nothing.
    sides = plain == theirs and not isinstance(plain, str) and name in ("agree",
                                                                        classes.UNEXPLAINED)
    difference = compare(case, ours, theirs)
    name = "agree" if difference is None else classes.of_libical(
        case, ours, theirs, agrees_without_zone(case, ours), sides)
    told.append(("libical", name, difference))
    if isinstance(ical, str) or case.all_day:
        return told
    for local, instant in ical:
        right = dateutil_peer.instant_of(local, case.zone)
        if instant != right:
            change = dateutil_peer.change_at(local, case.zone)
            told.append(("libical zones", classes.of_zone(instant, right, change),
                         (str(local), str(instant), str(right))))
            break
    else:
        told.append(("libical zones", "agree", None))
    return told


def judge(job):
    """What came of one chunk of cases: {(peer, class): [(number, difference)]}."""
    seed, first, count = job
    wanted = [cases.make_case(seed, number) for number in range(first, first + count)]
    told = collections.defaultdict(list)
    answers = zip(wanted, ask("ours", wanted), ask("libical", wanted), strict=True)
    for number, (case, ours, ical) in enumerate(answers, first):
        for peer, name, difference in judge_one(case, ours, ical):
            told[peer, name].append((number, difference))
    return dict(told)


def run(seed, first, count, jobs):
    chunks = [(seed, begin, min(CHUNK, first + count - begin))
              for begin in range(first, first + count, CHUNK)]
    told = collections.defaultdict(list)
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for done in pool.map(judge, chunks):
            for key, found in done.items():
                told[key] += found
            print(f"{len(told['dateutil', 'agree'])} agree", file=sys.stderr, flush=True)
    return told


def show(told, seed, most):
    for (peer, name), found in sorted(told.items()):
        print(f"{peer:<14} {len(found):>7}  {name}")
        if name == "agree" or (most == 0 and name != classes.UNEXPLAINED):
            continue
        for number, difference in found[:most or 5]:
            case = cases.make_case(seed, number)
            print(f"    case {number}: {case.start} {case.zone} {case.rule}")
            print(f"      window {case.window[0]} {case.window[1]}")
            print(f"      {difference}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    told = run(options.seed, options.first, options.cases, options.jobs)
    show(told, options.seed, options.show)
    return 1 if any(name == classes.UNEXPLAINED for _, name in told) else 0


if __name__ == "__main__":
    sys.exit(main())
