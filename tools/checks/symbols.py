"""What the objects of the pure folders call, read from the static libraries.

tools/symbols/model.allow lists everything that model may need from outside itself: "allow" lines
are patterns of undefined symbols, "ban" lines take some of them back, and "data" lines name the
writable statics that are tolerated. tools/symbols/pure.ban lists what no deterministic folder may
need. A pattern is literal text in which * stands for anything.
"""

import pathlib
import re
import subprocess

MODEL_RULES = "tools/symbols/model.allow"
PURE_RULES = "tools/symbols/pure.ban"
PURE_LIBRARIES = ("model/libcuria_model.a", "impl/wire/libcuria_wire.a",
                  "impl/codec/libcuria_codec.a", "impl/store/libcuria_store.a",
                  "impl/service/libcuria_service.a", "sim/libcuria_sim.a")


_VARIABLE = re.compile(r"^[0-9a-f]{16} .{7} (\.(?:data|bss|tdata|tbss)\S*)\t[0-9a-f]+ (.*)$")


class Rules:
    """The lines of a rule file: VERB PATTERN, with # comments."""

    def __init__(self, text):
        self.patterns = {"allow": [], "ban": [], "data": []}
        for line in text.splitlines():
            line = line.strip()
            if line and not line.startswith("#"):
                verb, pattern = line.split(None, 1)
                self.patterns[verb].append(
                    re.compile(".*".join(map(re.escape, pattern.split("*"))), re.S))

    def fits(self, verb, symbol):
        return any(p.fullmatch(symbol) for p in self.patterns[verb])


def undefined(archive):
    """{symbol: first object that needs it}, without what the archive itself defines."""
    needed, defined, current = {}, set(), ""
    for line in _tool("nm", "-C", archive):
        if line.endswith(":") and not line.startswith(" "):
            current = line[:-1]
            continue
        match = re.match(r"^[0-9a-f ]{16} (\w) (.*)$", line)
        if match is None:
            continue
        if match[1] in "Uvw":
            needed.setdefault(match[2], current)
        else:
            defined.add(match[2])
    return {s: o for s, o in needed.items() if s not in defined}


def writable_data(archive):
    """{name: object} of the variables that the program could write to."""
    found, current = {}, ""
    for line in _tool("objdump", "-tC", archive):
        if ": " in line and "file format" in line:
            current = line.split(":")[0]
            continue
        match = _VARIABLE.match(line)
        if match is None or match[1].startswith(".data.rel.ro"):
            continue
        name = re.sub(r"^\.hidden ", "", match[2].strip())
        if not name.startswith((".", "DW.ref.", "guard variable for ", "__tls_guard")):
            found.setdefault(name, current)
    return found


def _tool(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def judge_model(needed, data, rules):
    """Sentences about the symbols of model."""
    problems = []
    for symbol, where in sorted(needed.items()):
        if rules.fits("ban", symbol) or not rules.fits("allow", symbol):
            problems.append(f"model, {where}: needs {symbol}, which {MODEL_RULES} does not allow")
    for name, where in sorted(data.items()):
        if not rules.fits("data", name):
            problems.append(f"model, {where}: {name} is a writable static")
    return problems


def judge_pure(library, needed, rules):
    """Sentences about the symbols of another deterministic folder."""
    return [f"{library}, {where}: needs {symbol}, which {PURE_RULES} bans"
            for symbol, where in sorted(needed.items())
            if rules.fits("ban", symbol) and not rules.fits("allow", symbol)]


def check(root, build):
    """Sentences, one for each symbol that a pure folder may not need."""
    root, build = pathlib.Path(root), pathlib.Path(build)
    model_rules = Rules((root / MODEL_RULES).read_text())
    pure_rules = Rules((root / PURE_RULES).read_text())
    model = build / PURE_LIBRARIES[0]
    if not model.is_file():
        return [f"{model} is missing: build first"]
    problems = judge_model(undefined(model), writable_data(model), model_rules)
    for library in PURE_LIBRARIES:
        archive = build / library
        if archive.is_file():
            problems += judge_pure(pathlib.PurePath(library).name, undefined(archive), pure_rules)
    return problems
