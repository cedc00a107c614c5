"""TLS: verified or refused by default; on request captured all the same, with what was wrong."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from cryptography import x509

from archiver.capture.fetch import Fetcher
from archiver.errors import FetchFailed

from .conftest import Server, response
from .test_wire_bytes import assert_exact

MakeFetcher = Callable[..., Fetcher]
AUTHORITY = trustme.CA()
STRANGER = trustme.CA()
YESTERDAY = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)

BAD = {
    "expired": (lambda: AUTHORITY.issue_cert("localhost", "127.0.0.1", not_after=YESTERDAY), "expired"),
    "unknown authority": (lambda: STRANGER.issue_cert("localhost", "127.0.0.1"), "certificate"),
    "wrong host": (lambda: AUTHORITY.issue_cert("other.example"), "not valid for"),
}


@pytest.fixture
def ca_file(tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return str(path)


@contextmanager
def serving(certificate: trustme.LeafCert) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2", "http/1.1"])
    certificate.configure_cert(context)
    server = Server(context)
    server.route("/", response(b"<p>secure"))
    yield server
    server.close()


def test_a_good_certificate(make_fetcher: MakeFetcher, ca_file: str) -> None:
    certificate = AUTHORITY.issue_cert("localhost", "127.0.0.1")
    with serving(certificate) as server:
        exchange = make_fetcher(ca_file=ca_file).fetch(server.url(host="localhost"))
        assert_exact(exchange, server.last)
    tls = exchange.tls
    assert tls is not None
    assert (tls.version, tls.verified, tls.error) == ("TLSv1.3", True, None)
    assert tls.cipher.startswith("TLS_")
    sent = [x509.load_pem_x509_certificate(pem.bytes()) for pem in certificate.cert_chain_pems]
    assert [x509.load_der_x509_certificate(der) for der in tls.chain] == sent


def test_the_chain_is_what_the_peer_sent(make_fetcher: MakeFetcher, ca_file: str) -> None:
    """An intermediate authority comes along, leaf first."""
    certificate = AUTHORITY.create_child_ca().issue_cert("localhost", "127.0.0.1")
    with serving(certificate) as server:
        tls = make_fetcher(ca_file=ca_file).fetch(server.url()).tls
    assert tls is not None
    leaf, intermediate = (x509.load_der_x509_certificate(der) for der in tls.chain)
    assert leaf.issuer == intermediate.subject


def test_http_1_1_is_all_that_is_offered(make_fetcher: MakeFetcher, ca_file: str) -> None:
    with serving(AUTHORITY.issue_cert("127.0.0.1")) as server:
        make_fetcher(ca_file=ca_file).fetch(server.url())
        assert isinstance(server.last.sock, ssl.SSLSocket)
        assert server.last.request.startswith(b"GET / HTTP/1.1\r\n")
        assert server.alpn == ["http/1.1"]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_refused(name: str, make_fetcher: MakeFetcher, ca_file: str) -> None:
    issue, words = BAD[name]
    with serving(issue()) as server:
        with pytest.raises(FetchFailed, match=rf"127\.0\.0\.1 fails the check: .*{words}.*--allow-bad-tls"):
            make_fetcher(ca_file=ca_file).fetch(server.url())
        assert server.log == [], "no request is sent to a server that is not who it says"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_captured_on_request(name: str, make_fetcher: MakeFetcher, ca_file: str) -> None:
    issue, words = BAD[name]
    with serving(issue()) as server:
        fetcher = make_fetcher(ca_file=ca_file, allowBadTls=True)
        for _ in range(2):  # the kept connection says it again
            exchange = fetcher.fetch(server.url())
            assert_exact(exchange, server.last)
            assert exchange.tls is not None
            assert exchange.tls.verified is False
            assert words in str(exchange.tls.error)
            assert exchange.tls.chain


def test_allowing_bad_certificates_still_tells_good_ones(make_fetcher: MakeFetcher, ca_file: str) -> None:
    with serving(AUTHORITY.issue_cert("127.0.0.1")) as server:
        tls = make_fetcher(ca_file=ca_file, allowBadTls=True).fetch(server.url()).tls
    assert tls is not None
    assert tls.verified is True


def test_a_server_without_tls(server: Server, make_fetcher: MakeFetcher) -> None:
    with pytest.raises(FetchFailed, match=r"TLS failed|cannot be reached"):
        make_fetcher(allowBadTls=True, maxSeconds=2.0).fetch(server.url().replace("http:", "https:"))


def test_a_ca_file_that_is_not_there(server: Server, make_fetcher: MakeFetcher) -> None:
    with pytest.raises(FetchFailed, match="nowhere"):
        make_fetcher(ca_file="/nowhere/ca.pem").fetch(server.url().replace("http:", "https:"))
