"""Two origins and nothing else: which names are answered, and with which other one they go together."""

from __future__ import annotations

import pytest

from archiver.errors import BadInput
from archiver.serve import Settings
from archiver.serve.origins import Origins, Pair

LOCAL = Pair("http://archiver.localhost:8480", "http://replay.archiver.localhost:8480")


@pytest.mark.parametrize(
    ("host", "side", "pair"),
    [
        ("archiver.localhost:8480", "ui", LOCAL),
        ("ARCHIVER.localhost:8480", "ui", LOCAL),
        ("replay.archiver.localhost:8480", "replay", LOCAL),
        ("127.0.0.1:8480", "ui", Pair("http://127.0.0.1:8480", "http://127.0.0.1:8481")),
        ("127.0.0.1:8481", "replay", Pair("http://127.0.0.1:8480", "http://127.0.0.1:8481")),
        ("localhost:8481", "replay", Pair("http://localhost:8480", "http://localhost:8481")),
        ("[::1]:8480", "ui", Pair("http://[::1]:8480", "http://[::1]:8481")),
    ],
)
def test_a_name_of_ours_stands_for_one_side(host: str, side: str, pair: Pair) -> None:
    served = Origins(Settings()).of(host)
    assert served is not None
    assert (served.side, served.pair) == (side, pair)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "archiver.localhost", "archiver.localhost:8481", "127.0.0.1", "x@127.0.0.1:8480"],
)
def test_every_other_name_stands_for_nothing(host: str) -> None:
    assert Origins(Settings()).of(host) is None


def test_public_addresses_are_answered_with_and_without_their_default_port() -> None:
    origins = Origins(Settings(public_url="https://a.example", replay_url="https://r.example/"))
    pair = Pair("https://a.example", "https://r.example")
    assert [origins.of(host) for host in ("a.example", "a.example:443")] == [origins.of("a.example")] * 2
    served = origins.of("r.example")
    assert served is not None
    assert (served.side, served.pair) == ("replay", pair)
    assert origins.of("127.0.0.1:8480") is not None


@pytest.mark.parametrize(
    "settings",
    [
        Settings(public_url="https://a.example"),
        Settings(replay_url="https://a.example"),
        Settings(public_url="https://a.example", replay_url="https://a.example:443"),
        Settings(public_url="https://a.example/path", replay_url="https://r.example"),
        Settings(public_url="ftp://a.example", replay_url="https://r.example"),
        Settings(public_url="https://u@a.example", replay_url="https://r.example"),
        Settings(port=9000, replay_port=9000),
    ],
)
def test_one_origin_for_both_is_refused(settings: Settings) -> None:
    with pytest.raises(BadInput):
        Origins(settings)
