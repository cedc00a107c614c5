"""Made-up pages and digests, the same for the same number. Pure but for nothing: no clock, no files."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

PAGE_BYTES = 8_700
_WORDS = (
    "the of mining minister said railway copper herders winter council river border tender coal exports "
    "budget parliament energy plan province company agreement investors school hospital weather livestock "
    "city airport project loan bank growth report court law reform visit delegation trade tax market price "
    "year month season people new first last between after before during under over with without from into"
).split()
_OUTLETS = (
    "www.example.mn",
    "www.news.example",
    "www.daily.example",
    "www.wire.example",
    "www.steppe.example",
)


def page(number: int, size: int = PAGE_BYTES) -> bytes:
    """An HTML page of about ``size`` bytes: headline, date, paragraphs, links."""
    chance = random.Random(number)
    title = f"{_sentence(chance, 8).rstrip('.')} {number}"
    links = "".join(
        f'<li><a href="/page/{number + n}">{_sentence(chance, 6)}</a></li>\n' for n in range(1, 9)
    )
    start = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f'<link rel="stylesheet" href="/style.css"><meta property="og:title" content="{title}"></head>\n'
        f"<body><nav><ul>\n{links}</ul></nav>\n<article><h1>{title}</h1>\n"
        f'<time datetime="2026-01-{number % 28 + 1:02}">{number % 28 + 1} January 2026</time>\n'
    )
    end = "</article></body></html>\n"
    paragraphs: list[str] = []
    length = len(start) + len(end)
    while length < size:
        text = f"<p>{' '.join(_sentence(chance, 14) for _ in range(3))}</p>\n"
        paragraphs.append(text)
        length += len(text)
    return "".join((start, *paragraphs, end)).encode()


def digest(headlines: int = 20, words: int = 1_000) -> str:
    """A captured text: a numbered list of headlines in capitals with outlet and date, then one article."""
    chance = random.Random(headlines * 10_007 + words)
    lines = [
        f"{n} {_sentence(chance, 9).rstrip('.').upper()} {chance.choice(_OUTLETS).upper()} "
        f"PUBLISHED:2026/01/{n % 28 + 1:02}"
        for n in range(1, headlines + 1)
    ]
    body = "\n".join(" ".join(_sentence(chance, 12) for _ in range(5)) for _ in range(max(1, words // 60)))
    return (
        "      ".join(lines)
        + f"\n\n{_sentence(chance, 7).rstrip('.').title()} www.daily.example\n\n{body}\nGUEST AUTHOR\nAnn Example\n"
        "Ann Example is a researcher specializing in benchmarks.\n\n\nPublished Date:2026-01-16"
    )


_MONGOLIAN = (
    "улаанбаатар хотын төмөр зам уул уурхай сайд хэлэв малчид өвөл зөвлөл гол хил тендер нүүрс экспорт төсөв "
    "их хурал эрчим хүч төлөвлөгөө аймаг компани гэрээ хөрөнгө оруулагч сургууль эмнэлэг цаг агаар мал аж ахуй "
    "нисэх буудал төсөл зээл банк өсөлт тайлан шүүх хууль шинэчлэл айлчлал худалдаа татвар зах зээл үнэ өдөр жил "
    "сар улирал хүмүүс шинэ сүүлийн анхны дараа өмнө хооронд монгол улсын ба нь байна"
).split()
_LATIN = "ka to mi ren sul der an vo li est or pa nek ta win gra fol ish em bor un che".split()
_CYRILLIC = "ба гай да лан мөн нар сүх тэр уул хан цог жар зам ийн ол рын ший эр ям өв".split()
_AUTHORS = ("Ann Example", "Bat Example", "Sara Example", "Д. Жишээ")


@dataclass(frozen=True)
class Vocabulary:
    """Words and how common each is, cumulated: few in most texts and most in few, as in any language."""

    words: tuple[str, ...]
    shares: tuple[float, ...]


def _vocabulary(known: Sequence[str], syllables: Sequence[str], count: int = 20_000) -> Vocabulary:
    """``known`` words as the most common ones, and made-up ones up to ``count`` (Zipf's law)."""
    chance, words = random.Random(len(known)), dict.fromkeys(known)
    while len(words) < count:
        words["".join(chance.choices(syllables, k=chance.randint(2, 5)))] = None
    return Vocabulary(tuple(words), tuple(accumulate(1 / (rank + 2.7) for rank in range(len(words)))))


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of ``en`` or ``mn``."""
    return _vocabulary(_MONGOLIAN, _CYRILLIC) if language == "mn" else _vocabulary(_WORDS, _LATIN)


@dataclass(frozen=True)
class Article:
    """What an article page of ours says."""

    headline: str
    author: str
    published: str
    publisher: str
    section: str
    description: str
    language: str
    body: tuple[str, ...]


def said(number: int, words: int = 300) -> Article:
    """The article of that number, of about so many words; every third in Mongolian."""
    chance = random.Random(number)
    language = "en" if number % 3 else "mn"
    body = tuple(" ".join(_said(chance, 15, language) for _ in range(3)) for _ in range(max(1, words // 45)))
    return Article(
        headline=f"{_said(chance, 8, language).rstrip('.')} {number}",
        author=chance.choice(_AUTHORS),
        published=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00+08:00",
        publisher=chance.choice(_OUTLETS),
        section=_said(chance, 1, language).rstrip("."),
        description=_said(chance, 18, language),
        language=language,
        body=body,
    )


def article(number: int, words: int = 300) -> bytes:
    """An article page as news sites make them: markup for machines, navigation, a lead, paragraphs, a footer."""
    it = said(number, words)
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": it.headline,
        "datePublished": it.published,
        "author": {"@type": "Person", "name": it.author},
        "publisher": {"@type": "Organization", "name": it.publisher},
        "articleSection": it.section,
        "description": it.description,
    }
    chance = random.Random(-number)
    links = "".join(
        f'<li><a href="/article/{number + n}">{_sentence(chance, 3).rstrip(".")}</a></li>\n'
        for n in range(1, 9)
    )
    paragraphs = "".join(f"<p>{text}</p>\n" for text in it.body)
    return (
        f'<!doctype html>\n<html lang="{it.language}"><head><meta charset="utf-8"><title>{it.headline}</title>\n'
        f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>\n'
        f'<meta property="og:title" content="{it.headline}"><meta property="og:type" content="article"></head>\n'
        f"<body><nav><ul>\n{links}</ul></nav>\n<main><article><h1>{it.headline}</h1>\n"
        f'<p class="byline">{it.author}, <time datetime="{it.published}">{it.published[:10]}</time></p>\n'
        f"{paragraphs}</article></main>\n<footer><p>{it.publisher}</p></footer></body></html>\n"
    ).encode()


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _said(chance: random.Random, words: int, language: str) -> str:
    known = vocabulary(language)
    return " ".join(chance.choices(known.words, cum_weights=known.shares, k=words)).capitalize() + "."
