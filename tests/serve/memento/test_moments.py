"""Accept-Datetime by the grammar of RFC 7089 §2.1.1, and the other forms of a time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import BadInput
from archiver.serve.memento.moments import digits, http_date, iso_date, parse, second_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 31 May 2007 20:35:00 GMT", datetime(2007, 5, 31, 20, 35, tzinfo=UTC)),
        ("Tue, 11 Sep 2001 20:35:00 GMT", datetime(2001, 9, 11, 20, 35, tzinfo=UTC)),
        # Figure 12 of the RFC has a Friday down as a Tuesday: the grammar does not mind.
        ("Tue, 15 Sep 2000 11:28:26 GMT", datetime(2000, 9, 15, 11, 28, 26, tzinfo=UTC)),
        ("Tue, 29 Feb 2000 23:59:59 GMT", datetime(2000, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 01 Jan 0001 00:00:00 GMT", datetime(1, 1, 1, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_of_the_grammar_is_read(text: str, expected: datetime) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "Thursday, 31-May-07 20:35:00 GMT",  # RFC 850
        "Thu May 31 20:35:00 2007",  # asctime
        "Thu, 31 May 07 20:35:00 GMT",
        "Thu, 31 May 12007 20:35:00 GMT",
        "2007-05-31T20:35:00Z",
        "20070531203500",
        "1180643700",
        "Thu, 31 May 2007 20:35:00 +0000",
        "Thu, 31 May 2007 20:35:00 UTC",
        "Thu, 31 May 2007 20:35:00",
        "thu, 31 may 2007 20:35:00 gmt",
        "31 May 2007 20:35:00 GMT",
        "Thu, 1 May 2007 20:35:00 GMT",
        "Thu,  31 May 2007 20:35:00 GMT",
        "Thu, 31 May 2007 20:35:00 GMT, Fri, 01 Jun 2007 20:35:00 GMT",
        "Thu, 31 May 2007 20:35:00 GMT; -P3DT5H;+P2DT6H",  # of a draft before the RFC
        "Thu, 31 May 2007 24:00:00 GMT",
        "Thu, 31 May 2007 20:60:00 GMT",
        "Sat, 31 Dec 2016 23:59:60 GMT",  # a leap second there was: the grammar ends at 23:59:59
        "Fri, 31 Feb 2007 20:35:00 GMT",
        "Thu, 29 Feb 2001 00:00:00 GMT",
        "Thu, 00 May 2007 20:35:00 GMT",
        "Sat, 01 Jan 0000 00:00:00 GMT",
        "Thu, ٣١ May 2007 20:35:00 GMT",
        "Thu, 31 May 2007 20:35:00 GMT\n",
        "x" * 100_000,
    ],
)
def test_anything_else_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(text)
    assert "Thu, 29 Jan 2026 07:40:00 GMT" in str(refused.value)
    assert len(str(refused.value)) < 250
    assert "\n" not in str(refused.value)


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_again(when: datetime) -> None:
    captured = when.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert parse(http_date(captured)) == when.replace(microsecond=0) == second_of(captured)
    assert digits(captured) == "".join(filter(str.isdigit, iso_date(captured)))


def test_parts_of_a_second_are_left_out() -> None:
    captured = "2026-01-29T07:40:00.999999999Z"
    assert http_date(captured) == "Thu, 29 Jan 2026 07:40:00 GMT"
    assert digits(captured) == "20260129074000"
    assert iso_date(captured) == "2026-01-29T07:40:00Z"
