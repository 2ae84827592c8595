"""Keys and certificates that the command `pki` makes and judges, against the openssl command.

  python3 conformance/pki_test.py
"""

import os
import pathlib
import stat
import subprocess
import tempfile
import unittest

from real_server import CURIA, PASSWORD, curia
from terminal import Terminal

PATIENCE_S = 60


def openssl(*arguments, cwd, text_in=None):
    return subprocess.run(["openssl", *arguments], cwd=cwd, input=text_in, text=True,
                          capture_output=True, timeout=PATIENCE_S)


class Pki(unittest.TestCase):
    """Works on the directory of a server that does not run: the commands are the same."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="curia-pki-")
        cls.addClassCleanup(folder.cleanup)
        cls.data = pathlib.Path(folder.name) / "data"
        made = curia("init", "--data", cls.data, "--password-stdin", text_in=PASSWORD + "\n")
        assert made.returncode == 0, made.stderr
        cls.files = cls.data / "files"
        cls.files.mkdir(exist_ok=True)
        cls.run_script("pki csr web CN:meet.example.com C:NO O:\"Example AS\" OU:Voice ST:Oslo "
                       "L:Oslo emailAddress:it@example.com "
                       "subjectAltName:a.example.com,192.0.2.5,2001:db8::5\n"
                       "pki selfsigned ca \"CN:Example authority\"\n"
                       "pki sign web ca\n"
                       "pki selfsigned other\n")

    @classmethod
    def run_script(cls, script):
        return curia("mmp", "--data", cls.data, text_in=script)

    def mmp(self, line, expected=0, script=None):
        done = curia("mmp", "--data", self.data, *([] if script else ["-c", line]),
                     text_in=script or "")
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return done.stdout

    def openssl(self, *arguments):
        done = openssl(*arguments, cwd=self.files)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_request(self):
        self.assertIn("self-signature verify OK",
                      openssl("req", "-in", "web.csr", "-verify", "-noout", cwd=self.files).stderr)
        self.assertEqual(self.openssl("req", "-in", "web.csr", "-subject", "-noout"),
                         "subject=C = NO, ST = Oslo, L = Oslo, O = Example AS, OU = Voice, "
                         "CN = meet.example.com, emailAddress = it@example.com\n")
        text = self.openssl("req", "-in", "web.csr", "-text", "-noout")
        self.assertIn("Public-Key: (2048 bit)", text)
        self.assertIn("DNS:meet.example.com, DNS:a.example.com, IP Address:192.0.2.5, "
                      "IP Address:2001:DB8:0:0:0:0:0:5", text)
        self.assertEqual(self.mmp("pki inspect web.csr"),
                         "File contains a certificate signing request\n" + text)
        for name in ("web.key", "web.csr"):
            self.assertEqual(stat.S_IMODE((self.files / name).stat().st_mode), 0o600, name)
        self.openssl("rsa", "-in", "web.key", "-check", "-noout")

    def test_signed(self):
        self.assertEqual(self.openssl("verify", "-x509_strict", "-purpose", "sslserver",
                                      "-verify_hostname", "a.example.com",
                                      "-CAfile", "ca.crt", "web.crt"), "web.crt: OK\n")
        self.openssl("verify", "-purpose", "sslclient", "-CAfile", "ca.crt", "web.crt")
        text = self.openssl("x509", "-in", "web.crt", "-text", "-noout")
        self.assertEqual(self.mmp("pki inspect web.crt"), "File contains a certificate\n" + text)
        self.assertIn("TLS Web Server Authentication, TLS Web Client Authentication", text)
        self.openssl("x509", "-in", "web.crt", "-outform", "DER", "-out", "web.der")
        self.assertEqual(self.mmp("pki inspect web.der"), "File contains a certificate\n" + text)
        self.assertIn("SUCCESS: Key and certificate pair match",
                      self.mmp("pki match web.key web.der"))
        # A self-signed certificate stands for the host name, as a server's own.
        self.openssl("verify", "-purpose", "sslserver", "-verify_hostname", "curia",
                     "-CAfile", "other.crt", "other.crt")

    def test_match(self):
        self.assertEqual(self.mmp("pki match web.key web.crt"),
                         "SUCCESS: Key and certificate pair match\n")
        self.mmp("pki match web.key web.csr")
        self.assertEqual(self.mmp("pki match ca.key web.crt", 1),
                         "FAILURE: the key does not belong to the certificate\n")
        self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.key")
        self.openssl("req", "-x509", "-key", "ec.key", "-subj", "/CN=ec", "-out", "ec.crt")
        self.mmp("pki match ec.key ec.crt")
        self.assertEqual(self.mmp("pki inspect ec.key"),
                         "File contains a private key: EC, 256 bits\n")
        self.assertEqual(self.mmp("pki match web.key ec.crt", 1),
                         "FAILURE: the key does not belong to the certificate\n")

    def test_verify(self):
        self.assertEqual(self.mmp("pki verify web.crt ca.crt"),
                         "SUCCESS: certificate verified against ca.crt\n")
        self.assertIn("FAILURE: certificate 'C = NO, ", self.mmp("pki verify web.crt other.crt", 1))
        # Three in a row, made by openssl: the bundle has what is between.
        (self.files / "extensions").write_text("basicConstraints=critical,CA:TRUE\n")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "middle.key",
                     "-subj", "/CN=middle", "-out", "middle.csr")
        self.openssl("x509", "-req", "-in", "middle.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                     "-extfile", "extensions", "-out", "middle.crt")
        self.mmp("pki csr leaf CN:leaf.example.com")
        self.mmp("pki sign leaf middle")
        self.openssl("verify", "-CAfile", "ca.crt", "-untrusted", "middle.crt", "leaf.crt")
        self.mmp("pki verify leaf.crt middle.crt ca.crt")
        self.assertEqual(self.mmp("pki verify leaf.crt ca.crt", 1),
                         "FAILURE: certificate 'CN = leaf.example.com': the chain is broken: there "
                         "is no certificate of its issuer 'CN = middle'\n")
        # One that has ended.
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "old.key",
                     "-subj", "/CN=old", "-out", "old.csr")
        (self.files / "index").write_text("")
        (self.files / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nserial=serial\n"
            "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
        (self.files / "serial").write_text("01\n")
        self.openssl("ca", "-batch", "-config", "ca.cnf", "-cert", "ca.crt", "-keyfile", "ca.key",
                     "-startdate", "20200101000000Z", "-enddate", "20200201000000Z",
                     "-in", "old.csr", "-out", "old.crt", "-notext")
        self.assertEqual(self.mmp("pki verify old.crt ca.crt", 1),
                         "FAILURE: certificate 'CN = old': it expired on 2020-02-01T00:00:00Z\n")
        self.assertIn("WARNING: the certificate old.crt expired on 2020-02-01",
                      self.mmp("callbridge certs old.key old.crt"))
        self.openssl("x509", "-req", "-in", "old.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                     "-days", "20", "-out", "soon.crt")
        self.assertIn("WARNING: the certificate soon.crt will expire on ",
                      self.mmp("callbridge certs old.key soon.crt"))
        self.mmp("callbridge certs none")

    def test_refusals(self):
        for line, why in (
                ("pki csr web CN:x", "there is a file 'web.key' already"),
                ("pki selfsigned ca", "there is a file 'ca.key' already"),
                ("pki sign web ca", "there is a file 'web.crt' already"),
                ("pki sign nobody ca", "there is no file 'nobody.csr'"),
                ("pki csr new XX:y", "unknown attribute 'XX'"),
                ("pki csr new C:Norway", "C is a country as two letters"),
                ("pki csr new subjectAltName:a,,b", "subjectAltName is a list such as"),
                ("pki csr ../new CN:a", "is not the beginning of a file name"),
                ("pki inspect nothing", "there is no file 'nothing'"),
                ("pki match web.crt web.key", "the key is not PEM text"),
                ("pki verify web.key ca.crt", "the certificate is not PEM text"),
                ("pki unlock web.key", None)):
            if why:
                self.assertIn("FAILURE: ", out := self.mmp(line, 1))
                self.assertIn(why, out)
        self.assertFalse((self.files / "new.key").exists())
        (self.files / "noise").write_bytes(os.urandom(3000))
        self.assertIn("FAILURE: the file is no certificate", self.mmp("pki inspect noise", 1))
        (self.files / "upgrade.img").write_bytes(bytes(2 * 1024 * 1024))
        self.assertIn("FAILURE: the file 'upgrade.img' is too large",
                      self.mmp("pki inspect upgrade.img", 1))
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "late.key",
                     "-subj", "/CN=late", "-out", "late.csr")
        self.assertIn("is not one of an authority", self.mmp("pki sign late web", 1))

    def test_unlock(self):
        self.openssl("genrsa", "-aes256", "-passout", "pass:open sesame", "-out", "locked.key",
                     "2048")
        self.assertEqual(self.mmp("pki inspect locked.key"),
                         "File contains an encrypted private key\n")
        self.assertIn("FAILURE: the key is encrypted", self.mmp("pki match locked.key web.crt", 1))
        before = (self.files / "locked.key").read_bytes()
        self.assertIn("the passphrase is wrong",
                      self.mmp("", 1, script="pki unlock locked.key\nwrong\n"))
        self.assertEqual((self.files / "locked.key").read_bytes(), before)
        out = self.mmp("", script="pki unlock locked.key\nopen sesame\n")
        self.assertIn("SUCCESS: the key locked.key has no passphrase any more", out)
        self.openssl("rsa", "-in", "locked.key", "-check", "-noout", "-passin", "pass:")
        self.assertIn("the key is not encrypted",
                      self.mmp("", 1, script="pki unlock locked.key\nopen sesame\n"))
        self.assertNotIn("sesame", (self.data / "audit").read_text())

    def test_pkcs12_to_ssh(self):
        for number, make in enumerate((("genrsa", "-out", "own.key", "2048"),
                                       ("ecparam", "-name", "secp384r1", "-genkey", "-noout",
                                        "-out", "own.key"),
                                       ("genpkey", "-algorithm", "ed25519", "-out", "own.key"))):
            self.openssl(*make)
            self.openssl("req", "-x509", "-key", "own.key", "-subj", "/CN=own", "-out", "own.crt")
            self.openssl("pkcs12", "-export", "-in", "own.crt", "-inkey", "own.key",
                         "-passout", "pass:open sesame", "-out", "admin.pub")
            if number == 0:
                self.assertIn("the passphrase is wrong",
                              self.mmp("", 1, script="pki pkcs12-to-ssh admin\nwrong\n"))
            self.assertIn("SUCCESS: admin.pub is a public key for SSH now",
                          self.mmp("", script="pki pkcs12-to-ssh admin\nopen sesame\n"))
            self.openssl("pkey", "-in", "own.key", "-pubout", "-out", "own.public")
            made = (self.files / "admin.pub").read_text()
            if number < 2:  # ssh-keygen reads no Ed25519 keys of OpenSSL
                self.assertEqual(made, subprocess.run(
                    ["ssh-keygen", "-i", "-m", "PKCS8", "-f", self.files / "own.public"],
                    capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout)
            subprocess.run(["ssh-keygen", "-l", "-f", self.files / "admin.pub"], check=True,
                           capture_output=True, timeout=PATIENCE_S)
        self.assertIn("is not a PKCS #12 file",
                      self.mmp("", 1, script="pki pkcs12-to-ssh admin\nopen sesame\n"))
        self.assertIn("there is no user 'nobody'", self.mmp("pki pkcs12-to-ssh nobody", 1))

    def test_completion(self):
        with Terminal([CURIA, "mmp", "--data", str(self.data)]) as terminal:
            terminal.until("curia> ")
            terminal.type("pki match web.k\t")
            terminal.until("web.key")
            terminal.type("web.cr\t\r")
            terminal.until("SUCCESS: Key and certificate pair match")
            terminal.type("pki sign we\t")
            terminal.until("pki sign web ")
            terminal.type("\x03exit\r")
            terminal.end()


if __name__ == "__main__":
    unittest.main()
