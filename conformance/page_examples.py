"""The console examples of a page for operators, for tests that run them.

A line that begins with "$ " is a command, what follows it is what it prints; "..." stands for
anything in a line, and a line of "..." for any lines.

    check_page(self, "backup.md", settings=f"data={server.data}\\n", least=8)
"""

import os
import re
import subprocess

from real_server import CURIA, ROOT

END_OF_COMMAND = "<end of command>"
PATIENCE_S = 240


def fences(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def steps(page):
    """(command, expected output) of the console examples of a page."""
    for example in fences(page, "console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", example, re.M):
            yield command, expected


def matches(expected, printed):
    """Empty lines and blanks at the end do not count."""
    lines = [line.rstrip() + "\n" for line in printed.splitlines() if line.strip()]
    pattern = "".join("(?:.*\n)*?" if line == "..." else
                      ".*?".join(map(re.escape, line.split("..."))) + "\n"
                      for line in expected.splitlines())
    return re.fullmatch(pattern, "".join(lines), re.S if "<invitation>" in expected else 0)


def check_page(test, name, settings, least):
    """All examples of docs/NAME, at least so many, in order, in one shell that begins with the
    lines `settings`."""
    wanted = list(steps((ROOT / "docs" / name).read_text()))
    test.assertGreaterEqual(len(wanted), least)
    script = f"curia() {{ '{CURIA}' \"$@\"; }}\n{settings}" + "".join(
        f"{command}\necho '{END_OF_COMMAND}'\n" for command, _ in wanted)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True,
                          timeout=PATIENCE_S, env=os.environ | {"no_proxy": "*"})
    *outputs, rest = done.stdout.split(END_OF_COMMAND + "\n")
    for (command, expected), printed in zip(wanted, outputs, strict=False):
        with test.subTest(command=command):
            test.assertTrue(matches(expected, printed), f"it printed\n{printed}{done.stderr}")
    test.assertEqual((len(outputs), rest), (len(wanted), ""), done.stderr)
