"""What others state, brought into our documents' forms; what cannot be is None, never guessed."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.warc.foreign.digests import parse_digest
from archiver.warc.foreign.stated import derived_id, instant, record_id, target_uri

IDS = {
    "<urn:uuid:00000000-0000-4000-8000-00000000000A>": "<urn:uuid:00000000-0000-4000-8000-00000000000A>",
    "urn:uuid:00000000-0000-4000-8000-00000000000A": "<urn:uuid:00000000-0000-4000-8000-00000000000a>",
    "{no brackets}": None,
    "00000000-0000-4000-8000-00000000000a": "<urn:uuid:00000000-0000-4000-8000-00000000000a>",
    "http://example.org/record/1": "<http://example.org/record/1>",
    "<a b>": None,
    "<>": None,
    "": None,
}
INSTANTS = {
    "2024": "2024-01-01T00:00:00Z",
    "2024-02": "2024-02-01T00:00:00Z",
    "2024-02-29": "2024-02-29T00:00:00Z",
    "2024-02-29T12:30Z": "2024-02-29T12:30:00Z",
    "2024-02-29T12:30:15Z": "2024-02-29T12:30:15Z",
    "2024-02-29T12:30:15.123456789Z": "2024-02-29T12:30:15.123456789Z",
    "2024-02-29T12:30:15.1234567891Z": "2024-02-29T12:30:15.123456789Z",
    "2024-02-29T20:30:15+08:00": "2024-02-29T12:30:15Z",
    "2024-02-29 12:30:15": "2024-02-29T12:30:15Z",
    "2016-12-31T23:59:60Z": "2016-12-31T23:59:59Z",
    "20240229123015": "2024-02-29T12:30:15Z",
    "202402291230": "2024-02-29T12:30:00Z",
    "20240229": "2024-02-29T00:00:00Z",
    "201404010000000000": "2014-04-01T00:00:00Z",
    "2023-02-29": None,
    "2024-13-01": None,
    "20241301000000": None,
    "0000-01-01": None,
    "0001-01-01T00:00:00+14:00": None,
    "blue monday": None,
    "": None,
}
URIS = {
    "<http://example.org/a>": "http://example.org/a",
    "http://EXAMPLE.org": "http://example.org/",
    "http://example.org/a b": "http://example.org/a%20b",
    "https://мср.мн/мэдээ": "https://" + "мср.мн".encode("idna").decode() + "/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D",
    "dns:example.org": "dns:example.org",
    "file:///a b.png": "file:///a%20b.png",
    "metadata://gnu.org/software/wget/warc/MANIFEST.txt": "metadata://gnu.org/software/wget/warc/MANIFEST.txt",
    "bad_uri": "bad_uri",
    "": None,
    "<>": None,
}


@pytest.mark.parametrize("stated", IDS)
def test_ids(stated: str) -> None:
    assert record_id(stated) == IDS[stated]


@pytest.mark.parametrize("stated", INSTANTS)
def test_instants(stated: str) -> None:
    assert instant(stated) == INSTANTS[stated]


@pytest.mark.parametrize("stated", URIS)
def test_uris(stated: str) -> None:
    assert target_uri(stated) == URIS[stated]


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_of_ours_is_read_back(moment: datetime) -> None:
    text = moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert instant(text) == text
    assert instant(moment.strftime("%Y%m%d%H%M%S").rjust(14, "0")) == text[:19] + "Z"


@given(st.text(max_size=60))
def test_nothing_that_is_stated_raises(text: str) -> None:
    for made in (record_id(text), instant(text), target_uri(text)):
        assert made is None or made.isascii() or made.startswith("<")
    found = instant(text)
    assert found is None or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{1,9})?Z", found)
    parse_digest(text)


def test_an_id_is_derived_the_same_way_everywhere() -> None:
    assert derived_id("sha256:00", "http://example.org/", "2024", 17) == derived_id(
        "sha256:00", "http://example.org/", "2024", 17
    )
    assert derived_id("a", 1) != derived_id("a", 2)
    assert uuid.UUID(derived_id("a")[1:-1]).version == 5
