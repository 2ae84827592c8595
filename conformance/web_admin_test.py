"""Web Admin of a real server, as a browser meets it: its pages, its sessions, its cookies.

  python3 conformance/web_admin_test.py

With chromium-driver installed, Chromium itself goes through it, with scripts switched off;
CURIA_SCREENSHOTS=DIR keeps a picture of each page.
"""

import base64
import html.parser
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import unittest
import urllib.parse
import urllib.request

from real_server import PASSWORD, RealServer, curia

PATIENCE_S = 60
VOID = {"meta", "input", "link", "img", "br", "hr"}


class Page(html.parser.HTMLParser):
    """What a test wants to know of a page; complains about tags that do not close."""

    def __init__(self, text):
        super().__init__()
        self.open, self.fields, self.labels, self.loads, self.text = [], {}, set(), [], ""
        self.feed(text)
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "input":
            self.fields[values["name"]] = values
        if tag == "label":
            self.labels.add(values["for"])
        self.loads += [values[name] for name in ("src", "href") if name in values and tag != "a"]

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["title"]):
            self.text += data + "\n"


class Browser:
    """Keeps cookies as a browser does, and goes nowhere by itself."""

    def __init__(self, test, server):
        self.connection = http.client.HTTPSConnection(server.host, server.port,
                                                      context=server.trust, timeout=PATIENCE_S)
        test.addCleanup(self.connection.close)
        self.cookies = {}

    def ask(self, method, path, form=None, headers=None):
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, sent | (headers or {}))
        response = self.connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return response, text

    def log_in(self, name="admin", password=PASSWORD):
        token = Page(self.ask("GET", "/login")[1]).fields["token"]["value"]
        return self.ask("POST", "/login", {"name": name, "password": password, "token": token})


class WebAdmin(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = RealServer()
        cls.addClassCleanup(cls.server.close)

    def test_pages_are_whole(self):
        browser = Browser(self, self.server)
        response, text = browser.ask("GET", "/login")
        page = Page(text)
        self.assertEqual(response.status, 200)
        self.assertTrue(text.startswith("<!DOCTYPE html>"))
        self.assertEqual(page.loads, [], "nothing comes from elsewhere")
        self.assertNotIn("<script", text)
        self.assertLessEqual({"name", "password"}, page.labels)
        self.assertEqual(page.fields["password"]["autocomplete"], "current-password")
        for name, value in {"X-Frame-Options": "DENY", "Cache-Control": "no-store",
                            "X-Content-Type-Options": "nosniff",
                            "Referrer-Policy": "no-referrer"}.items():
            self.assertEqual(response.headers[name], value)
        self.assertIn("max-age=", response.headers["Strict-Transport-Security"])
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_session(self):
        browser = Browser(self, self.server)
        response, _ = browser.ask("GET", "/")
        self.assertEqual((response.status, response.headers["Location"]), (303, "/login"))
        response, _ = browser.log_in()
        self.assertEqual((response.status, response.headers["Location"]), (303, "/"))
        for attribute in ("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"):
            self.assertIn(attribute, response.headers["Set-Cookie"])
        response, text = browser.ask("GET", "/")
        page = Page(text)
        self.assertEqual(response.status, 200)
        for words in ("admin", "3.3.1 (Curia)", "callbridge", "running", "127.0.0.1:"):
            self.assertIn(words, page.text)
        # The cookie is nothing to the API, Basic is nothing to these pages.
        self.assertEqual(browser.ask("GET", "/api/v1/coSpaces")[0].status, 401)
        self.assertEqual(browser.ask("POST", "/api/v1/coSpaces", {"name": "x"})[0].status, 401)
        self.assertEqual(self.server.api().get("coSpaces").status, 200)
        other = Browser(self, self.server)
        basic = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        self.assertEqual(other.ask("GET", "/", headers={"Authorization": basic})[0].status, 303)
        # A form of another session does nothing.
        other.log_in()
        foreign = Page(other.ask("GET", "/")[1]).fields["token"]["value"]
        self.assertEqual(browser.ask("POST", "/logout", {"token": foreign})[0].status, 403)
        self.assertEqual(browser.ask("GET", "/")[0].status, 200)
        cookie = dict(browser.cookies)
        self.assertEqual(browser.ask("POST", "/logout", {
            "token": page.fields["token"]["value"]})[0].status, 303)
        self.assertNotIn("__Host-curia", browser.cookies)
        browser.cookies = cookie
        self.assertEqual(browser.ask("GET", "/")[0].status, 303, "the old cookie is worth nothing")
        audit = self.server.mmp("audit search web")
        self.assertRegex(audit, r' login account="admin" role="admin" door="web" '
                                r'source="127\.0\.0\.1:\d+"')
        self.assertRegex(audit, r' logout account="admin" .* why="logged out"')

    def test_what_is_typed_is_escaped(self):
        browser = Browser(self, self.server)
        response, text = browser.log_in('"><script>alert(1)</script>', "x")
        self.assertEqual(response.status, 403)
        self.assertNotIn("<script>", text)
        self.assertEqual(Page(text).fields["name"]["value"], '"><script>alert(1)</script>')

    def test_odd_requests(self):
        browser = Browser(self, self.server)
        self.assertEqual(browser.ask("PUT", "/login", {})[0].status, 405)
        self.assertEqual(browser.ask("POST", "/login", {"name": "admin"})[0].status, 403)
        self.assertEqual(browser.ask("HEAD", "/login")[1], "")
        self.assertEqual(browser.ask("GET", "/login", headers={
            "Cookie": "; =; __Host-curia; __Host-curia=" + "a" * 3000})[0].status, 200)
        self.assertEqual(browser.ask("POST", "/logout", {})[0].status, 303)

    def test_it_ends_with_the_server(self):
        with RealServer() as server:
            browser = Browser(self, server)
            browser.log_in()
            server.stop()
            self.assertIn('door="web"', (server.data / "audit").read_text())
            self.assertIn("the server stops", (server.data / "audit").read_text())


class PortEighty(unittest.TestCase):
    HOST = "127.0.0.80"  # an address of its own, whose port 80 nobody has

    def test_leads_to_https(self):
        try:
            socket.create_server((self.HOST, 80)).close()
        except OSError as error:
            self.skipTest(f"port 80: {error}")
        with RealServer(self.HOST) as server:
            server.mmp("webadmin http-redirect enable")
            with self.assertRaises(OSError):
                socket.create_connection((self.HOST, 80))
            server.stop()
            server.start()
            connection = http.client.HTTPConnection(self.HOST, 80, timeout=PATIENCE_S)
            self.addCleanup(connection.close)
            connection.request("GET", "/login?a=b")
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.headers["Location"]),
                             (301, f"https://{self.HOST}:{server.port}/login?a=b"))
            answer.read()
            # Whoever takes the port away is told of, and the rest goes on.
            server.mmp("webadmin http-redirect disable")
            server.mmp("webadmin restart")
            with socket.create_server((self.HOST, 80)):
                server.mmp("webadmin http-redirect enable")
                for command in ("webadmin restart", "webadmin status"):
                    self.assertIn("WARNING: there is no HTTP redirect to webadmin: ",
                                  server.mmp(command))
            self.assertNotIn("WARNING", server.mmp("webadmin restart"))
            self.assertNotIn("WARNING", server.mmp("webadmin status"))
            self.assertEqual(server.stop(), 0)


class Driver:
    """WebDriver (W3C) as chromedriver speaks it."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        port = None
        while port is None:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError("chromedriver does not start")
            found = re.search(r"successfully on port (\d+)", line)
            port = found and int(found.group(1))
        self.url = f"http://127.0.0.1:{port}"
        options = {"args": ["--headless=new", "--no-sandbox", "--window-size=1000,900",
                            f"--user-data-dir={folder}"],
                   "prefs": {"profile.managed_default_content_settings.javascript": 2}}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "acceptInsecureCerts": True, "goog:chromeOptions": options}}})
        self.url += "/session/" + made["sessionId"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, method=method, data=(
            None if method == "GET" else json.dumps(body or {}).encode()))
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.load(answer)["value"]

    def element(self, selector):
        """The element, as soon as there is one: a click does not wait for the next page."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = self.call("POST", "/elements", {"using": "css selector", "value": selector})
            if found:
                return "/element/" + next(iter(found[0].values()))
            if time.monotonic() > deadline:
                raise AssertionError(f"there is no {selector}")
            time.sleep(0.05)

    def write(self, selector, text):
        self.call("POST", self.element(selector) + "/value", {"text": text})

    def click(self, selector):
        self.call("POST", self.element(selector) + "/click")

    def keep_picture(self, name):
        if folder := os.environ.get("CURIA_SCREENSHOTS"):
            picture = base64.b64decode(self.call("GET", "/screenshot"))
            (pathlib.Path(folder) / f"{name}.png").write_bytes(picture)

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process.stdout.close()


class Chromium(unittest.TestCase):
    def test_all_pages(self):
        with RealServer() as server:
            done = curia("mmp", "--data", server.data, text_in=(
                "user add tom appadmin\nFirst-pass-1\nFirst-pass-1\nhostname cms01.example.com\n"
                "pre_login_banner add \"For staff of Example AS only\"\n"))
            self.assertEqual(done.returncode, 0, done.stdout)
            browser = Driver(server.folder / "chromium")
            self.addCleanup(browser.close)
            where = f"https://127.0.0.1:{server.port}"

            def wait_for(path):
                deadline = time.monotonic() + PATIENCE_S
                while (url := browser.call("GET", "/url")) != where + path:
                    self.assertLess(time.monotonic(), deadline, url)
                    time.sleep(0.05)

            browser.call("POST", "/url", {"url": where + "/"})
            wait_for("/login")
            browser.keep_picture("log-in")
            browser.write("#name", "tom")
            browser.write("#password", "wrong")
            browser.click("button")
            browser.element("p[role=alert]")
            browser.keep_picture("refused")
            browser.write("#password", "First-pass-1")
            browser.click("button")
            wait_for("/password")
            browser.keep_picture("password")
            browser.write("#password", "First-pass-1")
            browser.write("#new", "Second-pass-2")
            browser.write("#again", "Second-pass-2")
            browser.click("main button")
            wait_for("/")
            browser.keep_picture("start")
            browser.element("#sessions")
            cookie = browser.call("GET", "/cookie/__Host-curia")
            self.assertEqual((cookie["httpOnly"], cookie["secure"], cookie["sameSite"]),
                             (True, True, "Strict"))
            browser.click("header button")
            wait_for("/login")


if __name__ == "__main__":
    unittest.main()
