"""Commands in a terminal, for tests that type and read as people do.

    with Terminal(["curia", "mmp", "--data", folder]) as terminal:
        terminal.until("curia> ")        # has to come; gives what was shown up to there
        terminal.type("hostn\t\r")
        code, rest = terminal.end()
"""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

PATIENCE_S = 60


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, words, columns=100):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.execvp(words[0], words)
        self.shown, self.code = b"", None
        self.resize(columns)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.code is None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.terminal)

    def resize(self, columns):
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def type(self, text):
        os.write(self.terminal, text.encode())

    def until(self, text):
        """What was shown up to the text, which has to come."""
        wanted, deadline = text.encode(), time.monotonic() + PATIENCE_S
        while wanted not in self.shown:
            if time.monotonic() > deadline or not self._more():
                raise AssertionError(f"no {text!r} in {self.shown.decode(errors='replace')!r}")
        end = self.shown.index(wanted) + len(wanted)
        before, self.shown = self.shown[:end], self.shown[end:]
        return before.decode(errors="replace")

    def end(self):
        """Its exit code, and what it still showed."""
        while self._more():
            pass
        _, status = os.waitpid(self.child, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code, self.shown.decode(errors="replace")

    def _more(self):
        if not select.select([self.terminal], [], [], PATIENCE_S)[0]:
            return False
        try:
            chunk = os.read(self.terminal, 4096)
        except OSError:  # the other end has gone
            return False
        self.shown += chunk
        return bool(chunk)
