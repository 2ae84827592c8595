"""The command line of a real server: its console while it runs and while it does not.

  python3 conformance/mmp_test.py
"""

import socket
import ssl
import stat
import subprocess
import unittest

from real_server import CURIA, PASSWORD, RealServer, curia, free_port, wait_for
from terminal import Terminal

PATIENCE_S = 60


def mmp(server, *arguments, script=None):
    return subprocess.run([CURIA, "mmp", "--data", str(server.data), *arguments],
                          input=script, capture_output=True, text=True, timeout=PATIENCE_S,
                          stdin=None if script is not None else subprocess.DEVNULL)


class Console(unittest.TestCase):
    def test_while_it_runs(self):
        with RealServer() as server:
            socket_mode = (server.data / "console").stat().st_mode
            self.assertTrue(stat.S_ISSOCK(socket_mode) and not socket_mode & 0o077)
            self.assertEqual(mmp(server, "-c", "hostname").stdout, "curia\n")
            done = mmp(server, "-c", "hostnam")
            self.assertEqual(done.returncode, 1)
            self.assertIn("did you mean 'hostname'?", done.stdout)
            # An account is there for the API at once.
            done = mmp(server, script="user add scripts api\nLong-enough-9\nLong-enough-9\n")
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            self.assertIn("SUCCESS: user added", done.stdout)
            self.assertEqual(server.api("scripts", "Long-enough-9").get("coSpaces").status, 200)
            # A login with a name has the rules of the account.
            self.assertEqual(mmp(server, "--user", "admin", "-c", "version",
                                 script=PASSWORD + "\n").returncode, 0)
            done = mmp(server, "--user", "scripts", "-c", "version", script="Long-enough-9\n")
            self.assertEqual(done.returncode, 1)
            self.assertIn("wrong name or password", done.stderr)

    def test_while_it_does_not(self):
        with RealServer() as server:
            server.stop()
            done = mmp(server, script="hostname cms01\nuser rule min_length 9\n"
                                      "user add deputy audit\nA-first-pass-1\nA-first-pass-1\n")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            server.start()
            self.assertEqual(mmp(server, "-c", "hostname").stdout, "cms01\n")
            self.assertRegex(mmp(server, "-c", "user list").stdout, r"deputy +audit")
            verified = mmp(server, "-c", "audit verify")
            self.assertRegex(verified.stdout, r"^SUCCESS: \d+ lines, unbroken")
            # A changed line is found, and named.
            audit = server.data / "audit"
            audit.write_text(audit.read_text().replace("min_length 9", "min_length 1", 1))
            self.assertRegex(mmp(server, "-c", "audit verify").stdout,
                             r"^FAILURE: line \d+ of audit is not what was written")

    def test_components_of_a_stopped_server(self):
        """They are there: they run from the next start on, and nothing else is said of them."""
        with RealServer() as server:
            server.stop()

            def said(command, fails=False):
                done = mmp(server, "-c", command)
                self.assertEqual(done.returncode, int(fails), done.stdout + done.stderr)
                return done.stdout

            self.assertIn("STATUS : webadmin not running: the server is stopped",
                          said("webadmin status"))
            self.assertEqual(said("scheduler enable"),
                             "SUCCESS: Scheduler enabled\n"
                             "The server is stopped: it runs from the next start on\n")
            self.assertIn("Not running: the server is stopped", said("scheduler status"))
            for name in ("scheduler", "webadmin", "callbridge", "ssh"):
                self.assertEqual(said(f"{name} restart", fails=True),
                                 "FAILURE: the server is stopped\n")
            said("turn listen a")
            self.assertIn("WARNING: this version of the server has no turn", said("turn enable"))
            server.start()
            self.assertIn("\nRunning\n", said("scheduler status"))
            self.assertEqual(said("webbridge3 restart", fails=True),
                             "FAILURE: this version of the server has no webbridge3\n")

    def test_web_admin_without_an_address(self):
        """A restart that could not listen again is refused: what runs goes on."""
        port = free_port()
        with RealServer(start=False) as server:
            mmp(server, "-c", f"webadmin listen a {port}")
            server.start(webadmin=False)
            server.port = port
            for script, why in ((f"webadmin listen b {port}", "the interface b has no address"),
                                (f"webadmin listen a {port}\nipv4 a disable",
                                 "the interface a is disabled")):
                done = mmp(server, script=f"{script}\nwebadmin restart\nwebadmin status\n")
                self.assertIn(f"FAILURE: Webadmin cannot be restarted: {why}", done.stdout)
                self.assertIn("STATUS : webadmin running", done.stdout)
                self.assertEqual(server.api().get("coSpaces").status, 200)
            done = mmp(server, script="ipv4 a enable\nwebadmin restart\n")
            self.assertIn("SUCCESS: Webadmin restarted", done.stdout)

    def test_where_nothing_can_listen(self):
        """A new place that is taken, or not of this host: all go on at their old ones."""
        places = {"webadmin": "webadmin listen a", "ssh": "ssh listen a",
                  "scheduler": "scheduler https listen a"}
        ports = {name: free_port() for name in places}
        with (socket.create_server(("127.0.0.1", 0)) as other,
              RealServer(start=False) as server):
            taken = other.getsockname()[1]
            configured = "".join(f"{listen} {ports[name]}\n" for name, listen in places.items())
            mmp(server, script="pki selfsigned own\nscheduler https certs own.key own.crt\n"
                + configured + "ssh enable\nscheduler enable\n")
            server.start(webadmin=False)
            server.port = ports["webadmin"]
            restarts = "".join(f"{name} restart\n" for name in places)

            def refused(change):
                done = mmp(server, script=f"{change}{restarts}")
                self.assertEqual(done.stdout.count(" cannot be restarted: "), 3, done.stdout)
                self.assertEqual(server.api().get("coSpaces").status, 200)
                for name, port in ports.items():
                    with self.subTest(name), socket.create_connection(("127.0.0.1", port)):
                        pass

            refused("".join(f"{listen} {taken}\n" for listen in places.values()))
            refused(f"{configured}ipv4 a add 192.0.2.77/24\n")
            done = mmp(server, script=f"ipv4 a add 127.0.0.1/8\n{restarts}")
            self.assertEqual((done.returncode, done.stdout.count(" restarted")), (0, 3),
                             done.stdout)

    def test_the_tls_of_web_admin(self):
        port = free_port()
        with RealServer(start=False) as server:
            mmp(server, "-c", f"webadmin listen a {port}")
            server.start(webadmin=False)

            def spoken(most):
                context = ssl.create_default_context(cafile=str(server.data / "certificate.pem"))
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_1, most
                try:
                    with (socket.create_connection(("127.0.0.1", port)) as plain,
                          context.wrap_socket(plain, server_hostname="127.0.0.1") as client):
                        return client.cipher()[0], client.version()
                except (ssl.SSLError, ConnectionError):
                    return None

            old, new = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2
            self.assertIsNone(spoken(old))
            mmp(server, "-c", "tls webadmin min-tls-version 1.1")
            self.assertIsNone(spoken(old))
            mmp(server, "-c", "webadmin restart")
            self.assertEqual(spoken(old)[1], "TLSv1.1")
            mmp(server, script="tls webadmin min-tls-version 1.2\n"
                "tls webadmin ciphers ECDHE+CHACHA20\nwebadmin restart\n")
            self.assertIsNone(spoken(old))
            self.assertRegex(spoken(new)[0], "^ECDHE-.*-CHACHA20-POLY1305$")

    def test_reboot(self):
        with RealServer() as server:
            self.assertEqual(mmp(server, script="reboot\ny\n").returncode, 1)
            mmp(server, script="reboot\nY\n")
            wait_for(lambda: b"Serving" in server.process.stdout.readline())
            self.assertIsNone(server.process.poll())
            self.assertEqual(mmp(server, "-c", "hostname").stdout, "curia\n")

    def test_terminal(self):
        with (RealServer() as server,
              Terminal([CURIA, "mmp", "--data", str(server.data)]) as terminal):
            terminal.until("curia> ")
            terminal.type("hostn\t\r")
            terminal.until("hostname ")
            terminal.until("\r\ncuria\r\n")
            terminal.until("curia> ")
            terminal.type("\x1b[A\r")
            terminal.until("\r\ncuria\r\n")
            terminal.until("curia> ")
            terminal.type("\x04")
            terminal.end()

    def test_follow(self):
        with RealServer() as server:
            following = subprocess.Popen([CURIA, "mmp", "--data", str(server.data)],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.addCleanup(following.wait)
            self.addCleanup(following.kill)
            self.addCleanup(following.stdout.close)
            self.addCleanup(following.stdin.close)
            following.stdin.write("syslog follow\n")
            following.stdin.flush()
            wait_for(lambda: "syslog follow" in mmp(server, "-c", "audit search follow").stdout)
            self.assertEqual(server.api(None).get("coSpaces").status, 401)
            self.assertEqual(server.api().get("nothing").status, 404)
            line = following.stdout.readline()
            while "unrecognisedObject" not in line:
                self.assertRegex(line, r"^\d{4}-\d\d-\d\dT[\d:]+Z (info|warning) ")
                line = following.stdout.readline()

    def test_files_are_nobody_elses(self):
        with RealServer() as server:
            mmp(server, script="pki selfsigned own\nsyslog rotate friday\n")
            for name in ("live.json", "audit", "files/own.key", "files/friday"):
                if (server.data / name).exists() or name.startswith("files/"):
                    mode = stat.S_IMODE((server.data / name).stat().st_mode)
                    self.assertEqual(mode, 0o600, name)


if __name__ == "__main__":
    unittest.main()
