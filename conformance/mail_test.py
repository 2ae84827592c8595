"""Our SMTP client against aiosmtpd: six modes, certificates, refusals; and what python-icalendar
makes of the calendars that come by mail.

Needs the modules of Debian's own Python.
"""

import contextlib
import email
import email.policy
import os
import pathlib
import ssl
import subprocess
import tempfile
import unittest

import debian_python

debian_python.needs("aiosmtpd.controller", "aiosmtpd.smtp", "icalendar")

import aiosmtpd.controller  # noqa: E402
import aiosmtpd.smtp  # noqa: E402
import icalendar  # noqa: E402

import calendar_peers  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[1]
CURIA = os.environ.get("CURIA")  # build/PRESET/tools/curia, as the test runner names it
BUILD = ROOT / pathlib.Path(CURIA).parents[1] if CURIA else ROOT / "build" / "dev"
SENDER = BUILD / "conformance" / "mail_sender"
PASSWORD = "secret word"


class Mailbox:
    """What aiosmtpd asks us. Each mail is shown to python-icalendar and libical as well."""

    def __init__(self):
        self.mails = []
        self.recipients_of_mails = []  # what RCPT named and was accepted
        self.complaints = []
        self.recipients = {}  # address: the answer to RCPT
        self.answer = "250 OK"
        self.encrypted = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.complaints += calendar_peers.complaints(envelope.content)
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.SMTP))
        self.encrypted.append(session.ssl is not None)
        self.recipients_of_mails.append(list(envelope.rcpt_tos))
        return self.answer


def openssl(*words, folder):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


class Certificates:
    """An authority, and what it signed: good, expired, of another name; and one of a stranger."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for authority in ("ca", "stranger"):
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-keyout", f"{authority}.key", "-out", f"{authority}.crt",
                    "-days", "30",
                    "-subj", f"/CN={authority}", folder=folder)
        self.sign("good", "ca", "DNS:localhost,IP:127.0.0.1")
        self.sign("foreign", "stranger", "DNS:localhost,IP:127.0.0.1")
        self.sign("named", "ca", "DNS:other.example")
        self.sign("expired", "ca", "DNS:localhost,IP:127.0.0.1",
                  ("-not_before", "20200101000000Z", "-not_after", "20200201000000Z"))

    def between(self, name, authority):
        """An authority that another one signed."""
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}", folder=self.folder)
        (self.folder / f"{name}.ext").write_text("basicConstraints=critical,CA:TRUE\n")
        self._issue(name, authority)

    def sign(self, name, authority, names, dates=()):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=mail", folder=self.folder)
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={names}\n")
        if dates:
            # `openssl x509` of Debian 12 knows days only; `ca` takes dates.
            (self.folder / "index.txt").write_text("")
            (self.folder / "ca.cnf").write_text(
                "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\n"
                "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n")
            openssl("ca", "-batch", "-config", "ca.cnf", "-create_serial", "-cert",
                    f"{authority}.crt", "-keyfile", f"{authority}.key", "-in", f"{name}.csr",
                    "-out", f"{name}.crt", "-startdate", dates[1], "-enddate", dates[3], "-extfile",
                    f"{name}.ext", "-notext", folder=self.folder)
        else:
            self._issue(name, authority)

    def _issue(self, name, authority):
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.crt", "-CAkey",
                f"{authority}.key", "-CAcreateserial", "-days", "30", "-extfile",
                f"{name}.ext", "-out", f"{name}.crt", folder=self.folder)

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.crt", self.folder / f"{name}.key")
        return context


def check_login(server, session, envelope, mechanism, data):
    good = data.login == b"sender@example.com" and data.password == PASSWORD.encode()
    return aiosmtpd.smtp.AuthResult(success=good, handled=False)


@contextlib.contextmanager
def mail_server(mailbox, certificate=None, smtps=False, login=False, port=0):
    options = {"hostname": "127.0.0.1", "port": port, "ready_timeout": 60}
    if login:
        options.update(authenticator=check_login, auth_required=True, auth_require_tls=False)
    if certificate and smtps:
        options["ssl_context"] = certificate
    elif certificate:
        options["tls_context"] = certificate
    controller = Controller(mailbox, **options)
    controller.start()
    try:
        yield controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()
    if mailbox.complaints:
        raise AssertionError(f"a mail is not read by others: {mailbox.complaints}")


class Controller(aiosmtpd.controller.Controller):
    def _trigger_server(self):
        """The controller would connect to port 0; the port is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def send(port, *words, to=("ann@example.com",), password=PASSWORD):
    command = [SENDER, "127.0.0.1", str(port), *words]
    for address in to:
        command += ["to", address]
    done = subprocess.run([str(word) for word in command], input=password + "\n", text=True,
                          capture_output=True, timeout=120)
    return [line for line in done.stdout.splitlines() if not line.startswith("seconds")]


class WithCertificates(unittest.TestCase):
    """Tests that share certificates, in a folder that is theirs."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="curia-certificates-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.made = Certificates(cls.folder)


class Mail(WithCertificates):
    def trust(self, name="ca"):
        return ("trust", self.folder / f"{name}.crt")

    def test_the_six_modes(self):
        good = self.made.context("good")
        user = ("user", "sender@example.com")
        for words, server in (
                ((), {}),
                (user, {"login": True}),
                (("starttls",), {"certificate": good}),
                (("starttls", *user), {"certificate": good, "login": True}),
                (("smtps",), {"certificate": good, "smtps": True}),
                (("smtps", *user), {"certificate": good, "smtps": True, "login": True})):
            for trust in ((), self.trust()) if "certificate" in server else ((),):
                with self.subTest(words=words, trust=bool(trust)):
                    mailbox = Mailbox()
                    with mail_server(mailbox, **server) as port:
                        told = send(port, *words, *trust)
                    self.assertEqual(told, ["ann@example.com accepted "])
                    self.assertEqual(len(mailbox.mails), 1)

    def test_certificates_that_are_not_believed(self):
        for name in ("foreign", "expired", "named"):
            for words in (("smtps",), ("starttls",)):
                server = {"certificate": self.made.context(name), "smtps": "smtps" in words}
                with self.subTest(name=name, words=words):
                    mailbox = Mailbox()
                    with mail_server(mailbox, **server) as port:
                        told = send(port, *words, *self.trust())
                        self.assertTrue(told[-1].startswith("failed not_permitted"), told)
                        self.assertEqual(mailbox.mails, [])
                        # Without a bundle any certificate will do.
                        self.assertEqual(send(port, *words), ["ann@example.com accepted "])

    def test_a_bundle_may_hold_the_servers_own_certificate(self):
        mailbox = Mailbox()
        with mail_server(mailbox, certificate=self.made.context("good"), smtps=True) as port:
            self.assertEqual(send(port, "smtps", *self.trust("good")),
                             ["ann@example.com accepted "])

    def test_starttls_that_is_not_offered(self):
        mailbox = Mailbox()
        with mail_server(mailbox) as port:
            self.assertEqual(send(port, "starttls"), ["ann@example.com accepted ", "in the clear"])
            self.assertTrue(send(port, "starttls", *self.trust())[-1].startswith(
                "failed not_permitted"))
        self.assertEqual(len(mailbox.mails), 1)

    def test_a_wrong_password(self):
        with mail_server(Mailbox(), login=True) as port:
            told = send(port, "user", "sender@example.com", password="wrong")
        self.assertTrue(told[-1].startswith("failed not_permitted"), told)

    def test_each_recipient_has_its_own_fate(self):
        mailbox = Mailbox()
        mailbox.recipients = {"bob@example.com": "450 4.2.0 greylisted",
                              "carl@example.com": "550 5.1.1 unknown"}
        with mail_server(mailbox) as port:
            told = send(port, to=("ann@example.com", "bob@example.com", "carl@example.com"))
            self.assertEqual(told, ["ann@example.com accepted ",
                                    "bob@example.com later 450 4.2.0 greylisted",
                                    "carl@example.com never 550 5.1.1 unknown"])
            mailbox.answer = "451 4.3.0 later"
            self.assertEqual(send(port), ["ann@example.com later 451 4.3.0 later"])

    def test_one_connection_carries_many_mails(self):
        mailbox = Mailbox()
        with mail_server(mailbox) as port:
            told = send(port, "count", 50)
        self.assertEqual(told, ["ann@example.com accepted "] * 50)
        self.assertEqual(len({mail["Message-ID"] for mail in mailbox.mails}), 50)

    def test_others_read_our_calendars(self):
        mailbox = Mailbox()
        with mail_server(mailbox) as port:
            send(port)
        mail = mailbox.mails[0]
        self.assert_peers_complain_of_damage(mail.as_bytes(policy=email.policy.SMTP))
        self.assertEqual(mail["Subject"], "Caf\u00e9 1")
        self.assertEqual(mail["From"].addresses[0].display_name, "Doe, J\u00fcrgen")
        parts = {part.get_content_type(): part for part in mail.walk()}
        part = parts["text/calendar"]
        self.assertEqual(part.get_param("method"), "REQUEST")
        text = part.get_payload(decode=True)
        self.assertEqual(text, parts["application/ics"].get_payload(decode=True))
        self.assertIn("secret=abc", parts["text/plain"].get_content())
        calendar = icalendar.Calendar.from_ical(text)
        self.assertEqual(calendar["METHOD"], "REQUEST")
        series, changed = calendar.walk("VEVENT")
        self.assertEqual(series["SUMMARY"], "Caf\u00e9, budget; 1")
        self.assertEqual(series["DTSTART"].dt.utcoffset().total_seconds(), 3600)
        self.assertEqual(changed["RECURRENCE-ID"].dt.utcoffset().total_seconds(), 7200)
        self.assertEqual([error for event in (series, changed) for error in event.errors], [])
        zone = calendar.walk("VTIMEZONE")[0].to_tz()
        self.assertEqual(str(zone), "Europe/Paris")

    def assert_peers_complain_of_damage(self, mail):
        calendar = next(part for part in email.message_from_bytes(mail).walk()
                        if part.get_content_type() == "text/calendar").get_payload(decode=True)
        self.assertEqual(calendar_peers.of_libical(calendar), [])
        self.assertEqual(calendar_peers.of_icalendar(calendar, "REQUEST"), [])
        for line in (b"ORGANIZER", b"UID", b"DTSTAMP"):
            damaged = b"".join(each for each in calendar.replace(b"\r\n ", b"").splitlines(True)
                               if not each.startswith(line))
            self.assertNotEqual(calendar_peers.of_libical(damaged), [], line)
        damaged = calendar.replace(b"DTSTART", b"DTSTART;VALUE=DATE", 1)
        self.assertNotEqual(calendar_peers.of_icalendar(damaged, "CANCEL"), [])


if __name__ == "__main__":
    unittest.main()
