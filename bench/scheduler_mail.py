#!/usr/bin/env python3
"""The Scheduler's mails: so many invitations from the queue to a mail server beside it.

  CURIA=build/release/tools/curia bench/scheduler_mail.py [--mails 10000]

Books meetings while the mail server is away, then starts it and counts what arrives in which time.
The mail server is aiosmtpd, and then a small one of Python's asyncio, which does nothing but take
mails: aiosmtpd is slower than what is measured. Each has a process of its own, and takes the same
mails once more from Python's smtplib over as many connections, as the other side of the comparison.
"""

import argparse
import asyncio
import json
import multiprocessing
import pathlib
import smtplib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))
import real_server  # noqa: E402
import scheduler_mail_test  # noqa: E402

CLIENTS = 8
CONNECTIONS = 8  # of the Scheduler to one mail server (limits::mail_connections)
PATIENCE_S = 600


class Sink(asyncio.Protocol):
    """Takes every mail; `seen` counts them, and the bytes of one are put into `kept`."""

    def __init__(self, seen, kept):
        self.seen = seen
        self.kept = kept
        self.buffer = b""
        self.in_data = False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.buffer += data
        answers = []
        while True:
            end = self.buffer.find(b"\r\n.\r\n" if self.in_data else b"\r\n")
            if end < 0:
                break
            line, self.buffer = self.buffer[:end], self.buffer[end + (5 if self.in_data else 2):]
            if self.in_data:
                self.in_data = False
                count(line, self.seen, self.kept)
                answers.append(b"250 taken\r\n")
            elif line[:4].upper() == b"EHLO":
                answers.append(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif line[:4].upper() == b"QUIT":
                answers.append(b"221 bye\r\n")
            elif line[:4].upper() == b"DATA":
                self.in_data = True
                answers.append(b"354 go ahead\r\n")
            else:
                answers.append(b"250 fine\r\n")
        if answers:
            self.transport.write(b"".join(answers))


def count(mail, seen, kept):
    with seen.get_lock():
        seen.value += 1
        if seen.value == 1:
            kept.value = mail


def run_sink(port, seen, kept, is_aiosmtpd):
    async def serve():
        loop = asyncio.get_running_loop()
        if is_aiosmtpd:
            import aiosmtpd.smtp

            class Handler:
                async def handle_DATA(self, server, session, envelope):
                    count(envelope.content, seen, kept)
                    return "250 OK"
            factory = lambda: aiosmtpd.smtp.SMTP(Handler(), hostname="sink", loop=loop)  # noqa
        else:
            factory = lambda: Sink(seen, kept)  # noqa
        await (await loop.create_server(factory, "127.0.0.1", port)).serve_forever()
    asyncio.run(serve())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def book(server, space, count):
    def some(number):
        api = real_server.Api("127.0.0.1", server.scheduler.connection.port, server.trust,
                              server.scheduler.authorization)
        for each in range(number, count, CLIENTS):
            body = json.dumps({
                "coSpace": space, "summary": f"Review {each}", "organizerEmail": "a@example.com",
                "dtStart": "2030-03-02T09:00:00", "dtEnd": "2030-03-02T10:00:00",
                "timeZone": "Europe/Paris", "rrule": "FREQ=WEEKLY;COUNT=10",
                "participants": [{"email": f"bob{each}@example.com"}]}).encode()
            answer = api.request("POST", "scheduler/meetings", body,
                                 {"Content-Type": "application/json"})
            assert answer.status == 200, answer.body
        api.close()
    threads = [threading.Thread(target=some, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def send_by_smtplib(port, mail, mails):
    with smtplib.SMTP("127.0.0.1", port) as client:
        for _ in range(mails):
            client.sendmail("a@example.com", ["bob@example.com"], mail)


def measure(seen, mails, what):
    """Mails per second from the first that arrives to the last."""
    while seen.value == 0:
        time.sleep(0.001)
    begin = time.monotonic()
    while seen.value < mails and time.monotonic() - begin < PATIENCE_S:
        time.sleep(0.005)
    rate = seen.value / (time.monotonic() - begin)
    print(f"{what:<28} {seen.value} mails, {rate:.0f} per second")
    return rate


def run(mails, is_aiosmtpd):
    port = free_port()
    with scheduler_mail_test.scheduler("--smtp", f"smtp://127.0.0.1:{port}") as server:
        space = server.api().post("coSpaces", name="Sales", callId="4711").new_id()
        begin = time.monotonic()
        book(server, space, mails)
        print(f"booked {mails} meetings in {time.monotonic() - begin:.1f} s")
        seen = multiprocessing.Value("q", 0)
        kept = multiprocessing.Array("c", 1 << 16)
        sink = multiprocessing.Process(target=run_sink, args=(port, seen, kept, is_aiosmtpd),
                                       daemon=True)
        cpu = cpu_seconds(server.process)
        sink.start()
        name = "aiosmtpd" if is_aiosmtpd else "sink"
        ours = measure(seen, mails, f"curia to {name}")
        cpu = cpu_seconds(server.process) - cpu
        print(f"{'processor of the server':<28} {cpu / mails * 1e6:.0f} us per mail")
        time.sleep(3)
        assert seen.value == mails, f"{seen.value} arrived"
    seen.value = 0
    peers = [multiprocessing.Process(target=send_by_smtplib,
                                     args=(port, kept.value, mails // CONNECTIONS))
             for _ in range(CONNECTIONS)]
    for peer in peers:
        peer.start()
    theirs = measure(seen, mails // CONNECTIONS * CONNECTIONS, f"smtplib to {name}")
    for peer in peers:
        peer.join()
    sink.kill()
    print(f"{'ratio':<28} {ours / theirs:.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=10000)
    options = parser.parse_args()
    for is_aiosmtpd in (True, False):
        run(options.mails, is_aiosmtpd)


if __name__ == "__main__":
    main()
