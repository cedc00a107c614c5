"""Real pages beside the checkout: every value that is read from them resolves again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archiver.extract.articles import read_article
from archiver.model.items import ArticleData
from archiver.page.check import check_source, value_at
from archiver.page.page import Page

PAGES = Path(__file__).parents[2].parent / "shared" / "corpora" / "pages"
EVERY = 4  # one page in four: about ten seconds
LEAST_ARTICLES = 0.95


def corpus() -> list[tuple[str, bytes]]:
    """Address and entity of the sampled pages."""
    manifest = PAGES / "manifest.jsonl"
    if not manifest.exists():
        pytest.skip("no corpora beside the checkout")
    rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    return [
        (row["url"] or "http://unknown.invalid/", gzip.decompress((PAGES / row["file"]).read_bytes()))
        for row in rows[::EVERY]
    ]


@pytest.mark.corpus
def test_every_value_of_real_pages_resolves() -> None:
    pages = corpus()
    problems = []
    articles = 0
    for url, entity in pages:
        page, again = (
            Page.from_entity(entity, url=url, record="<urn:uuid:0>", content_type="text/html")
            for _ in range(2)
        )
        draft = read_article(page)
        if draft is None:
            continue
        articles += 1
        ArticleData.model_validate(draft.data, strict=False)
        for pointer, source in draft.fields.items():
            found = check_source(again, source, value_at(draft.data, pointer))
            problems.extend(f"{url} {pointer}: {problem}" for problem in found)
    assert problems == []
    assert articles >= LEAST_ARTICLES * len(pages)
