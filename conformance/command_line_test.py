"""The `curia` command as an operator meets it: its words, its exit codes, what it refuses.

  python3 conformance/command_line_test.py
"""

import errno
import os
import pathlib
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from real_server import PASSWORD, RealServer, curia, make_directory

DRAIN_S = 10  # the server gives requests 5 s to finish
WRITERS = 4
HALF_A_REQUEST = b"POST /api/v1/coSpaces HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nname="


def contents(folder):
    """Name -> bytes. An empty log, which SQLite makes when it looks into a database, is nothing."""
    found = {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}
    return {name: data for name, data in found.items() if data or not name.endswith("-wal")}


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="curia-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.data = self.folder / "data"

    def assert_done(self, done, code, error=""):
        """Exit code, and a text that standard error must hold (none: nothing must be there)."""
        self.assertEqual(done.returncode, code, done.stderr)
        if error:
            self.assertIn(error, done.stderr)
            self.assertEqual(done.stdout, "")
        else:
            self.assertEqual(done.stderr, "")


class Words(Folder):
    def test_help(self):
        done = curia("--help")
        self.assert_done(done, 0)
        commands = re.findall(r"^  (\w+)  ", done.stdout, re.M)
        self.assertLessEqual({"init", "serve", "demo"}, set(commands))
        for command in commands:
            done = curia(command, "--help")
            self.assert_done(done, 0)
            self.assertRegex(done.stdout, rf"^Usage: curia {command}\s")
            self.assertEqual(curia(command, "-h").stdout, done.stdout)
            self.assertEqual(curia("help", command).stdout, done.stdout)
        self.assertEqual(curia("help").stdout, curia("--help").stdout)
        self.assert_done(curia("help", "nonsense"), 2, "there is no command 'nonsense'")
        done = curia("--version")
        self.assert_done(done, 0)
        self.assertRegex(done.stdout, r"^curia 3\.3\.1 \(Curia\)\n$")

    def test_wrong_command_lines_exit_with_2(self):
        self.assert_done(curia(), 2, "Usage: curia COMMAND")
        self.assert_done(curia("nonsense"), 2, "curia: there is no command 'nonsense'\n"
                                               "See 'curia --help'.\n")
        for arguments, why in ((["--data"], "--data needs a value"),
                               (["--data", self.data, "--loud"], "there is no option --loud"),
                               (["--data", self.data, "--data=x"], "--data is given twice"),
                               (["--data", self.data, "extra"], "'extra' is not an option"),
                               (["--data="], "--data DIR is needed"),
                               ([], "--data DIR is needed")):
            for command in ("init", "account", "serve", "demo"):
                self.assert_done(curia(command, *arguments), 2,
                                 f"curia {command}: {why}\nSee 'curia {command} --help'.\n")
        self.assertFalse(self.data.exists())

    def test_wrong_values(self):
        for spaces in ("many", "-1", "1.5"):
            self.assert_done(curia("demo", "--data", self.data, "--spaces", spaces), 2,
                             "--spaces takes a whole number")
        for name in ("", "a:b", "a b", "x" * 65):
            self.assert_done(curia("init", "--data", self.data, f"--admin={name}"), 2,
                             "account name")
        for host in ("", "a b", "-x", "a..b"):
            self.assert_done(curia("init", "--data", self.data, f"--host={host}"), 2,
                             "is neither a host name nor an IP address")
        for arguments, why in ((["--webadmin", "foo"], "foo"),
                               (["--webadmin", "127.0.0.1:70000"], "70000"),
                               (["--scheduler", "foo"], "foo"),
                               (["--smtp", "foo"], "foo"),
                               (["--smtp", "smtp://a"], "give --scheduler as well"),
                               (["--smtp-trust", "x"], "without --smtp")):
            self.assert_done(curia("serve", "--data", self.data, *arguments), 2, why)
        self.assert_done(curia("conformance", "nothing-is-called-so"), 2,
                         "has 'nothing-is-called-so'")
        self.assert_done(curia("fuzz", "--target", "sim", "--out", "/proc/nope"), 1,
                         "'/proc/nope' cannot be made")
        for password in ("", "x" * 257, "bell\a"):
            self.assert_done(curia("init", "--data", self.data, "--password-stdin",
                                   text_in=password + "\n"), 1, "password")
        self.assert_done(curia("init", "--data", self.data, "--password-stdin"), 1,
                         "no line on standard input")
        self.assertFalse(self.data.exists(), "a refused init leaves nothing behind")


class Init(Folder):
    def test_generated_password_is_printed_once_and_works(self):
        done = curia("init", "--data", self.data, "--admin", "root@example")
        self.assert_done(done, 0)
        password = re.search(r"^Password  (\S+) ", done.stdout, re.M).group(1)
        self.assertGreaterEqual(len(password), 20)
        for name, content in contents(self.data).items():
            self.assertNotIn(password.encode(), content, name)
        other = curia("init", "--data", self.folder / "other").stdout
        self.assertNotIn(password, other)
        with RealServer(start=False) as server:
            server.data = self.data
            server.start()
            self.assertEqual(server.api("root@example", password).get("coSpaces").status, 200)
            self.assertEqual(server.api("admin", password).get("coSpaces").status, 401)
            self.assertNotIn(password, server.log())

    def test_certificate_names(self):
        def names(*arguments):
            folder = tempfile.mkdtemp(dir=self.folder) + "/data"
            self.assert_done(curia("init", "--data", folder, *arguments), 0)
            text = subprocess.run(["openssl", "x509", "-in", folder + "/certificate.pem", "-noout",
                                   "-ext", "subjectAltName"], capture_output=True, text=True,
                                  check=True).stdout
            return re.findall(r"(?:DNS|IP Address):([^,\s]+)", text)

        loopback = ["localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"]
        self.assertEqual(names("--host", "meet.example.com", "--host=192.0.2.5"),
                         ["meet.example.com", "192.0.2.5", *loopback])
        own = socket.gethostname()
        self.assertEqual(names(), loopback if own == "localhost" else [own, *loopback])

    def test_given_password_is_not_printed(self):
        done = curia("init", "--data", self.data, "--password-stdin", text_in=PASSWORD + "\n")
        self.assert_done(done, 0)
        self.assertNotIn(PASSWORD, done.stdout)
        self.assertNotIn("Password", done.stdout)

    def test_nobody_else_may_read(self):
        self.addCleanup(os.umask, os.umask(0))
        self.assert_done(curia("init", "--data", self.data), 0)
        for path in (self.data, *self.data.iterdir()):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)

    def test_twice(self):
        self.assert_done(curia("init", "--data", self.data), 0)
        before = contents(self.data)
        self.assert_done(curia("init", "--data", self.data), 1,
                         f"curia init: '{self.data}' holds a server already")
        self.assertEqual(contents(self.data), before)

    def test_a_key_that_is_there_is_not_overwritten(self):
        self.data.mkdir()
        (self.data / "key.pem").write_text("somebody's")
        self.assert_done(curia("init", "--data", self.data), 1, "key.pem' is there already")
        self.assertEqual(contents(self.data), {"key.pem": b"somebody's"})

    def test_unusable_places(self):
        (self.folder / "file").touch()
        for place, why in ((self.folder / "no" / "parent", os.strerror(errno.ENOENT)),
                           (self.folder / "file" / "data", os.strerror(errno.ENOTDIR)),
                           ("/proc/data", "cannot be made"),
                           (self.folder / ("x" * 300), os.strerror(errno.ENAMETOOLONG))):
            self.assert_done(curia("init", "--data", place), 1, why)


class Databases(Folder):
    """A directory that cannot be served is refused with a sentence, and stays as it is."""

    def setUp(self):
        super().setUp()
        make_directory(self.data)
        self.database = self.data / "curia.db"

    def assert_refused(self, why, commands=("serve", "demo")):
        before = contents(self.data)
        for command in commands:
            extra = ["--webadmin", "127.0.0.1:0"] if command == "serve" else []
            done = curia(command, "--data", self.data, *extra)
            self.assert_done(done, 1, why)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertEqual(contents(self.data), before, f"{command} changed something")

    def test_not_a_data_directory(self):
        done = curia("serve", "--data", self.folder / "none")
        self.assert_done(done, 1, "'curia init --data ")
        self.assert_done(curia("demo", "--data", self.folder / "none"), 1, "there is no store at")
        self.assertFalse((self.folder / "none").exists())

    def test_log_files_that_cannot_be_written(self):
        before = contents(self.data)
        for option in ("--log", "--trace"):
            done = curia("serve", "--data", self.data, "--webadmin", "127.0.0.1:0", option,
                         self.folder / "none" / "file")
            self.assert_done(done, 1, f"{option} '{self.folder}/none/file' cannot be written: "
                                      f"{os.strerror(errno.ENOENT)}")
        self.assertEqual(contents(self.data), before)

    def test_missing_database(self):
        self.database.unlink()
        self.assert_refused("there is no store at")

    def test_newer_version(self):
        with sqlite3.connect(self.database) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            db.execute(f"PRAGMA user_version={version + 1}")
        db.close()
        self.assert_refused(f"was written by a newer program (its version is {version + 1}, "
                            f"this program knows up to {version})")

    def test_other_programs_file(self):
        self.database.unlink()
        with sqlite3.connect(self.database) as db:
            db.execute("CREATE TABLE somebodys(thing)")
        db.close()
        self.assert_refused("is an SQLite file of another program")

    def test_not_sqlite(self):
        self.database.write_bytes(b"Dear diary, " * 1000)
        self.assert_refused("is not a store of this program, or its beginning is damaged")

    def test_empty_file(self):
        self.database.write_bytes(b"")
        self.assert_refused("there is no store at")

    def test_damaged_page(self):
        self.assert_done(curia("demo", "--data", self.data), 0)
        content = bytearray(self.database.read_bytes())
        for page in range(4096, len(content), 4096):
            content[page:page + 64] = b"\xa5" * 64
        self.database.write_bytes(content)
        self.assert_refused("is damaged")

    def test_damaged_value(self):
        self.assert_done(curia("demo", "--data", self.data), 0)
        content = self.database.read_bytes()
        self.assertIn(b"Town hall", content)
        self.database.write_bytes(content.replace(b"Town hall", b"Down hall"))
        self.assert_refused("is damaged")

    def test_cut_off(self):
        self.assert_done(curia("demo", "--data", self.data), 0)
        self.database.write_bytes(self.database.read_bytes()[:-4096])
        self.assert_refused("is damaged")

    def test_key_and_certificate_must_belong_together(self):
        curia("init", "--data", self.folder / "other")
        (self.data / "key.pem").write_bytes((self.folder / "other" / "key.pem").read_bytes())
        self.assert_refused("the key does not belong to the certificate", commands=["serve"])

    def test_broken_certificate(self):
        (self.data / "certificate.pem").write_text("-----BEGIN NONSENSE-----\n")
        self.assert_refused("certificate.pem' with '", commands=["serve"])


class Serve(Folder):
    def test_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken, RealServer(start=False) as server:
            port = taken.getsockname()[1]
            done = curia("serve", "--data", server.data, "--webadmin", f"127.0.0.1:{port}")
            self.assert_done(done, 1, f"127.0.0.1:{port}")
            self.assertIn("in use", done.stderr)

    def test_addresses(self):
        with RealServer(start=False) as server:
            for address in ("1.2.3", "host.example:1", "127.0.0.1:65536", "[::1]", "127.0.0.1", ""):
                done = curia("serve", "--data", server.data, f"--webadmin={address}")
                self.assert_done(done, 2, f"'{address}' is not an address and port")
            done = curia("serve", "--data", server.data, "--webadmin", "192.0.2.1:0")
            self.assert_done(done, 1, "192.0.2.1")

    def test_ipv6(self):
        with RealServer(host="::1") as server:
            self.assertEqual(server.api().get("coSpaces").status, 200)
            self.assertEqual(server.stop(), 0)

    def test_two_servers_on_one_directory(self):
        with RealServer() as server:
            for command in (["serve", "--webadmin", "127.0.0.1:0"], ["demo"]):
                done = curia(command[0], "--data", server.data, *command[1:])
                self.assert_done(done, 1, "is in use by another process")
            self.assertEqual(server.api().get("coSpaces").status, 200)

    def test_log_file(self):
        with RealServer(start=False) as server:
            log = self.folder / "curia.log"
            server.start(extra=["--log", str(log)])
            self.assertEqual(server.api().get("nothing").status, 404)
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.log(), "")
            self.assertRegex(log.read_text(), r"(?m)^\d{4}-\d\d-\d\dT[\d:]+Z info .*unrecognised")


class Dial(Folder):
    def dial(self, *arguments):
        return curia("dial", "--data", self.data, *arguments)

    def test_decisions_with_their_reasons(self):
        make_directory(self.data)
        self.assert_done(curia("demo", "--data", self.data), 0)
        done = self.dial("SIP:Board@demo.example")
        self.assert_done(done, 0)
        self.assertRegex(done.stdout, r'\Areach\n  coSpace [0-9a-f-]{36} "Board"\nbecause\n  ')
        done = self.dial("nobody@demo.example")
        self.assert_done(done, 0)
        self.assertTrue(done.stdout.startswith("reject unknownDestination\n"), done.stdout)
        done = self.dial("bob@partner.example", "--outgoing", "--from", "al@demo.example")
        self.assert_done(done, 0)
        self.assertTrue(done.stdout.startswith("reject noRoute bob@partner.example\n"), done.stdout)

    def test_a_demo_can_be_filled_further(self):
        make_directory(self.data)
        for _ in range(2):
            self.assert_done(curia("demo", "--data", self.data, "--spaces", "60"), 0)
        done = self.dial("room.1000119@demo.example")
        self.assertIn("Meeting room 1000119", done.stdout)

    def test_wrong_questions(self):
        self.assert_done(self.dial(), 2, "exactly one address")
        self.assert_done(self.dial("a", "b"), 2, "exactly one address")
        self.assert_done(curia("dial", "a"), 2, "--data DIR is needed")
        self.assert_done(self.dial("a", "--tenant", "acme"), 2, "the id of a tenant")
        make_directory(self.data)
        self.assert_done(self.dial("a", "--tenant", "1" * 8 + "-1111-1111-1111-" + "1" * 12), 1,
                         "there is no such tenant")


class Accounts(Folder):
    def test_an_api_account_is_added_once_and_works(self):
        with RealServer() as server:
            in_use = curia("account", "--data", server.data, "--add", "script")
            self.assertEqual(in_use.returncode, 1)
            self.assertIn("in use", in_use.stderr)
            server.stop()
            arguments = ("account", "--data", server.data, "--add", "script", "--password-stdin")
            self.assert_done(curia(*arguments, text_in="script-pw\n"), 0)
            self.assert_done(curia(*arguments, text_in="other-pw\n"), 1, "'script' already")
            listed = curia("account", "--data", server.data)
            self.assertEqual(listed.stdout, "admin  admin\nscript  api\n")
            server.start()
            self.assertEqual(server.api("script", "script-pw").get("coSpaces").status,
                             200)


class Signals(unittest.TestCase):
    def test_requests_under_way_are_finished(self):
        """SIGTERM under load: each answer that came is kept, and the end comes soon."""
        with RealServer() as server:
            server.api().get("coSpaces")  # the login
            acknowledged, stop = [], threading.Event()

            def write(api):
                try:
                    while not stop.is_set():
                        acknowledged.append(api.post("coSpaces", name="x").new_id())
                except OSError:
                    pass  # the server does not listen any more
            writers = [threading.Thread(target=write, args=(server.api(),))
                       for _ in range(WRITERS)]
            for writer in writers:
                writer.start()
            while len(acknowledged) < 10:
                time.sleep(0.01)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, DRAIN_S)
            stop.set()
            for writer in writers:
                writer.join()
            self.assertEqual(sorted(p.name for p in server.data.iterdir()),
                             ["audit", "certificate.pem", "curia.db", "key.pem"],
                             "the log is folded in")
            server.start()
            self.assertLessEqual(set(acknowledged), set(server.api().all_ids("coSpaces")))

    def test_request_that_does_not_finish_is_cut(self):
        with RealServer() as server, server.raw() as slow:
            slow.sendall(HALF_A_REQUEST)
            time.sleep(0.1)
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, DRAIN_S)

    def test_second_signal_ends_at_once(self):
        with RealServer() as server, server.raw() as slow:
            made = server.api().post("coSpaces", name="x").new_id()
            slow.sendall(HALF_A_REQUEST)
            time.sleep(0.1)
            begin = time.monotonic()
            server.send(signal.SIGTERM)
            server.wait_for_log("stopping")
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, 4)
            server.start()
            self.assertEqual(server.api().get(f"coSpaces/{made}").status, 200)

    def test_interrupt_is_like_terminate(self):
        with RealServer() as server:
            server.send(signal.SIGINT)
            self.assertEqual(server.wait(), 0)


if __name__ == "__main__":
    unittest.main()
