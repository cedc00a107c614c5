"""Who wrote it: names in bylines, where bylines stand, and whom a page names without meaning an author."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.extract.articles import read_article
from archiver.extract.articles.names import is_full_name, spans
from archiver.extract.draft import Draft
from tests.extract.articles_pages import BODY, page
from tests.extract.sourced import problems_of


def story(above: str = "", *, below: str = "", head: str = "", site: str = "Steppe Post") -> str:
    """An article with ``above`` between its heading and its body."""
    return (
        '<html><head><title>Parliament opens three crossings</title><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{site}">{head}</head><body><article>'
        f"<h1>Parliament opens three crossings</h1>{above}{BODY}{below}</article></body></html>"
    )


def read(html: str) -> Draft:
    draft = read_article(page(html))
    assert draft is not None
    assert problems_of(page(html), [draft]) == []
    return draft


def authors(html: str) -> list[str]:
    return [author["name"] for author in read(html).data.get("author", [])]


BYLINES = [
    ("By Jane Doe", ["Jane Doe"]),
    ("Von Anna Groß und Jan Klein", ["Anna Groß", "Jan Klein"]),
    ("Par Anne Petit et Luc Grand", ["Anne Petit", "Luc Grand"]),
    ("Por Ana Díaz y Juan Ruiz", ["Ana Díaz", "Juan Ruiz"]),
    ("Por Santiago Ramón y Cajal", ["Santiago Ramón y Cajal"]),
    ("di Mario Rossi", ["Mario Rossi"]),
    ("Автор: Иван Петров и Анна Иванова", ["Иван Петров", "Анна Иванова"]),
    ("Autorin/Autor Roman Muster", ["Roman Muster"]),
    ("Сурвалжилсан: Б.Болормаа", ["Б.Болормаа"]),
    ("Сурвалжлагч Б. Болормаа", ["Б. Болормаа"]),
    ("Бэлтгэсэн: Ц.Эрдэнэ-Очир болон Д.Ган", ["Ц.Эрдэнэ-Очир", "Д.Ган"]),
    ("Бичсэн: Э.Бат-Үүл ба Д.Ган", ["Э.Бат-Үүл", "Д.Ган"]),
    ("Нийтэлсэн Б.Болормаа", ["Б.Болормаа"]),
    ("作者：王小明", ["王小明"]),
    ("By Ann Other & Bo Third, Cy Fourth", ["Ann Other", "Bo Third", "Cy Fourth"]),
    ("Ann Other/Bo Third", ["Ann Other", "Bo Third"]),
    ("sid/dpa", ["sid/dpa"]),
    ("Jane Doe, Reporter", ["Jane Doe"]),
    ("Jane Doe, Senior Political Editor, The Steppe Post", ["Jane Doe"]),
    ("Jane Doe Staff Writer", ["Jane Doe"]),
    ("Jane Doe, AP Sports Writer", ["Jane Doe"]),
    ("Б.Болормаа, сэтгүүлч", ["Б.Болормаа"]),
    ("Jane Doe (with agencies)", ["Jane Doe"]),
    ("Jane Doe (with Bo Third and Li Wei)", ["Jane Doe", "Bo Third", "Li Wei"]),
    ("Par Jeanne Petit (avec Luc Grand)", ["Jeanne Petit", "Luc Grand"]),
    ("Posted by Jane Doe, Software Engineer on Steppe Maps", ["Jane Doe"]),
    ("Jane Doe, Product Manager, Khovd", ["Jane Doe"]),
    ("Jane Doe in Ulaanbaatar", ["Jane Doe"]),
    ("Jane Doe January 29, 2026", ["Jane Doe"]),
    ("Jane Doe, @janedoe", ["Jane Doe"]),
    ("Jane Doe Twitter", ["Jane Doe"]),
    ("Jane Doe jane.doe@steppe.example", ["Jane Doe"]),
    ("Rachel Link, MS, RD", ["Rachel Link, MS, RD"]),
    ("Reuters, Washington", ["Reuters"]),
    ("Van Jones", ["Van Jones"]),
    ("Monday", []),
    ("Updated 29 January", []),
    ("View author archive", []),
    ("@janedoe", []),
]


@pytest.mark.parametrize(("byline", "expected"), BYLINES)
def test_the_names_in_a_byline(byline: str, expected: list[str]) -> None:
    assert [byline[start:end] for start, end in spans(byline)] == expected


SHOWN = {
    "a class": '<p class="byline">By Jane Doe</p>',
    "a relation": '<a rel="author" href="/u/1">Jane Doe</a>',
    "a link to the author's page": '<a href="/author/jane-doe">Jane Doe</a>',
    "a link in German": '<a href="/autoren/jane-doe">Jane Doe</a>',
    "an element behind a label": "<div>By <span>Jane Doe</span><div>STEPPE POST</div><i>Jan 29, 2026</i></div>",
    "a role without a space": '<div class="byline">By <a href="/1">Jane Doe</a><span>Staff Writer</span></div>',
    "a role in an element": '<div class="author"><b>Jane Doe</b> <i>Political Editor</i>, The Steppe Post</div>',
    "two elements of one name": '<a rel="author"><span>Jane</span> <span>Doe</span></a>',
    "a label in a list": "<ul><li><strong>Autorin/Autor</strong> Jane Doe</li></ul>",
    "a short line": "<p>By Jane Doe</p>",
    "a line that ends in a break": '<div class="author">By Jane Doe <br></div>',
    "a desk in an element of its own": '<div class="author"><a>Jane Doe</a> <i>Steppe Politics Editor</i></div>',
    "above the heading's site name": '<p class="author">Jane Doe, Steppe Post</p>',
}


@pytest.mark.parametrize("html", SHOWN.values(), ids=SHOWN.keys())
def test_where_readers_see_the_author(html: str) -> None:
    assert authors(story(html)) == ["Jane Doe"]


def test_names_behind_one_label_are_several_authors_each_with_a_link() -> None:
    above = '<p>By <a href="/a">Ann Other</a>, <a href="/b">Bo Third</a> and <a href="/c">Cy Fourth</a> in Darkhan</p>'
    data = read(story(above)).data["author"]
    assert [author["name"] for author in data] == ["Ann Other", "Bo Third", "Cy Fourth"]
    assert [author["url"] for author in data] == [f"https://steppe.example/{x}" for x in "abc"]


NOBODY = {
    "a commenter": '<div class="comments"><p class="author">Angry Reader</p></div>',
    "a commenter in markup": '<div itemprop="comment" itemscope><span itemprop="author">Angry Reader</span></div>',
    "another story's author": '<div><h3><a href="/2">Dust in the Gobi</a></h3><p class="byline">Bo Third</p></div>',
    "a menu word": '<a href="/author/all" class="author">View all posts</a>',
    "the site": '<p class="author">Steppe Post</p>',
    "a handle": '<a class="author" href="/x">@steppepost</a>',
    "a date": '<p class="author">29 January 2026</p>',
    "a sponsor": "<p>Sponsored by <b>Erdenet Mining</b></p>",
    "somebody written about": '<p><a href="/people/prince">Prince Someone</a> was married when he died, and wanted all'
    " of his money to go to his wife, who has now put his estate on notice in a court of the state.</p>",
    "a photographer": '<figure><figcaption class="author">Photo by <b>Li Wei</b></figcaption></figure>',
    "a form's consent": "<p>By clicking <b>Submit</b></p><p>By clicking “Submit,” you agree to our terms.</p>",
    "small letters": '<p class="author">amw</p>',
}


@pytest.mark.parametrize("html", NOBODY.values(), ids=NOBODY.keys())
def test_who_is_no_author(html: str) -> None:
    assert authors(story(html)) == []


def graph(author: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Parliament opens three crossings",'
        f' "author": {author}}}</script>'
    )


BYLINE = '<p>By <a href="/a">Jane Doe</a></p>'
CHOSEN = {
    "a person in markup before the byline": (
        story(BYLINE, head=graph('{"name": "Ann Other"}')),
        ["Ann Other"],
    ),
    "a displayed person before an organisation in markup": (
        story(BYLINE, head=graph('{"@type": "Organization", "name": "Reuters"}')),
        ["Jane Doe"],
    ),
    "an agency in markup where no person is displayed": (story(head=graph('"Reuters"')), ["Reuters"]),
    "the site in markup where nobody else is named": (story(head=graph('"Steppe Post"')), ["Steppe Post"]),
    "a byline before a meta element": (
        story(BYLINE, head='<meta name="author" content="Owner Inc.">'),
        ["Jane Doe"],
    ),
    "a meta element where nothing is displayed": (
        story(head='<meta name="parsely-author" content="Ann Other">'),
        ["Ann Other"],
    ),
    "not a meta element's address": (
        story(head='<meta property="article:author" content="https://x.example/a">'),
        [],
    ),
    "people before the company beside them": (
        story(head='<meta name="author" content="Owner Inc."><meta name="author" content="Ann Other">'),
        ["Ann Other"],
    ),
    "the card's label": (
        story(
            head='<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Other">'
        ),
        ["Ann Other"],
    ),
    "the full name": (story('<p>By <b>Jane</b></p><a rel="author">Jane Doe</a>'), ["Jane Doe"]),
    "a signature where markup names the site": (
        story("<p><strong>Ann Other/Bo Third</strong></p>", head=graph('"Steppe Post"')),
        ["Ann Other", "Bo Third"],
    ),
    "a signature at the end": (
        story(below="<p><strong>Лхагвын Болд</strong></p>", head=graph('"Steppe Post"')),
        ["Лхагвын Болд"],
    ),
}


@pytest.mark.parametrize(("html", "expected"), CHOSEN.values(), ids=CHOSEN.keys())
def test_whom_to_believe(html: str, expected: list[str]) -> None:
    assert authors(html) == expected


def test_a_bold_question_inside_the_body_is_no_signature() -> None:
    html = story(below=f"<p><strong>Who Pays?</strong></p>{BODY}", head=graph('"Steppe Post"'))
    assert authors(html) == ["Steppe Post"]


NAME = st.sampled_from(
    ["Ann Other", "Б.Болормаа", "Б. Болормаа", "Ц.Эрдэнэ-Очир", "Anne-Marie O'Neil", "Лхагвын Болд"]
)


@given(
    st.lists(NAME, min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", "; ", " & ", " and ", " ба ", " | "]),
)
def test_names_survive_being_joined(names: list[str], separator: str) -> None:
    byline = separator.join(names)
    assert [byline[start:end] for start, end in spans(byline)] == names


@given(st.text(max_size=300))
def test_spans_are_in_order_and_inside(text: str) -> None:
    found = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)
    for start, end in found:
        is_full_name(text[start:end])


@pytest.mark.parametrize(
    "unit", ["by ", "a , ", " \t", "Jane ", "and ", "1", "senior ", "(", "/", "a/b ", "x@"]
)
def test_repetition_does_not_slow_it_down(unit: str) -> None:
    started = time.perf_counter()
    for size in (100, 990, 100_000):
        spans((unit * size)[:size])
        read_article(page(story(f'<p class="byline">By {(unit * size)[:size]}</p>')))
    assert time.perf_counter() - started < 5
