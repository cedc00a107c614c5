"""What ``import archiver`` gives, and what it must not cost."""

from __future__ import annotations

import inspect
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

import archiver
from archiver import errors

# DESIGN §7: the two doors, the types, the errors, nothing more.
DOORS = {"open", "extract"}
TYPES = {"Archive", "Article", "Capture", "Headline", "Item", "Outcome", "Provenance", "Source"}
ERRORS = {
    name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)
}
HEAVY = [
    "lxml",
    "trafilatura",
    "pydantic",
    "sqlite3",
    "ssl",
    "jsonschema",
    "jsonschema_rs",
    "click",
]


def test_exactly_what_is_documented_is_exported() -> None:
    assert set(archiver.__all__) == DOORS | TYPES | ERRORS
    assert archiver.__all__ == sorted(archiver.__all__)
    assert dir(archiver) == archiver.__all__


@pytest.mark.parametrize("name", archiver.__all__)
def test_every_name_can_be_had(name: str) -> None:
    found = getattr(archiver, name)
    if name == "Item":
        assert set(get_args(found)) == {archiver.Article, archiver.Headline}
    else:
        assert found.__name__ == name
        assert inspect.getdoc(found)


def test_extract_stays_a_function_when_the_stage_of_that_name_is_imported() -> None:
    """The import system sets the module ``archiver.extract`` on its parent; the second call must not meet it."""
    code = (
        "import archiver\n"
        "page = b'<html><body><h1>A headline</h1></body></html>'\n"
        "for _ in range(3): assert archiver.extract(page, url='https://a.example/') is not None\n"
        "import archiver.extract.read\n"
        "from archiver import extract\n"
        "assert extract is archiver.extract is archiver.archive.open.extract\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.parametrize("given", ["2026-01-01T00:00:00Z", date(2026, 1, 1), 1767225600])
def test_a_time_of_capture_that_is_none_is_refused(given: Any) -> None:
    with pytest.raises(archiver.BadInput, match="give a datetime"):
        archiver.extract(b"<h1>Snow</h1>", url="https://a.example/", captured_at=given)


def test_a_time_of_capture_without_a_zone_is_in_utc_wherever_this_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = (
        b'<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Snow closes the road"}</script>'
        b"<h1>Snow closes the road</h1>"
    )
    naive = datetime(2026, 1, 29, 7, 40)
    [wanted] = archiver.extract(page, url="https://a.example/", captured_at=naive.replace(tzinfo=UTC))
    try:
        monkeypatch.setenv("TZ", "Asia/Ulaanbaatar")
        time.tzset()
        assert archiver.extract(page, url="https://a.example/", captured_at=naive) == [wanted]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_else_can() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Catalog2'"):
        _ = archiver.Catalog2


def test_errors_carry_the_exit_codes_of_the_design() -> None:
    codes = {name: getattr(archiver, name).exit_code for name in ERRORS}
    assert codes == {
        "ArchiverError": 1,
        "BadInput": 2,
        "BadUrl": 2,
        "BadIdentifier": 2,
        "BadSeedList": 2,
        "BadDocument": 2,
        "FetchFailed": 3,
        "AddressRefused": 3,
        "RobotsRefused": 3,
        "NotFound": 4,
        "NotPermitted": 6,
        "IntegrityFailed": 5,
        "CannotStore": 6,
        "Uncatalogued": 6,
    }


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import archiver", HEAVY),
        ("import archiver.cli", [name for name in HEAVY if name != "click"]),
        ("import archiver.archive", ["lxml", "trafilatura", "ssl", "jsonschema", "click"]),
    ],
)
def test_an_import_brings_no_heavy_library(statement: str, absent: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
