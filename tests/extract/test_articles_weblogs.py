"""Principles that weblogs and magazines taught: comments in frames, mastheads, microformats, days without a year."""

from __future__ import annotations

import pytest

from archiver.extract.read import read
from tests.extract import articles_pages as pages
from tests.extract.test_articles_strangers import BODY, HEAD, PROSE, TEXT, WHEN, X, article_of, with_body

TITLED = f"<h1>{X}</h1>{WHEN}"
REMARKS = [f"<p>{text.replace('the', 'that').replace('a', 'o')}</p>" for text in PROSE * 9]


def headed(*headings: str) -> str:
    return with_body(f"{''.join(headings)}{WHEN}{BODY}")


# -- the body ---------------------------------------------------------------------------------------------

LONG_REMARKS = {
    "in the frame of the text": f"{TITLED}<div class='widget Blog'>{BODY}"
    f"<dl class=comments>{''.join(REMARKS)}</dl></div>",
    "named in Portuguese": f"{TITLED}{BODY}<ul class=glbComentarios-lista>{''.join(REMARKS)}</ul>",
    "named in German": f"{TITLED}{BODY}<div id=kommentare>{''.join(REMARKS)}</div>",
    "named in Mongolian": f"{TITLED}{BODY}<div class=setgegdel>{''.join(REMARKS)}</div>",
    "that nobody sees": f"{TITLED}{BODY}<div style='display:none'>{''.join(REMARKS)}</div>",
}


@pytest.mark.parametrize("inner", LONG_REMARKS.values(), ids=LONG_REMARKS.keys())
def test_what_readers_write_is_not_the_text_however_much_they_write(inner: str) -> None:
    assert article_of(with_body(inner))["articleBody"] == TEXT


@pytest.mark.parametrize(
    "scrap", ["<span>false</span>", "<div class=newsletter><p>Every morning at six.</p></div>"]
)
def test_a_scrap_is_no_text(scrap: str) -> None:
    head = HEAD + '<meta property="og:type" content="article"><meta name="author" content="Jane Doe">'
    data = article_of(with_body(f"<h1>{X}</h1>{WHEN}{scrap}", head))
    assert data["headline"] == X
    assert "articleBody" not in data


@pytest.mark.parametrize(
    "end",
    ["The Post is not responsible for the content of external sites.", "Thanks for reading The Post."],
)
def test_what_a_page_says_under_every_text(end: str) -> None:
    assert (
        article_of(with_body(f"{TITLED}<div class=story-body>{BODY}<p>{end}</p></div>"))["articleBody"]
        == TEXT
    )


# -- the headline -----------------------------------------------------------------------------------------

LATER = "Late ferries of the northern strait"
MASTHEADS = {
    "twice": (HEAD, headed(*["<div><a href='/'><h1>The Strait Post</h1></a></div>"] * 2, f"<h4>{X}</h4>")),
    "of a department": (
        f"<title>{X} | Late | {LATER} | SP</title>",
        headed(f"<h1>{LATER}</h1>", f"<h3>{X}</h3>"),
    ),
    "that says more than the title does of it": (
        f"<title>{X} - {LATER} - strait.example</title>",
        headed(f"<a href='/late/'><h1>STRAIT POST {LATER}</h1></a>", f"<h3>{X}</h3>"),
    ),
    "of a form below": (HEAD, headed(f"<p class=headline><a href='/news/x'>{X}</a></p>") + "<h1>Send a note</h1>"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "html"), MASTHEADS.values(), ids=MASTHEADS.keys())
def test_the_headline_is_the_one_that_begins_the_title(head: str, html: str) -> None:
    assert article_of(html.replace(HEAD, head))["headline"] == X


def test_a_kicker_before_the_heading_is_not_taken_for_it() -> None:
    head = f"<title>The long talk: a pilot of the strait: {X} - Debates - SP</title>"
    html = headed("<h2>The long talk: a pilot of the strait</h2>", f"<h1>{X}</h1>").replace(HEAD, head)
    assert article_of(html)["headline"] == X


OTHERS = {
    "a section's, where the headline is shown": f"<h1>Transport</h1><h2 class=headline>{X}</h2>",
    "of a menu": "<ul><li><h1><a href='/transport'>All of transport</a></h1></li></ul>",
    "those of other stories": "".join(
        f"<div itemscope itemtype='https://schema.org/NewsArticle'><h2 itemprop=headline>{LATER} {n}</h2></div>"
        for n in range(3)
    ),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_other_headings_are_no_alternative_headline(other: str) -> None:
    head = HEAD + f'<meta property="og:title" content="{X}">'
    data = article_of(with_body(f"{other}{WHEN if 'class=headline' in other else TITLED}{BODY}", head))
    assert data["headline"] == X
    assert "alternativeHeadline" not in data


def test_signs_alone_are_no_headline() -> None:
    said = f"«{X}»**"
    head = f"<title>{said}</title>"
    head += "".join(f"<meta property='og:{name}' content='{said}'>" for name in ("title", "site_name"))
    assert article_of(with_body(f"<h1>{said}</h1>{WHEN}{BODY}", head))["headline"] == said


def test_a_heading_behind_its_kicker_in_the_title_is_a_frame() -> None:
    related = "".join(
        f"<div><h3><a href='/{n}'>Ice road number {n} opens</a></h3><p>So.</p></div>" for n in range(6)
    )
    head = f"<title>A night on the strait: {X} - sp.example</title>"
    shown = f"<h4>A night on the strait</h4><h1>{X}</h1><p class=author>By Jane Doe</p>"
    data = article_of(with_body(f"<div class=sect>{shown}{BODY * 9}{related}{BODY * 9}</div>", head))
    assert data.get("headline") == X


# -- authors ----------------------------------------------------------------------------------------------


def test_a_headline_behind_the_name_of_the_site_in_the_title() -> None:
    head = "<title>The thoughts of a harbour master - Strait ice</title>"
    html = f"<h1>Strait ice</h1>{WHEN}{BODY}<h2><a href='#'>The thoughts of a harbour master</a></h2>"
    assert article_of(with_body(html, head))["headline"] == "Strait ice"


NOBODY = {
    "in the card of a picture": "<div class=hmedia><img src=x><p class='contributor vcard'><b class=fn>Jane Doe</b></p>"
    "<p class=fn>Apr. 8: Skipper John Roe at the bend.</p></div>",
    "of a place": "<table class=vcard><tr><td class='fn org country-name'>Northern Isles</td></tr></table>",
    "of what the page is about": "<table class=box><tr><td>Born <b class=nickname>Robert Roe</b></td></tr></table>",
    "over a box of links": "<table><tr><th><div class=fn>Jane Doe Singles</div></th></tr></table>",
    "over a list": "<div><div><b>STORY HIGHLIGHTS</b></div><ul><li>Ferry strands</li></ul></div>",
    "to what else there is": "<p><b><a href='/comment'>MORE COMMENTARY »</a></b></p>",
    "of somebody's other story": "<p><a href='/2011/writers/jane_doe/04/13/ice.road/index.html'>Jane Doe</a></p>",
    "over the pictures' sources": "<div class=author><h2>Photo Credits</h2></div>",
}


@pytest.mark.parametrize("shown", NOBODY.values(), ids=NOBODY.keys())
def test_who_did_not_write_it(shown: str) -> None:
    assert "author" not in article_of(with_body(f"{TITLED}{shown}{BODY}"))
    assert "author" not in article_of(with_body(f"{TITLED}{BODY}{shown}"))


WROTE = {
    "with a position and a place": "<div class=byline><span class=byline-name>By Jane Doe</span>"
    " <span class=byline-title>Strait Radio, Port Askaig</span></div>",
    "with a position behind a dash": "<p class=byline>By Jane Doe - SP Sea Writers</p>",
    "with a date and a section": "<p class=byline>By Jane Doe · Jun. 10, 17 · Agile Zone</p>",
    "with a town that no space parts": "<p class='vcard author'><b class=fn>Jane Doe</b><i class=adr>Askaig</i></p>",
    "that is a heading and a link": "<h3 class=byline>By <a href='/search?q=jane'>Jane Doe</a></h3>",
}


@pytest.mark.parametrize("shown", WROTE.values(), ids=WROTE.keys())
def test_a_byline_of_a_name_and_a_position(shown: str) -> None:
    assert [a["name"] for a in article_of(with_body(f"{TITLED}{shown}{BODY}"))["author"]] == ["Jane Doe"]


@pytest.mark.parametrize("tail", ["//[y", "//[::1", "?next=//[", "/%5B//]"])
def test_an_address_that_is_none_takes_nothing_with_it(tail: str) -> None:
    data = article_of(with_body(f"{TITLED}<p><a href='/authors/jane{tail}'>Jane Doe</a></p>{BODY}"))
    assert (data["author"][0]["name"], data["datePublished"]) == ("Jane Doe", "2024-05-03")


def test_the_and_may_stand_in_the_element_of_the_first() -> None:
    shown = "<p><span>By <b class=who>JANE DOE</b> and </span><span><b class=who>BO THIRD</b></span></p>"
    found = article_of(with_body(f"{TITLED}{shown}{BODY}"))["author"]
    assert [author["name"] for author in found] == ["JANE DOE", "BO THIRD"]


def test_the_articles_own_footer_says_who_wrote_it_and_when() -> None:
    foot = (
        "<footer class=meta><p class=byline>By Jane Doe</p><time datetime='2024-05-03'>3 May</time></footer>"
    )
    more = "".join(f"<p>{text}</p>" for text in PROSE * 8)
    data = article_of(with_body(f"<article><h1>{X}</h1>{foot}{more}</article>"))
    assert ([a["name"] for a in data["author"]], data["datePublished"]) == (["Jane Doe"], "2024-05-03")


MENUS = {
    "the last of a menu": "<header><div><a href='/a'>Sea</a><a href='/random'>Random place</a></div></header>",
    "a year of an archive": "<ul><li><a href='/2024/'>2024</a></li></ul>",
    "all there is": "<ul><li><a href='/2024/05/'>Browse all news</a></li></ul>",
}


@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS.keys())
def test_what_is_no_section(menu: str) -> None:
    html = with_body(f"{menu}{menu}{TITLED}{BODY}")
    assert "articleSection" not in article_of(html, "https://strait.example/2024/05/03/ferry-strands")


# -- dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["abbr", "span", "time"])
def test_the_title_of_a_shown_date_says_it_in_full(tag: str) -> None:
    shown = f"<{tag} title='2024-05-03T08:30:00+02:00'>Fri May 3, 8:30 am</{tag}>"
    data = article_of(with_body(f"<h1>{X}</h1><p>{shown}</p>{BODY}"))
    assert data["datePublished"] == "2024-05-03T08:30:00+02:00"


def dates_of(shown: str, url: str) -> tuple[str | None, list[str]]:
    """As read from a capture of 2 February 2026: the date of publication, and what is said of dates."""
    html = f"<html lang=en>{with_body(f'<h1>{X}</h1><div class=date>{shown}</div>{BODY}')}</html>"
    page = pages.page(html, url=url)
    draft = read(page).drafts[0]
    return draft.data.get("datePublished"), [note for note in page.notes if note.startswith("date")]


def test_a_day_without_its_year_is_not_of_a_year_in_which_it_was_another_weekday() -> None:
    url = "https://strait.example/news/ferry"
    assert dates_of("Thu, January 29, 6:11 pm", url) == ("2026-01-29T18:11", [])
    left = ["datePublished 2026-01-29T18:11 (class:date) left out: its year is another"]
    assert dates_of("Sat, January 29, 6:11 pm", url)[1][:1] == left
    assert dates_of("Sat, January 29, 6:11 pm", url)[0] is None


def test_a_day_without_its_year_is_not_of_another_year_than_the_address_says() -> None:
    assert dates_of("January 29", "https://strait.example/2022/01/29/ferry")[0] == "2022-01-29"
    assert dates_of("January 29", "https://strait.example/2026/01/29/ferry")[0] == "2026-01-29"


CHANGED = "<div class=date>Updated 3 May 2024 10:00</div>"


def test_no_publication_comes_after_the_last_change() -> None:
    head = HEAD + '<meta name="pubdate" content="2025-01-07">'
    page = pages.page(
        f"<html lang=en>{with_body(f'<h1>{X}</h1><div class=date>2 May 2024</div>{CHANGED}{BODY}', head)}</html>",
        url="https://strait.example/2024/05/02/ferry",
    )
    draft = read(page).drafts[0]
    assert draft.data["datePublished"] == "2024-05-02"
    assert (
        draft.fields["/datePublished"].alternatives[-1].lost == "no publication comes after the last change"
    )


def test_a_later_publication_that_is_only_shown_is_another_storys() -> None:
    other = "<div class=video><b>Talk: still a way to go</b><div>Posted: 15 August 2024</div></div>"
    data = article_of(with_body(f"<h1>{X}</h1>{CHANGED}{BODY}{other}"))
    assert data["dateModified"] == "2024-05-03T10:00"
    assert "datePublished" not in data


# -- what is no headline, no publisher, no byline ---------------------------------------------------------


def test_a_button_is_no_headline_though_markup_says_so() -> None:
    button = "<meta itemprop=headline content='Share on Facebook'>"
    share = f"<ul><li><b itemscope itemtype=https://schema.org/Article>{button}</b></li></ul>"
    data = article_of(with_body(f"{TITLED}{BODY}{share}"))
    assert (data["headline"], data.get("alternativeHeadline")) == (X, None)


def test_what_a_form_asks_is_no_headline() -> None:
    form = "<form class=search><h1>Search location by ZIP code</h1><input name=zip><button>Go</button></form>"
    assert article_of(with_body(f"{form}<div>{X}</div>{WHEN}{BODY}"))["headline"] == X
    assert article_of(with_body(f"<form action=/>{TITLED}{BODY}</form>"))["headline"] == X


def test_an_address_is_no_name_of_a_publisher() -> None:
    item = (
        f"<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop=publisher content='https://strait.example'>"
        f"<h1 itemprop=headline>{X}</h1>{WHEN}{BODY}</div>"
    )
    head = HEAD + '<meta property="og:site_name" content="The Strait Post">'
    assert article_of(with_body(item, head))["publisher"] == "The Strait Post"


def test_headings_that_say_by_what_something_is_told_apart_name_nobody() -> None:
    segments = "".join(f"<h3>By {name}</h3><ul><li>One</li></ul>" for name in ("Product", "Country"))
    assert "author" not in article_of(with_body(f"{TITLED}{segments}{BODY}"))
    assert article_of(with_body(f"<h1>{X}</h1><h3>By Jane Doe</h3>{WHEN}{BODY}"))["author"] == [
        {"name": "Jane Doe"}
    ]


def test_of_two_headings_that_the_title_repeats_the_one_stated_for_sharing_is_the_headline() -> None:
    head = f"<title>{X} - {LATER} - The Strait Post</title><meta property='og:title' content='{X}'>"
    assert article_of(with_body(f"<div><h1>{LATER}</h1></div>{TITLED}{BODY}", head))["headline"] == X


@pytest.mark.parametrize(
    ("ending", "taken"), [(" - The Strait Post", X), (" - Latest news", f"{X} - Latest news")]
)
def test_the_sites_name_is_no_part_of_a_stated_headline(ending: str, taken: str) -> None:
    head = f"<title>{X}</title><meta property='og:site_name' content='The Strait Post'>"
    item = (
        f"<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop=headline content='{X}{ending}'>"
        f"{TITLED}{BODY}</div>"
    )
    assert article_of(with_body(item, head))["headline"] == taken


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        (
            "The academy has called upon Facebook, Google and others to help stop the spread of untruths.",
            True,
        ),
        (
            "The ferry will sail again at noon, the line's owner wrote on Twitter late on Thursday night.",
            True,
        ),
        (
            "The line has 130 million subscribers in more than forty countries, its owner said on Thursday.",
            True,
        ),
        ("Президент подписал указ о создании комиссии по делам пролива, сообщила пресс-служба.", True),
        ("Уралдаанд зуун хорин зургаан хүн бүртгүүлсэн гэж зохион байгуулагчид мэдээллээ.", True),
        ("Watchmen of the harbour found the ship at dawn, and nobody was hurt, the police said.", True),
        ("Subscribe to the Strait Post for a coin a week.", False),
        ("Подписывайтесь на наш канал.", False),
        ("Манай сувгийг дагаарай, мэдээгээ цаг алдалгүй аваарай.", False),
        ("Follow Jane Doe of the Strait Post on Twitter.", False),
        ("Jane Doe is on Twitter at @janedoe and answers there.", False),
    ],
)
def test_a_story_may_speak_of_what_appeals_speak_of(said: str, stays: bool) -> None:
    for body in (f"<p>{said}</p>{BODY}", f"{BODY}<p>{said}</p>"):
        text = article_of(with_body(f"{TITLED}<div class=story-body>{body}</div>"))["articleBody"]
        assert (said in text) == stays
