# SPDX-License-Identifier: MIT
"""Headless Chromium through chromedriver (Debian's chromium and chromium-driver), without a library."""
import base64
import json
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


class Browser:
    """One headless browser. Use as a context manager."""

    def __init__(self):
        self._profile = tempfile.TemporaryDirectory(prefix="tixdb-chromium-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self._driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                break
        self._base = f"http://127.0.0.1:{found.group(1)}/session"
        self._session = self._post("", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb",
                "--hide-scrollbars", "--lang=en", "--disable-background-networking", f"--user-data-dir={self._profile.name}"]},
        }}})["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._request("DELETE", f"/{self._session}", None)
        finally:
            self._driver.terminate()
            self._driver.wait(timeout=20)
            self._profile.cleanup()

    def _request(self, method, path, body):
        request = urllib.request.Request(self._base + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error

    def _post(self, path, body):
        return self._request("POST", path, body)

    def cdp(self, command, **parameters):
        return self._post(f"/{self._session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, path):
        self._post(f"/{self._session}/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def run(self, script, *arguments):
        """What a function body returns in the page."""
        return self._post(f"/{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        """The same of one that calls its last argument with what it has found."""
        return self._post(f"/{self._session}/execute/async", {"script": script, "args": list(arguments)})

    def log(self, kind):
        """The entries since the last call; kind: browser (the console) or performance (what was requested)."""
        return self._post(f"/{self._session}/se/log", {"type": kind})

    def requests(self):
        """The addresses that were asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def look(self, width, height, scheme="light", media="screen"):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.cdp("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, file, whole=True):
        time.sleep(0.5)
        picture = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole,
                           **({"clip": self._whole_page()} if whole else {}))
        pathlib.Path(file).write_bytes(base64.b64decode(picture["data"]))

    def _whole_page(self):
        size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
