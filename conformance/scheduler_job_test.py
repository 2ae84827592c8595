"""The nightly job of the Scheduler on the real server: its clocks run sixty times as fast, so that
twenty minutes of a night take twenty seconds (fast_clock.c)."""

import datetime
import json
import pathlib
import subprocess
import tempfile
import time
import unittest

import real_server
import scheduler_mail_test

PACE = 60
PATIENCE_S = 120
BELIEVED_AFTER = datetime.timedelta(minutes=10)  # clock_trust of model/base/limits_scheduler.hpp


def book(server, space, end):
    scheduler_mail_test.ask(server, "POST", "meetings", {
        "coSpace": space, "isSchedulerSpaceOwner": True,
        "dtStart": f"{end - datetime.timedelta(hours=1):%Y-%m-%dT%H:%M:%S}",
        "dtEnd": f"{end:%Y-%m-%dT%H:%M:%S}"})


def clock_of(server):
    """What the server's wall clock shows."""
    shown = json.loads(server.scheduler.get("scheduler/nothing").body)["timestamp"]
    return datetime.datetime.fromisoformat(shown.rstrip("Z"))


class NightlyJob(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="curia-test-clock-")
        self.addCleanup(folder.cleanup)
        self.library = f"{folder.name}/fast_clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", self.library,
                        pathlib.Path(__file__).with_name("fast_clock.c")], check=True)

    def wrapper(self, begin):
        seconds = int(begin.replace(tzinfo=datetime.timezone.utc).timestamp())
        return ["env", f"FAST_CLOCK_PACE={PACE}", f"FAST_CLOCK_BEGIN={seconds}",
                f"LD_PRELOAD={self.library}"]

    def test_deletes_a_temporary_space_at_a_quarter_past_one_and_not_before(self):
        tomorrow = datetime.date.today() + datetime.timedelta(days=1)
        job = datetime.datetime.combine(tomorrow, datetime.time(1, 15))
        begin = job - 2 * BELIEVED_AFTER
        with real_server.RealServer(start=False, wrapper=self.wrapper(begin)) as server:
            scheduler_mail_test.start(server)
            api = server.api()
            over = api.post("coSpaces", name="Over").new_id()
            book(server, over, begin - datetime.timedelta(hours=24))
            young = api.post("coSpaces", name="Over for less than a day").new_id()
            book(server, young, job - datetime.timedelta(hours=23))
            looked = 0  # when nothing but the hour was missing
            deadline = time.monotonic() + PATIENCE_S
            while (status := api.get(f"coSpaces/{over}").status) == 200:
                looked += begin + BELIEVED_AFTER < clock_of(server) < job
                self.assertLess(time.monotonic(), deadline, "the job did not come")
                time.sleep(0.1)
            self.assertEqual(status, 404)
            self.assertGreaterEqual(clock_of(server), job)
            self.assertGreater(looked, 0, "the machine is too slow for this pace")
            self.assertEqual(api.get(f"coSpaces/{young}").status, 200)
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
