"""The address guard: which addresses may be connected to. Resolves names; opens no connection.

A name is resolved once, all its addresses are checked, and the caller connects to what was checked, so a
second answer of the name server (DNS rebinding) changes nothing. What is not known to be public is refused.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from archiver.errors import AddressRefused, BadInput, FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Endpoint(NamedTuple):
    """A checked address in the form ``socket.connect`` takes: never a name."""

    family: int
    sockaddr: tuple[Any, ...]


# Where nothing public lives: the IANA special-purpose registries (RFC 6890 and its successors), and what
# clouds serve their secrets on. ``ipaddress.is_global`` differs between Pythons and misses several of these.
_REFUSED_V4 = [
    (ipaddress.IPv4Network(network), label)
    for network, label in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by carriers"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud platform"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
]
# Of IPv6 only 2000::/3 is handed out as global unicast (RFC 4291 §2.4); these parts of it are not.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = [
    (ipaddress.IPv6Network(network), label)
    for network, label in (
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
    )
]
# IPv6 forms that stand for an IPv4 address, and how many bits stand right of it.
_EMBEDDED_V4 = [
    (ipaddress.IPv6Network(network), shift)
    for network, shift in (
        ("::ffff:0:0/96", 0),  # IPv4-mapped, RFC 4291 §2.5.5.2
        ("64:ff9b::/96", 0),  # NAT64, RFC 6052
        ("64:ff9b:1::/48", 0),  # NAT64 for local use, RFC 8215
        ("2002::/16", 80),  # 6to4, RFC 3056
        ("::/96", 0),  # IPv4-compatible, RFC 4291 §2.5.5.1
    )
]
# Translators of the network's own choosing, and a form long withdrawn: never public, whatever they embed.
_NEVER_PUBLIC_V6 = [ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("::/96")]


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """CIDR networks; a single address is a network of one. Raises BadInput."""
    return tuple(_network(text) for text in texts)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise BadInput(
            f"--allow-network {text!r}: {error}; give a network as in 10.0.0.0/8 or fd00::/8"
        ) from None


def unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    for network, shift in _EMBEDDED_V4:
        if address in network and int(address) > 1:  # :: and ::1 are themselves
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return address


def why_refused(address: Address) -> str | None:
    """What kind of address it is if it is not public, else None."""
    inner = unwrap(address)
    if isinstance(inner, ipaddress.IPv4Address):
        label = next((label for network, label in _REFUSED_V4 if inner in network), None)
        if label is None and any(address in network for network in _NEVER_PUBLIC_V6 if address.version == 6):
            return "IPv4 inside a form that is not public"
        return label
    if inner == ipaddress.IPv6Address(1):
        return "loopback"
    if inner not in _GLOBAL_V6:
        return "not global unicast"
    return next((label for network, label in _REFUSED_V6 if inner in network), None)


def check(host: str, address: Address, allowed: Sequence[Network]) -> None:
    """Raise AddressRefused unless the address is public or in one of the allowed networks."""
    label = why_refused(address)
    if label is None or any(form in network for network in allowed for form in (address, unwrap(address))):
        return
    inner = unwrap(address)
    network = f"{str(inner).partition('%')[0]}/{inner.max_prefixlen}"  # a network has no zone (RFC 4007 §11)
    told = (
        f"{address} ({label})" if _is_literal(host, address) else f"{host} is at {address} ({label}), which"
    )
    raise AddressRefused(f"{told} is not connected to: if you mean it, add --allow-network {network}")


def _is_literal(host: str, address: Address) -> bool:
    try:
        return ipaddress.ip_address(host) == address
    except ValueError:
        return False


def resolve(host: str, port: int, allowed: Sequence[Network] = ()) -> list[Endpoint]:
    """Every address of ``host``, each one checked. One look-up, as long as the resolver takes; connects to nothing.

    ``host`` without the brackets of an IPv6 address. Raises AddressRefused when any address is refused,
    FetchFailed when there is none.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FetchFailed(
            f"{host} has no address ({reason}): check its spelling and your connection"
        ) from None
    endpoints: list[Endpoint] = []
    for family, _, _, _, sockaddr in answers:
        check(host, _address(host, sockaddr[0]), allowed)
        endpoint = Endpoint(family, sockaddr)
        if endpoint not in endpoints:
            endpoints.append(endpoint)
    if not endpoints:
        raise FetchFailed(f"{host} has no address")
    return endpoints


def _address(host: str, text: object) -> Address:
    try:
        return ipaddress.ip_address(str(text))
    except ValueError:
        raise AddressRefused(f"{host} resolves to {text!r}, which is not an IP address") from None
