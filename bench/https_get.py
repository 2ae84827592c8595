#!/usr/bin/env python3
"""CPU per HTTPS request: our server beside nginx, same box, same run, same certificate, same body.

  bench/https_get.py                      the listener alone (build/release/bench/https_static)
  bench/https_get.py --url https://127.0.0.1:8443/api/v1/coSpaces/ID --auth "Basic ..." \\
                     [--start COMMAND]    a server: started here, or running already (--pid PID)
  --seconds 6 --rounds 5 --connections 32 --body 700

nginx answers a body of the same size as ours, from memory (a file when it is large). The two take
turns, each on the first core, the load generator on the last: where the scheduler puts them moves
the figures by a factor of two. CPU time is what the kernel counted for each server process (utime +
stime of /proc/PID/stat), so the load generator does not count. Printed are medians, their ratio,
and the machine.
"""

import argparse
import contextlib
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
STATIC = ROOT / "build/release/bench/https_static"
DEMO_AUTH = "Basic YTpi"
START_SECONDS = 20
NGINX_WORD_BYTES = 3000
CORES = os.sched_getaffinity(0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fetch(url, auth):
    context = ssl._create_unverified_context()  # we only ask for the length
    request = urllib.request.Request(url, headers={"Authorization": auth})
    with urllib.request.urlopen(request, context=context, timeout=5) as answer:
        return len(answer.read())


def wait_for(url, auth):
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return fetch(url, auth)
        except OSError as error:
            if time.monotonic() > end:
                sys.exit(f"{url} does not answer: {error}")
            time.sleep(0.1)


def start_nginx(folder, body_bytes):
    port = free_port()
    (folder / "www").mkdir()
    (folder / "www" / "body").write_text("x" * body_bytes)
    # The harder peer: no file to open. The configuration does not take longer words.
    from_memory = ""
    if body_bytes <= NGINX_WORD_BYTES:
        from_memory = f'location / {{ return 200 "{"x" * body_bytes}"; }}'
    (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;
  default_type text/xml; open_file_cache max=10; root {folder}/www;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate {folder}/c.pem; ssl_certificate_key {folder}/k.pem;
    {from_memory}
  }}
}}
""")
    os.chmod(folder, 0o755)  # the worker may run as somebody else
    master = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"],
                              stderr=subprocess.DEVNULL)
    url = f"https://127.0.0.1:{port}/body"
    wait_for(url, DEMO_AUTH)
    children = pathlib.Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
    return master, int(children[0]), url


def start_static(folder, body_bytes):
    process = subprocess.Popen([STATIC, folder / "c.pem", folder / "k.pem", "0", str(body_bytes),
                                DEMO_AUTH], stdout=subprocess.PIPE, text=True)
    return process, f"https://127.0.0.1:{int(process.stdout.readline())}/"


def pin(pid, cores):
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):  # it has ended
            os.sched_setaffinity(int(thread.name), cores)


def measure(pid, url, auth, options):
    before = cpu_seconds(pid)
    done = subprocess.run(["taskset", "-c", str(max(CORES)), "wrk", "-t1",
                           f"-c{options.connections}", f"-d{options.seconds}s",
                           "-H", f"Authorization: {auth}", url], capture_output=True, text=True)
    used = cpu_seconds(pid) - before
    requests = re.search(r"(\d+) requests in", done.stdout)
    bad = re.search(r"Non-2xx.*|Socket errors:.*", done.stdout)
    if not requests or bad:
        sys.exit(f"wrk against {url}: {bad.group(0) if bad else done.stdout + done.stderr}")
    count = int(requests.group(1))
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))
    return used / count * 1e6, rate


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()
    return (f"{cpu.group(1) if cpu else '?'}, {os.cpu_count()} cores, Linux {os.uname().release}, "
            f"load {os.getloadavg()[0]:.1f}; {nginx}; {ssl.OPENSSL_VERSION}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url")
    parser.add_argument("--auth", default=DEMO_AUTH)
    parser.add_argument("--start", help="a command line that serves --url")
    parser.add_argument("--pid", type=int, help="the server behind --url, when it runs already")
    parser.add_argument("--body", type=int, default=700)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    if len(CORES) < 2:
        parser.error("one core for the servers and one for the load generator are needed")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="https_get."))
    started = []
    try:
        subprocess.run([STATIC, "--make", folder / "c.pem", folder / "k.pem"], check=True)
        if options.url:
            url, pid = options.url, options.pid
            if options.start:
                started.append(subprocess.Popen(shlex.split(options.start)))
                pid = started[-1].pid
            if not pid:
                parser.error("--url needs --start or --pid")
        else:
            process, url = start_static(folder, options.body)
            started.append(process)
            pid = process.pid
        body_bytes = wait_for(url, options.auth)
        master, worker, nginx_url = start_nginx(folder, body_bytes)
        started.append(master)
        for server in (pid, worker):
            pin(server, {min(CORES)})
        ours, theirs = [], []
        for _ in range(options.rounds):
            theirs.append(measure(worker, nginx_url, options.auth, options))
            ours.append(measure(pid, url, options.auth, options))
        print(machine())
        print(f"wrk -t1 -c{options.connections} -d{options.seconds}s, {options.rounds} rounds in "
              f"turn, body of {body_bytes} bytes")
        for name, runs in (("nginx", theirs), ("ours", ours)):
            cpu, rate = (statistics.median(column) for column in zip(*runs))
            spread = " ".join(f"{run[0]:.1f}" for run in runs)
            print(f"{name:6} {cpu:6.2f} us CPU/request  {rate:8.0f} requests/s   ({spread})")
        ratio = statistics.median(r[0] for r in ours) / statistics.median(r[0] for r in theirs)
        print(f"ratio  {ratio:6.2f}")
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(folder)
        if options.pid and pathlib.Path(f"/proc/{options.pid}").exists():
            pin(options.pid, CORES)


if __name__ == "__main__":
    main()
