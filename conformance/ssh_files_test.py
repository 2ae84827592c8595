"""SFTP of a real server, and its SSH port: files, host keys, algorithms, and clients that behave
badly.

  python3 conformance/ssh_files_test.py
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time
import unittest

from real_server import curia, wait_for
from ssh_server import PATIENCE_S, OneServer, SshServer


class Files(OneServer):
    def test_bytes(self):
        content = random.Random(1).randbytes(7_000_001)
        (self.server.folder / "big.bak").write_bytes(content)
        done = self.server.sftp("put big.bak\nls -l\nget big.bak back.bak\nrename big.bak new.bak\n"
                                "ls -1\nrm new.bak\nls -1\n", key=self.key)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.server.folder / "back.bak").read_bytes(), content)
        self.assertRegex(done.stdout, r"-rw------- .* 7000001 .* big\.bak")
        self.assertIn("\nnew.bak\n", done.stdout.split("ls -1")[1])
        self.assertNotIn("new.bak", done.stdout.split("ls -1")[2])
        # The loop writes what was done when the client has its answer already.
        wait_for(lambda: self.server.audit('text="put big.bak (7000001 bytes)"', 'door="sftp"'))
        wait_for(lambda: self.server.audit('text="rm new.bak"'))
        # scp of OpenSSH 9 speaks SFTP.
        done = self.server.ssh(self.server.folder / "big.bak", "admin@127.0.0.1:copy.bak",
                               program="scp", key=self.key)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.server.data / "files" / "copy.bak").read_bytes(), content)
        self.assertEqual((self.server.data / "files" / "copy.bak").stat().st_mode & 0o777, 0o600)

    def test_dictionary(self):
        """Its words are no passwords, in whatever letters, until it goes; it is read whole."""
        script = "user add dora audit\nSwordfish\nSwordfish\n"
        (self.server.folder / "dictionary").write_text("tuna\nSWORDFISH\n")
        self.assertEqual(self.server.sftp("put dictionary", key=self.key).returncode, 0)
        refused = curia("mmp", "--data", self.server.data, text_in=script)
        self.assertIn("FAILURE: the password is a word of the dictionary", refused.stdout)
        with open(self.server.folder / "dictionary", "wb") as file:
            file.truncate((16 << 20) + 1)
        self.assertNotEqual(self.server.sftp("put dictionary", key=self.key).returncode, 0)
        self.assertEqual(self.server.sftp("rm dictionary", key=self.key).returncode, 0)
        self.assertIn("SUCCESS: user added", self.server.script(script))

    def test_no_way_out(self):
        outside = self.server.folder / "outside"
        outside.write_text("secret")
        link = self.server.data / "files" / "link.crt"
        link.symlink_to(outside)
        for line in ("get ../key.pem", "get key.pem", "get curia.db", "get /etc/passwd",
                     "get link.crt", "get ssh_host_rsa_key", "mkdir folder", "cd folder",
                     "put outside .hidden", "put outside audit", "put outside live.json",
                     "ln -s outside here", "rm audit", "rename live.json mine"):
            done = self.server.sftp(line + "\n", key=self.key)
            self.assertEqual(done.returncode, 1, f"{line}: {done.stdout} {done.stderr}")
        (self.server.folder / "huge.crt").write_bytes(bytes(4 * 1024 * 1024 + 1))
        done = self.server.sftp("put huge.crt", key=self.key)
        self.assertEqual(done.returncode, 1)
        self.assertFalse((self.server.data / "files" / "huge.crt").exists())
        self.assertNotIn("link.crt", self.server.sftp("ls -1", key=self.key).stdout)
        # An upload takes the place of a link, and does not follow it.
        self.assertEqual(self.server.sftp("put batch link.crt", key=self.key).returncode, 0)
        self.assertEqual(outside.read_text(), "secret")
        self.assertFalse(link.is_symlink())

    def test_roles(self):
        self.server.add_user("keeper", "crypto")
        self.server.add_user("auditor", "audit")
        keys = {name: self.server.make_key(name) for name in ("keeper", "auditor")}
        for name, good, bad in (
                ("keeper", ("put batch a.key", "get a.key", "put batch keeper.pub.new.crt",
                            "rm a.key"),
                 ("put batch a.bak", "get audit got", "put batch admin.pub", "get live.json got",
                  "rename keeper.pub admin.pub")),
                ("auditor", ("get audit got",), ("put batch a.crt", "get keeper.pub got",
                                                 "put batch admin.pub", "get live.json got"))):
            for line in good:
                done = self.server.sftp(line, user=name, key=keys[name])
                self.assertEqual(done.returncode, 0, f"{name}: {line}: {done.stderr}")
            for line in bad:
                done = self.server.sftp(line, user=name, key=keys[name])
                self.assertEqual(done.returncode, 1, f"{name}: {line}")

    def test_cut_transfer(self):
        before = sorted(os.listdir(self.server.data / "files"))
        (self.server.folder / "slow.img").write_bytes(bytes(4_000_000))
        script = self.server.folder / "slow"
        script.write_text("put slow.img\n")
        client = subprocess.Popen(
            self.server.command("sftp", "-l", "2000", "-b", script, "admin@127.0.0.1",
                                key=self.key),
            cwd=self.server.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        wait_for(lambda: [name for name in os.listdir(self.server.data / "files")
                          if name.startswith(".partial-")])
        self.assertNotIn(".partial", self.server.sftp("ls -1a", key=self.key).stdout)
        os.killpg(client.pid, signal.SIGKILL)
        client.wait()
        wait_for(lambda: sorted(os.listdir(self.server.data / "files")) == before)

    def test_full_disk(self):
        """A limit of the size of files of the process stands for the disk."""
        server = SshServer()
        self.addCleanup(server.close)
        key = server.make_key("admin")
        subprocess.run(["prlimit", "--pid", str(server.process.pid), "--fsize=1000000"], check=True)
        (server.folder / "big.img").write_bytes(bytes(3_000_000))
        done = server.sftp("put big.img", key=key)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "(?i)failure|full")
        self.assertEqual(os.listdir(server.data / "files"), ["admin.pub"])
        self.assertEqual(server.ssh("hostname", key=key).returncode, 0)


class Door(OneServer):
    def test_host_keys(self):
        listed = self.server.ssh("ssh server_key list", key=self.key).stdout
        expected = ""
        for kind in ("ecdsa", "ed25519", "rsa"):
            path = self.server.data / f"ssh_host_{kind}_key"
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            expected += f"{path.name}.pub\n"
            for digest in ("sha256", "md5"):
                expected += subprocess.run(["ssh-keygen", "-l", "-E", digest, "-f", f"{path}.pub"],
                                           check=True, capture_output=True, text=True).stdout
        self.assertEqual(listed, expected)
        # Each is the one that clients get.
        scanned = subprocess.run(
            ["ssh-keyscan", "-p", str(self.server.ssh_port), "127.0.0.1"], check=True,
            capture_output=True, text=True, timeout=PATIENCE_S).stdout
        for kind in ("ecdsa", "ed25519", "rsa"):
            public = (self.server.data / f"ssh_host_{kind}_key.pub").read_text().split()[1]
            self.assertIn(public, scanned)

    def test_algorithms(self):
        for option in ("-oCiphers=aes128-cbc,3des-cbc", "-oMACs=hmac-sha1,hmac-md5",
                       "-oKexAlgorithms=diffie-hellman-group14-sha1,diffie-hellman-group1-sha1",
                       "-oHostKeyAlgorithms=ssh-rsa,ssh-dss"):
            # An AEAD cipher has no MAC: only with another do the MACs count.
            more = [option, "-oLogLevel=INFO", *(["-oCiphers=aes256-ctr"] * ("MAC" in option))]
            done = self.server.ssh("version", key=self.key, more=more)
            self.assertEqual(done.returncode, 255, option)
            self.assertIn("no matching", done.stderr.lower(), option)
        for option in ("-oCiphers=chacha20-poly1305@openssh.com",
                       "-oCiphers=aes256-gcm@openssh.com", "-oCiphers=aes128-ctr",
                       "-oKexAlgorithms=curve25519-sha256",
                       "-oKexAlgorithms=diffie-hellman-group16-sha512",
                       "-oHostKeyAlgorithms=rsa-sha2-512", "-oHostKeyAlgorithms=ssh-ed25519"):
            known = [f"-oUserKnownHostsFile={self.server.folder}/{option[2:10]}{len(option)}"]
            done = self.server.ssh("version", key=self.key, more=[option, *known])
            self.assertEqual(done.returncode, 0, f"{option}: {done.stderr}")
        done = self.server.ssh("version", key=self.key,
                               more=["-oPubkeyAcceptedAlgorithms=ssh-rsa"])
        self.assertEqual(done.returncode, 255)
        if shutil.which("ssh-audit"):
            report = subprocess.run(
                ["ssh-audit", "-b", "-l", "fail", "-p", str(self.server.ssh_port), "127.0.0.1"],
                capture_output=True, text=True, timeout=PATIENCE_S).stdout
            failures = [line for line in report.splitlines() if "[fail]" in line
                        # The curves of NIST are judged by their origin; they are in use everywhere.
                        and "ecdh-sha2-nistp" not in line and "ecdsa-sha2-nistp" not in line]
            self.assertEqual(failures, [])

    def test_clients_that_do_nothing_or_nonsense(self):
        address = ("127.0.0.1", self.server.ssh_port)
        with contextlib.ExitStack() as open_sockets:
            for number in range(20):
                stranger = open_sockets.enter_context(socket.create_connection(address))
                stranger.sendall((b"", b"GET / HTTP/1.0\r\n\r\n", bytes(4096),
                                  b"SSH-2.0-x\r\n" + bytes(64))[number % 4])
            done = self.server.ssh("hostname", key=self.key)
            self.assertEqual((done.returncode, done.stdout), (0, "curia\n"))
        wait_for(lambda: "Connections : 1\n" in self.server.ssh("ssh status", key=self.key).stdout)

    def test_a_client_that_does_not_read(self):
        client = subprocess.Popen(self.server.command("ssh", "-T", "admin@127.0.0.1", key=self.key),
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        client.stdin.write(b"help\n" * 3000)
        client.stdin.flush()
        os.kill(client.pid, signal.SIGSTOP)
        try:
            begin = time.monotonic()
            for _ in range(5):
                self.assertEqual(self.server.ssh("hostname", key=self.key).returncode, 0)
            self.assertLess(time.monotonic() - begin, PATIENCE_S / 2)
        finally:
            os.kill(client.pid, signal.SIGCONT)
        out, _ = client.communicate(timeout=PATIENCE_S)
        self.assertEqual(client.returncode, 0)
        self.assertEqual(out, self.server.ssh("help", key=self.key).stdout.encode() * 3000)

    def test_too_many_strangers(self):
        address = ("127.0.0.1", self.server.ssh_port)
        with contextlib.ExitStack() as open_sockets:
            with self.server.terminal("admin", key=self.key) as terminal:
                terminal.until("curia> ")
                strangers = [open_sockets.enter_context(socket.create_connection(address))
                             for _ in range(64)]
                wait_for(lambda: all(stranger.recv(1) for stranger in strangers))
                self.assertEqual(self.server.ssh("version", key=self.key).returncode, 255)
                terminal.type("hostname\r")
                terminal.until("\r\ncuria\r\n")
        wait_for(lambda: self.server.ssh("version", key=self.key).returncode == 0)


if __name__ == "__main__":
    unittest.main()
