"""Boxes among the blocks of an article: comments, records of changes, appeals to subscribe, lines of names and dates.

A box is known by what it begins with and confirmed by what follows: a number, a date, something to click. May not cut
by a heading alone: articles have sections called "Discussion".
"""

from __future__ import annotations

import re

from archiver.extract.articles import body_rules as rules
from archiver.extract.articles.blocks import Block, Blocks
from archiver.extract.articles.furniture import heads_comments, heads_history, is_counted
from archiver.page.dates import MAX_LENGTH, parse_date
from archiver.page.page import Node

_NEXT = 4  # blocks behind a heading, in which a name and a date stand
_APPEAL = 800  # characters of a box that asks for money
_RECORD = 400  # of a list of terms with a date
_STAMP = 40  # of a block that is a date and little else
_TOLD = 100  # of prose that makes what follows it no beginning
_LINES = frozenset({"div", "section", "header", "span", "time", "address", "small", "article"})
_WRITTEN = frozenset({"text", "email", "tel", "search", ""})
_LOOKS = 200  # blocks at the beginning that may be a line of names and dates
_MAX_PARTS = 12


def without_boxes(blocks: Blocks, inside: list[Block], container: Node) -> list[Block]:
    """The blocks without those boxes; what readers wrote and the record of changes only behind some prose."""
    kept: list[Block] = []
    end = told = 0  # where the last box ends; prose so far
    records: dict[Node, bool] = {}
    for number, block in enumerate(inside):
        if block.start < end or _of_record(blocks, block, records):
            continue
        if told < rules.WEAK and number < _LOOKS and is_dateline(blocks, block):
            continue
        following = inside[number + 1 : number + 1 + _NEXT]
        end = _box(blocks, block, following, container, told) if _may_head(block) else 0
        if not end:
            kept.append(block)
            told += block.weight
    return kept


def is_stamp(words: str) -> bool:
    """True for a text that is a date and little else."""
    return len(words) <= _STAMP and not rules.SENTENCE_END.search(words) and parse_date(words) is not None


def is_dateline(blocks: Blocks, block: Block) -> bool:
    """True for a line put together of elements, one of which is a date: who, when, how long to read."""
    words = blocks.words(block)
    if block.size > rules.LINE or block.holder.tag not in _LINES or rules.SENTENCE_END.search(words):
        return False
    if is_stamp(words):
        return True
    parts = [node for node, kind in block.pieces if kind == "element"] if block.pieces else list(block.holder)
    loose = any(kind != "element" for _, kind in block.pieces) or (block.holder.text or "").strip()
    if loose or not 1 < len(parts) <= _MAX_PARTS:
        return False
    texts = (blocks.text.text[slice(*blocks.text.spans.get(part, (0, 0)))] for part in parts)
    pieces = (piece.strip() for text in texts for piece in re.split(r"[,;|·•]\s", text)[:_MAX_PARTS])
    return any(0 < len(piece) <= MAX_LENGTH and parse_date(piece) is not None for piece in pieces)


def _may_head(block: Block) -> bool:
    return block.size <= rules.CALL and (block.holder.tag in rules.HEADINGS or block.size <= rules.FURNITURE)


def _box(blocks: Blocks, block: Block, following: list[Block], container: Node, told: int) -> int:
    """Where the box ends that a block heads; 0 where it heads none."""
    words = blocks.words(block)
    if block.holder.tag in rules.HEADINGS:
        around = _begun_by(blocks, block, container)
        if around is not None and (_is_filled_in(blocks, around) or _appeals(blocks, around, words)):
            return blocks.text.spans[around][1]
    if told < _TOLD or not _heads_rows(blocks, words, following):
        return 0
    above = _begun_by(blocks, block, container)
    above = above if above is not None else block.holder.getparent()
    return blocks.text.spans[above][1] if above is not None and above in blocks.text.spans else 0


def _appeals(blocks: Blocks, node: Node, words: str) -> bool:
    start, end = blocks.text.spans[node]
    return (
        end - start <= _APPEAL
        and rules.ASKS.search(words) is not None
        and next(node.iter(*rules.CLICKED, "form"), None) is not None
    )


def _heads_rows(blocks: Blocks, words: str, following: list[Block]) -> bool:
    """True for the heading of comments with their number or a date behind it, and of a record with its dates."""
    comments = heads_comments(words)
    if not (comments or is_counted(words) or heads_history(words)):
        return False
    counted = comments and any(character.isdigit() for character in words)
    return counted or any(is_stamp(blocks.words(other)) for other in following)


def _is_filled_in(blocks: Blocks, node: Node) -> bool:
    """True for a small element with a form that has something to write into: the words in it are the form's."""
    start, end = blocks.text.spans[node]
    if end - start > rules.BOX:
        return False
    fields = (field for form in node.iter("form") for field in form.iter("input", "textarea"))
    return any(field.get("type", "text").lower() in _WRITTEN for field in fields)


def _begun_by(blocks: Blocks, block: Block, container: Node) -> Node | None:
    """The largest element inside the container that begins with a block and holds more than it."""
    found = None
    for node in block.holder.iterancestors():
        start, end = blocks.text.spans.get(node, (0, 0))
        if node is container or block.start - start > 1:  # a space at most stands before its first word
            break
        if end > block.end:
            found = node
    return found


def _of_record(blocks: Blocks, block: Block, known: dict[Node, bool]) -> bool:
    """True in a short list of terms one of whose values is a date: the record of the page."""
    if block.holder.tag not in ("dt", "dd") or block.size > _RECORD:
        return False
    listed = next(block.holder.iterancestors("dl"), None)
    if listed is None:
        return False
    if listed not in known:
        start, end = blocks.text.spans.get(listed, (0, 0))
        values = (
            blocks.text.text[slice(*blocks.text.spans.get(node, (0, 0)))].strip()
            for node in listed.iter("dd")
        )
        known[listed] = end - start <= _RECORD and any(map(is_stamp, values))
    return known[listed]
