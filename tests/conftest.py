"""Fixtures of more than one area: an archive, the demo site, the material beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import archiver
from archiver.demo.site import DemoSite

SHARED = Path(__file__).parents[2] / "shared"
LOOPBACK = ("127.0.0.0/8",)

# No test is timed, and what passed passes again. To look further: `pytest --hypothesis-profile=further`.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", _UNTIMED, derandomize=True)
settings.register_profile("further", _UNTIMED, max_examples=1_000)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def signing_key_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test signs with the key of whoever runs it, nor makes one for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHIVER_KEY", str(tmp_path_factory.mktemp("key") / "signing-key.pem"))
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[archiver.Archive]:
    """A new archive in a folder of its own."""
    with archiver.open(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture(scope="session")
def site() -> Iterator[DemoSite]:
    """The demo news site, up."""
    with DemoSite() as up:
        yield up


@pytest.fixture(scope="session")
def sample() -> Path:
    """The real digest and article; lies beside the checkout, not in it."""
    path = SHARED / "seeds" / "000_071fd5e52f32c73a.txt"
    if not path.exists():
        pytest.skip(f"the sample text {path.name} is not beside this checkout")
    return path


def capture_demo(archive: archiver.Archive, url: str, **options: object) -> archiver.Capture:
    """Capture a page of the demo site without waiting."""
    return archive.capture(url, **{"pace": 0.0, "allowNetwork": LOOPBACK, **options})
