"""A few seconds of each fuzz target, from its kept corpus in fixtures/fuzz/NAME.

NAME is the file name of the target without "_fuzz.cpp". What a short run finds goes to a folder
of the build, which the next run empties; `tools/checks/fuzz.py merge` adds what reaches new code to
the kept corpus.
"""

import concurrent.futures
import os
import pathlib
import posixpath
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_INPUT_BYTES = 65536
DICTIONARIES = {"http_server": "http.dict", "http_client": "http.dict"}  # in fixtures/fuzz


def targets(tree):
    """[(name, folder of the source)]"""
    return [(posixpath.basename(p)[:-len("_fuzz.cpp")], posixpath.dirname(p))
            for p in tree.files if p.endswith("_fuzz.cpp")]


def program(root, build, name, folder):
    """The program of a target lies in the build folder of the CMakeLists.txt above it."""
    parts = pathlib.PurePosixPath(folder)
    for place in [parts, *parts.parents]:
        path = pathlib.Path(root) / build / place / f"{name}_fuzz"
        if path.is_file():
            return path
    return None


def dictionary(root, name):
    """The words of a protocol, which random bytes would seldom hit."""
    if name not in DICTIONARIES:
        return []
    return [f"-dict={pathlib.Path(root) / 'fixtures' / 'fuzz' / DICTIONARIES[name]}"]


def check(tree, root, build, seconds):
    """Sentences, one for each target that finds something, or cannot run."""
    root = pathlib.Path(root)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        said = pool.map(lambda target: run(root, build, *target, seconds), targets(tree))
        return [problem for problem in said if problem]


def run(root, build, name, folder, seconds):
    """Fuzzes one target; what is wrong, or None."""
    executable = program(root, build, name, folder)
    corpus = root / "fixtures" / "fuzz" / name
    if executable is None:
        return f"{name}_fuzz was not built in {build}"
    if not corpus.is_dir() or not any(corpus.iterdir()):
        return f"{corpus.relative_to(root)}: {name}_fuzz has no corpus"
    found = root / build / "fuzz" / name
    shutil.rmtree(found, ignore_errors=True)  # thousands of inputs cost more time than they find
    found.mkdir(parents=True)
    done = subprocess.run(
        [str(executable), str(found), str(corpus), f"-max_total_time={seconds}",
         f"-max_len={MAX_INPUT_BYTES}", "-timeout=10", "-rss_limit_mb=2048",
         f"-artifact_prefix={found.parent}/{name}-", *dictionary(root, name)],
        cwd=root, capture_output=True, text=True, errors="replace")
    if done.returncode:
        return f"{name}_fuzz:\n" + "\n".join(done.stderr.splitlines()[-60:])
    return None


def merge(tree, root, build):
    """Adds the inputs of the build's runs that reach new code to the kept corpora."""
    for name, folder in targets(tree):
        executable = program(root, build, name, folder)
        found = pathlib.Path(root) / build / "fuzz" / name
        if executable and found.is_dir():
            corpus = pathlib.Path(root) / "fixtures" / "fuzz" / name
            corpus.mkdir(parents=True, exist_ok=True)
            subprocess.run([str(executable), "-merge=1", str(corpus), str(found)],
                           cwd=root, check=True, capture_output=True)


if __name__ == "__main__":
    from tree import Tree
    if sys.argv[1:] != ["merge"]:
        sys.exit(__doc__.strip())
    merge(Tree.of_git(ROOT), ROOT, "build/asan")
