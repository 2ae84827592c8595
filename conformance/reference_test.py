"""The reference of the API is what the server says of itself.

- docs/api: the pages are those that `curia reference` makes now.
- /api/openapi.json: needs credentials, and a validator that is not ours takes it.

  python3 conformance/reference_test.py          checks
  python3 conformance/reference_test.py --fix    writes docs/api
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from real_server import PASSWORD, ROOT, RealServer, basic, curia

PAGES = ROOT / "docs" / "api"
VALIDATOR = ROOT / "build" / "validators" / "node_modules" / ".bin" / "validate-api"
PATIENCE_S = 120


def pages_in(folder):
    return {page.name: page.read_text() for page in pathlib.Path(folder).glob("*.md")}


def write_pages(folder):
    done = curia("reference", folder)
    if done.returncode:
        raise AssertionError(done.stderr)


class Pages(unittest.TestCase):
    def test_are_up_to_date(self):
        with tempfile.TemporaryDirectory() as folder:
            write_pages(folder)
            wanted, written = pages_in(folder), pages_in(PAGES)
        stale = sorted(name for name in wanted.keys() | written.keys()
                       if wanted.get(name) != written.get(name))
        self.assertFalse(stale, "stale pages of docs/api: tools/check --fix renews them")

    def test_examples_are_answered(self):
        for name, text in pages_in(PAGES).items():
            self.assertNotIn("unrecognisedObject", text.partition("## Example")[2], name)
            self.assertNotIn("\n5", text.partition("## Example")[2], name)


class OpenApi(unittest.TestCase):
    def ask(self, server, method, name):
        """Status, media type and body of the document, which lies beside /api/v1."""
        api = server.api(name)
        authorization = {"Authorization": basic(name, PASSWORD)} if name else {}
        api.connection.request(method, "/api/openapi.json", headers=authorization)
        answer = api.connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()

    def test_is_served_with_credentials(self):
        with RealServer() as server:
            status, media_type, body = self.ask(server, "GET", "admin")
            self.assertEqual((status, media_type), (200, "application/json"))
            self.assertEqual(json.loads(body)["openapi"], "3.1.0")
            self.assertEqual(self.ask(server, "POST", "admin")[0], 400)
            self.assertEqual(self.ask(server, "GET", None)[0], 401)

    def test_names_every_page(self):
        paths = json.loads(curia("reference", "--openapi").stdout)["paths"]
        index = (PAGES / "README.md").read_text()
        for path in paths:
            self.assertIn(f"`{path}`", index)

    def test_is_valid(self):
        self.assertTrue(VALIDATOR.exists(), "tools/setup installs the validator")
        with tempfile.TemporaryDirectory() as folder:
            document = pathlib.Path(folder) / "openapi.json"
            document.write_text(curia("reference", "--openapi").stdout)
            done = subprocess.run([VALIDATOR, document], capture_output=True, text=True,
                                  timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    if "--fix" in sys.argv:
        write_pages(PAGES)
    else:
        unittest.main()
