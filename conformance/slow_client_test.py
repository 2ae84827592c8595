"""Clients that stop in the middle are let go by the real server, each after its time.

Nearly all of its half minute is waiting. The exact times hold in simulation
(impl/service/web/listener_test.cpp); here it is seen that they hold on real sockets as well.

  python3 conformance/slow_client_test.py
"""

import socket
import time
import unittest

from real_server import RealServer, read_all

HANDSHAKE_S = 20  # docs/limits.md
REQUEST_S = 30
SLACK_S = 15  # of a busy machine


class SlowClients(unittest.TestCase):
    def test_slow_clients_are_let_go(self):
        with (RealServer() as server,
              socket.create_connection((server.host, server.port)) as no_handshake,
              server.raw() as half_header, server.raw() as half_body):
            begin = time.monotonic()
            half_header.sendall(b"GET /api/v1/coSpaces HTTP/1.1\r\nHo")
            half_body.sendall(b"POST /api/v1/coSpaces HTTP/1.1\r\nHost: curia\r\n"
                              b"Content-Length: 9\r\n\r\nname=")
            no_handshake.settimeout(HANDSHAKE_S + SLACK_S)
            self.assertLess(len(read_all(no_handshake)), 32, "at most a TLS alert")
            self.assertGreater(time.monotonic() - begin, HANDSHAKE_S - 1)
            for slow in (half_header, half_body):
                slow.settimeout(REQUEST_S + SLACK_S)
                answer = read_all(slow).decode()
                self.assertTrue(answer.startswith("HTTP/1.1 408 Request Timeout\r\n"), answer)
            self.assertGreater(time.monotonic() - begin, REQUEST_S - 1)
            server.wait_for_log("the handshake was not completed in time")
            self.assertEqual(server.api().get("system/status").status, 200)
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
