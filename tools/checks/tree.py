"""The files a check looks at: a mapping from path to text, from git or from a plain folder."""

import pathlib
import re
import subprocess

CODE = (".cpp", ".hpp")
SCRIPTS = (".py", ".sh", ".cmake", "CMakeLists.txt")


class Tree:
    """Text files by their path from the root, with forward slashes."""

    def __init__(self, files, names=()):
        self.files = dict(files)
        self.names = set(names) | set(self.files)  # with those that are not text

    @staticmethod
    def of_git(root):
        """What is committed or would be: tracked files and new ones that are not ignored."""
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True).stdout.decode()
        return Tree._read(pathlib.Path(root), filter(None, listing.split("\0")))

    @staticmethod
    def of_folder(root):
        """Every file below a folder."""
        root = pathlib.Path(root)
        names = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
        return Tree._read(root, names)

    @staticmethod
    def _read(root, names):
        files = {}
        present = [name for name in sorted(names) if (root / name).is_file()]
        for name in present:
            try:
                files[name] = (root / name).read_bytes().decode()
            except UnicodeDecodeError:
                continue
        return Tree(files, present)

    def code(self):
        """(path, text) of the C++ files."""
        return [(p, t) for p, t in self.files.items() if p.endswith(CODE)]

    def sources(self):
        """(path, text) of everything people write by hand to be executed."""
        return [(p, t) for p, t in self.files.items()
                if p.endswith(CODE + SCRIPTS) or t.startswith("#!")]


def is_test(path):
    return bool(re.search(r"_(test|fuzz)\.(cpp|py)$", path)) or "/testing/" in path


_SPLIT = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)"'
    r'|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    r'|"(?:\\.|[^"\\\n])*"', re.S)


def without_comments_and_strings(text):
    """The C++ code alone; every line keeps its number. Include lines keep their names."""
    def blank(match):
        line_begin = text.rfind("\n", 0, match.start()) + 1
        if text[line_begin:match.start()].lstrip().startswith("#include"):
            return match.group(0) if match.group("comment") is None else ""
        return '""' + "\n" * match.group(0).count("\n")
    return _SPLIT.sub(blank, text)
