"""The pages for operators say what the server does.

- docs/api.md: its console examples are run against a demo world. The tables of objects and nodes
  name every path there is, and their methods are the right ones.
- docs/recurrences.md and docs/fuzzing.md: their console examples.
- docs/mmp.md: holds the table of every command of the MMP; the examples of docs/backup.md
  (those of docs/first-boot.md are in first_boot_test.py).
- docs/calls.md: holds the tables of the machines of calls, as the server has them.
- docs/commands.md: holds the help text of every command, word for word.

  python3 conformance/docs_test.py          checks
  python3 conformance/docs_test.py --fix    writes the help texts into docs/commands.md
"""

import re
import shlex
import sys
import unittest

from page_examples import check_page, matches, steps
from real_server import PASSWORD, ROOT, RealServer, curia

NOTHING = "a" * 8 + "-aaaa-aaaa-aaaa-" + "a" * 12
PUT_ON_COLLECTION = ("system/cdrReceivers",)
MMP_PAGE = ROOT / "docs" / "mmp.md"
CALLS_PAGE = ROOT / "docs" / "calls.md"
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
MADE_BY = "<!-- from here on made by `python3 conformance/docs_test.py --fix` -->\n"


def help_texts():
    top = curia("--help").stdout
    commands = re.findall(r"^  (\w+)  ", top, re.M)
    texts = [f"```text\n{top}```\n"]
    texts += [f"## curia {name}\n\n```text\n{curia(name, '--help').stdout}```\n"
              for name in commands]
    return "\n" + "\n".join(texts)


# What stands behind MADE_BY.
MADE = {COMMANDS_PAGE: help_texts,
        MMP_PAGE: lambda: curia("mmp", "--page").stdout,
        CALLS_PAGE: lambda: curia("reference", "--machines").stdout}


class MadePages(unittest.TestCase):
    def test_are_up_to_date(self):
        self.maxDiff = None
        for page, make in MADE.items():
            with self.subTest(page=page.name):
                _, marker, written = page.read_text().partition(MADE_BY)
                self.assertTrue(marker)
                self.assertEqual(written, make(),
                                 "python3 conformance/docs_test.py --fix renews it")


class Backup(unittest.TestCase):
    def test_examples(self):
        with RealServer() as server:
            check_page(self, "backup.md", f"data={server.data}\n", least=8)


class OtherPages(unittest.TestCase):
    def test_recurrences(self):
        self.check_examples("recurrences.md", 3)

    def test_fuzzing(self):
        self.check_examples("fuzzing.md", 1)

    def check_examples(self, page, least):
        wanted = list(steps((ROOT / "docs" / page).read_text()))
        self.assertGreaterEqual(len(wanted), least)
        for command, expected in wanted:
            with self.subTest(command=command):
                printed = curia(*shlex.split(command)[1:]).stdout
                self.assertTrue(matches(expected, printed), f"it printed\n{printed}")


class ApiPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = (ROOT / "docs" / "api.md").read_text()
        cls.server = RealServer(start=False)
        cls.addClassCleanup(cls.server.close)
        made = curia("demo", "--data", cls.server.data)
        assert made.returncode == 0, made.stderr
        cls.server.start()

    def test_examples(self):
        function = re.search(r"^api\(\) \{.*?^\}$", self.page, re.M | re.S).group(0)
        check_page(self, "api.md", f"server={self.server.host}:{self.server.port}\n"
                   f"certificate={self.server.data}/certificate.pem\n"
                   f"login='admin:{PASSWORD}'\n{function}\n", least=11)

    def rows(self):
        """(path, methods) of the tables, with an id that names nothing in the last place."""
        return [(path, set(methods.split())) for path, methods in
                re.findall(r"^\| `([\w/]+)` \| ((?:(?:GET|POST|PUT|DELETE) )+)\|", self.page, re.M)]

    def test_methods(self):
        api = self.server.api()
        ids = {"coSpaces": api.all_ids("coSpaces")[0], "users": api.all_ids("users")[1],
               "webBridgeProfiles": api.all_ids("webBridgeProfiles")[0],
               "tenants": api.all_ids("tenants")[0]}
        ids["coSpaceTemplates"] = api.post("coSpaceTemplates", name="Room").new_id()
        ids["accessMethods"] = api.all_ids(f"coSpaces/{ids['coSpaces']}/accessMethods")[0]
        for row, methods in self.rows():
            path = re.sub(r"(\w+)/ID", lambda found: f"{found[1]}/{ids[found[1]]}", row)
            with self.subTest(path=row):
                answer = api.get(path)
                self.assertEqual(answer.status, 200)
                if "total" in answer.xml().attrib and not row.endswith("/usercoSpaces"):
                    item = f"{path}/{NOTHING}"
                    self.assertEqual(api.get(item).status, 404)
                    self.assertRegex(api.get(item).reasons()[0], r"^\w+DoesNotExist$")
                    whole = {"POST", "PUT"} if row in PUT_ON_COLLECTION else {"POST"}
                    self.check_methods(api, path, methods & whole)
                else:
                    self.check_methods(api, path, methods & {"PUT", "POST"})

    def check_methods(self, api, path, taken):
        for method in ("POST", "PUT", "DELETE"):
            # A value that no parameter takes: nothing is made or changed.
            answer = api.request(method, path, {"name": "x" * 4000, "webBridgeProfile": "x",
                                                "removeWhenFinished": "x"})
            refused = "invalidOperation" in answer.body.decode()
            self.assertEqual(refused, method not in taken, f"{method} {path}: {answer}")

    def test_every_collection_is_listed(self):
        catalog = (ROOT / "model" / "objects" / "catalog.cpp").read_text()
        built = set(re.findall(r"object<\w+>\(\"\w+\",\s*\"(\w+)\"", catalog))
        self.assertGreater(len(built), 10)
        self.assertLessEqual(built, {path.rsplit("/", 1)[-1] for path, _ in self.rows()})


def fix():
    for page, make in MADE.items():
        head, marker, _ = page.read_text().partition(MADE_BY)
        page.write_text(head + marker + make())


if __name__ == "__main__":
    if sys.argv[1:] == ["--fix"]:
        fix()
    else:
        unittest.main()
