"""The local time of every occurrence is the rule's: fifty years of days in each zone, beside the
instants of Python's zoneinfo.

Fifteen zones, three of them others every day; CURIA_ZONES=all for all of them (minutes).
"""

import concurrent.futures
import datetime
import os
import pathlib
import random
import subprocess
import sys
import unittest
import zoneinfo

import debian_python

debian_python.needs("dateutil")

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "recurrence"))

import cases  # noqa: E402
import differential  # noqa: E402

FIRST_YEAR, LAST_YEAR = 1995, 2044
# Both lie in the hours in which clocks change: some zones do it at midnight.
TIMES = (datetime.time(0, 30), datetime.time(2, 30))
RULE = "FREQ=DAILY;BYHOUR=0,2"
SAMPLE = 3  # beside the special zones
MOST = 40_000


def expected(zone):
    """What recurrence_results answers when each local time of the rule is where zoneinfo has it:
    the first of two, the offset before a gap."""
    info = zoneinfo.ZoneInfo(zone)
    found = {}  # a local time that is skipped gives way to one that clocks show
    day, last = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)
    while day <= last:
        for time in TIMES:
            local = datetime.datetime.combine(day, time)
            instant = local - local.replace(tzinfo=info).utcoffset()
            if instant not in found or info.fromutc(instant.replace(tzinfo=info)).replace(
                    tzinfo=None) == local:
                found[instant] = local
        day += datetime.timedelta(days=1)
    return [f"{cases.written(local)}/{cases.written(instant)}"
            for instant, local in sorted(found.items())]


def answer(zone):
    line = "\t".join([f"{FIRST_YEAR}0101T003000", zone, RULE, "", "",
                      f"{FIRST_YEAR - 1}1201T000000", f"{LAST_YEAR + 1}0201T000000", str(MOST)])
    done = subprocess.run([differential.helper(), "ours"], input=line + "\n", capture_output=True,
                          text=True, check=True)
    # The window ends a month late: what lies behind the last local day is not compared.
    return [pair for pair in done.stdout.split() if pair[:4] <= str(LAST_YEAR)]


def difference(zone):
    """(zone, the first pair of ours and theirs that differ, how many were compared)"""
    ours, theirs = answer(zone), expected(zone)
    for one, other in zip(ours, theirs):
        if one != other:
            return zone, (one, other), len(theirs)
    return zone, None if len(ours) == len(theirs) else (len(ours), len(theirs)), len(theirs)


def chosen():
    zones = sorted(name for name in zoneinfo.available_timezones()
                   if not name.startswith(("posix/", "right/", "SystemV/")))
    if os.environ.get("CURIA_ZONES") == "all":
        return zones
    today = datetime.date.today().toordinal()
    return sorted({*cases.SPECIAL_ZONES, *random.Random(today).sample(zones, SAMPLE)})


class Zones(unittest.TestCase):
    def test_fifty_years_of_local_times(self):
        zones = chosen()
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            told = list(pool.map(difference, zones))
        wrong = {zone: found for zone, found, _ in told if found}
        self.assertEqual(wrong, {})
        compared = sum(count for *_, count in told)
        self.assertGreater(compared, len(zones) * 50 * 365 * len(TIMES) - 1000)
        print(f"{compared} occurrences in {len(zones)} zones", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
