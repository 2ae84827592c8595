"""Call detail records of the real server, received by http.server and read by xml.etree.

The server is killed again and again while calls come and go; the receiver refuses, hangs up and is
away. Nothing may be lost, nothing out of order, nothing told twice but the same. The receiver of
docs/cdr.md runs as it stands on the page.

  python3 conformance/cdr_test.py
  CURIA_CDR_KILLS=20 python3 conformance/cdr_test.py    more kills than the usual 4
"""

import collections
import http.server
import os
import pathlib
import random
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree

from real_server import END_PATIENCE_S, ROOT, RealServer

KILLS = int(os.environ.get("CURIA_CDR_KILLS", "4"))
SEED = int(os.environ.get("CURIA_CDR_SEED") or random.SystemRandom().randrange(10**9))
CALLS_PER_KILL = 12


class Receiver:
    """A receiver of records on a free port; `mood` says what it does with the next request."""

    def __init__(self, context=None):
        self.lock = threading.Lock()
        self.documents = []  # (path with query, root element), those that it took
        self.seen = []       # all that came whole
        self.mood = lambda: "take"
        self.connections = set()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # keep-alive

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                root = xml.etree.ElementTree.fromstring(body)
                mood = receiver.mood()
                with receiver.lock:
                    receiver.seen.append(root)
                    receiver.connections.add(self.client_address)
                    if mood != "refuse":
                        receiver.documents.append((self.path, root))
                if mood == "hang up":  # it was taken, but the server never hears of it
                    self.close_connection = True
                    return
                self.send_response(500 if mood == "refuse" else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.daemon_threads = True
        if context:
            self.httpd.socket = context.wrap_socket(self.httpd.socket, server_side=True)
        self.port = self.httpd.server_address[1]
        self.thread = threading.Thread(target=self.httpd.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.httpd.shutdown()
        self.httpd.server_close()

    def records(self):
        """((session, recordIndex), correlatorIndex, record) in the order in which they came."""
        with self.lock:
            documents = list(self.documents)
        return [((root.get("session"), int(record.get("recordIndex"))),
                 int(record.get("correlatorIndex")), record)
                for _, root in documents for record in root]

    def wait_for(self, condition):
        deadline = time.monotonic() + 3 * END_PATIENCE_S
        while not condition(self.records()):
            if time.monotonic() > deadline:
                raise AssertionError(f"it never came: {len(self.records())} records are there")
            time.sleep(0.02)


def subject(record):
    return record[0].get("id")


class CdrTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)

    def each_once(self, records):
        """The records without repetitions; in order, and a repetition is the same record."""
        known, order = {}, []
        last = collections.defaultdict(int)
        for key, correlator, record in records:
            text = (correlator, xml.etree.ElementTree.tostring(record))
            if key in known:
                self.assertEqual(known[key], text, f"{key} was another record before")
                continue
            session, index = key
            self.assertEqual(index, last[session] + 1, f"session {session}")
            last[session] = index
            known[key] = text
            order.append((session, record))
        return order

    def check_meetings(self, order, is_over=True):
        """Everything that starts ends once, numbers agree; returns the names of the calls."""
        legs, calls, ended, names = {}, {}, set(), []
        for _, record in order:
            kind, who = record.get("type"), subject(record)
            self.assertNotIn((kind.removesuffix("End"), who), ended)
            if kind == "callStart":
                calls[who] = set()
                names.append(record[0].findtext("name"))
            elif kind == "callLegStart":
                legs[who] = record[0].findtext("call")
                calls[legs[who]].add(who)
            elif kind == "callLegEnd":
                del legs[who]
                ended.add(("callLeg", who))
                self.assertTrue(record[0].findtext("reason"))
            elif kind == "callEnd":
                self.assertEqual(int(record[0].findtext("callLegsCompleted")),
                                 len(calls.pop(who)))
                ended.add(("call", who))
        if is_over:
            self.assertEqual((legs, calls), ({}, {}))
        return names

    def test_kills_lose_nothing(self):
        print(f"CURIA_CDR_KILLS={KILLS} CURIA_CDR_SEED={SEED}", flush=True)
        receiver = Receiver()
        self.addCleanup(receiver.close)
        receiver.mood = lambda: self.random.choice(["take", "take", "take", "refuse", "hang up"])
        made = []
        with RealServer() as server:
            uri = f"http://127.0.0.1:{receiver.port}/in?key=a%20b&x=1"
            self.assertEqual(server.api().post("system/cdrReceivers", uri=uri).status, 200)
            for kill in range(KILLS):
                api = server.api()
                for number in range(CALLS_PER_KILL):
                    name = f"{kill}-{number}"
                    call = api.post("calls", name=name).new_id()
                    made.append(name)
                    for person in range(self.random.randrange(3)):
                        api.post(f"calls/{call}/callLegs", remoteParty=f"{person}@example.com")
                    if self.random.random() < 0.7:
                        api.delete(f"calls/{call}")
                    time.sleep(self.random.uniform(0, 0.02))
                server.kill()
                server.start()
            receiver.mood = lambda: "take"
            last = server.api().post("calls", name="last").new_id()
            server.api().delete(f"calls/{last}")
            receiver.wait_for(lambda records: records and subject(records[-1][2]) == last
                              and records[-1][2].get("type") == "callEnd")
            self.assertEqual(server.stop(), 0)
        order = self.each_once(receiver.records())
        self.assertEqual(self.check_meetings(order), made + ["last"])
        self.assertEqual(len({session for session, _ in order}), KILLS + 1)
        self.assertEqual({path for path, _ in receiver.documents}, {"/in?key=a%20b&x=1"})
        self.assertLess(len(receiver.connections), len(receiver.seen))  # kept for several

    def test_receiver_away(self):
        receiver = Receiver()
        port = receiver.port
        receiver.close()
        with RealServer() as server:
            api = server.api()
            api.post("system/cdrReceivers", uri=f"http://127.0.0.1:{port}/in")
            server.wait_for_log("unable to connect to CDR receiver 1 (127.0.0.1:" + str(port))
            for number in range(20):
                call = api.post("calls", name=str(number)).new_id()
                api.delete(f"calls/{call}")
            self.assertIn("cdrConnectionFailure", api.get("system/alarms").body.decode())
            receiver = Receiver()  # elsewhere: the address is changed, the records follow
            self.addCleanup(receiver.close)
            ids = api.all_ids("system/cdrReceivers")
            api.put(f"system/cdrReceivers/{ids[0]}", uri=f"http://127.0.0.1:{receiver.port}/in")
            receiver.wait_for(lambda records: len(records) >= 40)
            server.wait_for_log("successfully connected to CDR receiver 1")
        self.assertEqual(self.check_meetings(self.each_once(receiver.records())),
                         [str(number) for number in range(20)])

    def test_https(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = f"{folder}/certificate.pem", f"{folder}/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                            "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=receiver",
                            "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-out",
                            certificate, "-keyout", key], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            receiver = Receiver(context)
            self.addCleanup(receiver.close)
            uri = f"https://127.0.0.1:{receiver.port}/in"
            with self.subTest("nobody vouches for it"), RealServer() as server:
                server.api().post("system/cdrReceivers", uri=uri)
                server.wait_for_log("alarm cdrConnectionFailure raised")
                self.assertIn("authenticationFailure",
                              server.api().get("system/alarms").body.decode())
                self.assertEqual(receiver.seen, [])
            with self.subTest("an authority that is trusted vouches for it"):
                self.check_trusted(receiver, uri, certificate)

    def check_trusted(self, receiver, uri, certificate):
        with RealServer(start=False) as server:
            server.start(["--trust", certificate])
            server.api().post("system/cdrReceivers", uri=uri)
            call = server.api().post("calls", name="Secret").new_id()
            server.api().delete(f"calls/{call}")
            receiver.wait_for(lambda records: len(records) >= 2)
        self.assertEqual(self.check_meetings(self.each_once(receiver.records())), ["Secret"])

    def test_example_of_the_page(self):
        page = (ROOT / "docs" / "cdr.md").read_text()
        program = re.search(r"^```python\n(.*?)^```$", page, re.M | re.S).group(1)
        self.assertLessEqual(len(program.splitlines()), 15)
        running = subprocess.Popen([sys.executable, "-u", "-c", program, "0"],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(running.stdout.close)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        port = int(running.stdout.readline().split()[-1])
        with RealServer() as server:
            server.api().post("system/cdrReceivers", uri=f"http://127.0.0.1:{port}/")
            call = server.api().post("calls", name="Example").new_id()
            server.api().delete(f"calls/{call}")
            lines = [running.stdout.readline() for _ in range(2)]
        self.assertRegex(lines[0], rf"^1 \S+Z callStart {call} .*name=Example")
        self.assertRegex(lines[1], rf"^2 \S+Z callEnd {call} .*callLegsCompleted=0")


if __name__ == "__main__":
    unittest.main()
