"""Which addresses are connected to: a table of spellings, one resolution, and a listener nobody reaches."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

from archiver.capture.fetch import Fetcher
from archiver.capture.guard import check, parse_networks, resolve, unwrap, why_refused
from archiver.errors import AddressRefused, ArchiverError, BadInput, FetchFailed

from .conftest import Server, redirect, response

REFUSED_V4 = """
0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
"""
REFUSED_V6 = """
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
64:ff9b::a9fe:a9fe 64:ff9b:1::127.0.0.1 64:ff9b:1::8.8.8.8 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:c0a8:101::1
100::1 2001::1 2001:2::1 2001:10::1 2001:db8::1 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%lo fec0::1
ff02::1 4000::1
"""
PUBLIC_V4 = "1.1.1.1 8.8.8.8 100.128.0.1 172.32.0.1 192.0.1.1 223.255.255.255"
PUBLIC_V6 = "2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1"
REFUSED = (REFUSED_V4 + REFUSED_V6).split()
PUBLIC = [*PUBLIC_V4.split(), *PUBLIC_V6.split()]

# What getaddrinfo takes for loopback, and browsers did: none of these is a name.
SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
]
SPELLINGS += ["localhost", "::1", "::ffff:127.0.0.1", "0", "0.0.0.0"]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_public_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused, match="--allow-network"):
        check("host.example", ipaddress.ip_address(text), ())


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_public_is_not(text: str) -> None:
    assert why_refused(ipaddress.ip_address(text)) is None


def test_nothing_the_standard_library_refuses_passes() -> None:
    """One address from every network of every size up to /8 that ``is_global`` knows as special."""
    for first in range(256):
        for second in range(0, 256, 3):
            address = ipaddress.ip_address(f"{first}.{second}.0.1")
            assert address.is_global or why_refused(address), address


@pytest.mark.parametrize("host", SPELLINGS)
def test_spellings_of_loopback(host: str, server: Server) -> None:
    with pytest.raises((AddressRefused, FetchFailed)):
        resolve(host, server.port)


@pytest.mark.parametrize("host", SPELLINGS)
def test_spellings_in_urls_reach_no_listener(
    host: str, server: Server, make_fetcher: Callable[..., Fetcher]
) -> None:
    where = f"[{host}]" if ":" in host else host
    with pytest.raises(ArchiverError):
        make_fetcher(networks=()).fetch(f"http://{where}:{server.port}/")
    assert server.connections == 0


def test_refusal_names_the_address_and_the_way_out(
    server: Server, make_fetcher: Callable[..., Fetcher]
) -> None:
    with pytest.raises(
        AddressRefused, match=r"^127\.0\.0\.1 \(loopback\) is not.* --allow-network 127\.0\.0\.1/32$"
    ):
        make_fetcher(networks=()).fetch(server.url())
    assert server.connections == 0


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("is_name", [True, False])
def test_the_network_a_refusal_names_lets_the_address_in(text: str, is_name: bool) -> None:
    address = ipaddress.ip_address(text)
    with pytest.raises(AddressRefused) as raised:
        check("host.example" if is_name else text, address, ())
    said, _, network = str(raised.value).partition(" --allow-network ")
    assert said.startswith(f"host.example is at {address} (" if is_name else f"{address} (")
    check("host.example", address, parse_networks([network]))


def test_an_allowed_network_is_connected_to(server: Server, make_fetcher: Callable[..., Fetcher]) -> None:
    server.route("/", response(b"ok"))
    assert make_fetcher(networks=(), allowNetwork=("127.0.0.0/8",)).fetch(server.url()).status == 200


def test_an_allowed_network_counts_in_every_form() -> None:
    check("host.example", ipaddress.ip_address("::ffff:10.0.0.1"), parse_networks(["10.0.0.0/8"]))
    with pytest.raises(AddressRefused):
        check(
            "host.example",
            ipaddress.ip_address("::ffff:10.0.0.1"),
            parse_networks(["10.1.0.0/16", "fd00::/8"]),
        )


def answering(*answers: list[str]) -> tuple[Callable[..., Any], list[str]]:
    """A name server that gives each look-up the next answer, and the list of look-ups."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        addresses = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo, asked


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(["8.8.8.8", "10.0.0.1"])[0])
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        resolve("mixed.example", 80)


def test_rebinding_finds_no_second_look_up(
    server: Server, make_fetcher: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is public when checked and loopback when asked again: it is not asked again."""
    getaddrinfo, asked = answering(["192.0.2.1"], ["127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    dialled: list[Any] = []

    def connect(sock: socket.socket, address: Any) -> None:
        dialled.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", connect, raising=False)
    fetcher = make_fetcher(networks=parse_networks(["192.0.2.0/24"]))  # stands in for a public address
    with pytest.raises(FetchFailed, match=r"192\.0\.2\.1"):
        fetcher.fetch(f"http://rebind.example:{server.port}/")
    assert asked == ["rebind.example"]
    assert dialled == [("192.0.2.1", server.port)]
    assert server.connections == 0


def test_each_redirect_is_guarded(server: Server, make_fetcher: Callable[..., Fetcher]) -> None:
    url = server.route("/", redirect("http://169.254.169.254/latest/meta-data/"))
    hops = make_fetcher().follow(url)
    assert len(hops) == 1
    assert "169.254.169.254 (link-local)" in str(hops[0].error)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".example", "xn--.example"])
def test_a_host_without_address(host: str, make_fetcher: Callable[..., Fetcher]) -> None:
    with pytest.raises((FetchFailed, BadInput)):
        make_fetcher().fetch(f"http://{host}/")


@pytest.mark.parametrize("text", ["10.0.0.0/99", "10.0.0.1/8", "localhost", "", "10.0.0.0/8,127.0.0.0/8"])
def test_malformed_networks(text: str) -> None:
    with pytest.raises(BadInput, match="--allow-network"):
        parse_networks([text])


def test_networks() -> None:
    assert parse_networks([" 127.0.0.0/8", "::1"]) == (
        ipaddress.ip_network("127.0.0.0/8"),
        ipaddress.ip_network("::1/128"),
    )


def test_unwrapping() -> None:
    assert str(unwrap(ipaddress.ip_address("2002:7f00:1::"))) == "127.0.0.1"
    assert str(unwrap(ipaddress.ip_address("64:ff9b::a9fe:a9fe"))) == "169.254.169.254"
    assert str(unwrap(ipaddress.ip_address("::1"))) == "::1"
