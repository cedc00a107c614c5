"""A revisit points at the record that holds what it saw: by ID, by place, by digest; unresolved is said."""

from archiver.warc.foreign.formats import Format
from archiver.warc.foreign.reading import ForeignMember
from archiver.warc.foreign.revisits import Revisit, resolve_revisits
from tests.warc.foreign_files import an_id, read, warc

SAME = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OLD = ("WARC-Date", "2020-01-01T00:00:00Z")
DIGEST = ("WARC-Payload-Digest", "sha1:2WAXX5NUWNNCS2BDKCO5OVDQBJVNKIVV")
SAME_DIGEST = ("WARC-Payload-Digest", "SHA-1:d5817bf5b4b35a296823509dd754700a6ad522b5")


def member(number: int, *more: tuple[str, str], kind: str = "response") -> ForeignMember:
    return read(warc(b"", number, *more, kind=kind), Format("warc"))[0][0]


def revisit(number: int, *more: tuple[str, str], profile: str = SAME) -> ForeignMember:
    return member(number, ("WARC-Profile", profile), *more, kind="revisit")


def resolved(*members: ForeignMember) -> list[Revisit[str]]:
    return resolve_revisits((m.id, m) for m in members)


def the_one(*members: ForeignMember) -> tuple[str | None, str | None]:
    (found,) = resolved(*members)
    return found.original, found.by


def test_by_the_id_it_refers_to() -> None:
    assert the_one(revisit(2, ("WARC-Refers-To", an_id(1))), member(1), member(3)) == (an_id(1), "refers-to")


def test_by_uri_and_date_in_any_spelling() -> None:
    place = (
        ("WARC-Refers-To-Target-URI", "<HTTP://example.org/1>"),
        ("WARC-Refers-To-Date", "2020-01-01T08:00:00+08:00"),
    )
    assert the_one(member(1), member(3), member(1, OLD), revisit(2, *place)) == (an_id(1), "uri-and-date")
    assert the_one(member(3, OLD), revisit(2, *place))[0] is None


def test_by_payload_digest_in_any_spelling_the_same_uri_first() -> None:
    here = ("WARC-Target-URI", "http://example.org/2")
    assert parse_same()
    others = (
        member(1, OLD, DIGEST),
        member(4, OLD, DIGEST, here),
        member(5, DIGEST, ("WARC-Date", "2030-01-01")),
    )
    assert the_one(*others, revisit(2, SAME_DIGEST)) == (an_id(4), "payload-digest")
    assert the_one(others[0], others[2], revisit(2, SAME_DIGEST)) == (an_id(1), "payload-digest")


def parse_same() -> bool:
    from archiver.warc.foreign.digests import parse_digest

    one, other = parse_digest(DIGEST[1]), parse_digest(SAME_DIGEST[1])
    return one is not None and one == other


def test_a_server_that_says_not_modified_means_the_last_that_was_seen() -> None:
    here = ("WARC-Target-URI", "http://example.org/2")
    seen = (
        member(1, OLD, here),
        member(3, here, ("WARC-Date", "2022")),
        member(4, here, ("WARC-Date", "2030")),
    )
    assert the_one(*seen, revisit(2, profile=UNCHANGED)) == (an_id(3), "same-uri")
    assert the_one(*seen, revisit(2)) == (None, None)


def test_a_revisit_of_a_revisit_and_circles_of_them() -> None:
    first, second = revisit(2, ("WARC-Refers-To", an_id(1))), revisit(3, ("WARC-Refers-To", an_id(2)))
    assert [r.original for r in resolved(member(1), first, second)] == [an_id(1), an_id(1)]
    circle = revisit(2, ("WARC-Refers-To", an_id(3)))
    assert [r.original for r in resolved(circle, second)] == [None, None]


def test_what_is_not_resolved_says_what_it_named() -> None:
    (found,) = resolved(member(3), revisit(2, ("WARC-Refers-To", an_id(1))))
    assert (found.original, found.profile) == (None, SAME)
    assert an_id(1) in found.reason
