"""Length limits: files of 400 lines (tests 500), lines of 100 columns, no untidy white space."""

from tree import is_test

FILE_LINES = 400
TEST_LINES = 500
COLUMNS = 100


def check(tree):
    """Sentences, one for each file or line that is too long."""
    problems = []
    for path, text in tree.sources():
        lines = text.split("\n")
        limit = TEST_LINES if is_test(path) else FILE_LINES
        if len(lines) - 1 > limit:
            problems.append(f"{path}: {len(lines) - 1} lines, at most {limit}")
        if text and not text.endswith("\n"):
            problems.append(f"{path}: the last line has no end")
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS:
                problems.append(f"{path}:{number}: {len(line)} columns, at most {COLUMNS}")
            if line != line.rstrip() or "\t" in line:
                problems.append(f"{path}:{number}: a tab, or blanks at the end of the line")
    return problems
