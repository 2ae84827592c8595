"""The logs of a real server at syslog receivers that are not ours: rsyslog, and one that speaks old
TLS only.

  python3 conformance/syslog_test.py
"""

import datetime
import shutil
import socketserver
import ssl
import threading
import time
import unittest

from mmp_test import PATIENCE_S, mmp
from real_server import RealServer, wait_for
from rsyslog import Rsyslog


def parse_time(text):
    return datetime.datetime.fromisoformat(text).timestamp()


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
            server.wait_for_log("is not reached: the certificate of '127.0.0.1' is not believed")
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
            server.wait_for_log("is not reached")
            self.assertEqual(receiver.messages, [])
            mmp(server, "-c", "tls syslog min-tls-version 1.1")
            mmp(server, "-c", "motd add mark-one")
            wait_for(lambda: any("mark-one" in message for message in receiver.messages))

    def test_three_ways(self):
        """What rsyslog reads of a message, however it came."""
        with RealServer() as server, Rsyslog(server.data) as rsyslog:
            (server.data / "files").mkdir(exist_ok=True)
            shutil.copy(server.data / "certificate.pem", server.data / "files" / "logs.crt")
            done = mmp(server, script="tls syslog trust logs.crt\n"
                       f"syslog server add 127.0.0.1 {rsyslog.ports['tcp']}\n"
                       f"syslog server add udp:127.0.0.1 {rsyslog.ports['udp']}\n"
                       f"syslog audit add tls:127.0.0.1 {rsyslog.ports['tls']}\n"
                       "hostname cms01\nsyslog enable\nmotd add \"mark \\\"one\\\"\"\n")
            self.assertEqual(done.returncode, 0, done.stdout)
            for way in rsyslog.ports:
                found = wait_for(lambda w=way: rsyslog.received(w, "mark"))
                with self.subTest(way=way):
                    self.assertEqual(len(found), 1, found)
                    message = found[0]
                    self.assertLess(abs(parse_time(message.pop("time")) - time.time()), PATIENCE_S)
                    text = message.pop("text")
                    self.assertRegex(text, r'^\S+ command account=".* door="console" .*mark')
                    # Facility authpriv (10), severity informational (6).
                    self.assertEqual(message, {
                        "way": way, "pri": "86", "version": "1", "host": "cms01",
                        "application": "curia", "process": "-", "message_id": "-",
                        "structured_data": "-"})
            # The log goes to the servers of the log only, each line of it as one message.
            self.assertEqual(server.api().get("nothing").status, 404)
            for way in ("tcp", "udp"):
                wait_for(lambda w=way: rsyslog.received(w, "unrecognisedObject"))
            self.assertEqual(rsyslog.received("tls", "unrecognisedObject"), [])

    def test_one_that_is_away(self):
        """What was said meanwhile comes when it is there."""
        with RealServer() as server, Rsyslog(server.data) as rsyslog:
            rsyslog.stop()
            mmp(server, script=f"syslog audit add 127.0.0.1 {rsyslog.ports['tcp']}\n"
                "motd add mark-one\nmotd add mark-two\n")
            server.wait_for_log("is not reached")
            rsyslog.start()
            wait_for(lambda: len(rsyslog.received("tcp", "mark-")) == 2)


if __name__ == "__main__":
    unittest.main()
