#!/usr/bin/env python3
"""The real server with few and with many coSpaces: durable POSTs, start, memory, look-ups.

  bench/api_server.py writes  [--seconds 6] [--rounds 5]   GET and durable POST, 64 clients, in turn
  bench/api_server.py scale   [--spaces 1000000]           start, memory, GET, filtered pages

Both start `curia` (build/release/tools/curia, or --curia PATH) on a fresh data directory below
--folder (default: the system's temporary folder; take a real disk) and stop it. Needs wrk.
"""

import argparse
import base64
import http.client
import os
import pathlib
import re
import shutil
import signal
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
PASSWORD = "bench-password"
AUTH = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
POST_SCRIPT = """
local thread_count = 0
function setup(thread) thread:set("number", thread_count); thread_count = thread_count + 1 end
function init() count = 0 end
function request()
  count = count + 1
  local body = "name=Bench+room+" .. number .. "-" .. count .. "&cdrTag=bench&nonMemberAccess=true"
  return wrk.format("POST", wrk.path, wrk.headers, body)
end
"""


class Server:
    def __init__(self, options, folder):
        self.curia = options.curia
        self.data = folder / "data"
        subprocess.run([self.curia, "init", "--data", self.data, "--password-stdin"],
                       input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.curia, "serve", "--data", self.data, "--webadmin", "127.0.0.1:0",
             "--log", os.devnull], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().removeprefix("Serving ").strip()
        if not self.url:
            sys.exit("the server did not start")
        self.port = int(re.search(r":(\d+)/", self.url).group(1))
        return time.monotonic() - begin

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+) kB", status).group(1)) * 1024

    def connect(self):
        context = ssl._create_unverified_context()  # self-signed, on loopback
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=60)


def ask(connection, method, path, body=None):
    connection.request(method, "/api/v1/" + path, body, {"Authorization": AUTH})
    answer = connection.getresponse()
    return answer, answer.read().decode()


def wrk(server, path, seconds, script=None):
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", "-H", f"Authorization: {AUTH}"]
    if script:
        command += ["-s", script, "-H", "Content-Type: application/x-www-form-urlencoded"]
    done = subprocess.run(command + [server.url + path], capture_output=True, text=True)
    bad = re.search(r"Non-2xx.*|Socket errors:.*", done.stdout)
    if done.returncode != 0 or bad:
        sys.exit(f"wrk: {bad.group(0) if bad else done.stdout + done.stderr}")
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout).groups()
    return rate, float(value) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def writes(options, folder):
    server = Server(options, folder)
    server.start()
    script = folder / "post.lua"
    script.write_text(POST_SCRIPT)
    answer, _ = ask(server.connect(), "POST", "coSpaces", "name=One&requireCallId=true&uri=one")
    item = answer.headers["Location"].removeprefix("/api/v1/")
    gets, posts = [], []
    for _ in range(options.rounds):
        gets.append(wrk(server, item, options.seconds))
        posts.append(wrk(server, "coSpaces", options.seconds, script))
    server.stop()
    get, post = (statistics.median(run[0] for run in runs) for runs in (gets, posts))
    print(f"GET   {get:8.0f}/s  p99 {statistics.median(r[1] for r in gets):6.2f} ms")
    print(f"POST  {post:8.0f}/s  p99 {statistics.median(r[1] for r in posts):6.2f} ms   "
          f"ratio {post / get:.2f}   ({' '.join(f'{r[0]:.0f}' for r in posts)})")


def timed(connection, path, repeat=300):
    took = []
    for _ in range(repeat):
        begin = time.perf_counter()
        answer, body = ask(connection, "GET", path)
        took.append((time.perf_counter() - begin) * 1e3)
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {body}")
    total = re.search(r'total="(\d+)"', body)
    took.sort()
    print(f"GET {path[:50]:50} first {took[-1] if repeat == 1 else took[0]:7.3f}  median "
          f"{took[len(took) // 2]:7.3f}  p99 {took[int(len(took) * .99)]:7.3f} ms"
          + (f"  total {total.group(1)}" if total else ""))
    return body


def profile_of_many(connection):
    """A call leg profile that 100,000 coSpaces use, made by bulk syncs; its id."""
    def made(path, **parameters):
        answer, _ = ask(connection, "POST", path, urllib.parse.urlencode(parameters))
        return answer.headers["Location"].rsplit("/", 1)[-1]

    profile = made("callLegProfiles", name="used by many")
    begin = time.monotonic()
    for first in range(0, 100_000, 10_000):
        series = made("cospaceBulkParameterSets", startIndex=first, endIndex=first + 9_999,
                      coSpaceNameMapping="Many $index$", callLegProfile=profile)
        sync = made("cospaceBulkSyncs", cospaceBulkParameterSet=series)
        while ">complete<" not in ask(connection, "GET", f"cospaceBulkSyncs/{sync}")[1]:
            time.sleep(0.05)
    print(f"100,000 coSpaces by ten bulk syncs in {time.monotonic() - begin:.1f} s")
    return profile


def scale(options, folder):
    server = Server(options, folder)
    begin = time.monotonic()
    subprocess.run([options.curia, "demo", "--data", server.data, "--spaces", str(options.spaces)],
                   check=True, stdout=subprocess.DEVNULL)
    print(f"filled with {options.spaces} coSpaces in {time.monotonic() - begin:.1f} s, file of "
          f"{(server.data / 'curia.db').stat().st_size / 1e6:.0f} MB")
    print(f"start {server.start():.1f} s")
    print(f"resident after start {server.resident_bytes() / 1e9:.2f} GB")
    connection = server.connect()
    page = timed(connection, "coSpaces?offset=500000&limit=20" if options.spaces > 500000
                 else "coSpaces?limit=20")
    item = re.search(r'coSpace id="([^"]+)"', page).group(1)
    timed(connection, "system/status")
    timed(connection, "coSpaces/" + item)
    for text in ("room.1234567", "1234", "99", "m", "Meeting", "room 15"):
        begin = time.perf_counter()
        ask(connection, "GET", f"coSpaces?filter={text.replace(' ', '+')}")
        print(f"first answer to filter={text}: {(time.perf_counter() - begin) * 1e3:.1f} ms")
        timed(connection, f"coSpaces?filter={text.replace(' ', '+')}&limit=20")
    timed(connection, f"callLegProfiles/{profile_of_many(connection)}/usage")
    print(f"resident at the end {server.resident_bytes() / 1e9:.2f} GB")
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("writes", "scale"))
    parser.add_argument("--curia", default=ROOT / "build/release/tools/curia")
    parser.add_argument("--folder", default=tempfile.gettempdir())
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spaces", type=int, default=1_000_000)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="api_server.", dir=options.folder))
    try:
        (writes if options.what == "writes" else scale)(options, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
