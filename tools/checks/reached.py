"""Marks of rare branches, reached("name"): each one in the source must be reached by some run.

The tests write what they reached to build/<preset>/reached.txt, the scenarios print it; a mark
that nothing reaches is a path that nobody tests.
"""

import re

from tree import is_test

MARK = re.compile(r'(?<!//)\breached\("([^"]+)"\);')


def marks(tree):
    """Name -> where it stands, for all code but tests."""
    found = {}
    for path, text in tree.code():
        if is_test(path) or path.startswith("model/base/reached."):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for name in MARK.findall(line):
                found.setdefault(name, f"{path}:{number}")
    return found


def check(tree, record):
    if not record.exists():
        return ["run the steps 'tests' and 'scenarios' first: they record what they reach"]
    seen = set(record.read_text().split())
    return [f"{where}: nothing reaches the branch \"{name}\""
            for name, where in sorted(marks(tree).items()) if name not in seen]
