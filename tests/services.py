"""Outside services on loopback: they compute every signature anew from the raw request, count, and can misbehave.

Nothing of the product is used here: this is the other side.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

SECRET = "the-secret-of-the-service"
ID = "the-id-of-the-service"


@dataclass(frozen=True)
class Came:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        """Its query, decoded."""
        return {key: some[0] for key, some in parse_qs(urlsplit(self.path).query).items()}

    @property
    def json(self) -> Any:
        """Its body."""
        return json.loads(self.body)


Answer = tuple[int, dict[str, str], bytes]
Judge = Callable[[Came], Answer]


@dataclass
class Place:
    """A service that is running: what came in, and what it answers next instead of judging."""

    url: str
    judge: Judge
    came: list[Came] = field(default_factory=list)
    taken: list[Came] = field(default_factory=list)
    says: list[Answer] = field(default_factory=list)  # answers to the next requests
    hangs: threading.Event | None = None  # it reads, and answers nothing until this is set
    endless: bool = False  # it answers and goes on answering
    drips: bool = False  # it answers a letter of the head now and then, for as long as anybody listens
    given: int = 0  # bytes of answers that do not end
    heard: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


def answered(value: Any, status: int = 200) -> Answer:
    """JSON."""
    return status, {"content-type": "application/json"}, json.dumps(value).encode()


class Handler(BaseHTTPRequestHandler):
    """One request to a place (`place` is set by `service`)."""

    protocol_version = "HTTP/1.1"
    place: Place

    def do_POST(self) -> None:
        """Read, remember, answer. A request whose sender died in the middle of it never came."""
        place, length = self.place, int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        came = Came("POST", self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        place.came.append(came)
        place.heard.set()
        if place.hangs is not None:
            place.hangs.wait(60)
            self.close_connection = True
        elif place.endless:
            self._go_on()
        elif place.drips:
            self._drip()
        else:
            self._answer(came)

    def _answer(self, came: Came) -> None:
        place = self.place
        status, headers, said = place.says.pop(0) if place.says else place.judge(came)
        if status < 300:
            place.taken.append(came)
        with contextlib.suppress(OSError):  # whoever asked may be dead by now
            self.send_response(status)
            for key, text in headers.items():
                self.send_header(key, text)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

    def _go_on(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(10 * 1024**3))
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"x" * 65_536)
                self.place.given += 65_536

    def _drip(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
            while not self.place.over.wait(0.05):
                self.wfile.write(b"x")

    def log_message(self, *_given: Any) -> None:
        """Nothing."""


@contextlib.contextmanager
def service(judge: Judge) -> Iterator[Place]:
    """A service that runs while the block does."""
    place = Place("", judge)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Handler,), {"place": place}))
    server.daemon_threads = True
    place.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        place.over.set()
        if place.hangs is not None:
            place.hangs.set()
        server.shutdown()
        server.server_close()
        thread.join()


def webhook(came: Came) -> Answer:
    """Somebody's system that checks who calls."""
    given = came.headers.get("x-bulou-signature", "")
    signed = came.headers["x-bulou-timestamp"].encode() + b"." + came.body
    wanted = "sha256=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return answered({}) if hmac.compare_digest(given, wanted) else answered({}, 401)


def aliyun(came: Came) -> Answer:
    """Dysmsapi: ACS3-HMAC-SHA256 over what came in."""
    method, _, rest = came.headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    names = parts["SignedHeaders"].split(";")
    query = urlsplit(came.path).query
    pairs = sorted(pair.split("=") for pair in query.split("&"))
    spelled = "&".join(f"{key}={text}" for key, text in pairs)
    lines = "".join(f"{name}:{came.headers[name]}\n" for name in names)
    body = hashlib.sha256(came.body).hexdigest()
    request = "\n".join(("POST", urlsplit(came.path).path, spelled, lines, ";".join(names), body))
    text = f"{method}\n{hashlib.sha256(request.encode()).hexdigest()}"
    wanted = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}
    good = parts["Credential"] == ID and parts["Signature"] == wanted and needed <= set(names)
    if not good or came.headers["x-acs-content-sha256"] != body:
        return answered({"Code": "SignatureDoesNotMatch", "Message": "no"}, 400)
    if any(quote(text, safe="-_.~") not in query for text in came.query.values()):
        return answered({"Code": "IncompleteSignature", "Message": "not RFC 3986"}, 400)
    return answered({"Code": "OK", "Message": "OK", "BizId": f"biz-{came.query['OutId']}"})


def tencent(came: Came) -> Answer:
    """SendSms: TC3-HMAC-SHA256 over what came in."""
    method, _, rest = came.headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    id_, day, name, last = parts["Credential"].split("/")
    names = parts["SignedHeaders"].split(";")
    lines = "".join(f"{each}:{came.headers[each]}\n" for each in names)
    body = hashlib.sha256(came.body).hexdigest()
    request = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{body}"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"{method}\n{came.headers['x-tc-timestamp']}\n{day}/{name}/{last}\n{digest}"
    key = b"TC3" + SECRET.encode()
    for part in (day, name, last):
        key = hmac.digest(key, part.encode(), "sha256")
    good = id_ == ID and parts["Signature"] == hmac.digest(key, text.encode(), "sha256").hex()
    if not good:
        error = {"Code": "AuthFailure.SignatureFailure", "Message": "no"}
        return answered({"Response": {"Error": error, "RequestId": "1"}})
    status = {"SerialNo": "serial-1", "Code": "Ok", "Message": "send success"}
    return answered({"Response": {"SendStatusSet": [status], "RequestId": "1"}})


def dingtalk(came: Came) -> Answer:
    """A robot with a signature: HMAC of timestamp and secret, in the query."""
    given = came.query
    text = f"{given.get('timestamp')}\n{SECRET}"
    wanted = base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), "sha256")).decode()
    good = given.get("sign") == wanted and given.get("access_token") == ID
    return answered(
        {"errcode": 0, "errmsg": "ok"} if good else {"errcode": 310000, "errmsg": "sign not match"}
    )


def wecom(came: Came) -> Answer:
    """A robot that knows its key only."""
    good = came.query.get("key") == ID and len(came.json["markdown"]["content"].encode()) <= 4096
    return answered(
        {"errcode": 0, "errmsg": "ok"} if good else {"errcode": 93000, "errmsg": "invalid webhook"}
    )


def feishu(came: Came) -> Answer:
    """A robot with a signature: of nothing, under timestamp and secret, in the body."""
    key = f"{came.json.get('timestamp')}\n{SECRET}"
    wanted = base64.b64encode(hmac.digest(key.encode(), b"", "sha256")).decode()
    good = came.json.get("sign") == wanted
    return answered({"code": 0, "msg": "success"} if good else {"code": 19021, "msg": "sign match fail"})
