#!/usr/bin/env python3
"""A backup of a server with many coSpaces: how long it takes, and what requests wait meanwhile.

  bench/snapshot.py [--curia build/release/tools/curia] [--spaces 1000000] [--encrypted]

One client reads coSpaces and makes some, in turn, over TLS: for some seconds without a backup, then
as long as one is made, in several rounds. The figure is p99 with beside p99 without.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))
import api_server  # noqa: E402

PASSWORD_LINES = "a password\na password\n"


class Client(threading.Thread):
    """Notes what each request takes, until it is told to end."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.connection = server.connect()
        self.times = {"GET": [], "POST": []}
        self.ends = False

    def run(self):
        count = 0
        while not self.ends:
            count += 1
            method = "POST" if count % 4 == 0 else "GET"
            begin = time.perf_counter()
            if method == "POST":
                api_server.ask(self.connection, "POST", "coSpaces", f"name=During+{count}")
            else:
                api_server.ask(self.connection, "GET", "coSpaces?limit=20&offset=500")
            self.times[method].append(time.perf_counter() - begin)
            time.sleep(0.002)

    def end(self):
        self.ends = True
        self.join()
        return self.times


def p99(times):
    return sorted(times)[len(times) * 99 // 100] * 1e3


def snapshot(options, data, name):
    script = f"backup snapshot {name}" + (" encrypted\n" + PASSWORD_LINES
                                          if options.encrypted else "\n")
    begin = time.perf_counter()
    done = subprocess.run([options.curia, "mmp", "--data", data], input=script, text=True,
                          capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.perf_counter() - begin


def measure(options, server):
    for number in range(options.rounds):
        client = Client(server)
        client.start()
        time.sleep(options.seconds)
        without = client.end()
        client = Client(server)
        client.start()
        seconds = snapshot(options, server.data, f"round{number}")
        during = client.end()
        print(f"round {number + 1}: backup {seconds:.1f} s, " + ", ".join(
            f"{method} p99 {p99(without[method]):.2f} ms without ({len(without[method])} requests),"
            f" {p99(during[method]):.2f} ms during ({len(during[method])})"
            for method in ("GET", "POST")))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curia", default=api_server.ROOT / "build/release/tools/curia")
    parser.add_argument("--folder", default=tempfile.gettempdir())
    parser.add_argument("--spaces", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--encrypted", action="store_true")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="snapshot.", dir=options.folder))
    try:
        server = api_server.Server(options, folder)
        subprocess.run([options.curia, "demo", "--data", server.data, "--spaces",
                        str(options.spaces)], check=True, stdout=subprocess.DEVNULL)
        server.start()
        size = (server.data / "curia.db").stat().st_size
        print(f"{options.spaces} coSpaces, {size / 1e6:.0f} MB")
        measure(options, server)
        server.stop()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
