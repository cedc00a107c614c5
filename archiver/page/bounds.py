"""What of a page's source the parser is kept from, lest it work for minutes or lose the page. Pure: the same bytes,
the same tree.

libxml2's time grows with the square of a tag's attributes (1,000: 1 ms; 100,000: 9 s). Such a tag keeps its
name and loses its attributes; the rest of the page is parsed as it is, so that positions in the tree hold.
A page ends for libxml2 at ``<html …/>``. To HTML (§13.2.5.40, §13.2.6.4.3) and to browsers that slash means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_ATTRIBUTES = 1_000  # of a tag
MAX_COMPARISONS = 1 << 30  # of attributes, on a page: about a second
_MANY = 100  # attributes that count towards those

# Tags as HTML §13.2.5 tokenizes them. Possessive: no way back, so the time is that of one pass.
# White space is HTML's: neither the vertical tab of ``\s`` nor that of Unicode.
_NAME = rb"[A-Za-z][^ \t\n\f\r/>]*+"
_ATTRIBUTE = (
    rb"""[ \t\n\f\r/]*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"""
    rb"""(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)?+)?+"""
)
_CLOSE = rb"[ \t\n\f\r/]*+(?:>|\Z)"
_OPEN = rb"(?:>|[ \t\n\f\r/]*[ \t\n\f\r]>|[ \t\n\f\r/]*+\Z)"  # what ``/>`` closes has no content to libxml2
_FEW = rb"(?:%s){0,%d}+" % (_ATTRIBUTE, _MANY)

# What tags are text in, by element, up to its end tag. In a script, comments may hold scripts (§13.2.5.17–31).
_RAW = (b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes")
_IN_SCRIPT = rb"script[ \t\n\f\r/>]"
_TWICE = rb"<%s(?:[^<-]++|<(?!/%s)|-(?!->))*+(?:</%s)?" % (_IN_SCRIPT, _IN_SCRIPT, _IN_SCRIPT)
_ESCAPED = rb"<!--(?:-?>|(?:[^<-]++|%s|<(?!/?%s)|-(?!->))*+(?:-->)?)" % (_TWICE, _IN_SCRIPT)
_CONTENTS = {name: rb"(?:[^<]++|<(?!/%s[ \t\n\f\r/>]))*+" % name for name in _RAW} | {
    b"script": rb"(?:[^<]++|%s|<(?!/%s|!--))*+" % (_ESCAPED, _IN_SCRIPT),
    b"plaintext": rb".*+",
}
_CALM = rb"(?!html[ \t\n\f\r/])" + _NAME + _FEW + _CLOSE
# By what follows the ``<``. Most tags begin with no letter of an element whose text is raw, and need not try each.
_ORDINARY = re.compile(
    rb"(?:[^<]++|<(?:/(?:%s|(?![a-z])[^>]*+>?)|(?=[%s])(?:%s)|%s|!--(?:>|->|.*?(?:--!?>|\Z))|[!?][^>]*+>?|(?![a-z/!?])))*+"
    % (
        _CALM,
        bytes(sorted({name[0] for name in _CONTENTS})),
        b"|".join(
            rb"%s(?=[ \t\n\f\r/>])%s%s%s" % (name, _FEW, _OPEN, content)
            for name, content in _CONTENTS.items()
        ),
        _CALM,
    ),
    re.I | re.S,
)
_TAG = re.compile(rb"<(/?+%s)((?:%s)*+)(%s)" % (_NAME, _ATTRIBUTE, _CLOSE), re.S)
_ONE = re.compile(_ATTRIBUTE, re.S)
_CONTENT = {name: re.compile(content, re.I | re.S) for name, content in _CONTENTS.items()}


def parsable(source: bytes) -> tuple[bytes, list[str]]:
    """HTML without the attributes of tags that have too many, and what was left out; ``html`` is not closed at once."""
    pieces: list[bytes] = []
    done = emptied = left_out = 0
    budget = MAX_COMPARISONS
    for tag in _crowded(source):
        count = sum(1 for _ in _ONE.finditer(tag[2]))
        if count > MAX_ATTRIBUTES or count * count > budget:
            pieces += [source[done : tag.start(2)]]
            done = tag.end(2)
            emptied += 1
            left_out += count
        else:
            budget -= count * count
        if b"/" in tag[3] and tag[1].lower() == b"html":
            pieces += [source[done : tag.start(3)], tag[3].replace(b"/", b" ")]
            done = tag.end()
    if not pieces:
        return source, []
    return b"".join([*pieces, source[done:]]), _left_out(emptied, left_out)


def _left_out(tags: int, attributes: int) -> list[str]:
    if not tags:
        return []
    having = "a tag has" if tags == 1 else f"{tags:,} tags have"
    return [f"read in part: {having} too many attributes: {attributes:,} were left out"]


def _crowded(source: bytes) -> Iterator[re.Match[bytes]]:
    """The tags with more than a few attributes, and ``html``."""
    position = 0
    while position < len(source):
        ordinary = _ORDINARY.match(source, position)
        position = ordinary.end() if ordinary else position
        tag = _TAG.match(source, position)
        if tag is None:
            position += 1
            continue
        yield tag
        position = tag.end()
        content = _CONTENT.get(tag[1].lower())
        if content is not None and not tag[3].endswith(b"/>"):
            text = content.match(source, position)
            position = text.end() if text is not None else position
