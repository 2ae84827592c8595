"""Every mail of every scenario with a mail server, simulated, is read by python-icalendar and
libical without a complaint.

Needs the modules of Debian's own Python.
"""

import subprocess
import unittest

import debian_python

debian_python.needs("icalendar")

import calendar_peers  # noqa: E402
import mail_test  # noqa: E402

SCENARIOS = mail_test.ROOT / "fixtures" / "conformance" / "scheduler"
PROGRAM = mail_test.BUILD / "conformance" / "scenario_mails"


def mails_of(stream):
    while stream:
        length, stream = stream.split(b"\n", 1)
        yield stream[:int(length)]
        stream = stream[int(length):]


class CalendarPeers(unittest.TestCase):
    def test_all_mails_of_simulated_runs(self):
        files = sorted(path for path in SCENARIOS.glob("*.sim")
                       if "\nworld    mail" in path.read_text())
        done = subprocess.run([PROGRAM, *files], capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        mails = list(mails_of(done.stdout))
        self.assertGreater(len(mails), 100)
        self.assertEqual([told for mail in mails if (told := calendar_peers.complaints(mail))], [])


if __name__ == "__main__":
    unittest.main()
