"""The include rules of docs/architecture.md: who may know whom.

Each rule names a folder, the own folders it may include, the third-party headers it may include
and the standard headers it may not. The longest folder that fits a file is its rule. Unit tests
may also include what their folder's tests link.
"""

import dataclasses
import fnmatch
import re

from tree import is_test

_INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")', re.M)

# Headers that bring threads, clocks, files, processes or the machine's randomness.
_WORLD = ("thread", "mutex", "shared_mutex", "condition_variable", "future", "stop_token",
          "semaphore", "latch", "barrier", "filesystem", "fstream", "random", "csignal",
          "iostream")
_TESTS = ("gtest/*", "gmock/*", "rapidcheck.h", "rapidcheck/*")


@dataclasses.dataclass(frozen=True)
class Rule:
    folder: str
    own: tuple              # prefixes of our paths
    third_party: tuple = ()  # patterns
    banned_standard: tuple = _WORLD
    test_own: tuple = ()    # what unit tests may include besides
    why: str = ""


_PURE_LIBRARIES = ("boost/beast/*", "boost/asio/buffer.hpp", "boost/system/*", "boost/optional*",
                   "openssl/*", "pugixml.hpp", "nlohmann/*")

RULES = (
    Rule("model/", ("model/",), banned_standard=_WORLD + ("ctime",),
         why="the model knows the standard library and itself"),
    Rule("impl/wire/", ("model/", "impl/wire/"), _PURE_LIBRARIES, test_own=("sim/",),
         why="protocol machines do no I/O"),
    Rule("impl/codec/", ("model/", "impl/codec/"), ("opus/*", "vpx/*", "libyuv*"),
         why="codecs are pure functions"),
    Rule("impl/store/", ("model/", "impl/store/"), ("sqlite3.h",), test_own=("sim/",),
         why="the store reaches a disk through its VFS only"),
    Rule("impl/service/", ("model/", "impl/wire/", "impl/codec/", "impl/store/", "impl/service/"),
         _PURE_LIBRARIES, test_own=("sim/",), why="components reach a world through ports only"),
    Rule("impl/io/", ("model/", "impl/"), ("*",), (), why="reality knows no simulation"),
    Rule("sim/", ("model/", "impl/wire/", "impl/codec/", "impl/store/", "impl/service/", "sim/"),
         _PURE_LIBRARIES + ("sqlite3.h",), why="the simulation touches nothing real"),
    Rule("conformance/", ("",), ("*",), ()),
    Rule("bench/", ("",), ("*",), ()),
    Rule("tools/", ("",), ("*",), ()),
)


def rule_of(path):
    fitting = [r for r in RULES if path.startswith(r.folder)]
    return max(fitting, key=lambda r: len(r.folder), default=None)


def check(tree):
    """Sentences, one for each include that breaks a rule."""
    known = set(tree.files)
    problems = []
    for path, text in tree.code():
        rule = rule_of(path)
        if rule is None:
            problems.append(f"{path}: no include rule covers this folder")
            continue
        for match in _INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(1)) + 1
            problem = _judge(rule, path, match.group(1), known)
            if problem:
                problems.append(f"{path}:{line}: {problem}")
        if path.endswith(".hpp") and "#pragma once" not in text:
            problems.append(f"{path}: a header begins with #pragma once")
    return problems


def _judge(rule, path, spelled, known):
    name = spelled[1:-1]
    if name in known:
        if spelled[0] == "<":
            return f"include our own {name} with quotes"
        if name.startswith(rule.own) or (is_test(path) and name.startswith(rule.test_own or "\0")):
            return None
        return f"{rule.folder} may not include {name}: {rule.why}"
    if spelled[0] == '"':
        return f"no such file: {name} (paths are written from the root)"
    if "/" not in name and "." not in name:  # a C++ standard header
        if name in rule.banned_standard and not is_test(path):
            return f"{rule.folder} may not include <{name}>: {rule.why}"
        return None
    allowed = rule.third_party + (_TESTS if is_test(path) else ())
    if any(fnmatch.fnmatchcase(name, pattern) for pattern in allowed):
        return None
    return f"{rule.folder} may not include <{name}>: {rule.why}"
