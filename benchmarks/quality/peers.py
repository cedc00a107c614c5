"""The peers: what each needs and which sets it reads. A peer is a row here and a function in
``children/reader.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.quality.sets import PAGES

ARTICLES = (*PAGES, "own-articles")
LISTS = ("lists", "own-lists")


@dataclass(frozen=True)
class Reader:
    """``name`` of the function in the child; ``needs``: requirements of its environment, none for our own;
    ``reads``: sets; ``home``: the reader whose environment it shares.
    """

    name: str
    title: str
    reads: tuple[str, ...]
    needs: tuple[str, ...] = ()
    node: bool = False
    home: str = ""


OURS = (
    Reader("archiver", "archiver", (*ARTICLES, *LISTS)),
    Reader("archiver_without_body", "archiver, without body", ARTICLES),
)
_TRAFILATURA = ("trafilatura>=2,<3", "lxml-html-clean>=0.4,<1")
_EXTRUCT = ("extruct>=0.18,<1",)
PEERS = (
    Reader("trafilatura", "trafilatura", ARTICLES, _TRAFILATURA),
    Reader("trafilatura_fast", "trafilatura, fast", ARTICLES, _TRAFILATURA, home="trafilatura"),
    Reader("htmldate", "htmldate", ARTICLES, ("htmldate>=1.9,<2", "lxml-html-clean")),
    Reader("newspaper4k", "newspaper4k", (*ARTICLES, *LISTS), ("newspaper4k>=0.9.3,<1", "lxml-html-clean")),
    Reader("extruct", "extruct", (*ARTICLES, *LISTS), _EXTRUCT),
    Reader("extruct_stated", "extruct: JSON-LD, microdata, OpenGraph", ARTICLES, _EXTRUCT, home="extruct"),
    Reader("goose3", "goose3", ARTICLES, ("goose3>=3.1,<4",)),
    Reader("mediacloud", "mediacloud-metadata", ARTICLES, ("mediacloud-metadata>=1,<3", "lxml-html-clean")),
    Reader("readability", "readability-lxml", ARTICLES, ("readability-lxml>=0.8,<1", "lxml-html-clean")),
    Reader("readability_js", "Readability.js", ARTICLES, ("@mozilla/readability@0.6", "jsdom@26"), node=True),
    Reader("feedparser", "feedparser", LISTS, ("feedparser>=6,<7",)),
    Reader("four_words", "rule: links of ≥ 4 words", LISTS, ("lxml>=5.3,<7",)),
    Reader("headings", "rule: links in h1–h5", LISTS, ("lxml>=5.3,<7",)),
)
