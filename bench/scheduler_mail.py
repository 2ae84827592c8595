#!/usr/bin/env python3
"""The Scheduler's mails: so many invitations from the queue to a mail server beside it.

  CURIA=build/release/tools/curia bench/scheduler_mail.py [--mails 10000]

Books meetings while the mail server is away, then starts it and counts what arrives in which time.
The mail server is a small one of Python's asyncio, which does nothing but take mails: aiosmtpd is
slower than what is measured (--aiosmtpd shows it). Each has a process of its own.
"""

import argparse
import asyncio
import json
import multiprocessing
import pathlib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))
import real_server  # noqa: E402
import scheduler_mail_test  # noqa: E402

CLIENTS = 8
PATIENCE_S = 600


class Sink(asyncio.Protocol):
    """Takes every mail; `seen` counts them."""

    def __init__(self, seen):
        self.seen = seen
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
                with self.seen.get_lock():
                    self.seen.value += 1
                answers.append(b"250 taken\r\n")
            elif line[:4].upper() == b"EHLO":
                answers.append(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif line[:4].upper() == b"DATA":
                self.in_data = True
                answers.append(b"354 go ahead\r\n")
            else:
                answers.append(b"250 fine\r\n")
        if answers:
            self.transport.write(b"".join(answers))


def run_sink(port, seen, is_aiosmtpd):
    async def serve():
        loop = asyncio.get_running_loop()
        if is_aiosmtpd:
            import aiosmtpd.smtp

            class Handler:
                async def handle_DATA(self, server, session, envelope):
                    with seen.get_lock():
                        seen.value += 1
                    return "250 OK"
            factory = lambda: aiosmtpd.smtp.SMTP(Handler(), hostname="sink", loop=loop)  # noqa
        else:
            factory = lambda: Sink(seen)  # noqa
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=10000)
    parser.add_argument("--aiosmtpd", action="store_true")
    options = parser.parse_args()
    port = free_port()
    with scheduler_mail_test.scheduler("--smtp", f"smtp://127.0.0.1:{port}") as server:
        space = server.api().post("coSpaces", name="Sales", callId="4711").new_id()
        begin = time.monotonic()
        book(server, space, options.mails)
        print(f"booked      {options.mails} meetings in {time.monotonic() - begin:.1f} s")
        seen = multiprocessing.Value("q", 0)
        sink = multiprocessing.Process(target=run_sink, args=(port, seen, options.aiosmtpd),
                                       daemon=True)
        cpu = cpu_seconds(server.process)
        sink.start()
        while seen.value == 0:
            time.sleep(0.001)
        begin = time.monotonic()
        while seen.value < options.mails and time.monotonic() - begin < PATIENCE_S:
            time.sleep(0.005)
        took = time.monotonic() - begin
        cpu = cpu_seconds(server.process) - cpu
        print(f"sent        {seen.value} mails in {took:.2f} s: {seen.value / took:.0f} per second")
        print(f"processor   {cpu:.2f} s of the server, {cpu / seen.value * 1e6:.0f} us per mail")
        time.sleep(3)
        assert seen.value == options.mails, f"{seen.value} arrived"
        sink.kill()


if __name__ == "__main__":
    main()
