"""The real server is killed at random moments under a write load, and nothing acknowledged is lost.

After each restart: every acknowledged object is there byte for byte, every acknowledged delete
stays deleted, a write without an answer is there as a whole or not at all, names that are taken
are refused, and totals agree with what paging shows.

  python3 conformance/kill_test.py
  CURIA_KILLS=100 CURIA_KILL_SEED=7 python3 conformance/kill_test.py    more kills, one seed again

A seed repeats what is written and when the kill is due; how far the server is then is up to the
machine. CURIA_KILLS is 25 unless given: what a run of all tests can afford.
"""

import os
import random
import signal
import time
import unittest

from kill_load import Client, bodies
from real_server import RealServer

KILLS = int(os.environ.get("CURIA_KILLS", "25"))
SEED = int(os.environ.get("CURIA_KILL_SEED") or random.SystemRandom().randrange(10**9))
CLIENTS = 6
LONGEST_LOAD_S = 0.4
LONGEST_START_S = 0.1
LONGEST_DRAIN_S = 0.03
NAMES_TRIED = 3  # after each restart


def differences(observed, expected):
    return [f"{path}: {observed.get(path)} instead of {expected.get(path)}"
            for path in sorted(observed.keys() | expected.keys())
            if observed.get(path) != expected.get(path)]


class KillTest(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        self.objects = [{} for _ in range(CLIENTS)]  # of each client
        self.clients = []
        self.acknowledged = 0
        self.found = {True: 0, False: 0}  # writes that had no answer: as a whole, not at all
        self.moments = {"load": 0, "start": 0, "drain": 0}

    def test_acknowledged_writes_survive_sigkill(self):
        print(f"CURIA_KILLS={KILLS} CURIA_KILL_SEED={SEED}", flush=True)
        begin = time.monotonic()
        with RealServer() as server:
            for kill in range(1, KILLS + 1):
                moment = self.random.choices(list(self.moments), (8, 1, 1))[0]
                self.moments[moment] += 1
                if moment == "start":
                    server.stop()
                    server.spawn()
                    time.sleep(self.random.uniform(0, LONGEST_START_S))
                    server.kill()
                else:
                    self.kill_under_load(server, moment)
                server.start()
                self.check_world(server.api(), f"kill {kill} of seed {SEED}")
            self.assertEqual(server.stop(), 0)
            self.assertNotIn(" error ", server.log())
        print(f"{KILLS} kills ({self.moments['load']} under load, {self.moments['start']} while "
              f"starting, {self.moments['drain']} while stopping), {self.acknowledged} writes "
              f"acknowledged, {self.found[True] + self.found[False]} without an answer "
              f"({self.found[True]} of them found whole), "
              f"{len(bodies(self.everything()))} objects at the end, "
              f"{time.monotonic() - begin:.0f} s", flush=True)
        self.assertGreater(self.acknowledged, KILLS)

    def kill_under_load(self, server, moment):
        self.clients = [Client(i, random.Random(self.random.random()), spaces)
                        for i, spaces in enumerate(self.objects)]
        first = server.api()
        first.get("system/status")  # pays for the login that all clients share
        for client in self.clients:
            client.api = server.api()
            client.start()
        time.sleep(self.random.uniform(0, LONGEST_LOAD_S))
        if moment == "drain":
            server.send(signal.SIGTERM)
            time.sleep(self.random.uniform(0, LONGEST_DRAIN_S))
        server.kill()
        first.close()
        for client in self.clients:
            client.join()
            self.acknowledged += client.acknowledged
            self.assertEqual(client.problem, "", f"seed {SEED}")

    def everything(self):
        return {identity: space for spaces in self.objects for identity, space in spaces.items()}

    def check_world(self, api, place):
        observed = {}
        for space in api.all_ids("coSpaces"):
            paths = [f"coSpaces/{space}/accessMethods/{method}"
                     for method in api.all_ids(f"coSpaces/{space}/accessMethods")]
            observed |= {path: api.get(path).body for path in [f"coSpaces/{space}", *paths]}
        for client in self.clients:
            self.objects[client.number] = self.settle(client, observed)
        unanswered = [str(client.in_flight) for client in self.clients]
        self.assertEqual(differences(observed, bodies(self.everything())), [],
                         f"{place}; without an answer: {unanswered}")
        for client in self.clients:
            for path in client.deleted:
                self.assertEqual(api.get(path).status, 404, f"{place}: {path} was deleted")
        self.clients = []
        self.check_names(api)
        api.close()

    def settle(self, client, observed):
        """The objects of a client, with the write that had no answer or without it."""
        known = set(bodies(self.everything()))
        strange = [path.rsplit("/", 1)[1] for path in observed if path not in known]
        for happened, spaces in client.possible(strange):
            expected = bodies(spaces)
            own = {path: body for path, body in observed.items()
                   if path.split("/")[1] in client.spaces or path in expected}
            if own == expected:
                if client.in_flight is not None and not client.in_flight.refusal:
                    self.found[happened] += 1
                return spaces
        return client.spaces  # what differs is told by the caller

    def check_names(self, api):
        """Names that are taken are refused, and a refusal leaves nothing behind."""
        spaces = list(self.everything().values())
        before = api.get("coSpaces").xml().get("total")
        for space in self.random.sample(spaces, min(NAMES_TRIED, len(spaces))):
            if space.fields.get("uri"):
                answer = api.post("coSpaces", name="again", uri=space.fields["uri"])
                self.assertEqual((answer.status, answer.reasons()), (400, ["duplicateCoSpaceUri"]))
            answer = api.post("coSpaces", name="again", callId=space.fields["callId"])
            self.assertEqual((answer.status, answer.reasons()), (400, ["duplicateCoSpaceId"]))
        self.assertEqual(api.get("coSpaces").xml().get("total"), before)


if __name__ == "__main__":
    unittest.main()
