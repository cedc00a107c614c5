"""What changed between two captures of a page, or two versions of an item: the view behind ``archiver diff``.

Pure: works on documents. ``compare_captures`` and ``compare_items`` give values, ``render`` makes text for a
terminal of them. Says what differs between two readings; why it differs (an edit, a correction, another
extractor) is for people to say.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archiver import inert
from archiver.errors import BadInput
from archiver.model.capture import Capture
from archiver.model.items import Item
from archiver.page.json_text import value_text

Kind = Literal["added", "removed", "changed", "moved"]
_POSITIONAL = frozenset({"position", "isPartOf"})  # where in the page an item stands: said as "moved"
_MOST_WORDS = 4_000  # of a paragraph: longer ones are shown as replaced whole
_MOST_PAIRS = 8_000_000  # of words that are compared in one text, a few seconds: what is left then is, too
_AROUND = 6  # words of context beside a change
_LONG = 300
_WORDS = re.compile(r"\S+\s*|\s+")  # a word with the space behind it, so that neighbours change as one
_SENTENCES = re.compile(r"[^\n.!?…]*(?:[.!?…]+[”»\")]*\s*|\n+|$)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have, or only the one before (``removed``) or after (``added``)."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class Change:
    """One difference. ``field`` is a name in the item's data, "" where the whole item came, went or moved."""

    kind: Kind
    item: str
    id: str
    headline: str
    field: str = ""
    before: Any = None
    after: Any = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    id: str
    url: str
    captured: str
    verdict: str
    digest: str | None


@dataclass(frozen=True)
class Comparison:
    """Two sides and every change from ``before`` to ``after``; ``same_bytes``: the page's entity is the same."""

    before: Side
    after: Side
    same_bytes: bool
    changes: tuple[Change, ...]


def compare_captures(before: Capture, old: Sequence[Item], after: Capture, new: Sequence[Item]) -> Comparison:
    """Two captures with their items in page order."""
    pairs, removed, added = _matched(old, new)
    changes = [change for a, b in pairs for change in _changed(a, b)]
    changes += _moved(pairs)
    changes += [_whole("removed", item) for item in removed] + [_whole("added", item) for item in added]
    return _comparison(before, after, changes)


def compare_items(before: Capture, old: Item, after: Capture, new: Item) -> Comparison:
    """Two items of one kind: two versions, or one headline or article at two times. Raises BadInput."""
    if old.kind != new.kind:
        raise BadInput(
            f"{old.id} is of kind {old.kind}, {new.id} of kind {new.kind}: compare two of one kind"
        )
    return _comparison(before, after, [*_changed(old, new)])


def _comparison(before: Capture, after: Capture, changes: Iterable[Change]) -> Comparison:
    one, other = _side(before), _side(after)
    return Comparison(one, other, one.digest is not None and one.digest == other.digest, tuple(changes))


def _side(capture: Capture) -> Side:
    page = next((e for e in capture.exchanges if e.role == "page" and e.entity is not None), None)
    digest = page.entity.digest if page is not None and page.entity is not None else None
    return Side(capture.id, capture.url, capture.captured, capture.verdict, digest)


# -- which item is which ----------------------------------------------------------------------------------


def _matched(
    old: Sequence[Item], new: Sequence[Item]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pairs in the order of ``new``; what is only in ``old``; what is only in ``new``.

    A page has one article. A headline is the same by text and link, else by link, else by text.
    """
    partner: dict[str, Item] = {}
    left = list(old)
    for keys in (_text_and_link, _link, _text):
        index: dict[tuple[str, ...], list[Item]] = {}
        for item in left:
            if key := keys(item):
                index.setdefault(key, []).append(item)
        taken = set()
        for item in new:
            waiting = index.get(keys(item) or ("",)) if item.id not in partner else None
            if waiting:
                partner[item.id] = waiting.pop(0)
                taken.add(partner[item.id].id)
        left = [item for item in left if item.id not in taken]
    pairs = [(partner[item.id], item) for item in new if item.id in partner]
    return pairs, left, [item for item in new if item.id not in partner]


def _text_and_link(item: Item) -> tuple[str, ...] | None:
    return ("article",) if item.kind == "article" else ("headline", item.data.headline, item.data.url or "")


def _link(item: Item) -> tuple[str, ...] | None:
    return ("link", item.data.url) if item.kind == "headline" and item.data.url else None


def _text(item: Item) -> tuple[str, ...] | None:
    return ("text", item.data.headline) if item.kind == "headline" else None


def _moved(pairs: Sequence[tuple[Item, Item]]) -> list[Change]:
    """The fewest headlines that must have moved for the order to be another."""
    headlines = [(a.data, b) for a, b in pairs if a.kind == b.kind == "headline"]
    order = [getattr(data, "position", None) or 0 for data, _ in headlines]
    stayed = _longest_rise(order)
    return [
        Change(
            "moved", b.kind, b.id, b.data.headline, "position", order[i], getattr(b.data, "position", None)
        )
        for i, (_, b) in enumerate(headlines)
        if i not in stayed
    ]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Indices of a longest part that does not fall (patience sorting)."""
    tops: list[int] = []
    top_index: list[int] = []
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tops, number + 1)
        before.append(top_index[place - 1] if place else None)
        if place == len(tops):
            tops.append(number)
            top_index.append(index)
        else:
            tops[place], top_index[place] = number, index
    found: set[int] = set()
    at = top_index[-1] if top_index else None
    while at is not None:
        found.add(at)
        at = before[at]
    return found


# -- what of an item changed ------------------------------------------------------------------------------


def _whole(kind: Literal["added", "removed"], item: Item) -> Change:
    return Change(kind, item.kind, item.id, item.data.headline)


def _changed(old: Item, new: Item) -> Iterator[Change]:
    """Field by field, in the order of the item's kind."""
    a, b = old.document()["data"], new.document()["data"]
    for name in type(new.data).model_fields:
        if name in _POSITIONAL or a.get(name) == b.get(name):
            continue
        kind: Kind = "added" if name not in a else "removed" if name not in b else "changed"
        both = isinstance(a.get(name), str) and isinstance(b.get(name), str)
        pieces = tuple(text_pieces(a[name], b[name])) if both else ()
        yield Change(kind, new.kind, new.id, new.data.headline, name, a.get(name), b.get(name), pieces)


def text_pieces(before: str, after: str) -> list[Piece]:
    """``before`` into ``after`` as stretches: first by sentences, then by words where sentences changed.

    What is not ``added`` makes ``before`` again when joined, what is not ``removed`` makes ``after``.
    """
    old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    pieces: list[Piece] = []
    left = _MOST_PAIRS
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 2_000).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
        else:
            found, pairs = _by_words("".join(old[i:j]), "".join(new[k:m]), left)
            pieces.extend(found)
            left -= pairs
    return _joined(pieces)


def _by_words(before: str, after: str, left: int) -> tuple[list[Piece], int]:
    """The stretches, and how many pairs of words were compared: at most ``left``."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pairs = len(old) * len(new)
    if len(old) + len(new) > _MOST_WORDS or pairs > left:
        return [Piece("removed", before), Piece("added", after)], 0
    return list(_stretches(old, new)), pairs


def _stretches(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[i:j]))
        else:
            yield from (Piece("removed", "".join(old[i:j])), Piece("added", "".join(new[k:m])))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind put together, empty ones dropped."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.text and joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined


# -- text -------------------------------------------------------------------------------------------------


def render(comparison: Comparison, *, width: int = 80) -> str:
    """The two sides, then a block a change; nothing in it makes a terminal do anything."""
    lines = [_side_line("before", comparison.before), _side_line("after", comparison.after)]
    lines.append("page    " + ("the same bytes" if comparison.same_bytes else "other bytes"))
    for change in comparison.changes:
        lines += ["", *_block(change, width)]
    if not comparison.changes:
        lines += ["", "nothing that was read out of them differs"]
    return "\n".join(lines)


def _side_line(label: str, side: Side) -> str:
    return f"{label:<7} {side.id}  {side.captured}  {side.verdict}  {inert.terminal(side.url)}"


def _block(change: Change, width: int) -> list[str]:
    headline = inert.terminal(_cut(change.headline))
    if change.kind == "moved":
        return [f"moved    {change.item} from {change.before} to {change.after}: {headline}"]
    if not change.field:
        return [f"{change.kind:<8} {change.item}: {headline}"]
    lead = [f"{change.kind:<8} {change.field} of {change.item}: {headline}"]
    return lead + textwrap.wrap(_said(change), width, initial_indent="  ", subsequent_indent="  ")


def _said(change: Change) -> str:
    if change.pieces:
        return " ".join(_piece(piece, i, len(change.pieces)) for i, piece in enumerate(change.pieces))
    shown = {
        "[-{}-]": change.before if change.kind != "added" else None,
        "{{+{}+}}": change.after if change.kind != "removed" else None,
    }
    return " ".join(
        form.format(inert.terminal(_cut(value_text(value))))
        for form, value in shown.items()
        if value is not None
    )


def _piece(piece: Piece, index: int, of: int) -> str:
    text = inert.terminal(piece.text.strip(), " ")
    if piece.kind == "removed":
        return f"[-{_cut(text)}-]"
    if piece.kind == "added":
        return f"{{+{_cut(text)}+}}"
    words = text.split()
    if len(words) <= 2 * _AROUND:
        return text
    head = words[:_AROUND] if index else []
    tail = words[-_AROUND:] if index < of - 1 else []
    return " ".join([*head, "…", *tail])


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}… ({len(text):,} characters)"
