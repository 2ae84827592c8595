"""What `cmake --install` puts somewhere is all that the command needs.

  python3 conformance/install_test.py
"""

import pathlib
import subprocess
import tempfile
import unittest

import real_server

BUILD = pathlib.Path(real_server.CURIA).parents[1]
PATIENCE_S = 120


class Install(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="curia-installed-")
        self.addCleanup(folder.cleanup)
        self.prefix = pathlib.Path(folder.name)

    def run_there(self, program, *arguments):
        return subprocess.run([program, *arguments], cwd=self.prefix, text=True,
                              capture_output=True, timeout=PATIENCE_S)

    def test_the_suites_come_with_it(self):
        done = subprocess.run(["cmake", "--install", BUILD, "--prefix", self.prefix],
                              capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        installed = self.prefix / "bin/curia"
        judged = self.run_there(installed, "conformance", "coSpaces/")
        self.assertRegex(judged.stdout, r"[1-9]\d* passed, 0 failed", judged.stderr)
        covered = self.run_there(installed, "conformance", "--coverage")
        self.assertEqual(covered.returncode, 0, covered.stderr)

    def test_a_command_without_them_says_what_is_missing(self):
        alone = self.prefix / "curia"
        alone.write_bytes(pathlib.Path(real_server.CURIA).read_bytes())
        alone.chmod(0o755)
        done = self.run_there(alone, "conformance")
        self.assertEqual(done.returncode, 1)
        self.assertIn("fixtures/conformance is neither here nor beside the program", done.stderr)


if __name__ == "__main__":
    unittest.main()
