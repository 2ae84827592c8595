"""clang-tidy over what changed since it last passed.

A file is judged again when it, one of our headers below it, or .clang-tidy is different; the
verdicts are remembered under build/tidy by a hash of all of these.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess

_OWN = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def closure(path, files):
    """The file and all of our headers that it includes, directly or not."""
    seen, waiting = set(), [path]
    while waiting:
        current = waiting.pop()
        if current not in seen and current in files:
            seen.add(current)
            waiting += _OWN.findall(files[current])
    return sorted(seen)


def fingerprint(path, files):
    digest = hashlib.sha256(files.get(".clang-tidy", "").encode())
    for name in closure(path, files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()


def check(tree, root, build):
    """What clang-tidy says about files whose verdict is not known."""
    root = pathlib.Path(root)
    known = root / "build" / "tidy"
    known.mkdir(parents=True, exist_ok=True)
    commands = json.loads((root / build / "compile_commands.json").read_text())
    compiled = {os.path.relpath(c["file"], root) for c in commands}
    waiting = [(p, known / fingerprint(p, tree.files)) for p in sorted(compiled) if p in tree.files]
    waiting = [(p, verdict) for p, verdict in waiting if not verdict.exists()]

    def judge(item):
        path, verdict = item
        done = subprocess.run(
            ["clang-tidy-19", "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option",
             path], cwd=root, capture_output=True, text=True)
        if done.returncode == 0:
            verdict.touch()
            return None
        return done.stdout.strip() or done.stderr.strip()

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return [said for said in pool.map(judge, waiting) if said]
