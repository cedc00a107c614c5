"""Made-up pages and digests, the same for the same number. Pure but for nothing: no clock, no files."""

from __future__ import annotations

import random

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


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."
