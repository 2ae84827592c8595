"""What strangers, malformed requests and a full disk do to the real server, with the exact answers.

  python3 conformance/bad_input_test.py
"""

import os
import re
import socket
import subprocess
import threading
import unittest

from real_server import PASSWORD, RealServer, basic, curia, read_all

FAILURES_PER_SOURCE = 20  # docs/limits.md, as the other numbers below
TARGET_BYTES = 8 * 1024
HEADER_BYTES = 16 * 1024
BODY_BYTES = 1024 * 1024

HOST = b"Host: curia\r\n"
LOGIN = b"Authorization: " + basic("admin", PASSWORD).encode() + b"\r\n"
CLOSE = b"Connection: close\r\n"
LAST_FORM = b"POST /api/v1/coSpaces HTTP/1.1\r\n" + HOST + LOGIN + CLOSE


def failure(*reasons):
    inner = "".join(f"<{reason} />" for reason in reasons)
    return f'<?xml version="1.0"?><failureDetails>{inner}</failureDetails>'


def parameter_error(name):
    return failure(f'parameterError parameter="{name}" error="invalidValue"')


class OneServer(unittest.TestCase):
    """One server for the tests of a class: each must leave it in working order."""

    @classmethod
    def setUpClass(cls):
        cls.server = RealServer()
        cls.addClassCleanup(cls.server.close)
        cls.api = cls.server.api()

    def tearDown(self):
        self.assertEqual(self.api.get("system/status").status, 200)

    def exchange(self, data):
        """(status line and headers, body) of the one answer before the server ends."""
        with self.server.raw() as connection:
            connection.sendall(data)
            head, _, body = read_all(connection).decode().partition("\r\n\r\n")
            return head, body

    def assert_answer(self, data, status, body):
        head, answered = self.exchange(data)
        self.assertTrue(head.startswith(f"HTTP/1.1 {status}\r\n"), head)
        self.assertIn("\r\nConnection: close", head)
        self.assertEqual(answered, body)


class Malformed(OneServer):
    def test_not_http(self):
        begin = "400 Bad Request"
        for data, why in (
                (b"nonsense\r\n\r\n", "the request line does not begin with a method"),
                (b"GET /api/v1/coSpaces HTTP/1.1\r\n\r\n", "there is no Host header"),
                (LAST_FORM + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                 "Content-Length and Transfer-Encoding exclude each other")):
            with self.subTest(data=data):
                self.assert_answer(data, begin, f"{begin}: {why}\n")
        self.assert_answer(b"GET / HTTP/3.0\r\n" + HOST + b"\r\n", "505 HTTP Version Not Supported",
                           "505 HTTP Version Not Supported: this server speaks HTTP/1.0 and "
                           "HTTP/1.1\n")

    def test_too_long(self):
        self.assert_answer(b"GET /" + b"x" * TARGET_BYTES + b" HTTP/1.1\r\n" + HOST + b"\r\n",
                           "414 URI Too Long",
                           "414 URI Too Long: the request target is longer than this server "
                           "takes\n")
        long_header = HOST + b"X: " + b"x" * HEADER_BYTES + b"\r\n\r\n"
        self.assert_answer(b"GET / HTTP/1.1\r\n" + long_header,
                           "431 Request Header Fields Too Large",
                           "431 Request Header Fields Too Large: the header is longer than this "
                           "server takes\n")
        self.assert_answer(LAST_FORM + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES + 1),
                           "413 Content Too Large",
                           "413 Content Too Large: the body is longer than this server takes\n")
        self.assert_answer(LAST_FORM + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % BODY_BYTES +
                           b"x" * BODY_BYTES + b"\r\n1\r\n",
                           "413 Content Too Large",
                           "413 Content Too Large: the body is longer than this server takes\n")

    def test_longest_body_is_taken(self):
        body = b"name=x&unknown=" + b"x" * (BODY_BYTES - 15)
        self.assert_answer(LAST_FORM + b"Content-Length: %d\r\n\r\n" % len(body) + body, "200 OK",
                           "")

    def test_bad_forms(self):
        for body in (b"name=%FF", b"name=\xff", b"name=%zz", b"name=%00", b"name=%ED%A0%80"):
            with self.subTest(body=body):
                self.assert_answer(LAST_FORM + b"Content-Length: %d\r\n\r\n" % len(body) + body,
                                   "400 Bad Request", parameter_error("name"))
        self.assertEqual(self.api.request("GET", "coSpaces?filter=%FF").status, 400)

    def test_bad_requests(self):
        guid = "a" * 8 + "-aaaa-aaaa-aaaa-" + "a" * 12
        for method, path, form, status, body in (
                ("GET", "nothing", None, 404, failure("unrecognisedObject")),
                ("GET", "", None, 404, failure("unrecognisedObject")),
                ("GET", "coSpaces/not-a-guid", None, 404, failure("coSpaceDoesNotExist")),
                ("GET", f"coSpaces/{guid}", None, 404, failure("coSpaceDoesNotExist")),
                ("GET", "coSpaces/%00", None, 404, failure("coSpaceDoesNotExist")),
                ("GET", "coSpaces?limit=x", None, 400, parameter_error("limit")),
                ("GET", "coSpaces?offset=-1", None, 400, parameter_error("offset")),
                ("GET", "coSpaces?tenantFilter=1", None, 400, parameter_error("tenantFilter")),
                ("PATCH", "coSpaces", None, 400, failure("invalidOperation")),
                ("DELETE", "coSpaces", None, 400, failure("invalidOperation")),
                ("POST", "users", {"userJid": "a@b"}, 400, failure("invalidOperation")),
                ("POST", "coSpaces", {"callId": "12a"}, 400, parameter_error("callId")),
                ("POST", "coSpaces", {"tenant": "1"}, 400, parameter_error("tenant")),
                ("POST", "coSpaces", {"tenant": guid}, 400, failure("tenantDoesNotExist")),
                ("POST", "coSpaces", {"name": "x" * 201}, 400,
                 failure('parameterError parameter="name" error="valueTooLong"'))):
            with self.subTest(method=method, path=path, form=form):
                answer = self.api.request(method, path, form)
                self.assertEqual((answer.status, answer.body.decode()), (status, body))
        self.assertEqual(self.api.post("coSpaces", name="x", unknown="parameter").status, 200)
        self.assert_answer(b"GET /api/v2/coSpaces HTTP/1.1\r\n" + HOST + LOGIN + CLOSE + b"\r\n",
                           "400 Bad Request", failure("invalidVersion"))

    def test_http_on_the_https_port(self):
        with socket.create_connection((self.server.host, self.server.port)) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: curia\r\n\r\n")
            answer = read_all(plain).decode()
        self.assertTrue(answer.startswith("HTTP/1.1 400 Bad Request\r\n"), answer)
        self.assertTrue(answer.endswith("\r\n\r\n400 Bad Request: this port speaks HTTPS, not "
                                        "HTTP\n"), answer)
        self.server.wait_for_log("the peer spoke plain HTTP on a TLS port")

    def test_noise_on_the_https_port(self):
        with socket.create_connection((self.server.host, self.server.port)) as plain:
            plain.sendall(b"\x00" + os.urandom(1024))  # neither a TLS record nor a method
            self.assertLess(len(read_all(plain)), 32, "at most a TLS alert")


class Logins(OneServer):
    def test_wrong_logins(self):
        """They are refused and logged, then limited; who was logged in before is not."""
        for name, password in ((None, ""), ("admin", "wrong"), ("nobody", PASSWORD), ("admin", "")):
            with self.subTest(name=name, password=password):
                answer = self.server.api(name, password).get("coSpaces")
                self.assertEqual((answer.status, answer.body), (401, b""))
                self.assertEqual(answer.headers["www-authenticate"], 'Basic realm="acano"')
        self.server.wait_for_log("warning login from 127.0.0.1 refused: wrong name or password")
        self.assertEqual(self.api.get("coSpaces").status, 200)
        # All at once: the answers must come from the same minute, however busy the machine is.
        guesses = [threading.Thread(
            target=self.server.api("admin", f"guess {i}", timeout_s=60).get, args=["coSpaces"])
                   for i in range(FAILURES_PER_SOURCE)]
        for guess in guesses:
            guess.start()
        for guess in guesses:
            guess.join()
        answer = self.server.api("admin", "one more").get("coSpaces")
        self.assertEqual((answer.status, answer.body), (429, b""))
        self.assertIn(int(answer.headers["retry-after"]), range(1, 61))
        self.assertEqual(self.api.get("coSpaces").status, 200)
        self.assertRegex(self.server.log(), r"warning 20 failed logins from 127\.0\.0\.1: new "
                                            r"logins from there are refused for \d+ s")
        self.assertNotIn("guess", self.server.log(), "passwords stay out of the log")


DISK_BYTES = 256 * 1024  # the server's own file system: full soon, and still room to log in
MOUNT = ["unshare", "--mount", "--map-root-user", "sh", "-c"]


class FullDisk(unittest.TestCase):
    """The data directory stands on a file system of its own that has 256 KiB.

    It is mounted in a name space that only the server's process sees, which root may make and,
    on most systems, everybody: nothing is left of it when the process ends, whatever happens.
    /proc/PID/root leads into it, so that the test can fill it and make room again.
    """

    def setUp(self):
        if subprocess.run([*MOUNT, "mount -t tmpfs none /mnt"], capture_output=True).returncode:
            self.skipTest("this machine lets no test mount a file system of its own")

    def start_on_small_disk(self):
        self.server = RealServer(start=False)
        self.addCleanup(self.server.close)
        data = self.server.data
        copy = f"{data}.copy"
        self.server.wrapper = [
            *MOUNT,
            f'cp -r {data} {copy} && mount -t tmpfs -o size={DISK_BYTES} none {data} && '
            f'cp {copy}/* {data}/ && exec "$@"', "sh"]
        self.server.start()
        self.disk = f"/proc/{self.server.process.pid}/root{data}"

    def test_init_on_a_full_disk(self):
        server = RealServer(start=False)
        self.addCleanup(server.close)
        wrapper = [*MOUNT, f'mount -t tmpfs -o size=8k none {server.data} && "$@"; code=$?; '
                           f"ls -A {server.data}; exit $code", "sh"]
        place = f"{server.data}/new"
        done = curia("init", "--data", place, wrapper=wrapper)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (1, "", f"curia init: the disk of '{place}/curia.db' is full\n"))

    def fill(self):
        with open(f"{self.disk}/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass

    def test_full_disk(self):
        self.start_on_small_disk()
        api = self.server.api()
        made = {api.post("coSpaces", name=f"room {i}").new_id() for i in range(5)}
        kept = api.get(f"coSpaces/{min(made)}").body
        self.fill()
        # The log has room for some more changes: what it takes is acknowledged and kept.
        refused = None
        for i in range(1000):
            answer = api.post("coSpaces", name=f"more {i}", uri=f"more.{i}", metaData="x" * 500)
            if answer.status != 200:
                refused = answer
                break
            made.add(answer.new_id())
        self.assertIsNotNone(refused, "the disk never became full")
        self.assertEqual((refused.status, refused.body.decode()),
                         (503, failure("databaseNotReady")))
        self.assertEqual(refused.headers["retry-after"], "1")
        self.server.wait_for_log("a change could not be stored and was undone: the disk of")
        # Nothing half-done is shown, reading goes on, other writes are refused in the same way.
        self.assertEqual(api.get(f"coSpaces?filter=more.{i}").xml().get("total"), "0")
        self.assertEqual(set(api.all_ids("coSpaces")), made)
        self.assertEqual(api.put(f"coSpaces/{min(made)}", name="x" * 200).status, 503)
        self.assertEqual(api.get(f"coSpaces/{min(made)}").body, kept)
        # With room again the same server goes on; the names of what was refused are free.
        os.remove(f"{self.disk}/filler")
        made.add(api.post("coSpaces", name="again", uri=f"more.{i}").new_id())
        self.assertEqual(api.put(f"coSpaces/{min(made)}", name="new name").status, 200)
        self.assertEqual(set(api.all_ids("coSpaces")), made)
        # Both were refused within ten seconds: the log is not to fill up with the rest of the disk.
        self.assertEqual(len(re.findall(" error ", self.server.log())), 1, self.server.log())
        # And all of it is there for the next start: the file system would go with the process.
        for name in ("curia.db", "curia.db-wal"):
            with open(f"{self.disk}/{name}", "rb") as there:
                (self.server.data / name).write_bytes(there.read())
        self.server.kill()
        self.server.wrapper = []
        self.server.start()
        self.assertEqual(set(self.server.api().all_ids("coSpaces")), made)


if __name__ == "__main__":
    unittest.main()
