"""rsyslog on free ports of the loopback, for tests: by UDP, by TCP and by TLS.

    with Rsyslog(identity) as rsyslog:          # a folder with certificate.pem and key.pem
        rsyslog.ports["tls"]
        rsyslog.received("tls", "some text")    # what it read: a dict of fields for each message
"""

import json
import pathlib
import shutil
import subprocess
import tempfile

from real_server import free_port, wait_for

FIELDS = {"way": "inputname", "pri": "pri", "version": "protocol-version", "host": "hostname",
          "application": "app-name", "process": "procid", "message_id": "msgid",
          "structured_data": "structured-data", "text": "msg"}
PROGRAM = shutil.which("rsyslogd", path="/usr/sbin:/usr/bin:/sbin:/bin")


class Rsyslog:
    def __init__(self, identity):
        self._folder = tempfile.TemporaryDirectory()
        self._kept = pathlib.Path(self._folder.name) / "received"
        self._configuration = pathlib.Path(self._folder.name) / "rsyslog.conf"
        self.ports = {way: free_port() for way in ("udp", "tcp", "tls")}
        fields = "".join(f'property(outname="{name}" name="{source}" format="jsonf")\n'
                         for name, source in FIELDS.items())
        certificate = identity / "certificate.pem"
        place = {way: f'address="127.0.0.1" port="{port}" name="{way}" ruleset="keep"'
                 for way, port in self.ports.items()}
        self._configuration.write_text(f"""
global(workDirectory="{self._folder.name}" defaultNetstreamDriverCAFile="{certificate}"
  defaultNetstreamDriverCertFile="{certificate}"
  defaultNetstreamDriverKeyFile="{identity / 'key.pem'}")
module(load="imudp")
module(load="imtcp")
template(name="fields" type="list" option.jsonf="on") {{
{fields}property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
}}
ruleset(name="keep") {{ action(type="omfile" file="{self._kept}" template="fields") }}
input(type="imudp" {place["udp"]})
input(type="imtcp" {place["tcp"]})
input(type="imtcp" {place["tls"]}
  streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
""")
        self._process = None
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def start(self):
        log = pathlib.Path(self._folder.name) / "log"
        with log.open("ab") as out:
            self._process = subprocess.Popen([PROGRAM, "-n", "-iNONE", "-f", self._configuration],
                                             stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        listening = {f"{port:04X}" for way, port in self.ports.items() if way != "udp"}
        wait_for(lambda: listening <= listeners())

    def stop(self):
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self):
        self.stop()
        self._folder.cleanup()

    def received(self, way, text):
        if not self._kept.exists():
            return []
        # The last line may still be on its way.
        whole = self._kept.read_text().rpartition("\n")[0]
        messages = [json.loads(line) for line in whole.splitlines()]
        return [one for one in messages if one["way"] == way and text in one["text"]]


def listeners():
    """The TCP ports that somebody listens at, in hex digits."""
    rows = pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]
    return {row.split()[1].rpartition(":")[2] for row in rows if row.split()[3] == "0A"}
