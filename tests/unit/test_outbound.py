"""What the server asks of others: only judged addresses, on every hop, within time and size."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bulou.connect import outbound
from bulou.connect.addresses import Guard, is_secure, ranges
from bulou.connect.outbound import Limits, OutboundFailed, OutboundRefused, send

HERE = Guard(ranges("127.0.0.1"))
Answer = Callable[[BaseHTTPRequestHandler], None]

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:0:4136:e378:8000:63bf:f7f7:f7f7",  # Teredo, with a public address inside
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "192.0.1.1",
    "100.128.0.1",
    "198.20.0.1",
    "2001:200::1",
    "2400:3200::1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
]


# The registries of IANA, "Special-Purpose Address", of IPv4 and IPv6, as of November 2026, each by its prefix.
SPECIAL_4 = """0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24
192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
224.0.0.0/4 240.0.0.0/4 255.255.255.255/32"""
SPECIAL_6 = """::/128 ::1/128 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:1::1/128 2001:1::2/128 2001:1::3/128
2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2620:4f:8000::/48
3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8 4000::/3 ::ffff:0:0:0/96"""
CARRIERS = ("::ffff:{}", "::{}", "64:ff9b::{}")


@pytest.mark.parametrize("prefix", f"{SPECIAL_4} {SPECIAL_6}".split())
def test_no_address_of_a_special_purpose_is_asked(prefix: str) -> None:
    network = ipaddress.ip_network(prefix)
    middle = network.network_address + network.num_addresses // 2
    for address in (network[0], network[-1], middle):
        assert not Guard().takes(address), address


@pytest.mark.parametrize("prefix", SPECIAL_4.split())
def test_no_guise_of_ipv6_opens_what_is_closed(prefix: str) -> None:
    network = ipaddress.IPv4Network(prefix)
    for inner in (network[0], network[-1]):
        old = ipaddress.IPv6Address((0x2002 << 112) | (int(inner) << 80))  # 2002::/16, 6to4
        guises = [*(ipaddress.ip_address(form.format(inner)) for form in CARRIERS), old]
        assert [each for each in guises if Guard().takes(each)] == []


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_refused_in_every_guise(text: str) -> None:
    assert not Guard().takes(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_ones_are_asked(text: str) -> None:
    assert Guard().takes(ipaddress.ip_address(text))


def test_what_is_allowed_is_allowed_and_nothing_beside_it() -> None:
    guard = Guard(ranges("10.1.0.0/16, 192.168.7.4 fd12::/16"))
    rows = [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("10.2.0.1", False),
        ("192.168.7.4", True),
        ("192.168.7.5", False),
        ("fd12::1", True),
        ("fd13::1", False),
    ]
    assert [guard.takes(ipaddress.ip_address(text)) for text, _ in rows] == [good for _, good in rows]


ADDRESSES = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://public.example@127.0.0.1/",
    "http://127.0.0.1#@public.example/",
    "https://user:word@example.com/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://example.com/",
    "//example.com/",
    "http:///path",
    "http://example.com:99999/",
    "http://exa mple.com/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com/\r\nX-Injected: 1",
    "http://" + "a" * 5000,
    "",
]


@pytest.mark.parametrize("url", ADDRESSES, ids=range(len(ADDRESSES)))
def test_addresses_that_are_not_asked(url: str) -> None:
    with pytest.raises(OutboundRefused):
        send(Guard(), "GET", url)


@contextlib.contextmanager
def listening(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: (its address, the paths it was asked)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.get('authorization')}")
            answer(self)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(body: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def lead(where: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("location", where)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return answer


def test_an_allowed_address_answers() -> None:
    with listening(say(b'{"a": 1}')) as (url, asked):
        reply = send(HERE, "GET", f"{url}/x", headers={"authorization": "Bearer t"})
        assert (reply.status, reply.body, asked) == (200, b'{"a": 1}', ["/x Bearer t"])


def test_every_hop_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(say(b"inside")) as (inside, asked), listening(lead(f"{inside}/secret")) as (outside, _):
        port = int(inside.rpartition(":")[2])
        real = outbound.judged

        def judged(guard: Guard, host: str, at: int) -> list[str]:
            return real(Guard() if at == port else guard, host, at)  # the second one is private to us

        monkeypatch.setattr(outbound, "judged", judged)
        with pytest.raises(OutboundRefused):
            send(HERE, "GET", outside, limits=Limits(redirects=3))
        assert asked == []


def test_secrets_do_not_go_along_to_somebody_else() -> None:
    with listening(say(b"")) as (other, asked), listening(lead(f"{other}/next")) as (first, _):
        send(HERE, "GET", first, headers={"authorization": "Bearer t"}, limits=Limits(redirects=1))
        assert asked == ["/next None"]


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://[::1]:1/", "//169.254.169.254/"]
)
def test_a_redirect_leads_to_no_other_place(where: str) -> None:
    with listening(lead(where)) as (url, _), pytest.raises(OutboundRefused):
        send(HERE, "GET", url, limits=Limits(redirects=3))


def test_redirects_end() -> None:
    with listening(lead("/again")) as (url, asked):
        assert send(HERE, "GET", url, limits=Limits(redirects=2)).status == 302
        assert len(asked) == 3
        assert send(HERE, "POST", url, limits=Limits(redirects=2)).status == 302
        assert len(asked) == 4, "what was posted is not posted elsewhere"


def test_a_name_that_changes_its_mind_is_asked_where_it_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: an allowed address when it is judged, another one when it is asked."""
    with listening(say(b"inside")) as (url, asked):
        port = int(url.rpartition(":")[2])
        answers = iter(["127.0.0.2", "127.0.0.1"])
        real = socket.getaddrinfo

        def getaddrinfo(host: str, at: Any, *args: Any, **more: Any) -> Any:
            if host == "rebind.example":
                return real(next(answers), at, *args, **more)
            return real(host, at, *args, **more)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        with pytest.raises((OutboundFailed, OutboundRefused)):
            send(
                Guard(ranges("127.0.0.2")),
                "GET",
                f"http://rebind.example:{port}/",
                limits=Limits(seconds=0.5),
            )
        assert asked == [] and next(answers) == "127.0.0.1", "it was resolved once"


def test_of_several_addresses_only_the_public_ones_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(host: str, port: int, **_: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in ("10.0.0.1", "8.8.8.8")]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert outbound.judged(Guard(), "mixed.example", 80) == ["8.8.8.8"]


def test_too_much_is_not_read() -> None:
    with listening(say(b"x" * 5000)) as (url, _):
        with pytest.raises(OutboundFailed) as caught:
            send(HERE, "GET", url, limits=Limits(most=1000))
        assert caught.value.params["reason"] == "TooMuch"


def test_whoever_speaks_drop_by_drop_is_left() -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            handler.send_response(200)
            while not done.wait(0.05):
                handler.wfile.write(b"x-more: 1\r\n")
                handler.wfile.flush()

    with listening(drip) as (url, _):
        with pytest.raises(OutboundFailed):
            send(HERE, "GET", url, limits=Limits(seconds=0.6))
        done.set()


def test_what_is_no_http_or_not_there_fails() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(OutboundFailed):
            send(HERE, "GET", f"http://127.0.0.1:{closed.getsockname()[1]}/", limits=Limits(seconds=1))
    with (
        listening(lambda handler: handler.wfile.write(b"SSH-2.0\r\n") and None) as (url, _),
        pytest.raises(OutboundFailed),
    ):
        send(HERE, "GET", url, limits=Limits(seconds=2))
    with listening(say(b"")) as (url, _), pytest.raises(OutboundFailed):
        send(HERE, "GET", url.replace("http:", "https:"), limits=Limits(seconds=2))


def test_where_secrets_may_go() -> None:
    rows = [
        ("https://sso.example.com/realms/a", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://sso.example.com", False),
        ("https://sso.example.com?a=1", False),
        ("https://sso.example.com#a", False),
        ("https://user@sso.example.com", False),
        ("ftp://sso.example.com", False),
        ("", False),
    ]
    assert [is_secure(url) for url, _ in rows] == [good for _, good in rows]
