"""The procedure of release notes 3.1 and 3.2 over its doors: the image comes by SFTP, the commands
are typed over SSH, and Web Admin and the API show what came of it.

  python3 conformance/upgrade_doors_test.py

What can go wrong with an upgrade is in backup_test.py.
"""

import pathlib
import re
import subprocess
import unittest

from real_server import CURIA, curia, wait_for
from ssh_server import SshServer
from web_admin_test import Browser, Page

OURS, NEXT = "3.3.1 (Curia)", "3.3.2 (Curia)"


class UpgradeOverItsDoors(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(SshServer())
        self.key = self.server.make_key("admin")

    def make_image(self):
        """upgrade.img in the folder of the client, and its SHA-256."""
        folder = self.server.folder
        program = folder / "program"
        program.write_bytes(pathlib.Path(CURIA).read_bytes().replace(OURS.encode(), NEXT.encode()))
        program.chmod(0o755)
        (self.server.data / "program").mkdir()
        for words in (["genpkey", "-algorithm", "ed25519", "-out", "private.pem"],
                      ["pkey", "-in", "private.pem", "-pubout", "-out",
                       self.server.data / "program" / "key.pem"]):
            subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
        made = curia("image", "--program", program, "--version", NEXT, "--key",
                     folder / "private.pem", "--out", folder / "upgrade.img")
        self.assertEqual(made.returncode, 0, made.stderr)
        return subprocess.run(["sha256sum", folder / "upgrade.img"], capture_output=True, text=True,
                              check=True).stdout.split()[0]

    def ssh(self, *words):
        done = self.server.ssh(*words, key=self.key)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def sftp(self, batch):
        done = self.server.sftp(batch, key=self.key)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_procedure(self):
        server = self.server
        api = server.api()
        rule = api.post("outboundDialPlanRules", domain="example.com", priority=9).new_id()
        space = api.post("coSpaces", name="Board", uri="board").new_id()
        # Back up, and take it away.
        self.ssh("backup", "snapshot", "before")
        self.sftp("get before.bak")
        self.assertGreater((server.folder / "before.bak").stat().st_size, 10_000)
        # Bring the image, compare, upgrade.
        digest = self.make_image()
        self.sftp("put upgrade.img")
        listed = self.ssh("upgrade", "list")
        self.assertIn("SHA-256: " + digest, listed)
        self.assertIn(NEXT, listed)
        with server.terminal("admin", key=self.key) as terminal:
            terminal.until("> ")
            terminal.type("upgrade\r")
            terminal.until("Are you sure? (Y/n)")
            terminal.type("Y\r")
            terminal.until("the server restarts")
            terminal.end()
        self.read_ports()
        # Look at it, at each door.
        self.assertEqual(self.ssh("version").strip(), NEXT)
        browser = Browser(self, server)
        self.assertEqual(browser.log_in()[0].status, 303)
        self.assertIn(NEXT, Page(browser.ask("GET", "/")[1]).text)
        api = server.api()
        self.assertEqual(api.get(f"outboundDialPlanRules/{rule}").xml().findtext("domain"),
                         "example.com")
        self.assertEqual(api.get(f"coSpaces/{space}").xml().findtext("uri"), "board")
        self.assertEqual(api.get("system/alarms").xml().get("total"), "0")
        self.ssh("upgrade", "clean")
        self.assertIn("There are no images.", self.ssh("upgrade", "list"))
        self.assertIn("unbroken", self.ssh("audit", "verify"))

    def read_ports(self):
        """Of a server that has restarted: free ones are others each time."""
        lines = [wait_for(lambda: self.server.process.stdout.readline().decode())
                 for _ in range(2)]
        self.server.port, self.server.ssh_port = (
            int(re.search(r":(\d+)(/|\n)", line)[1]) for line in lines)


if __name__ == "__main__":
    unittest.main()
