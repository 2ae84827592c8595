"""An idle coSpace costs no thread: the server has as many with three hundred as with none.

  python3 conformance/idle_test.py
"""

import pathlib
import re
import unittest

from real_server import RealServer

SPACES = 300


def threads(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"^Threads:\s+(\d+)$", status, re.M).group(1))


class Idle(unittest.TestCase):
    def test_spaces_cost_no_thread(self):
        with RealServer() as server:
            api = server.api()
            self.assertEqual(api.post("coSpaces", name="First").status, 200)
            before = threads(server)
            for number in range(SPACES):
                self.assertEqual(api.post("coSpaces", name="Team", uri=f"team.{number}").status,
                                 200)
            self.assertEqual(threads(server), before)
            call = api.post("calls", name="Board").new_id()
            api.post(f"calls/{call}/callLegs", remoteParty="ann@example.com")
            self.assertEqual(threads(server), before)


if __name__ == "__main__":
    unittest.main()
