"""The procedure of release notes 3.1 and 3.2 over its doors: the image comes by SFTP, the commands
are typed over SSH, and Web Admin and the API show what came of it.

  python3 conformance/upgrade_doors_test.py

What can go wrong with an upgrade is in backup_test.py.
"""

import re
import unittest

from real_server import wait_for
from ssh_server import SshServer
from upgrade_images import NEXT, OURS, make_image, make_key, ours
from web_admin_test import Browser, Page


class UpgradeOverItsDoors(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(SshServer())
        self.key = self.server.make_key("admin")

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
        make_key(server)
        digest = make_image(server, server.folder / "upgrade.img", ours(NEXT), NEXT)
        self.sftp("put upgrade.img")
        listed = self.ssh("upgrade", "list")
        self.assertIn("SHA-256: " + digest, listed)
        self.assertIn(NEXT, listed)
        self.restart_by("upgrade")
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
        # 3.2: the image of before, a reset, and the backup of before.
        api.post("coSpaces", name="Made by the new version")
        digest = make_image(server, server.folder / "old.img", ours(OURS), OURS)
        self.sftp("put old.img\nrm before.bak\nput before.bak")
        self.assertIn("SHA-256: " + digest, self.ssh("upgrade", "list"))
        self.restart_by("upgrade old.img")
        self.assertEqual(self.ssh("version").strip(), OURS)
        self.restart_by("factory_reset app")
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "0")
        self.restart_by("backup rollback before")
        self.assertEqual(self.ssh("version").strip(), OURS)
        api = server.api()
        self.assertEqual(api.get("coSpaces").xml().get("total"), "1")
        self.assertEqual(api.get(f"coSpaces/{space}").xml().findtext("uri"), "board")
        self.assertEqual(api.get(f"outboundDialPlanRules/{rule}").xml().findtext("domain"),
                         "example.com")
        browser = Browser(self, server)
        self.assertEqual(browser.log_in()[0].status, 303)
        self.assertIn(OURS, Page(browser.ask("GET", "/")[1]).text)
        self.assertIn("unbroken", self.ssh("audit", "verify"))

    def restart_by(self, command):
        """Typed at a terminal, and confirmed there."""
        with self.server.terminal("admin", key=self.key) as terminal:
            terminal.until("> ")
            terminal.type(f"{command}\r")
            terminal.until("(Y/n)")
            terminal.type("Y\r")
            terminal.until("the server restarts")
            terminal.end()
        self.read_ports()

    def read_ports(self):
        """Of a server that has restarted: free ones are others each time."""
        lines = [wait_for(lambda: self.server.process.stdout.readline().decode())
                 for _ in range(2)]
        self.server.port, self.server.ssh_port = (
            int(re.search(r":(\d+)(/|\n)", line)[1]) for line in lines)


if __name__ == "__main__":
    unittest.main()
