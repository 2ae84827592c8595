"""The WebSocket of the real server, judged frame by frame over TLS.

The cases follow the groups of the Autobahn test suite (pings, reserved bits, opcodes, fragments,
UTF-8, closing, limits), written anew for the place that the server has: /events/v1, which
acknowledges messages instead of echoing them. Frames are made and read here, by nobody's library.

  python3 conformance/websocket_cases_test.py
"""

import base64
import hashlib
import json
import os
import struct
import unittest

from real_server import RealServer

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
MESSAGE_LIMIT = 1024 * 1024  # docs/limits.md
QUESTION = json.dumps({"type": "message", "message": {"messageId": 5, "type": "weather"}}).encode()
ANSWER = {"type": "messageAck", "messageAck": {"messageId": 5, "status": "unknownMessageType"}}


def frame(opcode, payload=b"", fin=True, reserved=0, masked=True, length=None):
    head = bytes([fin << 7 | reserved << 4 | opcode])
    bit = 0x80 if masked else 0
    size = len(payload)
    if length is not None:
        head += length(bit)
    elif size < 126:
        head += bytes([bit | size])
    elif size < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    long_key = (key * (size // 4 + 1))[:size]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(long_key, "big")
    return head + key + mixed.to_bytes(size, "big")


class Client:
    """One WebSocket after its handshake; reads whole frames."""

    def __init__(self, server, api):
        token = api.post("authTokens").headers["x-cisco-cms-auth-token"]
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket = server.raw()
        self.socket.sendall(
            f"GET /events/v1?authToken={token} HTTP/1.1\r\nHost: curia\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            .encode())
        self.received = b""
        while b"\r\n\r\n" not in self.received:
            self.received += self.socket.recv(4096)
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        assert head.startswith(b"HTTP/1.1 101 Switching Protocols\r\n"), head
        assert b"Sec-WebSocket-Accept: " + base64.b64encode(digest) in head, head

    def say(self, data, piece=None):
        for i in range(0, len(data), piece or len(data)):
            self.socket.sendall(data[i:i + (piece or len(data))])

    def take(self, size):
        while len(self.received) < size:
            chunk = self.socket.recv(65536)
            if not chunk:
                raise EOFError
            self.received += chunk
        taken, self.received = self.received[:size], self.received[size:]
        return taken

    def frame(self):
        """(opcode, payload); the server neither masks nor fragments what is so short."""
        first, second = self.take(2)
        assert first & 0xF0 == 0x80 and second & 0x80 == 0, (first, second)
        size = second
        if size == 126:
            size, = struct.unpack(">H", self.take(2))
        return first & 15, self.take(size)

    def close_code(self):
        """Reads up to the close frame; its code, None when it has none."""
        opcode = None
        while opcode != CLOSE:
            opcode, payload = self.frame()
        return struct.unpack(">H", payload[:2])[0] if payload else None

    def ended(self):
        try:
            return not self.socket.recv(1)
        except OSError:
            return True


class WebSocketCases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = RealServer()
        cls.addClassCleanup(cls.server.close)
        cls.api = cls.server.api()

    def client(self):
        client = Client(self.server, self.api)
        self.addCleanup(client.socket.close)
        return client

    def check_close(self, code, *frames, piece=None):
        client = self.client()
        client.say(b"".join(frames), piece)
        self.assertEqual(client.close_code(), code)
        self.assertTrue(client.ended())

    def check_answer(self, *frames, piece=None):
        client = self.client()
        client.say(b"".join(frames), piece)
        opcode, payload = client.frame()
        while opcode == PONG:
            opcode, payload = client.frame()
        self.assertEqual((opcode, json.loads(payload)), (TEXT, ANSWER))

    def test_pings(self):
        client = self.client()
        for payload in (b"", b"hello", bytes(range(125))):
            client.say(frame(PING, payload))
            self.assertEqual(client.frame(), (PONG, payload))
        client.say(frame(PONG, b"nobody asked"))
        client.say(b"".join(frame(PING, b"%d" % i) for i in range(10)), piece=3)
        self.assertEqual([client.frame() for _ in range(10)],
                         [(PONG, b"%d" % i) for i in range(10)])
        self.check_close(1002, frame(PING, bytes(126)))

    def test_reserved_bits(self):
        for reserved in range(1, 8):
            for opcode in (TEXT, BINARY, PING, CLOSE):
                with self.subTest(reserved=reserved, opcode=opcode):
                    self.check_close(1002, frame(opcode, b"", reserved=reserved))

    def test_unknown_opcodes(self):
        for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
            with self.subTest(opcode=opcode):
                self.check_close(1002, frame(opcode, b""))

    def test_masks_and_lengths(self):
        self.check_close(1002, frame(TEXT, b"not masked", masked=False))
        self.check_close(1002, frame(BINARY, bytes(5), length=lambda bit: bytes([bit | 126, 0, 5])))
        for size, length in ((200, 200), (0, 1 << 63)):
            self.check_close(1002, frame(BINARY, bytes(size), length=lambda bit, length=length:
                                         bytes([bit | 127]) + struct.pack(">Q", length)))

    def test_fragments(self):
        third = len(QUESTION) // 3
        parts = (frame(TEXT, QUESTION[:third], fin=False),
                 frame(CONTINUATION, QUESTION[third:2 * third], fin=False),
                 frame(CONTINUATION, QUESTION[2 * third:]))
        self.check_answer(*parts)
        self.check_answer(*parts, piece=1)
        self.check_answer(parts[0], frame(PING, b"between"), parts[1],
                          frame(CONTINUATION, b"", fin=False), parts[2])
        self.check_close(1002, frame(CONTINUATION, b"orphan"))
        self.check_close(1002, frame(CONTINUATION, b"orphan", fin=False))
        self.check_close(1002, parts[0], frame(TEXT, b"nested"))
        for opcode in (PING, PONG, CLOSE):
            self.check_close(1002, frame(opcode, b"", fin=False))

    def test_utf8(self):
        good = ("κόσμε", "\u0800", "\uffff", "\U00010000", "\U0010ffff", "\ud7ff", "\ue000")
        for text in good:
            with self.subTest(text=text):
                question = QUESTION.replace(b"weather", text.encode())
                self.check_answer(frame(TEXT, question), piece=7)
        bad = (b"\x80", b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xed\xa0\x80",
               b"\xf4\x90\x80\x80", b"\xfe", b"\xff", b"\xf8\x88\x80\x80\x80")
        for text in bad:
            with self.subTest(text=text):
                self.check_close(1007, frame(TEXT, b"a" + text))
                # Said at once, without the rest of the message.
                self.check_close(1007, frame(TEXT, b"a" + text, fin=False))
        for text in (b"\xce", b"\xe1\xbd", b"\xf0\x90\x80"):
            self.check_close(1007, frame(TEXT, text))
            self.check_close(1008, frame(TEXT, text[:1], fin=False),  # whole, but no message
                             frame(CONTINUATION, (text + b"\x80\x80\x80")[1:{0xce: 2, 0xe1: 3,
                                                                            0xf0: 4}[text[0]]]))

    def test_closing(self):
        for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                     3000, 3999, 4000, 4999):
            with self.subTest(code=code):
                self.check_close(code, frame(CLOSE, struct.pack(">H", code) + b"bye"))
        for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
            with self.subTest(code=code):
                self.check_close(1002, frame(CLOSE, struct.pack(">H", code)))
        self.check_close(None, frame(CLOSE))
        self.check_close(1002, frame(CLOSE, b"\x03"))
        self.check_close(1007, frame(CLOSE, struct.pack(">H", 1000) + b"\xce\xba\xe1\xbd\xed\xa0"))
        self.check_close(1000, frame(CLOSE, struct.pack(">H", 1000) + b"a" * 123))
        self.check_close(1002, frame(CLOSE, struct.pack(">H", 1000) + b"a" * 124))
        # What comes after the close frame is not looked at.
        self.check_close(1000, frame(CLOSE, struct.pack(">H", 1000)), frame(PING), frame(3))

    def test_limits(self):
        self.check_close(1003, frame(BINARY, bytes(MESSAGE_LIMIT)))  # taken, but events are text
        self.check_close(1009, frame(BINARY, bytes(MESSAGE_LIMIT + 1))[:100])
        self.check_close(1009, frame(BINARY, bytes(MESSAGE_LIMIT), fin=False),
                         frame(CONTINUATION, b"a"))


if __name__ == "__main__":
    unittest.main()
