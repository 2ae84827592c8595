"""The command line of a real server: its console while it runs and while it does not, and its logs
at syslog receivers that are not ours.

  python3 conformance/mmp_test.py
"""

import re
import socket
import socketserver
import ssl
import stat
import subprocess
import threading
import unittest

from real_server import CURIA, PASSWORD, RealServer, curia, free_port, wait_for
from terminal import Terminal

PATIENCE_S = 60


def mmp(server, *arguments, script=None):
    return subprocess.run([CURIA, "mmp", "--data", str(server.data), *arguments],
                          input=script, capture_output=True, text=True, timeout=PATIENCE_S,
                          stdin=None if script is not None else subprocess.DEVNULL)


class Receiver(socketserver.ThreadingTCPServer):
    """RFC 6587 octet counting over TCP or TLS, as a log server reads it."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context=None):
        self.messages, self.context = [], context
        super().__init__(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            connection = self.request
            if self.server.context:
                try:
                    connection = self.server.context.wrap_socket(connection, server_side=True)
                except OSError:
                    return  # it does not believe us, or speaks no TLS so old
            stream = connection.makefile("rb")
            while True:
                count = b""
                while (digit := stream.read(1)) not in (b" ", b""):
                    count += digit
                if not count:
                    return
                self.server.messages.append(stream.read(int(count)).decode())


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


class Syslog(unittest.TestCase):
    def receiver(self, context=None):
        receiver = Receiver(context)
        self.addCleanup(receiver.server_close)
        self.addCleanup(receiver.shutdown)
        return receiver

    def context_of(self, server):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(server.data / "certificate.pem", server.data / "key.pem")
        return context

    def test_whom_it_believes(self):
        with RealServer() as server:
            files = server.data / "files"
            mmp(server, "-c", "pki selfsigned strangers")
            receiver = self.receiver(self.context_of(server))
            port = receiver.server_address[1]

            def state():
                return mmp(server, "-c", "syslog").stdout

            def becomes(expected):
                wait_for(lambda: f"tls:127.0.0.1 {port} {expected}" in state())

            # Verified from the first connection on, whoever is believed by the host.
            mmp(server, script=f"syslog server add tls:127.0.0.1 {port}\nsyslog enable\n")
            server.wait_for_log("is not spoken to: the certificate of '127.0.0.1' is not believed")
            self.assertIn("not connected", state())
            # Each change counts at once.
            mmp(server, "-c", "tls syslog verify disable")
            becomes("connected")
            mmp(server, script="tls syslog verify enable\ntls syslog trust strangers.crt\n")
            self.assertIn("not connected", state())
            (files / "own.crt").write_bytes((server.data / "certificate.pem").read_bytes())
            mmp(server, "-c", "tls syslog trust own.crt")
            becomes("connected")
            # A bundle that is spoilt afterwards believes nobody.
            (files / "own.crt").write_text("nothing of the kind")
            mmp(server, script="syslog disable\nsyslog enable\n")
            server.wait_for_log("is not reached: the certificate is not PEM text")
            self.assertIn("not connected", state())

    def test_how_old_a_tls_it_puts_up_with(self):
        with RealServer() as server:
            context = self.context_of(server)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1_1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
            receiver = self.receiver(context)
            mmp(server, script="tls syslog verify disable\nsyslog server add tls:127.0.0.1 "
                f"{receiver.server_address[1]}\nsyslog enable\n")
            server.wait_for_log("is not spoken to")
            self.assertEqual(receiver.messages, [])
            mmp(server, "-c", "tls syslog min-tls-version 1.1")
            mmp(server, "-c", "motd add mark-one")
            wait_for(lambda: any("mark-one" in message for message in receiver.messages))

    def test_three_ways(self):
        with RealServer() as server:
            tcp, tls = self.receiver(), self.receiver(self.context_of(server))
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.addCleanup(udp.close)
            udp.bind(("127.0.0.1", 0))
            udp.settimeout(PATIENCE_S)
            (server.data / "files").mkdir(exist_ok=True)
            certificate = (server.data / "certificate.pem").read_text()
            (server.data / "files" / "logs.crt").write_text(certificate)
            done = mmp(server, script="tls syslog trust logs.crt\n"
                       f"syslog server add 127.0.0.1 {tcp.server_address[1]}\n"
                       f"syslog server add udp:127.0.0.1 {udp.getsockname()[1]}\n"
                       f"syslog audit add tls:127.0.0.1 {tls.server_address[1]}\n"
                       "syslog enable\nmotd add mark-one\n")
            self.assertEqual(done.returncode, 0, done.stdout)
            header = re.compile(r"^<86>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z curia curia - - - ")

            def marked(messages):
                return [message for message in messages if "mark-one" in message]

            for receiver in (tcp, tls):
                self.assertRegex(wait_for(lambda r=receiver: marked(r.messages))[0], header)
            datagram = ""
            while "mark-one" not in datagram:
                datagram = udp.recv(65536).decode()
            self.assertRegex(datagram, header)


if __name__ == "__main__":
    unittest.main()
