"""Backups, rollbacks, upgrades and resets of a real server, through its command line, with damage
and kills in between.

  python3 conformance/backup_test.py
"""

import contextlib
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest

from real_server import CURIA, PASSWORD, RealServer, wait_for
from upgrade_images import NEXT, OURS, make_image, make_key, ours

PATIENCE_S = 120
KILLS = int(os.environ.get("CURIA_KILLS", "6"))


def mmp(server, script):
    """What a script of commands and answers prints, and whether all went well."""
    done = subprocess.run([CURIA, "mmp", "--data", str(server.data)], input=script,
                          capture_output=True, text=True, timeout=PATIENCE_S)
    return done.returncode, done.stdout + done.stderr


def rows(server):
    """Of the database of a server that does not run."""
    with contextlib.closing(sqlite3.connect(server.data / "curia.db")) as database:
        return database.execute("SELECT ordinal, kind, value FROM object").fetchall()


def objects(server):
    """The same without accounts, which a login changes."""
    return [row for row in rows(server) if row[1] != "account"]


def files(server):
    kept = {}
    for path in sorted(server.data.rglob("*")):
        name = str(path.relative_to(server.data))
        if path.is_file() and not name.startswith(("audit", "curia.db", "program/")):
            kept[name] = path.read_bytes()
    return kept


class Case(unittest.TestCase):
    def succeed(self, server, script, text="SUCCESS"):
        code, output = mmp(server, script)
        self.assertEqual(code, 0, output)
        self.assertIn(text, output)
        return output

    def refuse(self, server, script, text):
        code, output = mmp(server, script)
        self.assertEqual(code, 1, output)
        self.assertIn(text, output)

    def restarted(self, server):
        """After a command that restarts the server."""
        line = wait_for(lambda: server.process.stdout.readline().decode())
        self.assertIn("Serving", line, server.last_words())
        server.port = int(line.split(":")[2].split("/")[0])

    def fill(self, server, count=40):
        api = server.api()
        for number in range(count):
            self.assertEqual(api.post("coSpaces", name=f"Room {number}").status, 200)
        (server.data / "files").mkdir(exist_ok=True)
        (server.data / "files" / "web.key").write_text("a key\n" * 200)
        (server.data / "files" / "a name with blanks & ümlauts.crt").write_text("odd")


class Backups(Case):
    def test_rollback(self):
        with RealServer() as server:
            self.fill(server)
            self.succeed(server, "hostname before\nbackup snapshot plain\n"
                                 "backup snapshot sealed encrypted\npass word\npass word\n")
            listed = self.succeed(server, "backup list\n", "plain.bak")
            self.assertRegex(listed, r"sealed.bak .* 3\.3\.1 \(Curia\) .* encrypted")
            self.assertTrue((server.data / "files" / "plain.json").exists())
            server.stop()
            before = objects(server), files(server)
            for name, password in (("plain", ""), ("sealed.bak", "pass word\n")):
                server.start()
                api = server.api()
                for number in range(20):
                    api.post("coSpaces", name=f"Later {number}")
                self.succeed(server, "hostname after\n")
                (server.data / "files" / "later.crt").write_text("later")
                (server.data / "files" / "web.key").unlink()
                self.refuse(server, f"backup rollback {name}\n{password}y\n", "not confirmed")
                self.succeed(server, f"backup rollback {name}\n{password}Y\n",
                             "the server restarts")
                self.restarted(server)
                self.succeed(server, "hostname\n", "before\n")
                self.assertEqual(server.api().get("coSpaces").xml().get("total"), "40")
                self.succeed(server, "audit search rollback\n", "backup rollback")
                server.stop()
                self.assertEqual((objects(server), files(server)), before)

    def test_at_the_console_of_a_stopped_server(self):
        with RealServer() as server:
            self.fill(server, 3)
            server.stop()
            self.succeed(server, "backup snapshot stopped\n")
            before = objects(server)
            server.start()
            server.api().post("coSpaces", name="Later")
            server.stop()
            self.succeed(server, "backup rollback stopped\nY\n", "at the next start")
            self.succeed(server, "backup list\n", "stopped.bak")  # this is such a start
            self.assertEqual(objects(server), before)

    def test_what_is_refused(self):
        with RealServer() as server:
            self.fill(server, 3)
            self.succeed(server, "backup snapshot good encrypted\nright\nright\n"
                                 "backup snapshot plain\n")
            folder = server.data / "files"
            whole = (folder / "plain.bak").read_bytes()
            (folder / "cut.bak").write_bytes(whole[:-700])
            at = whole.index(b"Room 1")
            (folder / "changed.bak").write_bytes(whole[:at] + b"X" + whole[at + 1:])
            # Another version's, whole and with all its sums right.
            other = self.of_another_version(server)
            before = files(server)
            for script, text in (
                    ("backup rollback good\nwrong\nY\n", "FAILURE: wrong password"),
                    ("backup rollback cut\n", "is damaged"),
                    ("backup rollback changed\nY\n", "its parts are not|not what was written"),
                    (f"backup rollback {other}\n", "made by version 3.3.2 (Curia), this is version "
                                                   "3.3.1 (Curia)"),
                    ("backup rollback none\n", "there is no backup 'none.bak'"),
                    ("backup rollback ../live\n", "the name of a backup"),
                    ("backup snapshot a/b\n", "the name of a backup"),
                    ("backup snapshot -x\n", "the name of a backup"),
                    ('backup snapshot "a b"\n', "the name of a backup"),
                    ("backup snapshot " + "n" * 65 + "\n", "the name of a backup"),
                    ("backup snapshot s encrypted\n\n\n", "an empty password")):
                code, output = mmp(server, script)
                self.assertEqual(code, 1, output)
                self.assertTrue(any(part in output for part in text.split("|")), output)
            listed = self.mmp_output(server, "backup list\n")
            self.assertRegex(listed, r"cut\.bak +FAILURE: ")
            self.assertEqual(files(server), before)
            self.assertEqual(server.api().get("coSpaces").xml().get("total"), "3")

    def mmp_output(self, server, script):
        return mmp(server, script)[1]

    def of_another_version(self, server):
        """The name of a backup that a program of another version made."""
        program = server.folder / "another"
        program.write_bytes(ours(NEXT))
        program.chmod(0o755)
        elsewhere = server.folder / "elsewhere"
        shutil.copytree(server.data, elsewhere, ignore=lambda *_: ["console"])
        done = subprocess.run([program, "mmp", "--data", elsewhere, "-c", "backup snapshot other"],
                              capture_output=True, text=True, timeout=PATIENCE_S)
        self.assertIn("SUCCESS", done.stdout, done.stderr)
        shutil.copy(elsewhere / "files" / "other.bak", server.data / "files")
        return "other"

    def test_a_full_disk(self):
        with RealServer() as server:
            self.fill(server)
            server.stop()  # folds the log of the store in
            server.start()
            soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (16 * 1024, hard))
            self.refuse(server, "backup snapshot full\n", "FAILURE: cannot write")
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
            self.assertFalse(list(server.data.glob("**/full.*")))
            self.assertFalse(list(server.data.glob("snapshot.part")))
            self.succeed(server, "backup snapshot room\n")
            self.assertEqual(server.api().post("coSpaces", name="After").status, 200)

    @unittest.skipIf(os.getuid() == 0, "root may write everywhere")
    def test_a_folder_that_cannot_be_written(self):
        with RealServer() as server:
            self.fill(server, 1)
            (server.data / "files").chmod(0o500)
            self.refuse(server, "backup snapshot no\n", "Permission denied")
            (server.data / "files").chmod(0o750)
            self.succeed(server, "backup snapshot yes\n")

    def test_kills(self):
        """Killed at any moment of a rollback: the old state or the new one, and the server runs."""
        chance = random.Random(6)
        with RealServer() as server:
            self.fill(server)
            self.succeed(server, "backup snapshot before\n")
            server.stop()
            before = objects(server), files(server)
            for _ in range(KILLS):
                server.start()
                server.api().post("coSpaces", name="Later")
                (server.data / "files" / "later.crt").write_text("later")
                console = subprocess.Popen([CURIA, "mmp", "--data", str(server.data)],
                                           stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL)
                console.stdin.write(b"backup rollback before\nY\n")
                console.stdin.close()
                time.sleep(chance.uniform(0, 0.6))
                server.kill()
                console.wait(PATIENCE_S)
                server.start()
                total = int(server.api().get("coSpaces").xml().get("total"))
                server.stop()
                now = objects(server), files(server)
                if total == 40:
                    self.assertEqual(now, before)
                else:
                    self.assertIn("files/later.crt", now[1])
                    self.assertEqual(len([row for row in now[0] if row[1] == "coSpace"]), total)


class Resets(Case):
    def test_app(self):
        with RealServer() as server:
            self.fill(server, 3)
            self.succeed(server, "hostname kept\nbackup snapshot kept\n")
            kept = files(server)
            self.refuse(server, "factory_reset app\nyes\n", "not confirmed")
            self.succeed(server, "factory_reset app\nY\n", "the server restarts")
            self.restarted(server)
            self.assertEqual(server.api().get("coSpaces").xml().get("total"), "0")
            self.assertEqual(files(server), kept)
            self.succeed(server, "audit search factory_reset\n", "factory_reset app")
            # What was made before can be brought back.
            self.succeed(server, "backup rollback kept\nY\n")
            self.restarted(server)
            self.assertEqual(server.api().get("coSpaces").xml().get("total"), "3")

    def test_full(self):
        with RealServer() as server:
            self.fill(server, 3)
            self.succeed(server, "hostname gone\nuser add other api\nLong-enough-9\nLong-enough-9\n"
                                 "backup snapshot gone\n")
            self.succeed(server, "factory_reset full\nY\n", "the server restarts")
            self.restarted(server)
            self.assertEqual(set(files(server)), {"certificate.pem", "key.pem"})
            self.succeed(server, "hostname\n", "curia\n")
            self.assertEqual(mmp(server, "user list\n")[1].count("api"), 0)
            # The factory's password opens nothing but the change of it.
            login = [CURIA, "mmp", "--data", str(server.data), "--user", "admin"]
            answers = "admin\nadmin\nA-new-pass-1\nA-new-pass-1\nversion\n"
            done = subprocess.run(login, input=answers, capture_output=True, text=True,
                                  timeout=PATIENCE_S)
            self.assertIn("3.3.1", done.stdout, done.stderr)
            self.succeed(server, "audit search factory_reset\n", "factory_reset full")
            self.succeed(server, "audit verify\n", "unbroken")


class Upgrades(Case):
    """Images of programs that say another version of themselves."""

    def setUp(self):
        self.server = self.enterContext(RealServer())
        self.folder = self.server.folder
        make_key(self.server)
        (self.server.data / "files").mkdir(exist_ok=True)

    def image(self, name, program, version, *more, **how):
        """The SHA-256 of an image that lies where SFTP puts it."""
        return make_image(self.server, self.server.data / "files" / name, program, version, *more,
                          **how)

    def version(self):
        return mmp(self.server, "version\n")[1].strip()

    def test_procedure_of_the_release_notes(self):
        """3.1 and 3.2: backup, upload, verify, upgrade, look; downgrade, reset, roll back."""
        server = self.server
        self.fill(server)
        self.succeed(server, "hostname cms01\nbackup snapshot before\n")
        hashes = {"upgrade.img": self.image("upgrade.img", ours(NEXT), NEXT),
                  "old.img": self.image("old.img", ours(OURS), OURS)}
        listed = self.succeed(server, "upgrade list\n", "version 3.3.2 (Curia)")
        for digest in hashes.values():
            self.assertIn("SHA-256: " + digest, listed)
        self.refuse(server, "upgrade\nn\n", "not confirmed")
        self.succeed(server, "upgrade\nY\n", "the server restarts")
        self.restarted(server)
        self.assertEqual(self.version(), "3.3.2 (Curia)")
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "40")
        self.succeed(server, "backup list\n", "automatic_backup.bak")
        server.api().post("coSpaces", name="Made by the new version")
        # A backup of the version before is refused now, and says why.
        self.refuse(server, "backup rollback before\n", "made by version 3.3.1 (Curia)")
        # It stays so for whatever starts it.
        server.stop()
        server.start()
        self.assertEqual(self.version(), "3.3.2 (Curia)")
        server.stop()
        self.assertEqual(self.version(), "3.3.2 (Curia)")
        server.start()
        # Back again.
        self.succeed(server, "upgrade old.img\nY\n", "the server restarts")
        self.restarted(server)
        self.assertEqual(self.version(), "3.3.1 (Curia)")
        self.succeed(server, "factory_reset app\nY\n")
        self.restarted(server)
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "0")
        self.succeed(server, "backup rollback before\nY\n")
        self.restarted(server)
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "40")
        self.succeed(server, "hostname\n", "cms01\n")
        self.succeed(server, "upgrade remove old.img\nupgrade clean\n")
        self.assertFalse(list((server.data / "files").glob("*.img")))

    def test_at_the_console_of_a_stopped_server(self):
        server = self.server
        self.fill(server, 3)
        server.stop()
        self.image("upgrade.img", ours(NEXT), NEXT)
        self.succeed(server, "upgrade\nY\n", "at the next start of the server")
        self.assertEqual(self.version(), "3.3.2 (Curia)")
        server.start()
        self.assertEqual(self.version(), "3.3.2 (Curia)")
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "3")
        self.assertFalse((server.data / "program" / "trial").exists())

    def test_what_is_refused(self):
        server = self.server
        self.image("good.img", ours(NEXT), NEXT)
        whole = (server.data / "files" / "good.img").read_bytes()
        (server.data / "files" / "cut.img").write_bytes(whole[:len(whole) // 2])
        at = len(whole) // 3
        (server.data / "files" / "changed.img").write_bytes(
            whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out",
                        self.folder / "stranger.pem"], check=True, capture_output=True)
        script = b"#!/bin/sh\necho '3.3.9 (Curia)'\necho 2\n"
        self.image("stranger.img", script, "3.3.9 (Curia)", key="stranger.pem")
        self.image("young.img", script, "3.3.9 (Curia)", "--from", "3.3.5")
        self.image("lies.img", script, "3.4.0 (Curia)")
        self.image("broken.img", b"no program", "3.3.9 (Curia)")
        self.image("fails.img", b"#!/bin/sh\nexit 3\n", "3.3.9 (Curia)")
        for name, text in (("cut.img", "is damaged"), ("changed.img", "FAILURE"),
                           ("stranger.img", "not that of the known key"),
                           ("young.img", "needs 3.3.5 at least"),
                           ("lies.img", "not what its manifest says"),
                           ("broken.img", "does not run here"),
                           ("fails.img", "fails when it is started"),
                           ("none.img", "there is no image"),
                           ("../x.img", "not the name of an image"),
                           ("plain.txt", "not the name of an image")):
            code, output = mmp(server, f"upgrade {name}\nY\n")
            self.assertEqual(code, 1, name + output)
            self.assertIn(text, output)
            # Nobody is asked about what is not there; the Y is no command.
            self.assertEqual("unknown command 'Y'" in output, " image" in text, output)
        self.assertFalse((server.data / "program" / "current").exists())
        (server.data / "program" / "key.pem").unlink()
        self.refuse(server, "upgrade good.img\nY\n", "knows no key")
        self.assertEqual(self.version(), "3.3.1 (Curia)")

    def test_a_version_that_does_not_serve(self):
        """It says the right things when asked, and then ends: the one before runs again."""
        server = self.server
        self.fill(server, 3)
        self.image("upgrade.img", b"#!/bin/sh\n[ $1 = version ] && printf '3.3.9 (Curia)\\n2\\n'\n"
                                  b"[ $1 = version ] || exit 7\n", "3.3.9 (Curia)")
        self.succeed(server, "upgrade\nY\n", "the server restarts")
        self.assertEqual(server.wait(), 7)
        server.start()  # as whatever looks after the service does
        self.assertEqual(self.version(), "3.3.1 (Curia)")
        self.assertEqual(server.api().get("coSpaces").xml().get("total"), "3")
        self.assertIn("did not come to serve", server.log())

    def test_a_version_that_spoils_the_database_first(self):
        """A newer schema, an older program that empties it, a lost table: all comes back."""
        server = self.server
        self.fill(server, 3)
        ways = (9, "PRAGMA user_version = 9"), (1, "DELETE FROM object"), (2, "DROP TABLE object")
        for number, (schema, spoil) in enumerate(ways):
            with self.subTest(spoil=spoil):
                self.image(f"{number}.img", f"""#!{sys.executable}
import sqlite3, sys
if sys.argv[1] == "version":
    print("3.4.{number} (Curia)\\n{schema}")
else:
    database = sqlite3.connect("{server.data}/curia.db")
    database.execute("{spoil}")
    database.commit()
    open("{server.data}/live.json", "w").write("what only it can read")
    open("{self.folder}/began", "a").write("x")
    sys.exit(7)
""".encode(), f"3.4.{number} (Curia)", "--schema", str(schema))
                self.succeed(server, f"hostname cms0{number}\nupgrade {number}.img\nY\n",
                             "the server restarts")
                self.assertEqual(server.wait(), 7)
                self.assertEqual(len((self.folder / "began").read_text()), number + 1)
                if number == 1:
                    # A crash while all is put back, before the link is: it is done again.
                    (server.data / "curia.db").write_text("half of it")
                server.start()
                self.assertEqual(self.version(), "3.3.1 (Curia)")
                self.assertGreaterEqual(int(server.api().get("coSpaces").xml().get("total")), 3)
                self.succeed(server, "hostname\n", f"cms0{number}")
                self.assertEqual(sorted(os.listdir(server.data / "program"))[-1], "key.pem")

    def test_a_full_disk(self):
        """The image does not fit: it is refused, nothing of it is left, and the server goes on."""
        server = self.server
        self.image("upgrade.img", ours(NEXT), NEXT)
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (2 << 20, hard))
        self.refuse(server, "upgrade\nY\n", "cannot write")
        self.assertEqual(os.listdir(server.data / "program"), ["key.pem"])
        self.assertEqual(server.api().post("coSpaces", name="Goes on").status, 200)

    def test_kills(self):
        """Killed at any moment of an upgrade: one of the two versions runs, with all it had."""
        chance = random.Random(9)
        server = self.server
        self.fill(server, 3)
        self.image("next.img", ours(NEXT), NEXT)
        self.image("ours.img", ours(OURS), OURS)
        for _ in range(KILLS):
            image = "ours.img" if self.version() == NEXT else "next.img"
            console = subprocess.Popen([CURIA, "mmp", "--data", str(server.data)],
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            console.stdin.write(f"upgrade {image}\nY\n".encode())
            console.stdin.close()
            time.sleep(chance.uniform(0, 2.5))
            server.kill()
            console.wait(PATIENCE_S)
            server.start()
            self.assertIn(self.version(), (OURS, NEXT))
            self.assertEqual(server.api().get("coSpaces").xml().get("total"), "3")


if __name__ == "__main__":
    unittest.main()
