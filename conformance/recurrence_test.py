"""Our recurrences against libical and python-dateutil: a small share of the random cases.

CURIA_RECURRENCE_CASES=N for more than the usual 300; all 100,000, on demand, by
conformance/recurrence/differential.py. Needs the modules of Debian's own Python.
"""

import os
import pathlib
import sys
import unittest

import debian_python

debian_python.needs("dateutil")

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "recurrence"))

import classes  # noqa: E402
import differential  # noqa: E402


class Recurrences(unittest.TestCase):
    def test_peers_agree_or_the_difference_is_explained(self):
        count = int(os.environ.get("CURIA_RECURRENCE_CASES", "300"))
        told = differential.run(seed=1, first=0, count=count, jobs=1)
        self.assertEqual({key: found for key, found in told.items()
                          if key[1] == classes.UNEXPLAINED}, {})
        self.assertGreater(len(told["dateutil", "agree"]), 0.9 * count)
        self.assertGreater(len(told["libical", "agree"]), 0.6 * count)


if __name__ == "__main__":
    unittest.main()
