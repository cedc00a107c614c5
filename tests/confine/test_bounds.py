"""What is kept from the parser is counted as the parser counts: no source makes the two see different tags."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archiver.page.bounds import MAX_ATTRIBUTES, parsable

_CROWD = " ".join(f"a{number}" for number in range(MAX_ATTRIBUTES + 100))
_ELEMENTS = (
    "p script style title textarea xmp iframe noembed noframes noscript plaintext template svg math".split()
)
# Everything at which a tokenizer changes its state, whole and in parts.
_PIECES = [
    *(f"{start}{name}{end}" for name in _ELEMENTS for start in ("<", "</") for end in (">", " ", "/>", "/")),
    *("<script><!--", "<!--<script>", "</SCRIPT>", "</scripty>", "</script\x0b>", "<style a=b/>", "<style a='b'/>"),
    *("<!--", "-->", "--!>", "<!-->", "<!--->", "->", "--", "-", "!", "<!", "<![CDATA[", "]]>", "<?", "?>", "</", "<"),
    *("<!DOCTYPE html>", '<!DOCTYPE html PUBLIC "', "<!DOCTYPE html SYSTEM '", '<!ENTITY x "', "</>", "</ ", "<1 "),
    *(">", "/", "/>", "'", '"', "=", " ", "\n", "\f", "\x0b", "\ufffd", "\x01", "a", "a=", "a='", 'a="', "&lt;p "),
]  # fmt: skip
_CROWDED = [f"<p {_CROWD}>", f"<p {_CROWD}", f"<script {_CROWD}>", f"<title {_CROWD}>", f"<style {_CROWD}/>"]


def most_attributes(source: bytes) -> int:
    """Of any element of the tree libxml2 makes."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return 0
    return max((len(node.attrib) for node in root.iter("*")), default=0) if root is not None else 0


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_PIECES), max_size=8), st.sampled_from(_CROWDED), st.sampled_from(_PIECES))
def test_no_crowded_tag_reaches_the_parser(before: list[str], crowded: str, after: str) -> None:
    bounded, _ = parsable("".join([*before, crowded, after]).encode())
    assert most_attributes(bounded) <= MAX_ATTRIBUTES


@given(st.lists(st.sampled_from(_PIECES), max_size=20))
def test_what_is_not_crowded_stays_as_it_is(pieces: list[str]) -> None:
    source = "".join(pieces).encode()
    assert parsable(source) == (source, [])


HIDDEN = {
    "an end tag that is none": "</<style>",
    "an element closed at once": "<script />",
    "a script in a comment in a script": "<script><!--<script></script><!--</script>",
    "attributes of an end tag": "<script></script <style>",
    "a crowded script": f"<script {_CROWD}><p a='</script>",
    "no white space": "<script></script\x0b></script>",
}


@pytest.mark.parametrize("prefix", HIDDEN.values(), ids=HIDDEN.keys())
def test_nothing_hides_a_crowded_tag(prefix: str) -> None:
    source = f"{prefix}<p {_CROWD}>".encode()
    assert most_attributes(source) > MAX_ATTRIBUTES  # the parser would see it
    bounded, notes = parsable(source)
    assert most_attributes(bounded) <= MAX_ATTRIBUTES
    assert notes


def test_a_crowd_in_a_text_is_left_alone() -> None:
    """A script may hold what looks like a tag: its text is a value's source."""
    source = f"<script>if (a <p {_CROWD}) x()</script><!--<p {_CROWD}>--><title><p {_CROWD}></title>".encode()
    assert parsable(source) == (source, [])


_TURNS = [
    "<",
    "</",
    "<!--",
    "<script><!--",
    "<script><!--<script>",
    "<script ",
    "<p a='",
    "<style></styl",
    "-",
    "<p/",
    "<p a= ",
]


@pytest.mark.parametrize("turn", _TURNS)
def test_the_time_grows_with_the_length(turn: str) -> None:
    source = (turn * (2_000_000 // len(turn))).encode()
    started = time.process_time()
    parsable(source)
    assert time.process_time() - started < 10
