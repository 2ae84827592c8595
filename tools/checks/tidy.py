"""clang-tidy over what changed since it last passed.

It reads what the asan build compiles: the files of a folder together, as cmake/curia.cmake says,
with flags and precompiled headers that clang understands. A unit is judged again when one of its
files, one of our headers below them, or .clang-tidy is different; the verdicts are remembered
under build/tidy by a hash of all of these.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess

_OWN = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def parts(source, root):
    """The files that a source of the build stands for: itself, or what CMake put together."""
    if not source.endswith("_cxx.cxx"):
        return [os.path.relpath(source, root)]
    return [os.path.relpath(path, root) for path in _OWN.findall(pathlib.Path(source).read_text())]


def closure(paths, files):
    """The files and all of our headers that they include, directly or not."""
    seen, waiting = set(), list(paths)
    while waiting:
        current = waiting.pop()
        if current not in seen and current in files:
            seen.add(current)
            waiting += _OWN.findall(files[current])
    return sorted(seen)


def fingerprint(paths, files):
    digest = hashlib.sha256(files.get(".clang-tidy", "").encode())
    for name in closure(paths, files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()


def check(tree, root, build):
    """What clang-tidy says about units whose verdict is not known."""
    root = pathlib.Path(root)
    known = root / "build" / "tidy"
    known.mkdir(parents=True, exist_ok=True)
    commands = json.loads((root / build / "compile_commands.json").read_text())
    waiting = []
    for source in sorted({command["file"] for command in commands}):
        ours = [path for path in parts(source, root) if path in tree.files]
        verdict = known / fingerprint(ours, tree.files)
        if ours and not verdict.exists():
            waiting.append((source, verdict))

    def judge(item):
        source, verdict = item
        done = subprocess.run(
            ["clang-tidy-19", "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option",
             source], cwd=root, capture_output=True, text=True)
        if done.returncode == 0:
            verdict.touch()
            return None
        return done.stdout.strip() or done.stderr.strip()

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return [said for said in pool.map(judge, waiting) if said]
