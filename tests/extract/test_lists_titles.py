"""Which part of a card is its title: cards of several forms under one link class, as the fronts of large papers have them."""

# ruff: noqa: E501  (rows of markup are read whole)
from __future__ import annotations

import pytest

from archiver.extract.lists import read_lists
from archiver.extract.lists.titles import spelled
from tests.extract.sourced import page_of, problems_of

STORIES = [
    (
        "Herders move north as the dzud deepens",
        "herders-dzud-north",
        "Families say that the snow came a month early.",
    ),
    (
        "Coal trains stand still at the border",
        "coal-trains-border",
        "Drivers wait for three days in the open steppe.",
    ),
    (
        "Parliament passes the budget after a long night",
        "parliament-budget",
        "A quarrel over pensions took until four.",
    ),
    (
        "Museum opens its hall of dinosaurs",
        "museum-dinosaurs-hall",
        "Schools are invited first, from Monday morning on.",
    ),
    (
        "City buses will run on gas from May",
        "city-buses-gas",
        "The first forty of them were shown to the press.",
    ),
    (
        "Wolves return to the southern valleys",
        "wolves-southern-valleys",
        "Rangers counted twice as many as last year.",
    ),
]
WRITERS = ["Bat Dorj", "Saran Tuya", "Ganbold Otgon", "Enkh Jargal", "Nomin Erdene", "Tuul Bayar"]
CODES = [f"n{number}8431" for number in range(6)]
SLUGS = [slug for _, slug, _ in STORIES]
LEAD = "<div><div class=x{n}><p class='hover c{n}'>{title}</p></div><p class=sum>{about}</p><p class=t>{n} min read</p></div>"
COLUMN = "<div><p class=who>{writer}</p><p class='hover d{n}'>{title}</p><p class=t>{n} min read</p></div>"
SHORT = "<div><p class='hover e{n}'>{title}</p><p class=t>{n} min read</p></div>"
FORMS = [LEAD, LEAD, COLUMN, COLUMN, SHORT, SHORT]


def front(addresses: list[str], forms: list[str], around: str = "") -> str:
    cards = "".join(
        f"<section class=story-card><a class=card href=/2026/01/29/{address}>"
        + form.format(n=number, title=title, about=about, writer=writer)
        + "</a></section>"
        for number, (address, form, (title, _, about), writer) in enumerate(
            zip(addresses, forms, STORIES, WRITERS, strict=True), 2
        )
    )
    return f"<html lang=en><body><main><div>{cards}</div>{around}</main></body></html>"


def titles(html: str) -> list[str]:
    page = page_of(html, url="https://steppe.example/")
    drafts = read_lists(page)[1].drafts
    assert not problems_of(page, drafts)
    return [draft.data["headline"] for draft in drafts]


@pytest.mark.parametrize("addresses", [SLUGS, CODES], ids=["addresses of words", "addresses of numbers"])
def test_cards_of_several_forms_have_the_title_that_one_class_marks(addresses: list[str]) -> None:
    assert titles(front(addresses, FORMS)) == [title for title, _, _ in STORIES]


def test_the_address_tells_the_title_from_the_writer_above_it() -> None:
    """Nothing else does: both are short, and differ from card to card."""
    column = "<div><p>{writer}</p><p>{title}</p></div>"
    assert titles(front(SLUGS, [column] * 6)) == [title for title, _, _ in STORIES]


def test_the_address_tells_the_title_from_the_summary_above_it() -> None:
    teaser = "<div><p>{about}</p><p>{title}</p></div>"
    assert titles(front(SLUGS, [teaser] * 6)) == [title for title, _, _ in STORIES]


def test_cards_too_few_to_tell_are_titled_as_the_others_of_their_page() -> None:
    letters = ["A court hears the case of the mine", "A bridge that nobody asked for"]
    pair = "".join(
        f"<section class=letter><a class=letter href=/2026/01/28/{number}8432><div><section class=story-inner>"
        f"<p class=kind><span>The Morning</span><span>Letter</span></p><p class='hover f1'>{title}</p>"
        "<p class=sum>Judges ask for more papers.</p></section></div></a></section>"
        for number, title in enumerate(letters)
    )
    assert titles(front(SLUGS, [SHORT] * 6, f"<div>{pair}</div>")) == [
        *(title for title, _, _ in STORIES),
        *letters,
    ]


def test_the_caption_of_a_picture_is_no_title_where_there_is_another() -> None:
    captioned = (
        "<div><figure><img src=/{n}.jpg alt=''><figcaption>© {writer} / Steppe Pictures</figcaption></figure></div>"
        "<ul><li>Blog</li><li>Nature</li></ul><p>{title}</p>"
    )
    assert titles(front(CODES, [captioned] * 6)) == [title for title, _, _ in STORIES]


def test_the_time_of_day_of_an_entry_is_no_title() -> None:
    """The entries of a diary that all say the same are told by what else they show."""
    entries = "".join(
        f"<article class=e><div><time datetime=2014-04-0{day}><span>April {day}th, 2014</span><span>,</span> "
        f"<span>0{day}:25 pm</span></time></div><header><h3><a href=/{day}8430.html>From elsewhere</a></h3></header>"
        f"<div>{about}</div></article>"
        for day, (_, _, about) in enumerate(STORIES, 2)
    )
    assert titles(f"<html><body><main>{entries}</main></body></html>") == [about for _, _, about in STORIES]


def test_labels_that_lead_to_sections_are_no_news_though_they_are_headings() -> None:
    labels = ["'Very suspect'", "Eyewitness account", "Analysis", "Dzud 2026", "City transport", "Wildlife"]
    cards = "".join(
        f"<li><h4 class=eyebrow><a href=/topics/{slug}><span>{label}</span></a></h4>"
        f"<h3 class=title><a href=/2026/01/29/{slug}-n{number}84>{title}</a></h3></li>"
        for number, (label, (title, slug, _)) in enumerate(zip(labels, STORIES, strict=True), 2)
    )
    assert titles(f"<html><body><main><ul>{cards}</ul></main></body></html>") == [
        title for title, _, _ in STORIES
    ]


@pytest.mark.parametrize(
    ("path", "text", "share"),
    [
        ("/2026/01/coal-trains-border", "Coal trains stand still at the border", 6 / 9),
        ("/2026/01/coal-trains-border.html", "Bat Dorj", 0.0),
        ("/%D0%BD%D2%AF%D2%AF%D1%80%D1%81-%D0%B3%D0%B0%D0%BB%D1%82-%D1%82%D1%8D%D1%80%D1%8D%D0%B3", "Нүүрс, галт тэрэг", 1.0),
        ("/p/8431", "Coal trains stand still at the border", None),
        ("/news/?id=coal-trains-border", "Coal trains stand still at the border", None),
    ],
)  # fmt: skip
def test_how_far_an_address_spells_a_text(path: str, text: str, share: float | None) -> None:
    assert spelled(path, text) == (share if share is None else pytest.approx(share))
