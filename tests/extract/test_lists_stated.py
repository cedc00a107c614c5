"""Lists that markup or scripts state: microdata, RDFa, h-entry, hAtom, and the state of pages built in the browser."""

from __future__ import annotations

import json

import pytest

from archiver.extract.draft import Draft
from archiver.extract.read import read
from tests.extract.sourced import page_of, problems_of
from tests.extract.test_lists_varied import TITLES

SCHEMA = "http://schema.org/NewsArticle"
MARKED = {
    "microdata": (
        f'<div itemscope itemtype="{SCHEMA}"><link itemprop="url" href="/n/@n"><span itemprop="headline">@t</span>'
        '<div itemprop="author" itemscope itemtype="http://schema.org/Person"><i itemprop="name">Jane Doe</i></div>'
        '<meta itemprop="datePublished" content="2026-01-0@n"><meta itemprop="dateModified" content="2026-02-01"></div>'
    ),
    "rdfa": '<div typeof="schema:NewsArticle"><link property="schema:url" href="/n/@n">'
    '<b property="schema:headline">@t</b><i property="schema:datePublished" content="2026-01-0@n">recently</i></div>',
    "h-entry": '<div class="h-entry"><p class="p-name">@t</p><a class="u-url" href="/n/@n">'
    '<time class="dt-published" datetime="2026-01-0@n">lately</time></a></div>',
    "hAtom": '<div class="hentry"><b class="entry-title">@t</b><a rel="bookmark" href="/n/@n">#</a>'
    '<abbr class="published" title="2026-01-0@n">lately</abbr></div>',
}  # fmt: skip


def headlines(body: str) -> list[Draft]:
    page = page_of(f"<html><head></head><body>{body}</body></html>", url="https://example.org/")
    drafts = [draft for draft in read(page).drafts if draft.kind == "headline"]
    assert not problems_of(page, drafts)
    return drafts


def told(drafts: list[Draft]) -> list[tuple[object, ...]]:
    return [
        tuple(draft.data.get(name) for name in ("headline", "url", "datePublished", "position"))
        for draft in drafts
    ]


EXPECTED = [(title, f"https://example.org/n/{n}", f"2026-01-0{n}", n) for n, title in enumerate(TITLES, 1)]


@pytest.mark.parametrize("row", MARKED.values(), ids=MARKED)
def test_marked_articles_are_a_list(row: str) -> None:
    body = "".join(row.replace("@t", title).replace("@n", str(n)) for n, title in enumerate(TITLES, 1))
    assert told(headlines(f"<div>{body}</div>")) == EXPECTED


def stories() -> list[dict[str, object]]:
    return [
        {"id": n, "title": title, "url": f"/n/{n}", "publishedAt": f"2026-01-0{n}"}
        for n, title in enumerate(TITLES, 1)
    ]


MENU = [{"title": name, "url": f"/{name}"} for name in ("Politics", "Sport", "Culture", "Weather")]
STATES = {
    "next": '<script id="__NEXT_DATA__" type="application/json">@j</script>',
    "island": '<script type="application/json">@j</script>',
    "assigned": "<script>window.__INITIAL_STATE__ = @j;</script>",
}


@pytest.mark.parametrize("script", STATES.values(), ids=STATES)
def test_news_in_the_state_of_a_script(script: str) -> None:
    state = {"props": {"menu": MENU, "stories": stories()}}
    drafts = headlines("<div id=app></div>" + script.replace("@j", json.dumps(state)))
    assert told(drafts) == EXPECTED
    assert {draft.fields["/headline"].method for draft in drafts} == {"state"}


def test_a_map_of_stories_is_a_list_too() -> None:
    state = {f"Story:{story['id']}": story for story in stories()}
    assert told(headlines(STATES["island"].replace("@j", json.dumps(state)))) == EXPECTED


def test_state_is_read_only_where_nothing_is_shown() -> None:
    shown = "".join(
        f'<h3><a href="/x/{n}000">Another story of the day, number {n}</a></h3>' for n in range(4)
    )
    drafts = headlines(shown + STATES["next"].replace("@j", json.dumps(stories())))
    assert {draft.fields["/headline"].method for draft in drafts} == {"html"}


@pytest.mark.parametrize(
    "state",
    [MENU, [{**story, "price": 3} for story in stories()], stories()[:2], '{"a": ', "alert(1)"],
    ids=["a menu", "products", "two", "no JSON", "a program"],
)
def test_state_that_is_no_list_of_news(state: object) -> None:
    text = state if isinstance(state, str) else json.dumps(state)
    assert headlines(STATES["island"].replace("@j", text)) == []
