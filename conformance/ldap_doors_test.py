"""Accounts whose password a directory knows, at every door of a real server, with a real slapd.

What the directory can say is in fixtures/conformance/mmp/ldap.sim; here are the doors: SSH, SFTP,
Web Admin, the console, and the API, which takes no such account.

  python3 conformance/ldap_doors_test.py
"""

import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

from real_server import PASSWORD, curia, free_port, wait_for
from ssh_server import OneServer
from web_admin_test import Browser

WORD = "Directory-word-1"
ENTRIES = """\
dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: uid=eve,dc=example,dc=com
objectClass: inetOrgPerson
uid: eve
cn: Eve
sn: Eve
userPassword: {word}

dn: ou=elsewhere,dc=example,dc=com
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
ref: ldap://127.0.0.1:{elsewhere}/ou=elsewhere,dc=example,dc=com
"""


class Slapd:
    """An OpenLDAP server on a free loopback port."""

    def __init__(self, tls=""):
        """`tls`: lines of slapd.conf; with them it serves LDAPS instead."""
        self.scheme = "ldaps" if tls else "ldap"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="curia-slapd-"))
        (self.folder / "slapd.conf").write_text("".join([
            tls,
            *(f"include /etc/ldap/schema/{name}.schema\n"
              for name in ("core", "cosine", "inetorgperson")),
            "modulepath /usr/lib/ldap\nmoduleload back_mdb\n",
            f'database mdb\nsuffix "dc=example,dc=com"\ndirectory {self.folder}\n',
            "access to attrs=userPassword by * auth\naccess to * by * read\n"]))
        self.elsewhere = socket.create_server(("127.0.0.1", 0))  # where it refers to
        elsewhere = self.elsewhere.getsockname()[1]
        (self.folder / "entries").write_text(ENTRIES.format(word=WORD, elsewhere=elsewhere))
        self.configuration = ["-f", self.folder / "slapd.conf"]
        subprocess.run(["/usr/sbin/slapadd", "-q", *self.configuration,
                        "-l", self.folder / "entries"], check=True)
        self.port = free_port()
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "/usr/sbin/slapd", *self.configuration, "-d", "0",
             "-h", f"{self.scheme}://127.0.0.1:{self.port}"])
        wait_for(self.answers)

    def answers(self):
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self):
        self.process.terminate()
        self.process.wait()

    def close(self):
        self.end()
        self.elsewhere.close()
        shutil.rmtree(self.folder)


class LdapDoors(OneServer):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slapd = Slapd()
        cls.addClassCleanup(cls.slapd.close)
        cls.server.script(f"user add eve admin ldap\nldap server 127.0.0.1 {cls.slapd.port}\n"
                          "ldap protocol ldap\nldap basedn dc=example,dc=com\n"
                          "ldap login_attr uid\nldap enable\n")

    def opened_by(self, password, user="eve"):
        """The doors that let the account in."""
        login = {"user": user, "password": password}
        web = Browser(self, self.server)
        opened = {
            "ssh": "eve" in self.server.ssh("user list", **login).stdout,
            "sftp": self.server.sftp("ls", **login).returncode == 0,
            "web": web.log_in(user, password)[0].status == 303 and
                   web.ask("GET", "/")[0].status == 200,
            "console": "eve" in curia("mmp", "--data", self.server.data, "--user", user, "-c",
                                      "user list", text_in=f"{password}\n").stdout,
            "api": self.server.api(user, password).get("coSpaces").status == 200}
        return {door for door, is_open in opened.items() if is_open}

    def test_doors(self):
        self.assertEqual(self.opened_by(WORD), {"ssh", "sftp", "web", "console"})
        for door in ("ssh", "sftp", "web", "console"):
            self.assertTrue(self.server.audit(" login ", 'account="eve"', f'door="{door}"'), door)
        for word in (f"{WORD}2", ""):
            self.assertEqual(self.opened_by(word), set(), f"with {word!r}")
        for name in ("ev*", "e*)(uid=*", "*"):
            self.assertEqual(self.opened_by(WORD, user=name), set(), f"as {name!r}")

    def test_referrals_are_not_followed(self):
        """Nobody is asked, and sent a password, but the server that was configured."""
        self.slapd.elsewhere.setblocking(False)
        base = "ldap basedn {}dc=example,dc=com\n"
        self.server.script(base.format("ou=elsewhere,"))
        try:
            self.assertEqual(self.opened_by(WORD), set())
        finally:
            self.server.script(base.format(""))
        self.assertEqual(self.opened_by(WORD), {"ssh", "sftp", "web", "console"})
        with self.assertRaises(BlockingIOError):
            self.slapd.elsewhere.accept()

    def test_directory_that_is_away(self):
        self.slapd.end()
        try:
            self.assertEqual(self.opened_by(WORD), set())
            self.assertEqual(self.opened_by(PASSWORD, user="admin"),
                             {"ssh", "sftp", "web", "console", "api"})
        finally:
            self.slapd.start()
        self.assertEqual(self.opened_by(WORD), {"ssh", "sftp", "web", "console"})


class OldDirectory(OneServer):
    """One that knows TLS 1.1 at most, and shows the certificate that `curia init` made."""

    def test_is_spoken_to_when_it_may_be_so_old(self):
        data = self.server.data
        slapd = Slapd(f"TLSCertificateFile {data}/certificate.pem\n"
                      f"TLSCertificateKeyFile {data}/key.pem\n"
                      "TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.1\n")
        self.addCleanup(slapd.close)
        (data / "files").mkdir(exist_ok=True)
        (data / "files" / "directory.crt").write_bytes((data / "certificate.pem").read_bytes())
        self.server.script(f"user add eve admin ldap\nldap server 127.0.0.1 {slapd.port}\n"
                           "ldap protocol ldaps\nldap basedn dc=example,dc=com\n"
                           "ldap login_attr uid\nldap trust directory.crt\nldap verify enable\n"
                           "ldap enable\n")

        def logs_in():
            return "eve" in curia("mmp", "--data", data, "--user", "eve", "-c", "user list",
                                  text_in=f"{WORD}\n").stdout

        self.assertFalse(logs_in())
        self.server.script("ldap min-tls-version 1.1\n")
        self.assertTrue(logs_in())
        self.server.script("ldap min-tls-version 1.2\n")
        self.assertFalse(logs_in())


if __name__ == "__main__":
    unittest.main()
