"""Events of the real server, heard by a client that is not ours (Debian's python3-websockets).

The program of docs/events.md prints what the page says; subscriptions, rosters, refusals and the
end of the server are seen over real TLS.

  python3 conformance/events_test.py
"""

import asyncio
import json
import os
import re
import subprocess
import unittest

import debian_python

debian_python.needs("websockets")

import websockets  # noqa: E402

from real_server import PASSWORD, ROOT, RealServer  # noqa: E402

PATIENCE_S = 60  # of a busy machine
TOKEN = "x-cisco-cms-auth-token"


class Listener:
    """One WebSocket: what it says is acknowledged, what it hears is kept by type."""

    def __init__(self, socket):
        self.socket = socket
        self.last_id = 0

    async def request(self, kind, **members):
        self.last_id += 1
        await self.socket.send(json.dumps({"type": "message", "message": {
            "messageId": self.last_id, "type": kind, **members}}))

    async def subscribe(self, *subscriptions):
        await self.request("subscribeRequest", subscriptions=subscriptions)
        return await self.status()

    async def hear(self):
        return json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE_S))

    async def status(self):
        heard = await self.hear()
        assert heard["type"] == "messageAck", heard
        assert heard["messageAck"]["messageId"] == self.last_id, heard
        return heard["messageAck"]["status"]

    async def message(self, kind):
        heard = await self.hear()
        assert heard["type"] == "message", heard
        message = heard["message"]
        await self.socket.send(json.dumps({"type": "messageAck", "messageAck": {
            "messageId": message["messageId"], "status": "success"}}))
        assert message["type"] == kind, message
        return message


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = RealServer()
        cls.addClassCleanup(cls.server.close)
        cls.api = cls.server.api()

    def token(self):
        answer = self.api.post("authTokens")
        self.assertEqual((answer.status, answer.body), (200, b""))
        return answer.headers[TOKEN]

    def connect(self, token=None, server=None):
        server = server or self.server
        token = self.token() if token is None else token
        return websockets.connect(f"wss://{server.host}:{server.port}/events/v1?authToken={token}",
                                  ssl=server.trust, ping_interval=None)

    def test_the_program_of_the_page_prints_what_the_page_says(self):
        page = (ROOT / "docs" / "events.md").read_text()
        program = re.search(r"^```python\n(.*?)^```$", page, re.M | re.S).group(1)
        expected = re.search(r"^```text\n(.*?)^```$", page, re.M | re.S).group(1)
        printed = subprocess.run(
            [debian_python.DEBIAN_PYTHON, "-c", program], capture_output=True, text=True,
            timeout=PATIENCE_S,
            env=os.environ | {"SERVER": f"{self.server.host}:{self.server.port}",
                              "CERTIFICATE": str(self.server.data / "certificate.pem"),
                              "LOGIN": f"admin:{PASSWORD}", "no_proxy": "*"})
        self.assertEqual(printed.stderr, "")
        self.assertEqual(printed.stdout, expected)

    def test_a_token_is_for_one_connection_and_only_for_those_who_may(self):
        self.assertEqual(self.server.api(name=None).post("authTokens").status, 401)
        self.assertEqual(self.api.get("authTokens").reasons(), ["invalidOperation"])

        async def run():
            token = self.token()
            async with self.connect(token):
                pass
            for bad in (token, "", "00000000-0000-0000-0000-000000000000"):
                with self.assertRaises(websockets.InvalidStatusCode) as refused:
                    await self.connect(bad)
                self.assertEqual(refused.exception.status_code, 401)

        asyncio.run(run())

    def test_a_roster_follows_what_the_api_does(self):
        call = self.api.post("calls", name="Roster").new_id()
        elements = ["name", "uri", "state", "direction", "audioMuted", "videoMuted", "importance",
                    "layout", "activeSpeaker", "presenter", "canMove"]

        async def run():
            async with self.connect() as socket:
                listener = Listener(socket)
                self.assertEqual(await listener.subscribe(
                    {"index": 4, "type": "callRoster", "call": call, "elements": elements}),
                    "success")
                for state in ("pending", "active"):
                    told = await listener.message("subscriptionUpdate")
                    self.assertEqual(told["subscriptions"], [{"index": 4, "state": state}])
                participant = self.api.post(f"calls/{call}/participants",
                                            remoteParty="ann@example.com").new_id()
                told = await listener.message("rosterUpdate")
                self.assertEqual(told["subscriptionIndex"], 4)
                self.assertEqual(told["updates"], [{
                    "participant": participant, "updateType": "add", "name": "ann@example.com",
                    "uri": "ann@example.com", "state": "initial", "direction": "outgoing",
                    "audioMuted": False, "videoMuted": False, "layout": "automatic",
                    "activeSpeaker": False, "presenter": False, "canMove": True}])
                self.api.put(f"participants/{participant}", importance=7)
                told = await listener.message("rosterUpdate")
                self.assertEqual(told["updates"], [{
                    "participant": participant, "updateType": "update", "importance": 7}])
                self.api.put(f"calls/{call}/participants/*", rxAudioMute="true")
                told = await listener.message("rosterUpdate")
                self.assertEqual(told["updates"], [{
                    "participant": participant, "updateType": "update", "audioMuted": True}])
                self.api.delete(f"calls/{call}")
                told = await listener.message("rosterUpdate")
                self.assertEqual(told["updates"],
                                 [{"participant": participant, "updateType": "remove"}])
                told = await listener.message("subscriptionUpdate")
                self.assertEqual(told["subscriptions"], [
                    {"index": 4, "state": "deactivated", "reason": "callEnded"}])

        asyncio.run(run())

    def test_bad_messages_are_answered(self):
        async def run():
            async with self.connect() as socket:
                listener = Listener(socket)
                await listener.request("dance")
                self.assertEqual(await listener.status(), "unknownMessageType")
                self.assertEqual(await listener.subscribe({"index": 1, "type": "calls"},
                                                          {"index": 1, "type": "calls"}),
                                 "duplicateIndex")
                await socket.ping()
                await socket.send("this is not JSON")
                with self.assertRaises(websockets.ConnectionClosed):
                    await listener.hear()
                self.assertEqual(socket.close_code, 1008)

        asyncio.run(run())

    def test_long_messages_in_fragments_arrive_whole(self):
        async def run():
            async with self.connect() as socket:
                request = json.dumps({"type": "message", "message": {
                    "messageId": 9, "type": "subscribeRequest", "subscriptions": [
                        {"index": i, "type": "calls", "elements": ["name"]} for i in range(900)]}})
                await socket.send(request[i:i + 1000] for i in range(0, len(request), 1000))
                listener = Listener(socket)
                listener.last_id = 9
                self.assertEqual(await listener.status(), "success")

        asyncio.run(run())

    def test_a_server_that_stops_says_so(self):
        async def run():
            with RealServer() as server:
                token = server.api().post("authTokens").headers[TOKEN]
                async with self.connect(token, server) as socket:
                    server.send(15)
                    await asyncio.wait_for(socket.wait_closed(), PATIENCE_S)
                    self.assertEqual(socket.close_code, 1001)
                self.assertEqual(server.wait(), 0)

        asyncio.run(run())


if __name__ == "__main__":
    unittest.main()
