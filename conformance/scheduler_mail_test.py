"""The real server with a Scheduler and a real mail server (aiosmtpd): meetings that are booked by
the JSON API arrive as mails that python-icalendar reads.

Needs the modules of Debian's own Python.
"""

import contextlib
import json
import re
import tempfile
import time
import unittest

import mail_test
import real_server
from mail_test import Mailbox, mail_server

PATIENCE_S = 60


@contextlib.contextmanager
def scheduler(*options):
    """A server with a Scheduler, and its API."""
    with real_server.RealServer(start=False) as server:
        start(server, *options)
        yield server


def start(server, *options):
    server.start(("--scheduler", "127.0.0.1:0", *map(str, options)))
    line = server._first_line()
    port = int(re.fullmatch(r"Scheduler https://127.0.0.1:(\d+)/api/v1/scheduler/\n", line)[1])
    api = real_server.Api("127.0.0.1", port, server.trust,
                          real_server.basic("admin", real_server.PASSWORD))
    server.apis.append(api)
    server.scheduler = api


def ask(server, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    answer = server.scheduler.request(method, "scheduler/" + path, data,
                                      {"Content-Type": "application/json"})
    if answer.status != 200:
        raise AssertionError(f"{method} {path}: {answer.status} {answer.body}")
    return json.loads(answer.body) if answer.body else None


def make_meeting(server, space, **more):
    return ask(server, "POST", "meetings", {
        "coSpace": space, "summary": "Réunion", "organizerEmail": "ann@example.com",
        "organizerDisplayName": "Ann Lee", "dtStart": "2037-03-02T09:00:00.000",
        "dtEnd": "2037-03-02T10:00:00.000", "timeZone": "Europe/Paris",
        "rrule": "FREQ=WEEKLY;COUNT=5",
        "participants": [{"email": "bob@example.com"}], **more})["meeting"]


def wait_for(condition, what, patience_s=PATIENCE_S):
    deadline = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come")
        time.sleep(0.02)


def calendar_of(mail):
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = mail_test.icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"]
    assert [error for event in calendar.walk("VEVENT") for error in event.errors] == []
    return calendar


def mail_health(server):
    answer = server.scheduler.get("scheduler/health")
    return answer.status, json.loads(answer.body)["components"]["mail"]


class SchedulerMail(mail_test.WithCertificates):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / "password").write_text(mail_test.PASSWORD + "\n")

    def test_what_is_booked_arrives(self):
        good = self.made.context("good")
        login = ("--smtp-password-file", self.folder / "password")
        trust = ("--smtp-trust", self.folder / "ca.crt")
        user = "sender@example.com@"
        for url, words, modes in (
                ("smtp://127.0.0.1:{}", (), {}),
                (f"smtp://{user}127.0.0.1:{{}}", login, {"login": True}),
                ("smtp+starttls://127.0.0.1:{}", (), {"certificate": good}),
                (f"smtp+starttls://{user}127.0.0.1:{{}}", (*login, *trust),
                 {"certificate": good, "login": True}),
                ("smtps://127.0.0.1:{}", trust, {"certificate": good, "smtps": True}),
                (f"smtps://{user}127.0.0.1:{{}}", login,
                 {"certificate": good, "smtps": True, "login": True})):
            with self.subTest(url=url):
                mailbox = Mailbox()
                with mail_server(mailbox, **modes) as port, \
                        scheduler("--smtp", url.format(port), *words) as server:
                    self.book_and_change(server, mailbox)

    def book_and_change(self, server, mailbox):
        space = server.api().post("coSpaces", name="Sales", callId="4711").new_id()
        meeting = make_meeting(server, space)
        wait_for(lambda: len(mailbox.mails) == 1, "the invitation")
        mail = mailbox.mails[0]
        self.assertEqual(mail["Subject"], "Réunion")
        self.assertEqual(mail["From"].addresses[0].display_name, "Ann Lee")
        self.assertEqual(mail["To"], "bob@example.com")
        self.assertIn("4711", mail.get_body(("plain",)).get_content())
        series, = calendar_of(mail).walk("VEVENT")
        self.assertEqual(series["UID"], meeting)
        self.assertEqual(series["DTSTART"].dt.isoformat(), "2037-03-02T09:00:00+01:00")
        self.assertEqual(series["RRULE"], {"FREQ": ["WEEKLY"], "COUNT": [5]})
        self.assertEqual(series["ORGANIZER"].lower(), "mailto:ann@example.com")
        ask(server, "PUT", f"meetings/{meeting}/recurrences/2037-03-09T09:00:00",
            {"dtStart": "2037-03-09T11:00:00", "dtEnd": "2037-03-09T12:00:00"})
        wait_for(lambda: len(mailbox.mails) == 2, "the change of one recurrence")
        changed, = calendar_of(mailbox.mails[1]).walk("VEVENT")
        self.assertEqual(changed["RECURRENCE-ID"].dt.isoformat(), "2037-03-09T09:00:00+01:00")
        self.assertEqual(changed["DTSTART"].dt.isoformat(), "2037-03-09T11:00:00+01:00")
        self.assertGreater(changed["SEQUENCE"], series["SEQUENCE"])
        ask(server, "DELETE", f"meetings/{meeting}")
        wait_for(lambda: len(mailbox.mails) == 3, "the cancellation")
        gone, = calendar_of(mailbox.mails[2]).walk("VEVENT")
        self.assertEqual((gone["STATUS"], gone["UID"]), ("CANCELLED", meeting))
        self.assertEqual(mail_health(server)[1]["status"], "UP")

    def test_a_mail_server_that_comes_back_after_a_restart(self):
        mailbox = Mailbox()
        with mail_server(mailbox) as port:
            pass
        options = ("--smtp", f"smtp://127.0.0.1:{port}")
        with scheduler(*options) as server:
            space = server.api().post("coSpaces", name="Sales").new_id()
            for number in range(10):
                make_meeting(server, space, summary=f"Review {number}")
            wait_for(lambda: mail_health(server) == (
                503, {"status": "DOWN", "details": {"location": f"127.0.0.1:{port}"}}), "DOWN")
            server.kill()
            start(server, *options)
            self.assertEqual(server.stop(), 0)
            with mail_server(mailbox, port=port):
                start(server, *options)
                wait_for(lambda: len(mailbox.mails) >= 10, "the mails of before")
                time.sleep(1)
                self.assertEqual(sorted(mail["Subject"] for mail in mailbox.mails),
                                 [f"Review {number}" for number in range(10)])
                self.assertEqual(mail_health(server)[0], 200)
                self.assertEqual(server.stop(), 0)
            with mail_server(mailbox, port=port):
                start(server, *options)
                wait_for(lambda: mail_health(server)[0] == 200, "UP")
                self.assertEqual(len(mailbox.mails), 10)

    def test_each_recipient_has_a_fate_of_its_own(self):
        mailbox = Mailbox()
        mailbox.recipients = {"grey@example.com": "451 4.7.1 come back later",
                              "gone@example.com": "550 5.1.1 nobody of that name"}
        with mail_server(mailbox) as port:
            options = ("--smtp", f"smtp://127.0.0.1:{port}")
            with scheduler(*options) as server:
                space = server.api().post("coSpaces", name="Sales").new_id()
                make_meeting(server, space, participants=[
                    {"email": f"{name}@example.com"} for name in ("grey", "gone", "bob")])
                wait_for(lambda: mailbox.mails, "the mail to who is accepted")
                server.wait_for_log("to gone@example.com is given up: 550 5.1.1")
                self.assertEqual(server.stop(), 0)
                mailbox.recipients.clear()
                start(server, *options)  # tries at once what was put off
                wait_for(lambda: len(mailbox.mails) == 2, "the mail to who was put off")
                self.assertEqual(server.stop(), 0)
                start(server, *options)
                wait_for(lambda: mail_health(server)[0] == 200, "UP")
                time.sleep(1)
        self.assertEqual([mail["Message-ID"] for mail in mailbox.mails],
                         [mailbox.mails[0]["Message-ID"]] * 2)
        self.assertEqual(mailbox.recipients_of_mails, [["bob@example.com"], ["grey@example.com"]])

    def test_of_two_schedulers_the_other_sends(self):
        ours, other = Mailbox(), Mailbox()

        def wait_for_mails(count):
            wait_for(lambda: len(ours.mails) + len(other.mails) >= count, f"mail {count}")

        with contextlib.ExitStack() as stack:
            ours_is_there = stack.enter_context(contextlib.ExitStack())
            port = ours_is_there.enter_context(mail_server(ours))
            other_port = stack.enter_context(mail_server(other))
            server = stack.enter_context(scheduler("--smtp", f"smtp://127.0.0.1:{port}"))
            server.mmp(f"scheduler email server 127.0.0.1 {other_port}")
            server.mmp("scheduler enable")
            space = server.api().post("coSpaces", name="Sales").new_id()

            def book(count):
                for _ in range(count):
                    make_meeting(server, space)

            book(10)
            wait_for_mails(10)
            # One Scheduler is down.
            server.mmp("scheduler disable")
            before = len(other.mails)
            book(10)
            wait_for_mails(20)
            self.assertEqual(len(other.mails), before)
            # The mail server of the other one is down, and the first is back.
            ours_is_there.close()
            before = len(ours.mails)
            book(10)
            server.mmp("scheduler enable")
            wait_for_mails(30)
            time.sleep(1)
            self.assertEqual(len(ours.mails), before)
            ids = [mail["Message-ID"] for mail in ours.mails + other.mails]
            self.assertEqual((len(ids), len(set(ids))), (30, 30))

    def test_the_command_line_configures_it_while_it_runs(self):
        mailbox = Mailbox()
        with mail_server(mailbox, login=True) as port, scheduler() as server:
            space = server.api().post("coSpaces", name="Sales").new_id()
            mmp = server.mmp
            meeting = make_meeting(server, space)
            answer = server.scheduler.request("PUT", f"scheduler/meetings/{meeting}/refreshEmails")
            self.assertEqual(answer.status, 503)
            mmp("scheduler enable")
            mmp(f"scheduler email server 127.0.0.1 {port}")
            mmp("scheduler email common-address out@example.com \"Curia\"")
            ask(server, "PUT", f"meetings/{meeting}/refreshEmails")
            server.wait_for_log("530")
            word = mail_test.PASSWORD
            done = real_server.curia(
                "mmp", "--data", server.data,
                text_in=f"scheduler email username sender@example.com\n{word}\n{word}\n")
            self.assertIn("SUCCESS", done.stdout, done.stdout + done.stderr)
            mmp("scheduler email auth enable")
            # What waits for the log-in does not wait for its next try.
            wait_for(lambda: mailbox.mails, "the invitation", PATIENCE_S / 2)
            self.assertEqual(mailbox.mails[0]["From"].addresses[0].addr_spec, "out@example.com")
            self.assertEqual(mailbox.mails[0]["Reply-To"], "ann@example.com")
            status = mmp("scheduler status")
            self.assertIn("Email server configured", status)
            self.assertIn(f'"location": "127.0.0.1:{port}"', status)

    def test_what_the_command_line_refuses(self):
        with tempfile.TemporaryDirectory() as folder:
            real_server.make_directory(folder + "/data")
            for words, said in (
                    (("--smtp", "smtp://user:secret@host"), "--smtp-password-file"),
                    (("--smtp", "http://host"), "smtp://"),
                    (("--smtp", "smtp://user@host"), "--smtp-password-file"),
                    (("--smtp-trust", "/nowhere"), "--smtp")):
                done = real_server.curia("serve", "--data", folder + "/data", "--webadmin",
                                         "127.0.0.1:0", "--scheduler", "127.0.0.1:0", *words)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)
                self.assertNotIn("secret", done.stderr.replace("user:secret", ""))


if __name__ == "__main__":
    unittest.main()
