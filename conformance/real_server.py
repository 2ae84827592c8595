"""The real server, started as an operator starts it, for tests that look at it from outside.

    with RealServer() as server:            # curia serve in a copy of what curia init made
        api = server.api()                  # a keep-alive connection with the login of the server
        answer = api.post("coSpaces", name="Board", uri="board")
        assert answer.status == 200
        server.kill()                       # SIGKILL; server.start() brings it back
        assert server.stop() == 0           # SIGTERM, its exit code

1. The program is $CURIA, or the dev build of this tree. It listens on loopback, on a free port.
2. A server never outlives its test: the context ends it, and the kernel does when the test dies.
   For that, start servers from the main thread only.
3. Certificates are verified: clients trust exactly the one that `curia init` made.
"""

import atexit
import base64
import dataclasses
import functools
import http.client
import os
import pathlib
import re
import selectors
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse
import xml.etree.ElementTree

from quick_login import make_login_quick

ROOT = pathlib.Path(__file__).resolve().parents[1]
CURIA = str(ROOT / os.environ.get("CURIA", "build/dev/tools/curia"))
PASSWORD = "a long enough passphrase"
START_PATIENCE_S = 60  # the machine may be busy with other tests
END_PATIENCE_S = 30
SHOWN_LINES = 30  # of a log, when something went wrong


def curia(*arguments, text_in="", wrapper=(), patience_s=START_PATIENCE_S):
    """Runs a command to its end; the finished process, with texts."""
    return subprocess.run([*wrapper, CURIA, *map(str, arguments)], input=text_in, text=True,
                          capture_output=True, timeout=patience_s)


def wait_for(what, patience_s=START_PATIENCE_S):
    """What it comes to in the end, if that is anything."""
    deadline = time.monotonic() + patience_s
    while not (found := what()):
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to that")
        time.sleep(0.02)
    return found


def free_port():
    """A port of loopback that nobody listens at; soon somebody may."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@functools.cache
def _made_directory():
    """A directory as `curia init` leaves it, made once, with a login that costs nothing."""
    folder = tempfile.TemporaryDirectory(prefix="curia-test-made-")
    atexit.register(folder.cleanup)
    made = curia("init", "--data", f"{folder.name}/data", "--password-stdin",
                 text_in=PASSWORD + "\n")
    if made.returncode:
        raise AssertionError(f"curia init: {made.stderr}")
    make_login_quick(f"{folder.name}/data/curia.db", PASSWORD)
    return f"{folder.name}/data"


def make_directory(path):
    """A data directory of its own, with the account admin and PASSWORD."""
    shutil.copytree(_made_directory(), path)


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    def xml(self):
        return xml.etree.ElementTree.fromstring(self.body)

    def reasons(self):
        """The failure reasons; of a parameter error its parameter and error as well."""
        return [" ".join([reason.tag, *reason.attrib.values()]) for reason in self.xml()]

    def new_id(self):
        return self.headers["location"].rsplit("/", 1)[1]


class Api:
    """One connection to /api/v1/. Not for several threads."""

    def __init__(self, host, port, trust, authorization, timeout_s=END_PATIENCE_S):
        self.connection = http.client.HTTPSConnection(host, port, context=trust, timeout=timeout_s)
        self.authorization = authorization

    def request(self, method, path, form=None, headers=None):
        """`form` is a mapping, or bytes to send as they are."""
        body = urllib.parse.urlencode(form) if isinstance(form, dict) else form
        sent = {"Authorization": self.authorization} if self.authorization else {}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, "/api/v1/" + path, body, sent | (headers or {}))
        response = self.connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, answered, response.read())

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, **form):
        return self.request("POST", path, form)

    def put(self, path, **form):
        return self.request("PUT", path, form)

    def delete(self, path):
        return self.request("DELETE", path)

    def all_ids(self, collection):
        """Every id of a collection, page by page; the total of each page must agree."""
        ids, total = [], None
        while total is None or len(ids) < total:
            root = self.get(f"{collection}?offset={len(ids)}").xml()
            page = [item.get("id") for item in root]
            if total not in (None, int(root.get("total"))):
                raise AssertionError(f"{collection}: the total changed from {total}: {root.attrib}")
            total = int(root.get("total"))
            if not page and len(ids) < total:
                raise AssertionError(f"{collection}: {total} in all, but a page after {len(ids)} "
                                     "is empty")
            ids += page
        if len(ids) != total or len(set(ids)) != total:
            raise AssertionError(f"{collection}: total {total}, paging showed {len(ids)} objects, "
                                 f"{len(set(ids))} different ones")
        return ids

    def close(self):
        self.connection.close()


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def read_all(connection):
    """What comes until the other side ends."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


class RealServer:
    def __init__(self, host="127.0.0.1", wrapper=(), start=True):
        """`wrapper`: a command that runs the server, such as prlimit, and keeps its process id."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="curia-test-"))
        self.data = self.folder / "data"
        self.host = host
        self.wrapper = list(wrapper)
        self.process = None
        self.port = None
        self.apis = []
        try:
            make_directory(self.data)
            if start:
                self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def spawn(self, extra=(), webadmin=True):
        """Starts the process without waiting for it to serve; without `webadmin` its configuration
        says where Web Admin is."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        command = [*self.wrapper, "setpriv", "--pdeathsig", "KILL", CURIA, "serve", "--data",
                   str(self.data), *(("--webadmin", f"{host}:0") if webadmin else ()), *extra]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log,
                                            stdout=subprocess.PIPE, bufsize=0)

    def start(self, extra=(), webadmin=True):
        """Starts the process and waits until it serves."""
        self.spawn(extra, webadmin)
        line = self._first_line()
        found = re.fullmatch(r"Serving https://(.*):(\d+)/api/v1/\n", line)
        if not found:
            raise AssertionError(f"no server: it said {line!r}, then\n{self.last_words()}")
        self.port = int(found.group(2))

    def _first_line(self):
        line, deadline = b"", time.monotonic() + START_PATIENCE_S
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n") and selector.select(deadline - time.monotonic()):
                chunk = self.process.stdout.read(1)
                if not chunk:
                    break
                line += chunk
        return line.decode()

    def mmp(self, command):
        """What the administrator's command line says to it; AssertionError when it fails."""
        done = curia("mmp", "--data", self.data, "-c", command)
        if done.returncode != 0:
            raise AssertionError(command + done.stdout + done.stderr)
        return done.stdout

    def log(self):
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def last_words(self):
        return "".join(self.log().splitlines(keepends=True)[-SHOWN_LINES:])

    def wait_for_log(self, text):
        deadline = time.monotonic() + END_PATIENCE_S
        while text not in self.log():
            if time.monotonic() > deadline:
                raise AssertionError(f"the log never said {text!r}:\n{self.last_words()}")
            time.sleep(0.01)

    @functools.cached_property
    def trust(self):
        return ssl.create_default_context(cafile=str(self.data / "certificate.pem"))

    def api(self, name="admin", password=PASSWORD, timeout_s=END_PATIENCE_S):
        """`name` None: without a login."""
        authorization = basic(name, password) if name is not None else None
        self.apis.append(Api(self.host, self.port, self.trust, authorization, timeout_s))
        return self.apis[-1]

    def raw(self):
        """A TLS socket to the server, for what no client library would send."""
        plain = socket.create_connection((self.host, self.port), timeout=END_PATIENCE_S)
        return self.trust.wrap_socket(plain, server_hostname=self.host)

    def send(self, signal_number):
        self.process.send_signal(signal_number)

    def wait(self):
        """The exit code of a server that is ending; negative: the signal that ended it."""
        code = self.process.wait(END_PATIENCE_S)
        self.process.stdout.close()
        self.process = None
        return code

    def kill(self):
        self.send(signal.SIGKILL)
        return self.wait()

    def stop(self):
        self.send(signal.SIGTERM)
        return self.wait()

    def close(self):
        for api in self.apis:
            api.close()
        if self.process is not None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
