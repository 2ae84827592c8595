"""The real server's C2W connections to a Web Bridge that is not ours: Debian's python3-websockets
behind mutual TLS.

Needs the modules of Debian's own Python.
"""

import asyncio
import json
import ssl
import threading
import time
import unittest

import debian_python

debian_python.needs("websockets")

import websockets  # noqa: E402

import mail_test
import real_server
from scheduler_mail_test import wait_for

GUID = "7b1f2c8a-0000-4000-8000-000000000001"


class WebBridge:
    """Listens for C2W; remembers who said hello. The port stays when it comes back."""

    def __init__(self, folder):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / "good.crt", folder / "good.key")
        self.context.load_verify_locations(folder / "ca.crt")
        self.context.verify_mode = ssl.CERT_REQUIRED
        self.port = 0
        self.hellos = []
        self.serials = []  # of the certificates that were shown
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = None

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def back(self):
        async def listen():
            return await websockets.serve(self.visit, "127.0.0.1", self.port, ssl=self.context)
        self.server = self.run(listen())
        self.port = self.server.sockets[0].getsockname()[1]

    def away(self):
        async def end():
            self.server.close()
            await self.server.wait_closed()
        self.run(end())

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def visit(self, socket, path=None):
        shown = socket.transport.get_extra_info("peercert")
        self.serials.append(shown["serialNumber"])
        await socket.send(json.dumps({"type": "guid", "guid": GUID, "version": 1}))
        self.hellos.append(json.loads(await socket.recv()))
        await socket.send(json.dumps({"type": "ready"}))
        async for _ in socket:
            pass


class C2w(mail_test.WithCertificates):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made.sign("component", "ca", "DNS:curia.example")
        cls.made.sign("stranger-component", "stranger", "DNS:curia.example")

    def start(self, certificate="component"):
        server = real_server.RealServer()
        self.addCleanup(server.close)
        files = server.data / "files"
        files.mkdir(exist_ok=True)
        for name in (f"{certificate}.key", f"{certificate}.crt", "ca.crt"):
            (files / name).write_bytes((self.folder / name).read_bytes())
        return server

    def health(self, server):
        status = server.mmp("scheduler status")
        return json.loads(status[status.index("{"):])["components"]["c2w"]

    def bridge(self):
        bridge = WebBridge(self.folder)
        self.addCleanup(bridge.close)
        bridge.back()
        return bridge

    def test_both_components_connect_and_say_how_it_is(self):
        bridge = self.bridge()
        server = self.start()
        api = server.api()
        there = api.post("webBridges", url=f"c2w://127.0.0.1:{bridge.port}").new_id()

        def status():
            return api.get(f"webBridges/{there}/status").xml().findtext("status")

        self.assertEqual(status(), "unused")
        for command in ("callbridge certs component.key component.crt",
                        "callbridge trust c2w ca.crt",
                        "scheduler c2w certs component.key component.crt",
                        "scheduler c2w trust ca.crt", "scheduler enable"):
            server.mmp(command)
        wait_for(lambda: status() == "success", "the connection of the Call Bridge")
        place = f"127.0.0.1:{bridge.port}"
        wait_for(lambda: self.health(server)["details"]["webbridges"] == place + ":CONNECTED",
                 "the connection of the Scheduler")
        self.assertEqual(self.health(server)["status"], "UP")
        self.assertEqual(sorted(hello["component"] for hello in bridge.hellos),
                         ["callbridge", "scheduler"])
        self.assertIn(self.health(server)["details"]["guid"],
                      [hello["guid"] for hello in bridge.hellos])
        bridge.away()
        wait_for(lambda: status() == "connectionFailure", "the end of the connection")
        self.assertEqual(self.health(server)["status"], "DOWN")
        bridge.back()
        wait_for(lambda: status() == "success", "the connection after the failure")
        wait_for(lambda: self.health(server)["status"] == "UP", "UP")
        self.assertEqual(api.delete(f"webBridges/{there}").status, 200)
        # The Scheduler's list is that of its start; a restart takes the new one.
        self.assertIn("CONNECTED", self.health(server)["details"]["webbridges"])
        server.mmp("scheduler restart")
        wait_for(lambda: self.health(server)["details"]["webbridges"] == "", "the empty list")

    def test_a_certificate_that_was_renewed_counts_from_the_restart_on(self):
        bridge = self.bridge()
        server = self.start()
        server.api().post("webBridges", url=f"c2w://127.0.0.1:{bridge.port}")
        server.mmp("callbridge certs component.key component.crt")
        server.mmp("callbridge trust c2w ca.crt")
        wait_for(lambda: len(bridge.serials) == 1, "the connection")
        self.made.sign("renewed", "ca", "DNS:curia.example")
        for ending in ("key", "crt"):
            (server.data / "files" / f"component.{ending}").write_bytes(
                (self.folder / f"renewed.{ending}").read_bytes())
        server.mmp("callbridge restart")
        wait_for(lambda: len(bridge.serials) == 2, "the connection after the restart")
        self.assertNotEqual(*bridge.serials)
        # Without the file nothing is restarted, and the connection stays.
        (server.data / "files" / "component.crt").unlink()
        with self.assertRaisesRegex(AssertionError, "FAILURE: there is no file 'component.crt'"):
            server.mmp("callbridge restart")
        time.sleep(0.5)
        self.assertEqual(len(bridge.serials), 2)

    def test_the_bundle_of_a_certificate_is_shown(self):
        """The Web Bridge knows the root only; the authority between comes from the bundle."""
        self.made.between("between", "ca")
        self.made.sign("far", "between", "DNS:curia.example")
        bridge = self.bridge()
        server = self.start("far")
        (server.data / "files" / "between.crt").write_bytes(
            (self.folder / "between.crt").read_bytes())
        server.api().post("webBridges", url=f"c2w://127.0.0.1:{bridge.port}")
        server.mmp("callbridge trust c2w ca.crt")
        server.mmp("callbridge certs far.key far.crt")
        server.wait_for_log("cannot be made")
        self.assertEqual(bridge.hellos, [])
        server.mmp("callbridge certs far.key far.crt between.crt")
        wait_for(lambda: bridge.hellos, "the connection")

    def test_half_a_configuration_is_told(self):
        server = self.start()
        server.api().post("webBridges", url="c2w://127.0.0.1:1")
        server.mmp("callbridge certs component.key component.crt")
        server.wait_for_log("no web bridge is connected to: there are certificates, but no trust "
                            "bundle for C2W")

    def test_a_component_that_the_web_bridge_does_not_believe(self):
        bridge = self.bridge()
        server = self.start("stranger-component")
        server.api().post("webBridges", url=f"c2w://127.0.0.1:{bridge.port}")
        for command in ("scheduler c2w certs stranger-component.key stranger-component.crt",
                        "scheduler c2w trust ca.crt", "scheduler enable"):
            server.mmp(command)
        server.wait_for_log("cannot be made")
        self.assertEqual(self.health(server)["status"], "DOWN")
        time.sleep(0.5)
        self.assertEqual(bridge.hellos, [])


if __name__ == "__main__":
    unittest.main()
