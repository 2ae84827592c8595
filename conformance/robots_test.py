"""Live calls of the real server, started with --robots: people who need no telephone.

They are dialled through the API; what becomes of them is heard by clients that are not ours: events
through Debian's python3-websockets, call detail records through Python's http.server.

  python3 conformance/robots_test.py
"""

import asyncio
import http.server
import json
import os
import threading
import time
import unittest
import xml.etree.ElementTree

import debian_python

debian_python.needs("websockets")

import websockets  # noqa: E402

from real_server import RealServer  # noqa: E402

PATIENCE_S = 60  # of a busy machine
TOKEN = "x-cisco-cms-auth-token"


class Receiver:
    """Takes call detail records on a free port of loopback, until it is closed."""

    def __init__(self):
        self.records = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.records += xml.etree.ElementTree.fromstring(body)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def uri(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def end_reason(self, leg):
        for record in list(self.records):
            if record.get("type") == "callLegEnd" and record[0].get("id") == leg:
                return record[0].findtext("reason")
        return None

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def wait_until(what, told):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{told} did not come about in {PATIENCE_S} s")


class Robots(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = RealServer(start=False)
        cls.addClassCleanup(cls.server.close)
        cls.server.start(["--robots"])
        cls.api = cls.server.api()
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)
        assert cls.api.post("system/cdrReceivers", uri=cls.receiver.uri).status == 200

    def call(self, name):
        return self.api.post("calls", name=name).new_id()

    def dial(self, call, robot, **form):
        """The call leg of a robot that is dialled."""
        return self.api.post(f"calls/{call}/callLegs", remoteParty=f"{robot}@robots.invalid",
                             **form).new_id()

    def status(self, leg, name):
        answer = self.api.get(f"callLegs/{leg}")
        return answer.xml().findtext(f"status/{name}") if answer.status == 200 else None

    def wait_for(self, leg, state):
        wait_until(lambda: self.status(leg, "state") == state, f"the state {state}")

    def test_who_answers_is_connected_and_who_does_not_ends_with_his_reason(self):
        call = self.call("answers")
        there = self.dial(call, "answers")
        self.wait_for(there, "connected")
        self.wait_for(self.dial(call, "holds-after-1s"), "onHold")
        self.wait_for(self.dial(call, "rings"), "ringing")
        for robot, reason in (("busy", "remoteBusy"), ("rejects", "remoteRejected"),
                              ("leaves-after-1s", "remoteTeardown"),
                              ("dances", "unknownDestination")):
            leg = self.dial(call, robot)
            self.assertEqual(wait_until(lambda leg=leg: self.receiver.end_reason(leg), robot),
                             reason)
            self.assertEqual(self.api.get(f"callLegs/{leg}").status, 404)
        self.api.delete(f"calls/{call}")
        wait_until(lambda: self.receiver.end_reason(there), "the end of the call")

    def test_the_lobby_opens_for_a_host(self):
        guests = self.api.post("callLegProfiles", needsActivation="true").new_id()
        call = self.call("lobby")
        guest = self.dial(call, "answers", callLegProfile=guests)
        wait_until(lambda: self.status(guest, "deactivated") == "true", "waiting")
        host = self.dial(call, "answers")
        wait_until(lambda: self.status(guest, "deactivated") == "false", "being let in")
        self.api.delete(f"callLegs/{host}")
        wait_until(lambda: self.status(guest, "deactivated") == "true", "waiting again")
        self.api.delete(f"calls/{call}")

    def test_who_talks_is_the_active_speaker_and_who_shares_presents(self):
        call = self.call("stage")

        async def run():
            token = self.api.post("authTokens").headers[TOKEN]
            url = f"wss://{self.server.host}:{self.server.port}/events/v1?authToken={token}"
            async with websockets.connect(url, ssl=self.server.trust, ping_interval=None) as socket:
                await socket.send(json.dumps({"type": "message", "message": {
                    "messageId": 1, "type": "subscribeRequest", "subscriptions": [
                        {"index": 1, "type": "callRoster", "call": call,
                         "elements": ["uri", "activeSpeaker", "presenter"]}]}}))
                self.dial(call, "talks")
                self.dial(call, "shares")
                roster = {}
                while True:
                    heard = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE_S))
                    if heard["type"] != "message":
                        continue
                    await socket.send(json.dumps({"type": "messageAck", "messageAck": {
                        "messageId": heard["message"]["messageId"], "status": "success"}}))
                    for update in heard["message"].get("updates", []):
                        if update["updateType"] == "remove":
                            roster.pop(update["participant"])
                        else:
                            roster.setdefault(update["participant"], {}).update(update)
                    speakers = [p["uri"] for p in roster.values() if p["activeSpeaker"]]
                    presenters = [p["uri"] for p in roster.values() if p["presenter"]]
                    if speakers and presenters:
                        return speakers, presenters

        self.assertEqual(asyncio.run(run()),
                         (["talks@robots.invalid"], ["shares@robots.invalid"]))
        self.api.delete(f"calls/{call}")

    def test_an_idle_space_costs_no_thread(self):
        """Nor does a meeting, while it lasts or when it is over."""
        def threads():
            return len(os.listdir(f"/proc/{self.server.process.pid}/task"))

        before = threads()
        spaces = [self.api.post("coSpaces", name=f"Room {i}").new_id() for i in range(200)]
        self.assertEqual(threads(), before)
        call = self.api.post("calls", coSpace=spaces[0]).new_id()
        self.wait_for(self.dial(call, "talks"), "connected")
        self.assertEqual(threads(), before)
        self.api.delete(f"calls/{call}")
        self.assertEqual(threads(), before)


class WithoutRobots(unittest.TestCase):
    def test_nobody_has_their_addresses(self):
        with RealServer() as server:
            api = server.api()
            call = api.post("calls", name="empty").new_id()
            leg = api.post(f"calls/{call}/callLegs", remoteParty="answers@robots.invalid").new_id()
            time.sleep(1)
            state = api.get(f"callLegs/{leg}").xml().findtext("status/state")
            self.assertEqual(state, "initial")


if __name__ == "__main__":
    unittest.main()
