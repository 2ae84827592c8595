"""The tables of docs/limits.md, made from the constants of model/base/limits.hpp.

A comment after an empty line begins a section of the page; any other belongs to its constant and
is the last column. What stands before the marker is written by hand.
"""

import re

HEADERS = ("model/base/limits.hpp", "model/admin/limits.hpp")
HEADER = HEADERS[0]
PAGE = "docs/limits.md"
MARKER = "<!-- from here on made by `tools/check --fix` from model/base/limits.hpp -->\n"

_CONSTANT = re.compile(r"^inline constexpr ([\w:]+) (\w+)\s*=\s*(.*?);\s*(?://\s*(.*))?$", re.S)
_UNITS_NS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "min": 60 * 10**9, "h": 3600 * 10**9,
             "d": 24 * 3600 * 10**9}


def sections(text):
    """[(title, [(name, value as people read it, note)])] in the order of the header."""
    found, title, statement, values = [], [], "", {}
    note_before, after_blank = [], True
    body = text[text.index("namespace curia::limits {"):].split("\n")[1:]
    for line in body:
        stripped = line.strip()
        if statement or stripped.startswith("inline constexpr"):
            statement += (" " if statement else "") + stripped
            if ";" not in statement.split("//")[0]:
                continue
            match = _CONSTANT.match(statement)
            if match is None:
                raise ValueError(f"{HEADER}: cannot read: {statement}")
            statement = ""
            if title or not found:
                found.append((" ".join(title), []))
                title = []
            kind, name, expression, note = match.groups()
            values[name] = _number(expression, values)
            notes = " ".join(note_before + ([note] if note else []))
            note_before = []
            found[-1][1].append((name, _spoken(kind, name, expression, values[name]), notes))
        elif stripped.startswith("//"):
            words = stripped.lstrip("/").strip()
            if line.startswith(" ") and found:  # goes on from the constant above
                name, value, note = found[-1][1][-1]
                found[-1][1][-1] = (name, value, f"{note} {words}".strip())
            elif after_blank or title:
                title.append(words)
            else:
                note_before.append(words)
        elif stripped.startswith("}"):
            break
        after_blank = not stripped
    return found


def _number(expression, values):
    """Integers, their products, units of time and earlier constants; None for anything else."""
    product = 1
    for factor in expression.split("*"):
        match = re.fullmatch(r"([\d']+)(ns|us|ms|s|min|h|u|U|ul|UL|ull|ULL)?", factor.strip())
        if match:
            number = int(match[1].replace("'", ""))
            product *= number * _UNITS_NS.get(match[2] or "", 1)
        elif values.get(factor.strip()) is not None:
            product *= values[factor.strip()]
        else:
            return None
    return product


def _spoken(kind, name, expression, number):
    if number is None:
        return f"`{expression}`"
    if kind == "Duration":
        unit = next((u for u in ("d", "h", "min", "s", "ms", "us") if number >= _UNITS_NS[u]
                     and number % _UNITS_NS[u] == 0), "ns")
        if unit == "min" and number // _UNITS_NS["min"] < 2:
            unit = "s"
        return f"{number // _UNITS_NS[unit]} {unit}"
    if "_bytes" in name or name.endswith("_mark"):
        for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
            if number >= size and number % size == 0:
                return f"{number // size} {unit}"
        return f"{number} bytes"
    return f"{number:,}"


def tables(header_text):
    """The generated part of the page."""
    out = []
    for title, constants in sections(header_text):
        heading, _, sentence = title.partition(": ")
        out.append(f"## {heading.rstrip('.')}\n\n")
        if sentence:
            out.append(f"{sentence[0].upper()}{sentence[1:].rstrip('.')}.\n\n")
        out.append("| name | limit | |\n| --- | --- | --- |\n")
        for name, value, note in constants:
            out.append(f"| `{name}` | {value} | {note.replace('|', chr(92) + '|')} |\n")
        out.append("\n")
    return "".join(out).rstrip("\n") + "\n"


def fixed(tree):
    """The page as it should be, or None when the tree has no such page or header."""
    page = tree.files.get(PAGE)
    headers = [tree.files[name] for name in HEADERS if name in tree.files]
    if page is None or HEADER not in tree.files or MARKER not in page:
        return None
    made = "\n".join(tables(header) for header in headers)
    return page[:page.index(MARKER)] + MARKER + "\n" + made


def check(tree):
    """A sentence when page and header disagree."""
    wanted = fixed(tree)
    if wanted is None:
        return [f"{PAGE} or its marker, or {HEADER}, is missing"]
    if wanted != tree.files[PAGE]:
        return [f"{PAGE} disagrees with {HEADER}: run tools/check --fix"]
    return []
