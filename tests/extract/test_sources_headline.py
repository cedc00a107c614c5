"""Which headline is the one, principle by principle; what lost stays with the reason."""

from __future__ import annotations

import json

import pytest

from archiver.extract.articles import read_article
from archiver.extract.articles.headlines import ORDER, REASONS
from archiver.extract.draft import Draft
from tests.extract import articles_pages as pages
from tests.extract.sourced import problems_of

SAID = {reason.find.__name__: reason.says for reason in REASONS}
SHOWN = "Lorry drivers wait three weeks at the border"
TOLD = "Why nobody crosses at Gashuun Sukhait any more"


def read(
    *,
    stated: dict[str, object] | None = None,
    shared: str | None = None,
    title: str = "",
    h1: str | None = None,
    body: str = "",
    head: str = "",
) -> Draft:
    """The article of a page that states these headlines; every value and every loser's place resolves again."""
    node = {"@type": "NewsArticle", "datePublished": "2026-01-29", **(stated or {})}
    parts = [f"<title>{title}</title>", '<meta property="og:type" content="article">', head]
    parts += [f'<script type="application/ld+json">{json.dumps(node)}</script>'] if stated else []
    parts += [f'<meta property="og:title" content="{shared}">'] if shared else []
    heading = f"<h1>{h1}</h1>" if h1 else ""
    html = f"<html lang=en><head>{''.join(parts)}</head><body>{heading}{body}{pages.BODY}</body></html>"
    draft = read_article(pages.page(html))
    assert draft is not None
    assert problems_of(pages.page(html), [draft]) == []
    return draft


def lost(draft: Draft) -> dict[str, str]:
    return {a.value: a.lost for a in draft.fields["/headline"].alternatives}


def test_markup_alone_decides_where_one_other_place_disagrees() -> None:
    draft = read(stated={"headline": TOLD}, shared=TOLD, title=TOLD, h1=SHOWN)
    assert draft.data["headline"] == TOLD
    assert draft.data["alternativeHeadline"] == SHOWN
    assert lost(draft) == {SHOWN: ORDER}


def test_heading_og_title_and_title_together_outweigh_one_piece_of_markup() -> None:
    draft = read(stated={"headline": TOLD}, shared=SHOWN, title=f"{SHOWN} | steppe.example", h1=SHOWN)
    assert draft.data["headline"] == SHOWN
    assert draft.fields["/headline"].rule == "h1 as titled"
    assert draft.data["alternativeHeadline"] == TOLD
    assert lost(draft) == {TOLD: SAID["_shown"]}


def test_markup_that_contradicts_itself_loses_to_what_is_shown_and_shared() -> None:
    draft = read(stated={"headline": TOLD, "name": SHOWN}, shared=SHOWN, title=TOLD, h1=SHOWN)
    assert draft.data["headline"] == SHOWN
    draft = read(stated={"headline": TOLD}, shared=SHOWN, title=TOLD, h1=SHOWN)
    assert draft.data["headline"] == TOLD


def test_words_added_by_markup_are_left() -> None:
    longer = f"{SHOWN}, and a reader counts them"
    assert read(stated={"headline": longer}, shared=SHOWN, title=SHOWN, h1=SHOWN).data["headline"] == longer


def test_a_page_read_in_the_wrong_charset_does_not_outvote_its_script() -> None:
    right, wrong = "Zehn Gigabyte für fünf Euro im Monat", "Zehn Gigabyte fÃ¼r fÃ¼nf Euro im Monat"
    draft = read(stated={"headline": right}, shared=wrong, title=wrong, h1=wrong)
    assert draft.data["headline"] == right


@pytest.mark.parametrize("cut", [f"{SHOWN[:30]}…", f"{SHOWN[:30]} ..."])
def test_a_headline_that_ends_in_dots_gives_way_to_the_whole(cut: str) -> None:
    draft = read(stated={"headline": cut}, title=SHOWN, h1=SHOWN)
    assert draft.data["headline"] == SHOWN
    assert lost(draft)[cut] == SAID["_whole"]


def test_a_headline_cut_at_110_characters_gives_way_to_the_whole() -> None:
    whole = " ".join(["Parliament votes on the border law after a night of speeches"] * 3)
    draft = read(stated={"headline": whole[:110]}, title=whole, h1=whole)
    assert draft.data["headline"] == whole
    short = whole[:60]
    assert read(stated={"headline": short}, title=whole, h1=whole).data["headline"] == short


@pytest.mark.parametrize("kicker", ["Coal exports: ", "Coal exports - ", "Coal exports | "])
def test_a_kicker_comes_off_where_another_source_states_the_headline_without(kicker: str) -> None:
    draft = read(stated={"headline": kicker + SHOWN}, shared=SHOWN, title=kicker + SHOWN, h1=kicker + SHOWN)
    assert draft.data["headline"] == SHOWN
    assert draft.data["alternativeHeadline"] == kicker + SHOWN
    assert lost(draft)[kicker + SHOWN] == SAID["_without_kicker"]


@pytest.mark.parametrize("headline", ["Coal exports: " + SHOWN, "The minister: we wait"])
def test_what_nobody_states_without_is_no_kicker(headline: str) -> None:
    assert read(stated={"headline": headline}, shared=headline, title=headline).data["headline"] == headline


def test_a_kicker_marked_inside_the_heading_is_no_part_of_it() -> None:
    h1 = f'<span class="overline">Coal exports: </span><span class="headline__title">{SHOWN}</span>'
    draft = read(title=f"Coal exports: {SHOWN}", h1=h1)
    assert draft.data["headline"] == SHOWN
    assert draft.data["alternativeHeadline"] == f"Coal exports: {SHOWN}"


def test_the_sites_name_in_a_heading_is_not_the_headline() -> None:
    draft = read(title=f"{SHOWN}_Economy_The Daily Steppe", h1="The Daily Steppe", body=f"<h2>{SHOWN}</h2>")
    assert draft.data["headline"] == SHOWN


def test_a_heading_that_says_more_than_the_titles_is_the_headline() -> None:
    more = f"{SHOWN} and nobody knows why"
    draft = read(shared=SHOWN, title=SHOWN, h1=more)
    assert draft.data["headline"] == more
    assert draft.data.get("alternativeHeadline") is None
    assert SHOWN in lost(draft)


def test_a_heading_that_says_something_else_is_not() -> None:
    draft = read(shared=SHOWN, title=SHOWN, h1="Economy")
    assert draft.data["headline"] == SHOWN


def test_the_sites_name_in_markup_is_not_the_headline_of_every_page() -> None:
    name = '<meta property="og:site_name" content="The Daily Steppe">'
    draft = read(stated={"headline": "The Daily Steppe"}, shared=SHOWN, h1=SHOWN, head=name)
    assert draft.data["headline"] == SHOWN


@pytest.mark.parametrize(
    "site", ["Steppe", "The Steppe", "Steppe News", "steppe.example", "Der Steppe Online"]
)
def test_the_sites_name_comes_off_with_the_small_words_around_it(site: str) -> None:
    assert read(shared=f"{SHOWN} | {site}").data["headline"] == SHOWN
    assert read(shared=f"{SHOWN}｜{site}").data["headline"] == SHOWN


def test_entities_in_json_ld_are_read_as_the_text_they_stand_for() -> None:
    draft = read(stated={"headline": "Coal &amp;amp; copper cross the border"})
    assert draft.data["headline"] == "Coal &amp; copper cross the border"
    assert draft.fields["/headline"].transform == "html-text"


def test_the_title_of_a_picture_is_not_the_pages() -> None:
    draft = read(
        head="",
        title="",
        h1=None,
        body=f"<svg><title>Menu</title></svg><h2 class='headline'>{SHOWN}</h2>",
        shared=SHOWN,
    )
    assert draft.data["headline"] == SHOWN
    assert "Menu" not in lost(draft)


def test_where_nothing_states_a_headline_a_librarys_guess_is_marked_as_one() -> None:
    draft = read(body=f"<h2>{SHOWN}</h2>")
    source = draft.fields["/headline"]
    assert draft.data["headline"] == SHOWN
    assert (source.method, source.rule, source.confidence) == ("library", "trafilatura", "guessed")


def test_without_anything_to_guess_there_is_no_article() -> None:
    html = f'<html><head><meta property="og:type" content="article"></head><body>{pages.BODY}</body></html>'
    assert read_article(pages.page(html)) is None
