"""Lists in HTML: repeated structure that is news, told from everything else that repeats."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archiver import identifiers
from archiver.extract.draft import Draft, to_items
from archiver.extract.lists import find_groups, read_lists
from archiver.extract.lists.evidence import ruled_out, weigh
from archiver.extract.lists.groups import accepted
from archiver.extract.lists.links import MAX_LINKS, target_of, weight
from archiver.extract.read import read
from archiver.page.page import Page
from tests.extract.sourced import page_of, problems_of

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "lists"
CAPTURE = identifiers.mint("99999", "fk4", identifiers.fingerprint("a test"))
TITLES = [
    "78 иргэнийг албадан гаргав",
    "Mining week opens with planned reforms",
    "10 cars slide off the road near Darkhan",
    "Зэс хайлуулах үйлдвэрийн сонгон шалгаруулалт эхэллээ",
]
NAV = "".join(
    f"<li><a href='/{name}'>{name}</a></li>"
    for name in ("politics", "economy", "sports", "weather", "opinion")
)


def card(number: int, title: str, tag: str = "h3") -> str:
    return f"""<article class="card"><a href="/n/{number}"><img src="/i/{number}.jpg"></a>
    <span class="category">Улс төр</span>
    <{tag}><a href="/n/{number}">{title}</a></{tag}><time datetime="2026-01-{number:02}">{number} days</time>
    <a class="more" href="/n/{number}">Read more about this story now</a></article>"""


def front(cards: str, more: str = "") -> str:
    return f"""<!doctype html><html><body><header><nav><ul>{NAV}</ul></nav></header><main>{cards}</main>{more}
    <footer><ul>{NAV}<li><a href='/terms'>The terms under which we work for you</a></li></ul></footer></body></html>"""


def lists_of(body: str, url: str = "https://example.org/") -> tuple[Page, list[Draft]]:
    page = page_of(body, url=url)
    drafts = read_lists(page)[1].drafts
    assert not problems_of(page, drafts)
    return page, drafts


CARDS = "".join(card(number, title) for number, title in enumerate(TITLES, 1))
MANY = "".join(card(number, f"{TITLES[number % 4]} ({number})") for number in range(5, 25))


def test_cards_become_headlines_with_their_parts() -> None:
    _, drafts = lists_of(front(CARDS))
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert drafts[0].data == {
        "headline": TITLES[0],
        "url": "https://example.org/n/1",
        "datePublished": "2026-01-01",
        "image": "https://example.org/i/1.jpg",
        "articleSection": "Улс төр",
        "position": 1,
        "isPartOf": "#xpath=/html/body/main",
        "inLanguage": "mn",
    }
    assert drafts[0].fields["/inLanguage"].confidence == "inferred"


def test_the_picture_a_card_is_painted_with() -> None:
    boxes = "".join(
        f"""<div class=box><a href="/read/33870{n}"><div style="height: 9em; background-image: url('/files/{n}.jpg')">
        </div><div class=title>{title}</div><div>{title} гэж яам мэдээллээ.</div></a></div>"""
        for n, title in enumerate(TITLES, 1)
    )
    _, drafts = lists_of(front(boxes))
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert [draft.data["image"] for draft in drafts] == [
        f"https://example.org/files/{n}.jpg" for n in range(1, 5)
    ]
    assert drafts[0].fields["/image"].raw == "/files/1.jpg"


def test_a_picture_that_stands_in_for_all_is_none_of_theirs() -> None:
    boxes = "".join(
        f"""<article><img src="/1px.gif" {f'data-src="/files/{n}.jpg"' if n % 2 else ""}><h3><a href="/n/{n}">
        {TITLES[n % 4]} ({n})</a></h3></article>"""
        for n in range(10, 18)
    )
    _, drafts = lists_of(front(boxes))
    assert [draft.data.get("image") for draft in drafts] == [
        f"https://example.org/files/{n}.jpg" if n % 2 else None for n in range(10, 18)
    ]


def test_the_link_is_kept_as_stated() -> None:
    _, drafts = lists_of(front(CARDS))
    assert drafts[0].fields["/url"].raw == "/n/1"


def test_two_lists_on_a_page_are_told_apart() -> None:
    one, two = (
        (card(n, title) for n, title in zip((1, 2), TITLES, strict=False)),
        (card(n, t) for n, t in zip((3, 4), TITLES[2:], strict=True)),
    )
    _, drafts = lists_of(front(f"<section>{''.join(one)}</section><section>{''.join(two)}</section>"))
    assert [draft.data["position"] for draft in drafts] == [1, 2, 3, 4]
    assert len({draft.data["isPartOf"] for draft in drafts}) == 2


def test_the_same_news_twice_is_one_item() -> None:
    latest = "".join(
        f"<li><a href='/n/{n}?utm_source=side'>{title}</a></li>" for n, title in enumerate(TITLES, 1)
    )
    _, drafts = lists_of(front(CARDS, f"<ul>{latest}</ul>"))
    assert [draft.data["url"] for draft in drafts] == [f"https://example.org/n/{n}" for n in range(1, 5)]


def test_a_date_inside_the_link_is_not_part_of_the_headline() -> None:
    rows = "".join(
        f"<li><a href='/news/{10000 + n}'><span>29.01.2026</span> {title}</a></li>"
        for n, title in enumerate(TITLES)
    )
    _, drafts = lists_of(front(f"<ul>{rows}</ul>"))
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert {draft.data["datePublished"] for draft in drafts} == {"2026-01-29"}


def test_dates_in_attributes_and_in_mongolian() -> None:
    rows = "".join(
        f"<div class='news-item'><a href='/news/{10000 + n}'>{title}</a><i>2026 оны 1 сарын 29</i></div>"
        for n, title in enumerate(TITLES)
    )
    _, drafts = lists_of(front(rows))
    assert {draft.data["datePublished"] for draft in drafts} == {"2026-01-29"}
    _, drafts = lists_of(front(rows.replace("<i>", "<i rawdate='2026-01-28 10:00'>")))
    assert {draft.fields["/datePublished"].rule for draft in drafts} == {"@rawdate"}


def test_titles_of_sections_are_not_headlines() -> None:
    cards = {n: card(2 * n, f"{n}. {TITLES[0]}") + card(2 * n + 1, f"{n}. {TITLES[1]}") for n in (1, 2, 3)}
    sections = "".join(
        f"<section><h2><a href='/s/{n}'>Horror news</a></h2>{held}</section>" for n, held in cards.items()
    )
    _, drafts = lists_of(front(sections))
    assert "Horror news" not in {draft.data["headline"] for draft in drafts}
    assert len(drafts) == 6


PRODUCTS = "".join(
    f"<li class='item'><h3><a href='/ring-{n}-gold-diamond'>Golden ring with a large diamond number {n}</a></h3>"
    f"<span>1{n}0.00 €</span></li>"
    for n in range(9)
)
TAGS = "".join(f"<a href='/tag/some-long-tag-{n}'>some rather long tag {n}</a> " for n in range(30))
PROSE = "<p>" + "The council met again to hear what the herders had to say about the ice. " * 40 + "</p>"


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (front(f"<ul>{PRODUCTS}</ul>"), "https://example.org/rings"),
        (front(f"<div class='tagcloud'>{TAGS}</div>"), "https://example.org/tags"),
        (front(""), "https://example.org/"),
        (front(PROSE), "https://example.org/about"),
        (front(f"<h1>The ice</h1>{PROSE}<aside>{CARDS}</aside>"), "https://example.org/2026/01/29/the-ice"),
    ],
    ids=["products", "tags", "navigation", "prose", "article with related news"],
)
def test_what_is_no_list_of_news(body: str, url: str) -> None:
    assert lists_of(body, url)[1] == []


def test_links_not_read_beside_an_article_are_noted() -> None:
    page = page_of(
        front(f"<h1>The ice</h1>{PROSE}<aside>{CARDS}</aside>"), url="https://example.org/2026/01/29/the-ice"
    )
    assert any("4 links to other news were not read" in note for note in read_lists(page)[1].notes)


# Of an article's address, and what its markup says; the second and third leave it open what the page is.
BESIDE_LINKS = (
    ("https://example.org/2026/01/29/the-ice", ("json-ld NewsArticle",)),
    ("https://example.org/ice", ("json-ld NewsArticle",)),
    ("https://example.org/", ("og:type=article",)),
)


@pytest.mark.parametrize(("url", "said"), BESIDE_LINKS)
@pytest.mark.parametrize("links", [CARDS, MANY, PRODUCTS, NAV, ""])
@pytest.mark.parametrize("prose", [PROSE, PROSE * 4, ""])
def test_no_links_make_a_list_of_what_is_ruled_out(
    url: str, said: tuple[str, ...], links: str, prose: str
) -> None:
    page = page_of(front(f"<h1>The ice</h1>{prose}{links}"), url=url)
    groups = accepted(page, find_groups(page)[0])
    weighed = weigh(page, groups, said)
    ruled = ruled_out(page, said, 0)
    assert ruled is None or weighed.points <= ruled.points <= 0


@pytest.mark.parametrize(
    ("path", "is_article"),
    [("/c/7pldiU65MNU", True), ("/c/7pldiU65MNU/all", False), ("/Latest2026", False), ("/worldnews", False)],
)
def test_an_identifier_of_mixed_letters_is_the_address_of_an_article(path: str, is_article: bool) -> None:
    signs = weigh(page_of(front(CARDS), url=f"https://example.org{path}"), [], ()).signs
    assert ("address of an article" in signs) == is_article


def test_links_of_an_article_by_address_and_markup_are_not_weighed() -> None:
    url, said = BESIDE_LINKS[0]
    notes = read_lists(page_of(front(f"<h1>The ice</h1>{CARDS}"), url=url), said)[1].notes
    assert any("its links were not weighed" in note for note in notes)


@pytest.mark.parametrize(("url", "said"), BESIDE_LINKS[1:])
def test_a_list_that_says_it_is_an_article_is_read_as_one(url: str, said: tuple[str, ...]) -> None:
    standing, _ = read_lists(page_of(front(MANY), url=url), said)
    assert standing.is_list


def test_links_beyond_the_limit_are_noted() -> None:
    rows = "".join(
        f"<li><a href='/n/{n}'>The story number {n} of this long day</a></li>" for n in range(MAX_LINKS + 3)
    )
    notes = read_lists(page_of(front(f"<ul>{rows}</ul>")))[1].notes
    assert any("3 links beyond" in note or "links beyond the first" in note for note in notes)


def stated(kind: str, names: list[str]) -> str:
    entries = [
        {
            "@type": "ListItem",
            "position": n,
            "item": {"@type": kind, "name": name, "url": f"/n/{n}", "datePublished": "2026-01-29"},
        }
        for n, name in enumerate(names, 1)
    ]
    document = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "ItemList", "itemListElement": entries}],
    }
    return f"<script type='application/ld+json'>{json.dumps(document, ensure_ascii=False)}</script>"


def test_a_list_stated_as_data() -> None:
    _, drafts = lists_of(f"<html><head>{stated('NewsArticle', TITLES)}</head><body></body></html>")
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert drafts[0].fields["/headline"].method == "json-ld"
    assert drafts[0].data["url"] == "https://example.org/n/1"


@pytest.mark.parametrize("kind", ["Product", "SiteNavigationElement", "BreadcrumbList", "Recipe"])
def test_lists_of_other_things_stated_as_data(kind: str) -> None:
    assert lists_of(f"<html><head>{stated(kind, TITLES)}</head><body></body></html>")[1] == []


def test_data_completes_what_is_shown() -> None:
    bare = "".join(f"<h3><a href='/n/{n}'>{title}</a></h3>" for n, title in enumerate(TITLES, 1))
    _, drafts = lists_of(front(stated("NewsArticle", TITLES) + bare))
    assert len(drafts) == len(TITLES)
    assert {draft.fields["/headline"].method for draft in drafts} == {"html"}
    assert {draft.fields["/datePublished"].method for draft in drafts} == {"json-ld"}


def test_words_are_counted_in_any_script() -> None:
    assert weight("Зэс хайлуулах үйлдвэр") == 3
    assert 3 < weight("日航株ストップ安") < 6


def test_two_addresses_of_one_story() -> None:
    assert target_of("https://www.a.mn/n?b=2&a=1&utm_medium=x") == target_of("https://a.mn/n/?a=1&b=2")
    assert target_of("https://a.mn/n?a=1") != target_of("https://a.mn/n?a=2")


@pytest.mark.corpus
def test_every_source_in_the_corpus_resolves() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    rows = [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text().splitlines()]
    for row in rows:
        body = gzip.decompress((CORPUS / row["file"]).read_bytes())
        page = page_of(body, row["content_type"], row["url"])
        reading = read(page)
        assert {item.kind for item in to_items(reading.drafts, CAPTURE)[0]} <= {"article", "headline"}
        assert not problems_of(page, [draft for draft in reading.drafts if draft.kind == "headline"]), row[
            "id"
        ]
        if row["kind"] != "negative":
            assert reading.drafts, row["id"]
