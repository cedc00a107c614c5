"""ARKs: the standard's example, round trips, every single slip caught."""

import hashlib

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.errors import BadIdentifier
from archiver.identifiers import (
    BETANUMERIC,
    Ark,
    capture_ark,
    check_character,
    fingerprint,
    item_ark,
    item_key,
    mint,
    parse,
)

digits = st.text(alphabet=BETANUMERIC, min_size=16, max_size=16)


def test_the_example_of_the_noid_documentation() -> None:
    assert check_character("13030", "xf93gt2") == "q"


@given(digits)
def test_what_is_minted_is_parsed_in_every_spelling(text: str) -> None:
    ark = mint("99999", "fk4", text)
    name = ark.name
    for typed in (
        str(ark),
        f"ark:/99999/{name}",
        str(ark).upper(),
        f" 99999/{name[:4]}-{name[4:9]}\u2011{name[9:]} ",
        name,
    ):
        assert parse(typed, "99999") == ark
    assert parse(f"{ark}.v2", "99999") == Ark("99999", name, 2)
    assert (ark.shoulder, ark.digits) == ("fk4", text)


@given(digits, st.data())
def test_one_wrong_or_two_swapped_characters_are_caught(text: str, data: st.DataObject) -> None:
    name = mint("99999", "fk4", text).name
    place = data.draw(st.integers(0, len(name) - 1))
    wrong = data.draw(st.sampled_from([c for c in BETANUMERIC if c != name[place]]))
    mistyped = [name[:place] + wrong + name[place + 1 :]]
    if place and name[place] != name[place - 1]:
        mistyped.append(name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :])
    for slip in mistyped:
        with pytest.raises(BadIdentifier, match="check character"):
            parse(slip, "99999")


@pytest.mark.parametrize(
    "text", ["", "ark:", "https://example.org/", "../../etc/passwd", "ark:99999/", "ark:12/abc", "é"]
)
def test_what_is_no_ark_is_refused(text: str) -> None:
    with pytest.raises(BadIdentifier):
        parse(text, "99999")


def test_a_fingerprint_is_the_base_29_fraction_of_the_digest() -> None:
    # By hand: SHA-256 of the two bytes "{}" as a fraction of 2**256, sixteen digits in base 29.
    digest = bytes.fromhex("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    assert fingerprint({}) == _base_29(digest)


def _base_29(digest: bytes) -> str:
    fraction, digits = int.from_bytes(digest, "big"), ""
    for _ in range(16):
        fraction *= 29
        digits += BETANUMERIC[fraction >> 256]
        fraction &= (1 << 256) - 1
    return digits


texts = st.text(st.characters(exclude_categories=["Cs"]))
# What is named: objects with our own names, of strings, nulls, lists of strings and objects of those.
named = st.recursive(
    st.none() | texts | st.lists(texts),
    lambda values: st.dictionaries(
        st.sampled_from(["captured", "capture", "responses", "uri", "kind", "key"]), values
    ),
)


@given(named)
@example({"uri": "".join(map(chr, range(0x100)))})
@example({"uri": "\u2028\u2029\ufeff\uffff\U0001f4f0\U0010ffff", "key": {"url": None}})
def test_what_is_hashed_is_canonical_json_as_another_library_writes_it(value: object) -> None:
    theirs = hashlib.sha256(rfc8785.dumps(value)).digest()  # type: ignore[arg-type]
    assert fingerprint(value) == _base_29(theirs)


def test_half_a_character_has_no_fingerprint() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        fingerprint({"uri": "http://a/\ud800"})


def test_ids_depend_on_what_makes_the_thing_and_on_nothing_else() -> None:
    capture = capture_ark(
        "99999", "fk4", uri="http://a/", captured="2026-01-01T00:00:00Z", responses=["sha256:00"]
    )
    other = capture_ark(
        "99999", "fk4", uri="http://a/", captured="2026-01-01T00:00:00Z", responses=["sha256:01"]
    )
    assert capture != other
    first = item_ark(capture, "headline", item_key("headline", {"headline": "A", "position": 1}))
    assert first == item_ark(capture, "headline", item_key("headline", {"headline": "A", "position": 9}))
    assert first != item_ark(capture, "headline", item_key("headline", {"headline": "A", "url": "http://b/"}))
    # Another NAAN and shoulder: another name, the same digits.
    assert mint("12345", "x1", first.digits).digits == first.digits


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("https://news.example/coal", True),
        ("the first one", False),
        ("https://archive.example/ark:/99999/fk4x", False),  # its ID stands in it
    ],
)
def test_the_url_of_a_page_is_answered_with_the_way_to_its_ids(text: str, hinted: bool) -> None:
    with pytest.raises(BadIdentifier, match="is not an ID: expected ark:NAAN/NAME") as raised:
        parse(text, "99999")
    assert ("`archiver list --url URL`" in str(raised.value)) == hinted
