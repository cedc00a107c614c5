"""Account for every character of a text: what is a value of an item, and what is left over. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archiver.extract.digest.anchors import Span, trimmed
from archiver.extract.draft import Draft
from archiver.model.capture import Residue

_PUNCTUATION = re.compile(r"[\W_]+")


def field_spans(drafts: Iterable[Draft]) -> list[Span]:
    """The spans of ``decoded-text`` that are values; the extents of lists are not."""
    return [
        Span(selector.start, selector.end)
        for draft in drafts
        for pointer, source in draft.fields.items()
        if pointer != "/isPartOf"
        for selector in source.selectors
        if selector.type == "TextPositionSelector"
    ]


def residue(text: str, used: Iterable[Span], labels: Iterable[Span]) -> list[Residue]:
    """What ``used`` does not cover, in order: with it every character of ``text`` is accounted for."""
    spans = sorted([(*span, False) for span in used] + [(*span, True) for span in labels])
    found: list[Residue] = []
    position = 0
    for start, end, is_label in [*spans, (len(text), len(text), False)]:
        if start > position:
            found.extend(_left_over(text, Span(position, start)))
        if is_label and end > max(start, position):
            found.append(_residue(text, Span(max(start, position), end), "label"))
        position = max(position, end)
    return found


def _left_over(text: str, gap: Span) -> Iterator[Residue]:
    core = trimmed(text, *gap)
    if core.start == core.end:
        yield _residue(text, gap, "separator")
        return
    if gap.start < core.start:
        yield _residue(text, Span(gap.start, core.start), "separator")
    yield _residue(text, core, "label" if _PUNCTUATION.fullmatch(text, *core) else "text")
    if core.end < gap.end:
        yield _residue(text, Span(core.end, gap.end), "separator")


def _residue(text: str, span: Span, kind: str) -> Residue:
    return Residue.model_validate(
        {"start": span.start, "end": span.end, "kind": kind, "text": text[slice(*span)]}
    )
