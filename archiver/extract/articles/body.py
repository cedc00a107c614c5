"""The article's body: the blocks of text in its container, without what stands at their ends and between them.

Our own reading of our own tree; where that is weak, trafilatura is asked as a second opinion. Either way the body
is whole elements and text nodes, so that it is exactly what a selector selects.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from lxml import etree

from archiver.extract.articles import body_rules as rules
from archiver.extract.articles.blocks import Block, Blocks
from archiver.extract.articles.boxes import is_dateline, without_boxes
from archiver.extract.articles.candidate import Candidate, Reader
from archiver.extract.articles.containers import Container, Masses, find_container
from archiver.extract.articles.furniture import is_furniture
from archiver.extract.articles.link_share import LinkShare
from archiver.extract.articles.regions import Regions
from archiver.extract.articles.second_opinion import Opinion, second_opinion
from archiver.model.provenance import CUT
from archiver.page.page import Node, Page

# What chose the container → how sure that is.
_CONFIDENCE = {"itemprop": "stated", "class": "inferred", "article": "inferred", "density": "guessed"}
_RULES = {
    "itemprop": "itemprop:articleBody",
    "class": "class of an article's text",
    "article": "article element",
    "density": "where the prose is",
}


class Body(NamedTuple):
    """The body, and where its pieces start and end in ``document-text``, in order."""

    candidate: Candidate
    pieces: list[tuple[int, int]]


def read_body(reader: Reader, regions: Regions, stated: Node | None = None) -> Body | None:
    """The body as whole elements and text nodes in document order; None where nothing reads like one.

    ``stated``: the element that markup says is the article.
    """
    page = reader.page
    blocks = Blocks(page, regions.root)
    blocks.found = _behind(blocks, regions.titled_heading)
    masses = Masses(blocks)
    heading = next(iter(regions.headings), None)
    container = find_container(blocks, masses, heading, stated)
    chosen = _chosen(blocks, masses, container, heading) if container else []
    size = sum(block.size for block in chosen)
    if size < rules.WEAK:
        opinion = second_opinion(page)
        if opinion and _is_better(page, blocks.links, opinion, size):
            return _of_library(reader, opinion)
    return _ours(reader, chosen, container.kind) if container and chosen else None


def _ours(reader: Reader, chosen: list[Block], kind: str) -> Body | None:
    found = _nodes(chosen)
    nodes = found[: rules.MAX_NODES]
    if not nodes:
        return None
    how = {"confidence": _CONFIDENCE[kind], "note": _cut(reader.page, len(found))}
    candidate = reader.candidate(reader.page.at_nodes(nodes), "html", _RULES[kind], "verbatim", **how)
    return Body(candidate, [(block.start, block.end) for block in chosen]) if candidate else None


def _behind(blocks: Blocks, heading: Node | None) -> list[Block]:
    """The blocks behind the heading that the title repeats, if they may be a story: columns before it hold others."""
    end = blocks.text.spans[heading][1] if heading is not None else 0
    behind = [block for block in blocks.found if block.start >= end]
    return behind if sum(block.weight for block in behind) >= rules.HEADED_LEAST else blocks.found


# -- which blocks ---------------------------------------------------------------------------------------


def _chosen(blocks: Blocks, masses: Masses, container: Container, heading: Node | None) -> list[Block]:
    """The container's blocks behind the heading, without links to other stories and what is at the ends."""
    inside = [block for part in container.parts or (container.node,) for block in masses.inside(part)]
    if heading is not None:
        end = blocks.text.spans[heading][1]
        behind = [block for block in inside if block.start >= end]
        if 2 * sum(b.weight for b in behind) >= sum(b.weight for b in inside):
            inside = behind
    prose = _without_links(blocks, without_boxes(blocks, inside, container.node))
    first = _first(blocks, prose, container)
    return prose[first : _last(blocks, prose, container, first)]


def _without_links(blocks: Blocks, inside: list[Block]) -> list[Block]:
    """Without blocks that are links, the labels over them, and advertisements and other boxes with their labels."""
    kept: list[Block] = []
    cut = False
    box = 0  # where the last box ends
    for block in inside:
        if block.start < box:
            continue
        words = blocks.words(block)
        linked = block.linked >= rules.LINKED * block.size or (
            block.linked >= rules.HALF_LINKED * block.size
            and (rules.MORE.match(words) is not None or _is_labelled_link(blocks, block))
        )
        if linked and kept and not cut and _is_label(blocks, kept[-1]):
            kept.pop()
        box = _box(blocks, block) if is_furniture(words) else 0
        cut = linked or box > 0
        if not cut:
            kept.append(block)
    return kept


def _is_labelled_link(blocks: Blocks, block: Block) -> bool:
    """A label in an element of its own and then a link, nothing else: to another story, in any language."""
    if block.pieces or block.holder.tag in rules.TEXTUAL or block.size > rules.LINE:
        return False
    parts = [child for child in block.holder if child in blocks.text.spans]
    loose = [block.holder.text, *(child.tail for child in block.holder)]
    if len(parts) < 2 or parts[0].tag == "a" or any(text and text.strip() for text in loose):
        return False
    return all(part.tag == "a" for part in parts[1:])


def _box(blocks: Blocks, block: Block) -> int:
    """Where the box ends that a label heads; the label's own end where it heads none; 0 for a heading of the text.

    A box begins with its label, is small, and holds something to click on.
    """
    end, is_heading = block.end, block.holder.tag in rules.HEADINGS
    text = blocks.text.text
    for node in (block.holder, *block.holder.iterancestors()):
        start, behind = blocks.text.spans[node]
        if text[start : block.start].strip() or behind - start > min(rules.BOX, rules.BOX_SHARE * len(text)):
            break
        linked = 2 * blocks.links.linked(start, behind) >= behind - start
        if next(node.iter(*rules.CLICKED), None) is not None and (linked or not is_heading):
            end = behind
    return 0 if is_heading and end == block.end else end


def _is_label(blocks: Blocks, block: Block) -> bool:
    words = blocks.words(block)
    return block.size < rules.CAPTION and block.holder.tag != "li" and not rules.SENTENCE_END.search(words)


def _first(blocks: Blocks, found: list[Block], container: Container) -> int:
    """The first block of the text: behind bylines, standfirsts and what was said above already."""
    for index, block in enumerate(found):
        if index >= rules.MAX_ENDS and block.weight:
            return index
        words = blocks.words(block)
        if block.holder.tag in rules.HEADINGS or _asks(block, words):
            continue
        if index < rules.MAX_ENDS and is_dateline(blocks, block):
            continue
        if index < rules.MAX_ENDS and blocks.is_said_before(block):
            continue
        if block.weight or _is_short_sentence(block, words, container):
            return index
    return len(found)


def _last(blocks: Blocks, found: list[Block], container: Container, first: int) -> int:
    """Behind the last block of the text: before appeals, links to other stories and loose words."""
    last = len(found)
    for index in reversed(range(first, len(found))):
        block = found[index]
        words = blocks.words(block)
        loose = not block.weight and (not _is_marked(container) or 2 * block.linked >= block.size)
        if block.holder.tag in rules.HEADINGS or rules.MORE.match(words) or _asks(block, words) or loose:
            last = index
        elif block.weight or len(found) - index > rules.MAX_ENDS:
            break
    return last


def _asks(block: Block, words: str) -> bool:
    return block.size < rules.CALL and rules.ASKS.search(words) is not None


def _is_short_sentence(block: Block, words: str, container: Container) -> bool:
    whole = block.size >= rules.CAPTION and rules.SENTENCE_END.search(words) is not None
    return _is_marked(container) and whole and block.linked < rules.LINKED * block.size


def _is_marked(container: Container) -> bool:
    """True where the page itself says what holds the text: then short blocks in it are text too."""
    return container.kind in ("itemprop", "class")


# -- from blocks to nodes -------------------------------------------------------------------------------


def _nodes(chosen: list[Block]) -> list[Node | str]:
    found: list[Node | str] = []
    texts: dict[Node, dict[tuple[Node, bool], str]] = {}
    for block in chosen:
        if not block.pieces:
            found.append(block.holder)
            continue
        known = texts.setdefault(block.holder, {}) or _text_nodes(block.holder)
        texts[block.holder] = known
        for node, kind in block.pieces:
            piece = node if kind == "element" else known.get((node, kind == "text"))
            if piece is not None:
                found.append(piece)
    return found


def _cut(page: Page, found: int) -> str | None:
    """What is said of a body of more elements than a selector may name: with the value and of the page."""
    if found <= rules.MAX_NODES:
        return None
    said = f"{CUT} {rules.MAX_NODES:,} of {found:,} elements"
    page.notes.append(f"read in part: the text of the article is {said}")
    return said


def _text_nodes(holder: Node) -> dict[tuple[Node, bool], str]:
    """An element's text nodes by the element they stand in or behind."""
    found = cast("list[etree._ElementUnicodeResult]", holder.xpath("text()"))
    return {(cast("Node", text.getparent()), bool(text.is_text)): text for text in found}


# -- the library ----------------------------------------------------------------------------------------


def _is_better(page: Page, links: LinkShare, opinion: Opinion, size: int) -> bool:
    """True where the library found a sentence and much more than we did, and it is not mostly links."""
    if opinion.letters < max(rules.CAPTION, rules.LIBRARY_TIMES * size):
        return False
    spans = [page.document_text.span(node) for node in opinion.nodes if isinstance(node, etree._Element)]
    linked = sum(links.linked(start, end) for start, end in spans)
    return 2 * linked <= opinion.letters


def _of_library(reader: Reader, opinion: Opinion) -> Body | None:
    page, nodes = reader.page, opinion.nodes[: rules.MAX_NODES]
    cut = _cut(page, len(opinion.nodes))
    how = {"confidence": "guessed", "note": "; ".join(filter(None, (opinion.note, cut)))}
    candidate = reader.candidate(page.at_nodes(nodes), "library", "trafilatura", "verbatim", **how)
    return Body(candidate, [_span(page, node) for node in nodes]) if candidate else None


def _span(page: Page, node: Node | str) -> tuple[int, int]:
    """Of an element, or of what a text stands in or behind; behind a comment, of what is around both."""
    holder: Node = node if isinstance(node, etree._Element) else node.getparent()  # type: ignore[attr-defined]
    around = (each for each in (holder, *holder.iterancestors()) if each in page.document_text.spans)
    return page.document_text.span(next(around))
