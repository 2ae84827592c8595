"""A real server with its SSH door, and the clients of OpenSSH, for tests.

    with SshServer() as server:
        key = server.make_key("admin")               # lets the account in
        done = server.ssh("user list", key=key)      # a finished process, with texts
        done = server.sftp("put cms.crt", key=key)   # a batch
        with server.terminal("admin", key=key) as terminal: ...
"""

import atexit
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from real_server import CURIA, PASSWORD, RealServer, wait_for
from terminal import Terminal

PATIENCE_S = 60
GOOD_PASSWORD = "Long-enough-9"


def shell_clients(folder):
    """Lines of a shell: `ssh` and `sftp` that know no other host, and have the password of the
    administrator ready."""
    options = f"-oUserKnownHostsFile={folder}/known -oStrictHostKeyChecking=no -oLogLevel=ERROR " \
              "-oBatchMode=no -oIdentityAgent=none -F none"
    return "".join(f"{name}() {{ sshpass -p '{PASSWORD}' {name} {options} \"$@\"; }}\n"
                   for name in ("ssh", "sftp"))


@functools.cache
def _rsa_host_key():
    """Made once, for it takes a second of work; the other host keys are made by each server."""
    folder = tempfile.TemporaryDirectory(prefix="curia-test-made-")
    atexit.register(folder.cleanup)
    key = pathlib.Path(folder.name) / "ssh_host_rsa_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", key], check=True,
                   timeout=PATIENCE_S)
    return [key, key.with_suffix(".pub")]


class SshServer(RealServer):
    """A server with the SSH door, and OpenSSH's clients for it."""

    def __init__(self):
        super().__init__(start=False)
        self.ssh_port = None
        try:
            for file in _rsa_host_key():
                shutil.copy(file, self.data)
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self, extra=()):
        self.spawn((*extra, "--ssh", "127.0.0.1:0"))
        said = self._first_line()
        while said and said.count("\n") < 2:
            said += self._first_line()
        found = re.fullmatch(r"Serving https://.*:(\d+)/api/v1/\nSSH and SFTP at .*:(\d+)\n", said)
        if not found:
            raise AssertionError(f"no server: it said {said!r}, then\n{self.last_words()}")
        self.port, self.ssh_port = int(found.group(1)), int(found.group(2))

    def script(self, script):
        done = subprocess.run([CURIA, "mmp", "--data", str(self.data)], input=script, text=True,
                              capture_output=True, timeout=PATIENCE_S)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def audit(self, *words):
        lines = (self.data / "audit").read_text().splitlines()
        return [line for line in lines if all(word in line for word in words)]

    def add_user(self, name, role, must_change=False):
        """Afterwards nobody has to change the first password, unless a test is about that."""
        self.script(f"user add {name} {role}\n{GOOD_PASSWORD}\n{GOOD_PASSWORD}\n")
        if not must_change and role != "api":
            with self.terminal(name, password=GOOD_PASSWORD) as terminal:
                for text in (GOOD_PASSWORD, f"{name}-{GOOD_PASSWORD}", f"{name}-{GOOD_PASSWORD}"):
                    terminal.until("password")
                    terminal.until(": ")
                    terminal.type(text + "\r")
                terminal.until("SUCCESS: password changed")
            wait_for(lambda: self.audit("logout", f'account="{name}"'))

    def make_key(self, name, *options):
        """A key that lets the account in; the path of the private one."""
        path = self.folder / f"{name}-{len(os.listdir(self.folder))}"
        subprocess.run(["ssh-keygen", "-q", "-N", "", "-f", path, *(options or ("-t", "ed25519"))],
                       check=True, timeout=PATIENCE_S)
        (self.data / "files").mkdir(exist_ok=True)
        shutil.copy(f"{path}.pub", self.data / "files" / f"{name}.pub")
        return path

    def options(self, key=None):
        known = self.folder / "known"
        chosen = [f"-oUserKnownHostsFile={known}", "-oStrictHostKeyChecking=accept-new",
                  "-oLogLevel=ERROR", f"-oPort={self.ssh_port}", "-oIdentitiesOnly=yes",
                  "-oIdentityAgent=none", "-F", "none"]
        if key:
            return [*chosen, "-oBatchMode=yes", "-i", str(key)]
        return [*chosen, "-oPubkeyAuthentication=no", "-oBatchMode=no",
                "-oNumberOfPasswordPrompts=1"]

    def command(self, program, *arguments, key=None, password=PASSWORD, more=()):
        words = [program, *more, *self.options(key), *map(str, arguments)]
        return words if key else ["sshpass", "-p", password, *words]

    def terminal(self, user, **how):
        """The client in a terminal of its own."""
        return Terminal(self.command("ssh", "-tt", f"{user}@127.0.0.1", **how))

    def ssh(self, *arguments, program="ssh", text_in="", user="admin", **how):
        words = [f"{user}@127.0.0.1", *arguments] if program == "ssh" else arguments
        return subprocess.run(self.command(program, *words, **how), input=text_in, text=True,
                              capture_output=True, timeout=PATIENCE_S)

    def sftp(self, batch, user="admin", **how):
        script = self.folder / "batch"
        script.write_text(batch)
        return subprocess.run(
            self.command("sftp", "-b", script, f"{user}@127.0.0.1", **how), cwd=self.folder,
            capture_output=True, text=True, timeout=PATIENCE_S, stdin=subprocess.DEVNULL)


class OneServer(unittest.TestCase):
    """Tests that share a server, and a key of its administrator."""

    @classmethod
    def setUpClass(cls):
        cls.server = SshServer()
        cls.addClassCleanup(cls.server.close)
        cls.key = cls.server.make_key("admin")
