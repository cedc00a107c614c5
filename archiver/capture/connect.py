"""Opens connections: guarded addresses, TLS verified or said not to be. Sends no HTTP."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from archiver.capture.guard import Endpoint, Network, resolve
from archiver.capture.wire import Cut, Deadline, TapStream
from archiver.errors import FetchFailed
from archiver.exchange import TlsSession
from archiver.model.capture import Peer

if TYPE_CHECKING:
    import ssl

CONNECT_SECONDS = 15.0


class Target(NamedTuple):
    """Where a URL's server is: scheme, host without brackets, port."""

    scheme: str
    host: str
    port: int


class Connector:
    """Makes tapped connections by one set of rules.

    ``ca_file`` holds the certificates (PEM) trusted instead of the system's; the system's own are found by
    OpenSSL, which reads SSL_CERT_FILE and SSL_CERT_DIR.
    """

    def __init__(self, networks: Sequence[Network], *, allow_bad_tls: bool, ca_file: str | None) -> None:
        self._networks = networks
        self._allow_bad_tls = allow_bad_tls
        self._ca_file = ca_file
        self._context: ssl.SSLContext | None = None

    def connect(self, target: Target, deadline: Deadline) -> TapStream:
        """A connection to the first of the host's addresses that answers.

        Raises FetchFailed (unresolvable, refused, time-out, TLS failure) or AddressRefused.
        """
        endpoints = resolve(target.host, target.port, self._networks)
        failures = []
        for endpoint in endpoints:
            try:
                return self._open(endpoint, target, deadline)
            except OSError as error:
                failures.append(f"{endpoint.sockaddr[0]}: {_words(error)}")
            except Cut as cut:
                raise FetchFailed(f"{target.host}: no connection: {cut}") from None
        raise FetchFailed(
            f"{target.host} port {target.port} cannot be reached ({'; '.join(failures[:4])}): "
            "check the address, or try again later"
        )

    def _open(self, endpoint: Endpoint, target: Target, deadline: Deadline) -> TapStream:
        if target.scheme != "https":
            sock = _dial(endpoint, deadline)
            return TapStream(sock, _peer(sock), None)
        import ssl

        context = self._verifying()
        try:
            return _secure(_dial(endpoint, deadline), target, context, None)
        except ssl.SSLCertVerificationError as error:
            if not self._allow_bad_tls:
                raise FetchFailed(_bad_certificate(target.host, error)) from None
            reason = f"certificate of {target.host}: {error.verify_message or error.reason}"
        except ssl.SSLError as error:
            raise FetchFailed(f"{target.host}: TLS failed: {error.reason or error}") from None
        try:
            return _secure(_dial(endpoint, deadline), target, _unverifying(), reason)
        except ssl.SSLError as error:
            raise FetchFailed(f"{target.host}: TLS failed: {error.reason or error}") from None

    def _verifying(self) -> ssl.SSLContext:
        if self._context is None:
            import ssl

            try:
                self._context = ssl.create_default_context(cafile=self._ca_file)
            except OSError as error:
                raise FetchFailed(f"the CA file {self._ca_file!r} cannot be read: {_words(error)}") from None
            self._context.set_alpn_protocols(["http/1.1"])
        return self._context


def _secure(sock: socket.socket, target: Target, context: ssl.SSLContext, problem: str | None) -> TapStream:
    try:
        secured = context.wrap_socket(sock, server_hostname=target.host.rstrip("."))
    except BaseException:
        sock.close()
        raise
    return TapStream(secured, _peer(secured), _session(secured, problem))


def _unverifying() -> ssl.SSLContext:
    import ssl

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    return context


def _dial(endpoint: Endpoint, deadline: Deadline) -> socket.socket:
    sock = socket.socket(endpoint.family, socket.SOCK_STREAM)
    try:
        sock.settimeout(min(CONNECT_SECONDS, deadline.left()))
        sock.connect(endpoint.sockaddr)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(min(CONNECT_SECONDS, deadline.left()))  # for the TLS handshake
    except BaseException:
        sock.close()
        raise
    return sock


def _peer(sock: socket.socket) -> Peer:
    address, port = sock.getpeername()[:2]
    return Peer(address=str(address), port=int(port))


def _session(sock: ssl.SSLSocket, problem: str | None) -> TlsSession:
    cipher = sock.cipher()
    return TlsSession(
        version=sock.version() or "unknown",
        cipher=cipher[0] if cipher else "unknown",
        chain=_chain(sock),
        verified=problem is None,
        error=problem,
    )


def _chain(sock: Any) -> tuple[bytes, ...]:
    """The certificates as the peer sent them, DER, leaf first."""
    with contextlib.suppress(AttributeError):  # public from Python 3.13 on
        return tuple(sock.get_unverified_chain())
    import _ssl

    encoding: int = _ssl.ENCODING_DER
    return tuple(
        certificate.public_bytes(encoding) for certificate in sock._sslobj.get_unverified_chain() or ()
    )


def _words(error: OSError) -> str:
    return "time-out" if isinstance(error, TimeoutError) else (error.strerror or str(error))


def _bad_certificate(host: str, error: ssl.SSLCertVerificationError) -> str:
    return (
        f"the certificate of {host} fails the check: {error.verify_message or error.reason}; "
        "--allow-bad-tls captures all the same and records the certificate and this failure"
    )
