"""`curia conformance --target` as a QA team runs it: against a server that was just set up.

  python3 conformance/conformance_command_test.py
"""

import re
import unittest

import real_server

PATIENCE_S = 300


def judge(server, *arguments, password=real_server.PASSWORD):
    return real_server.curia(
        "conformance", "--target", f"https://{server.host}:{server.port}", "--user", "admin",
        "--password-stdin", *arguments, text_in=password + "\n", patience_s=PATIENCE_S)


class Conformance(unittest.TestCase):
    def test_a_new_server_passes_and_is_left_as_it_was(self):
        with real_server.RealServer() as server:
            done = judge(server)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            counted = re.search(r"(\d+) passed, 0 failed, \d+ skipped\n$", done.stdout)
            self.assertIsNotNone(counted, done.stdout)
            self.assertGreater(int(counted[1]), 80)
            for collection in ("coSpaces", "tenants", "callLegProfiles", "calls", "ldapServers"):
                self.assertIn(b' total="0"', server.api().get(collection).body, collection)

    def test_coverage_gives_a_node_its_values_back(self):
        with real_server.RealServer() as server:
            api = server.api()
            profile = api.post("callProfiles", participantLimit=7).new_id()
            api.put("system/profiles", callProfile=profile)
            before = [api.get(node).body for node in
                      ("system/profiles", "system/configuration/cluster")]
            self.assertIn(profile.encode(), before[0])
            done = judge(server, "--coverage")
            self.assertIn("without users of its making", done.stdout)
            api = server.api()
            self.assertEqual([api.get(node).body for node in
                              ("system/profiles", "system/configuration/cluster")], before)

    def test_who_cannot_ask_is_told_so_before_anything_is_judged(self):
        with real_server.RealServer() as server:
            done = judge(server, password="wrong")
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertEqual(done.stderr,
                             "curia conformance: the server refuses the login of 'admin'\n")
        done = judge(server)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("does not answer", done.stderr)

    def test_options_that_would_mean_nothing_are_refused(self):
        for arguments, why in (
                (["--user", "admin"], "--user needs --target URL"),
                (["--password-stdin"], "--password-stdin needs --target URL"),
                (["--facts", "x"], "--facts needs --coverage"),
                (["--coverage", "--junit", "x"], "--coverage has no use for --junit"),
                (["--coverage", "coSpaces"], "--coverage has no use for a pattern")):
            done = real_server.curia("conformance", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(f"curia conformance: {why}\n", done.stderr)

    def test_a_report_that_cannot_be_written_is_told_first(self):
        done = real_server.curia("conformance", "--junit", "/nowhere/results.xml")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(done.stderr,
                         "curia conformance: '/nowhere/results.xml' cannot be written\n")


if __name__ == "__main__":
    unittest.main()
