"""SSH of a real server, with the client of OpenSSH: logins, commands, the terminal, how sessions
end, and what the audit log has of it.

  python3 conformance/ssh_test.py
"""

import re
import shutil
import socket
import subprocess
import unittest

from ldap_doors_test import WORD, Slapd
from page_examples import check_page
from real_server import CURIA, PASSWORD, RealServer, free_port, wait_for
from ssh_server import GOOD_PASSWORD, PATIENCE_S, OneServer, SshServer, shell_clients


class Commands(OneServer):
    def test_exit_codes(self):
        for how in ({"key": self.key}, {"more": ["-oPreferredAuthentications=password"]},
                    {"more": ["-oPreferredAuthentications=keyboard-interactive"]}):
            done = self.server.ssh("hostname", **how)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "curia\n", ""))
        done = self.server.ssh("hostnam", key=self.key)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "FAILURE: unknown command 'hostnam': "
                                      "did you mean 'hostname'?\n")

    def test_script_and_questions(self):
        done = self.server.ssh(text_in="hostname\nnonsense\nhostname", key=self.key)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.count("curia\n"), 2)
        # A single command takes its answers from standard input; without them it fails.
        answers = f"{GOOD_PASSWORD}\n{GOOD_PASSWORD}\n"
        done = self.server.ssh("user add scripted api", text_in=answers, key=self.key)
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]),
                         (0, "SUCCESS: user added"))
        done = self.server.ssh("user add unheard api", key=self.key)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("unheard", self.server.ssh("user list", key=self.key).stdout)
        # Many lines at once come back complete and in order.
        done = self.server.ssh(text_in="help\n" * 2000 + "hostname\n", key=self.key)
        self.assertEqual(done.returncode, 0)
        helped = self.server.ssh("help", key=self.key).stdout
        self.assertEqual(done.stdout, helped * 2000 + "curia\n")

    def test_several_channels_of_one_connection(self):
        control = self.server.folder / "control"
        more = [f"-oControlPath={control}", "-oControlMaster=auto", "-oControlPersist=30"]
        for _ in range(3):
            done = self.server.ssh("hostname", key=self.key, more=more)
            self.assertEqual((done.returncode, done.stdout), (0, "curia\n"), done.stderr)
        done = self.server.sftp("ls", key=self.key, more=more)
        self.assertEqual(done.returncode, 0, done.stderr)
        sources = {re.search(r'source="(\S+)"', line).group(1)
                   for line in self.server.audit("login", 'door="sftp"')}
        self.assertEqual(len(sources), 1)
        shared = self.server.audit('text="hostname"', sources.pop())
        self.assertEqual(len(shared), 3)
        self.server.ssh("-O", "exit", key=self.key, more=more)

    def test_audit(self):
        self.server.ssh("syslog", key=self.key)
        wait_for(lambda: self.server.audit("logout", "the command is done"))
        line = self.server.audit('text="syslog"')[0]
        source = re.search(r'account="admin" door="ssh" source="(127\.0\.0\.1:\d+)"', line).group(1)
        self.assertEqual(len(self.server.audit(" login ", source)), 1)
        self.assertEqual(len(wait_for(lambda: self.server.audit(" logout ", source))), 1)
        self.assertIn("unbroken", self.server.ssh("audit verify", key=self.key).stdout)


class Logins(OneServer):
    def test_roles(self):
        self.server.add_user("reader", "audit")
        self.server.script(f"user add robot api\n{GOOD_PASSWORD}\n{GOOD_PASSWORD}\n"
                        f"user add pages appadmin\n{GOOD_PASSWORD}\n{GOOD_PASSWORD}\n")
        for name in ("robot", "pages"):
            done = self.server.ssh("version", user=name, password=GOOD_PASSWORD)
            self.assertEqual(done.returncode, 5, done.stderr)  # sshpass: wrong password
            self.assertTrue(self.server.audit("login-refused", f'account="{name}"', 'door="ssh"'))
            key = self.server.make_key(name)
            self.assertEqual(self.server.ssh("version", user=name, key=key).returncode, 255)
        secret = f"reader-{GOOD_PASSWORD}"
        self.assertEqual(
            self.server.ssh("audit verify", user="reader", password=secret).returncode, 0)
        self.assertEqual(
            self.server.ssh("hostname x", user="reader", password=secret).returncode, 1)

    def test_keys(self):
        for kind in (("-t", "rsa", "-b", "2048"), ("-t", "ecdsa", "-b", "384")):
            key = self.server.make_key("admin", *kind)
            done = self.server.ssh("hostname", key=key)
            self.assertEqual((done.returncode, done.stdout), (0, "curia\n"), done.stderr)
        shutil.copy(f"{self.key}.pub", self.server.data / "files" / "admin.pub")
        self.assertEqual(self.server.ssh("version", key=key).returncode, 255)  # not any more
        self.assertEqual(self.server.ssh("version", user="nobody", key=self.key).returncode, 255)
        self.assertEqual(self.server.ssh("version", key=self.key).returncode, 0)

    def test_a_login_that_is_not_used(self):
        """A key that opened a connection is in the audit log, whatever was done with it."""
        idle = subprocess.Popen(self.server.command("ssh", "-N", "admin@127.0.0.1", key=self.key,
                                                    more=("-oLogLevel=VERBOSE",)),
                                stderr=subprocess.PIPE, text=True)
        while "Authenticated to" not in (line := idle.stderr.readline()):
            self.assertTrue(line, "it ended before it was let in")
        idle.kill()
        idle.communicate(timeout=PATIENCE_S)
        wait_for(lambda: self.server.audit("login-unused", 'account="admin"', "127.0.0.1:"))

    def test_keys_go_with_the_account(self):
        self.server.script(f"user add leaver admin\n{GOOD_PASSWORD}\n{GOOD_PASSWORD}\n")
        self.server.make_key("leaver")
        self.server.script("user del leaver\n")
        self.assertFalse((self.server.data / "files" / "leaver.pub").exists())

    def test_lockout(self):
        self.server.add_user("clumsy", "admin")
        secret = f"clumsy-{GOOD_PASSWORD}"
        self.server.script("user rule max_failed_logins 2\n")
        for _ in range(2):
            self.assertEqual(
                self.server.ssh("version", user="clumsy", password="wrong").returncode, 5)
        self.assertEqual(self.server.ssh("version", user="clumsy", password=secret).returncode, 5)
        self.assertTrue(self.server.audit("locked", 'account="clumsy"'))
        self.server.script("user unlock clumsy\nuser rule max_failed_logins none\n")
        self.assertEqual(self.server.ssh("version", user="clumsy", password=secret).returncode, 0)

    def test_so_many_attempts_for_a_connection(self):
        for name in range(8):
            path = self.server.folder / f"stranger-{name}"
            subprocess.run(["ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-f", path], check=True)
        keys = [word for name in range(8)
                for word in ("-i", str(self.server.folder / f"stranger-{name}"))]
        done = self.server.ssh("version", key=self.server.folder / "stranger-0", more=keys)
        self.assertEqual(done.returncode, 255)
        self.assertNotIn("Permission denied", done.stderr)  # it was cut off before

    def test_forced_change(self):
        self.server.add_user("newcomer", "admin", must_change=True)
        done = self.server.ssh("version", user="newcomer", password=GOOD_PASSWORD)
        self.assertEqual(done.returncode, 1)
        self.assertIn("FAILURE: the password has to be changed first", done.stdout)
        done = self.server.sftp("ls", user="newcomer", password=GOOD_PASSWORD)
        self.assertNotEqual(done.returncode, 0)
        with self.server.terminal("newcomer", password=GOOD_PASSWORD) as terminal:
            terminal.until("Your password has to be changed")
            for text in (GOOD_PASSWORD, "Another-one-7", "Another-one-7"):
                terminal.until("password")
                terminal.until(": ")
                terminal.type(text + "\r")
            shown = terminal.until("SUCCESS: password changed")
            self.assertNotIn("Another", shown)
            terminal.until("curia> ")
        done = self.server.ssh("version", user="newcomer", password="Another-one-7")
        self.assertEqual(done.returncode, 0)

    def test_banner(self):
        self.server.script('pre_login_banner add "Authorized people only"\n')
        done = self.server.ssh("hostname", key=self.key, more=["-oLogLevel=INFO"])
        self.assertIn("Authorized people only", done.stderr)
        self.server.script("pre_login_banner del\n")


class Interactive(OneServer):
    def test_terminal(self):
        with self.server.terminal("admin", key=self.key) as terminal:
            terminal.until("curia> ")
            terminal.type("hostn\t\r")  # completed
            terminal.until("hostname ")
            terminal.until("\r\ncuria\r\n")
            terminal.until("curia> ")
            terminal.type("\x1b[A\r")  # the one before
            terminal.until("\r\ncuria\r\n")
            terminal.until("curia> ")
            terminal.type("XXame\x01\x1b[3~\x1b[3~hostn\x05 \x7f\r")  # edited
            terminal.until("\r\ncuria\r\n")
            terminal.resize(40)
            terminal.until("curia> ")
            terminal.type("user a\t")
            terminal.until("user add ")
            terminal.type("typist admin\r")
            terminal.until("Please enter password: ")
            terminal.type(GOOD_PASSWORD + "\r")
            terminal.until("Please enter password again: ")
            terminal.type(GOOD_PASSWORD + "\r")
            self.assertNotIn("Long", terminal.until("SUCCESS: user added"))
            terminal.until("curia> ")
            terminal.type("exit\r")
            self.assertEqual(terminal.end()[0], 0)

    def test_follow_until_interrupted(self):
        with self.server.terminal("admin", key=self.key) as terminal:
            terminal.until("curia> ")
            terminal.type("audit follow\r")
            self.server.script("motd add mark-two\nmotd del\n")
            terminal.until('text="motd add mark-two"')
            terminal.type("typed meanwhile\x03")
            terminal.until("^C")
            terminal.until("curia> ")
            terminal.type("hostname\r")
            terminal.until("\r\ncuria\r\n")
            terminal.type("\x04")
            self.assertEqual(terminal.end()[0], 0)

    def test_lost_client(self):
        with self.server.terminal("admin", key=self.key) as terminal:
            terminal.until("curia> ")
            terminal.type("timezone\r")
            wait_for(lambda: self.server.audit('text="timezone"'))
        source = re.search(r'source="(\S+)"', self.server.audit('text="timezone"')[0]).group(1)
        wait_for(lambda: self.server.audit(" logout ", source, "the connection closed"))

    def test_evict(self):
        self.server.add_user("guest", "admin")
        key = self.server.make_key("guest")
        with self.server.terminal("guest", key=key) as terminal:
            terminal.until("curia> ")
            self.assertIn("SUCCESS: 1 session ended", self.server.script("user evict guest\n"))
            code, shown = terminal.end()
            self.assertEqual(code, 1)
            self.assertIn("evicted", shown)

    def test_max_sessions(self):
        self.server.script("user rule max_sessions 1\n")
        try:
            with self.server.terminal("admin", key=self.key) as terminal:
                terminal.until("curia> ")
                done = self.server.ssh("version", key=self.key)
                self.assertEqual(done.returncode, 1)
                self.assertIn("'admin' has 1 ssh sessions already", done.stdout)
                # Each door counts for itself.
                done = self.server.sftp("ls", key=self.key)
                self.assertEqual(done.returncode, 0, done.stderr)
                files = subprocess.Popen(
                    self.server.command("sftp", "admin@127.0.0.1", key=self.key),
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                files.stdin.write(b"pwd\n")
                files.stdin.flush()
                while b"/" not in files.stdout.readline():
                    pass
                done = self.server.sftp("ls", key=self.key)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("'admin' has 1 sftp sessions already", done.stderr)
                files.stdin.close()
                files.wait(PATIENCE_S)
                files.stdout.close()
        finally:
            self.server.script("user rule max_sessions none\n")


class Ends(unittest.TestCase):
    def test_shutdown(self):
        with SshServer() as server:
            key = server.make_key("admin")
            with server.terminal("admin", key=key) as terminal:
                terminal.until("curia> ")
                files = subprocess.Popen(server.command("sftp", "admin@127.0.0.1", key=key),
                                         stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
                wait_for(lambda: server.audit(" login ", 'door="sftp"'))
                self.assertEqual(server.stop(), 0)
                code, shown = terminal.end()
                self.assertEqual(code, 1)
                self.assertIn("the server stops", shown)
                files.stdin.close()
                files.wait(PATIENCE_S)
            for door in ("ssh", "sftp"):
                self.assertEqual(len(server.audit(" login ", f'door="{door}"')), 1)
                self.assertEqual(
                    len(server.audit(" logout ", f'door="{door}"', "the server stops")), 1)

    def test_page(self):
        """The examples of docs/mmp.md, in order, in one shell."""
        directory = Slapd()
        self.addCleanup(directory.close)
        with RealServer() as server:
            (server.folder / "cms.crt").write_text("a certificate")
            check_page(self, "mmp.md", f"cd {server.folder}; data={server.data}; "
                       f"port={free_port()}; ldap={directory.port}; password={WORD}\n"
                       "ssh-keygen -q -t ed25519 -N '' -f my_key\n" +
                       shell_clients(server.folder), least=16)

    def test_configured(self):
        """Without the option the configuration decides; keys can be made anew."""
        port = free_port()
        with RealServer() as server:
            done = subprocess.run([CURIA, "mmp", "--data", str(server.data)], text=True,
                                  input=f"ssh listen a {port}\nssh enable\nssh\n",
                                  capture_output=True, timeout=PATIENCE_S)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("SUCCESS: ssh enabled", done.stdout)
            self.assertIn("STATUS : ssh running", done.stdout)

            def scan(kind="ed25519"):
                return subprocess.run(["ssh-keyscan", "-t", kind, "-p", str(port),
                                       "127.0.0.1"], capture_output=True, text=True,
                                      timeout=PATIENCE_S).stdout

            before = scan()
            self.assertIn("ssh-ed25519", before)
            # Other tests bring the RSA key along.
            self.assertIn("ssh-rsa", scan("rsa"))
            self.assertEqual((server.data / "ssh_host_rsa_key").stat().st_mode & 0o777, 0o600)
            done = subprocess.run([CURIA, "mmp", "--data", str(server.data)], text=True,
                                  input="ssh server_key generate ed25519\nY\nssh restart\n",
                                  capture_output=True, timeout=PATIENCE_S)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            after = scan()
            self.assertIn("ssh-ed25519", after)
            self.assertNotEqual(before, after)
            done = subprocess.run([CURIA, "mmp", "--data", str(server.data), "-c", "ssh disable"],
                                  capture_output=True, timeout=PATIENCE_S)
            self.assertEqual(done.returncode, 0)
            self.assertEqual(scan(), "")


class WhenIdle(unittest.TestCase):
    """Its session begins before the other tests: a minute is the shortest rule."""

    def test_ends(self):
        code, shown = IDLE["terminal"].end()
        self.assertEqual(code, 1)
        self.assertIn("idle for too long", shown)
        self.assertEqual(
            len(IDLE["server"].audit(" logout ", 'door="ssh"', "idle for too long")), 1)


IDLE = {}


def setUpModule():
    server = IDLE["server"] = SshServer()
    unittest.addModuleCleanup(server.close)
    server.script("user rule max_inactivity 1\n")
    terminal = IDLE["terminal"] = server.terminal("admin", key=server.make_key("admin"))
    unittest.addModuleCleanup(terminal.__exit__)
    terminal.until("curia> ")


if __name__ == "__main__":
    unittest.main()
