#!/usr/bin/env python3
"""Many administrators at once: SSH sessions that stay, and commands spread over them.

  bench/ssh_sessions.py [--sessions 200] [--rate 50] [--seconds 30] [--command hostname]

Starts `curia` (build/release/tools/curia, or --curia PATH) on a fresh data directory, logs in with
OpenSSH's client so many times by public key, and then gives one session after the other a command
at the rate; each answer is timed from the write to the client until its last byte is read from it.
"""

import argparse
import os
import pathlib
import re
import selectors
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PASSWORD = "bench-password"
LOGINS_AT_ONCE = 16
PATIENCE_S = 60


class Session:
    def __init__(self, command):
        self.client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       bufsize=0)
        os.set_blocking(self.client.stdout.fileno(), False)
        self.answer, self.asked = b"", None

    def ask(self, command):
        self.answer, self.asked = b"", time.monotonic()
        self.client.stdin.write(command.encode() + b"\n")

    def take(self, expected):
        """Seconds that the answer took, once it is whole."""
        self.answer += self.client.stdout.read() or b""
        if self.asked is None or len(self.answer) < len(expected):
            return None
        if self.answer != expected:
            sys.exit(f"a session answered {self.answer!r}")
        took, self.asked = time.monotonic() - self.asked, None
        return took


def start(options, folder):
    """(process, client's command) of a server with the key of its administrator."""
    data = folder / "data"
    subprocess.run([options.curia, "init", "--data", data, "--password-stdin"], check=True,
                   input=PASSWORD + "\n", text=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key"],
                   check=True)
    (data / "files").mkdir()
    (folder / "key.pub").rename(data / "files" / "admin.pub")
    server = subprocess.Popen([options.curia, "serve", "--data", data, "--webadmin", "127.0.0.1:0",
                               "--ssh", "127.0.0.1:0", "--log", os.devnull],
                              stdout=subprocess.PIPE, text=True)
    server.stdout.readline()
    port = re.search(r":(\d+)\n", server.stdout.readline()).group(1)
    client = ["ssh", "-F", "none", "-T", "-p", port, "-i", folder / "key", "-oBatchMode=yes",
              "-oIdentityAgent=none", "-oStrictHostKeyChecking=no", "-oLogLevel=ERROR",
              f"-oUserKnownHostsFile={folder}/known", "admin@127.0.0.1"]
    return server, client


def collect(selector, expected, times, seconds):
    for key, _ in selector.select(max(0.0, seconds)):
        took = key.data.take(expected)
        if took is not None:
            times.append(took)


def log_in(options, client, sessions, expected):
    """Logs in so many at once, each with one command; seconds for all."""
    begin, times = time.monotonic(), []
    with selectors.DefaultSelector() as selector:
        while len(times) < options.sessions:
            if len(sessions) < min(options.sessions, len(times) + LOGINS_AT_ONCE):
                sessions.append(Session(client))
                sessions[-1].ask(options.command)
                selector.register(sessions[-1].client.stdout, selectors.EVENT_READ, sessions[-1])
                continue
            collect(selector, expected, times, 1.0)
            if time.monotonic() - begin > PATIENCE_S:
                sys.exit(f"only {len(times)} sessions came up")
    return time.monotonic() - begin


def run(options, sessions, expected):
    """(seconds of each answer, commands that came too late because a session was busy)"""
    times, late = [], 0
    with selectors.DefaultSelector() as selector:
        for session in sessions:
            selector.register(session.client.stdout, selectors.EVENT_READ, session)
        begin = time.monotonic()
        for number in range(int(options.rate * options.seconds)):
            due = begin + number / options.rate
            while (left := due - time.monotonic()) > 0:
                collect(selector, expected, times, left)
            session = sessions[number % len(sessions)]
            if session.asked is not None:
                late += 1
                continue
            session.ask(options.command)
        end = time.monotonic() + 5
        while any(session.asked for session in sessions) and time.monotonic() < end:
            collect(selector, expected, times, 0.1)
    return sorted(times), late


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50, help="commands per second in all")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--command", default="hostname")
    parser.add_argument("--curia", default=str(ROOT / "build/release/tools/curia"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="curia-bench-") as name:
        server, client = start(options, pathlib.Path(name))
        sessions = []
        try:
            expected = subprocess.run([*client, options.command], check=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout
            took = log_in(options, client, sessions, expected)
            times, late = run(options, sessions, expected)
            status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        finally:
            for session in sessions:
                session.client.kill()
                session.client.wait()
            server.terminate()
            server.wait()
    if not times:
        sys.exit("no command was answered")
    resident = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) // 1024
    quantiles = {q: times[min(len(times) - 1, int(len(times) * q))] * 1000
                 for q in (0.5, 0.9, 0.99)}
    print(f"{options.sessions} sessions logged in after {took:.1f} s; "
          f"server {resident} MB resident")
    print(f"{len(times)} commands at {options.rate:g}/s, {late} skipped: " + ", ".join(
        f"p{q * 100:g} {ms:.1f} ms" for q, ms in quantiles.items()) +
        f", most {times[-1] * 1000:.1f} ms; load average {os.getloadavg()[0]:.0f}")


if __name__ == "__main__":
    main()
