"""Words that the folders of the deterministic core may not contain.

Whatever reads the machine's clock, environment, randomness or threads would make two runs of one
seed differ. The symbol check sees the same in the objects; this one points to the line.
"""

import re

from tree import is_test, without_comments_and_strings

PURE = ("model/", "impl/wire/", "impl/codec/", "impl/store/", "impl/service/", "sim/")

_BANNED = (
    (r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock)\b",
     "a clock: take the time from the port Clock"),
    (r"\bstd::j?thread\b|\bstd::async\b|\bpthread_\w+\s*\(", "a thread: use the port Work"),
    (r"\bstd::(?:recursive_|shared_|timed_)?mutex\b|\bstd::condition_variable\b",
     "a lock: the core runs on one thread"),
    (r"\b(?:secure_)?getenv\s*\(", "the environment: pass the value in"),
    (r"\bstd::random_device\b|\bstd::mt19937(?:_64)?\b|\bstd::default_random_engine\b|"
     r"\bstd::\w+_distribution\b|\bstd::shuffle\b|\bs?rand\s*\(",
     "the library's randomness: use model/base/prng or the port Random"),
    (r"\bsleep_(?:for|until)\b|\b(?:us|nanos)leep\s*\(", "sleeping: use the port Timers"),
    (r"\bis_simulated\b", "the core does not know which world it is in"),
)

# Everywhere, tests included.
_BANNED_EVERYWHERE = (
    (r"\b(?:TODO|FIXME|XXX|HACK)\b", "unfinished work belongs into docs/decisions/"),
    (r"^\s*#\s*include\s*<(?:format|print)>", "g++ 12 has no <format> and no <print>"),
    (r"\busing namespace std;", "names of std are spelled out"),
    (r"\b(?:zoned_time|current_zone|locate_zone)\b", "g++ 12 has no time zones in std::chrono"),
)

def check(tree):
    """Sentences, one for each word where it may not be."""
    problems = []
    for path, text in tree.code():
        code = without_comments_and_strings(text)
        rules = [(rule, code) for rule in _BANNED_EVERYWHERE]
        rules[0] = (_BANNED_EVERYWHERE[0], text)  # unfinished work hides in comments
        if path.startswith(PURE) and not is_test(path):
            rules += [(rule, code) for rule in _BANNED]
        for (pattern, why), where in rules:
            for match in re.finditer(pattern, where, re.M):
                problems.append(f"{_place(path, where, match.start())}: "
                                f"{match.group(0).strip()}: {why}")
    return problems


def _place(path, text, offset):
    return f"{path}:{text.count(chr(10), 0, offset) + 1}"
