"""Where a list begins and ends: a lead heads the list after it, in its own section only."""

from __future__ import annotations

import pytest

from tests.extract.test_lists import TITLES, card, front, lists_of

MORE = [f"{title} for a second day" for title in TITLES]


def item(number: int, title: str) -> str:
    return f"<li><h3><a href='/n/{number}'>{title}</a></h3></li>"


def lead(number: int, title: str, tag: str = "div") -> str:
    return (
        f"<{tag} class='top'><img src='/i/{number}.jpg'>"
        f"<h2><a href='/n/{number}'>{title}</a></h2><time datetime='2026-01-{number:02}'></time></{tag}>"
    )


def items(first: int, titles: list[str]) -> str:
    return "<ul>" + "".join(item(first + n, title) for n, title in enumerate(titles)) + "</ul>"


def placed(body: str) -> list[tuple[str, int]]:
    """The last step of each headline's list, and its position in the page."""
    drafts = lists_of(front(body))[1]
    assert len({draft.data["url"] for draft in drafts}) == len(drafts)
    return [(draft.data["isPartOf"].rsplit("/", 1)[-1], draft.data["position"]) for draft in drafts]


def test_a_lead_before_a_list_heads_it() -> None:
    body = f"<section><h2>Today</h2>{lead(1, TITLES[0])}{items(2, TITLES[1:])}</section>"
    assert placed(body) == [("section", n) for n in range(1, 5)]


def test_each_section_has_its_own_lead() -> None:
    body = "".join(
        f"<section>{lead(n, titles[0])}{items(n + 1, titles[1:])}</section>"
        for n, titles in ((1, TITLES), (11, MORE))
    )
    assert placed(body) == [(f"section[{s}]", 4 * s - 4 + n) for s in (1, 2) for n in range(1, 5)]


def test_a_lead_that_is_an_item_of_the_list() -> None:
    """Its class alone sets it apart, as on many front pages."""
    body = "".join(
        f"<section><ol>{lead(n, titles[0], 'li')}{items(n + 1, titles[1:])[4:-5]}</ol></section>"
        for n, titles in ((1, TITLES), (11, MORE))
    )
    assert placed(body) == [("ol", n) for n in range(1, 9)]


def test_a_lead_whose_parts_stand_loose_before_the_list_keeps_them() -> None:
    body = f"<section>{lead(1, TITLES[0])[17:-6]}{items(2, TITLES[1:])}</section>"
    first = lists_of(front(body))[1][0]
    assert (first.data["position"], first.data["datePublished"]) == (1, "2026-01-01")
    assert first.data["image"] == "https://example.org/i/1.jpg"


def test_a_lead_takes_nothing_from_the_list_below() -> None:
    def section(first: int, titles: list[str]) -> str:
        cards = "".join(card(n, title) for n, title in enumerate(titles[1:], first + 1))
        top = f"<div class='top'><h2><a href='/n/{first}'>{titles[0]}</a></h2></div>"
        return f"<section>{top}<div>{cards}</div></section>"

    drafts = lists_of(front(section(1, TITLES) + section(11, MORE)))[1]
    assert [draft.data["position"] for draft in drafts] == [*range(1, 9)]
    for lead in (drafts[0], drafts[4]):
        assert lead.data.keys().isdisjoint({"datePublished", "image", "articleSection"})


@pytest.mark.parametrize(
    "body",
    [
        f"{lead(1, TITLES[0])}<section>{items(2, TITLES[1:])}</section>",
        f"<section>{lead(1, TITLES[0])}<h2>From the archive</h2>{items(2, TITLES[1:])}</section>",
        f"<section>{lead(1, TITLES[0])}<div><h2>From the archive</h2>{items(2, TITLES[1:])}</div></section>",
    ],
    ids=["another section", "a heading between", "a heading over the list"],
)
def test_a_lead_of_another_section_is_not_of_the_list(body: str) -> None:
    (first, place), *rest = placed(body)
    assert place == 1
    assert {name for name, _ in rest} == {"ul"}
    assert first != "ul"
    assert [position for _, position in rest] == [2, 3, 4]


def test_a_lead_over_two_lists_heads_neither() -> None:
    body = f"<section>{lead(1, TITLES[0])}{items(2, TITLES[1:])}{items(12, MORE)}</section>"
    assert placed(body) == [
        ("section", 1),
        *(("ul[1]", n) for n in range(2, 5)),
        *(("ul[2]", n) for n in range(5, 9)),
    ]


def test_a_link_to_the_firm_beside_each_headline_splits_no_list() -> None:
    rows = "".join(
        f"<div class='row'><h6 class='title'><a href='/firms/{n}-the-large-firm-of-x'>The large firm of {n}</a>, "
        f"<a href='/firms/9{n}-the-small-firm-of-y'>The small firm of {n}</a></h6>"
        f"<h2><a href='/n/{n}'>{title}</a></h2><time datetime='2026-01-{n:02}'></time></div>"
        for n, title in enumerate(TITLES, 1)
    )
    drafts = lists_of(front(f"<div class='rows'>{rows}</div>"))[1]
    news = [draft for draft in drafts if draft.data["headline"] in TITLES]
    assert [draft.data["datePublished"] for draft in news] == [f"2026-01-0{n}" for n in range(1, 5)]
    assert len({draft.data["isPartOf"] for draft in news}) == 1
