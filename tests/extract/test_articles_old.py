"""Pages that say nothing to machines: tables, empty lines for paragraphs, labels between them, links that tag."""

from __future__ import annotations

import pytest

from archiver.extract.articles import article_evidence, read_article
from archiver.extract.articles.furniture import is_furniture
from archiver.extract.draft import Draft
from archiver.page.page import Page
from tests.extract import articles_pages as pages
from tests.extract.sourced import problems_of

HEAD = "Гурван боомтыг нээх хуулийг баталлаа"
LINES = pages.MN_PARAGRAPHS
TEXT = "<br><br>\n".join(LINES)


def page(body: str, title: str = f"Сумын цаг :: {HEAD}", encoding: str = "windows-1251") -> Page:
    html = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<title>{title}</title></head><body>{body}</body></html>"""
    return Page.from_entity(
        html.encode(encoding, "xmlcharrefreplace"),
        url="http://sumyn.example/index.php?id=7",
        record="<urn:uuid:00000000-0000-4000-8000-000000000000>",
        content_type="text/html",
        captured=pages.CAPTURED,
    )


def read(body: str, **how: str) -> Draft:
    """The article, every value of it resolved against a second parse."""
    draft = read_article(page(body, **how))
    assert draft is not None
    assert problems_of(page(body, **how), [draft]) == []
    return draft


MENU = "<td><table><tr><td><a href='?c=1'>Нүүр</a></td></tr><tr><td><a href='?c=2'>Спорт</a></td></tr></table></td>"
LAYOUTS = {
    "bold in a cell": f"""<table><tr>{MENU}<td><font size=4><b>{HEAD}</b></font><br>
<font size=1>2026/01/29 14:05 | <i>Б.Отгонбаяр</i></font><hr><font size=2>{TEXT}</font><hr>
<font size=1>Уншсан: 1204</font></td></tr></table>""",
    "a row each": f"""<table><tr>{MENU}<td><table><tr><td align=center><big>{HEAD}</big></td></tr>
<tr><td>2026-01-29 14:05 — Б. Отгонбаяр</td></tr><tr><td>{TEXT}</td></tr></table></td></tr></table>""",
    "centred, text loose in the body": f"""<center><font size=5>{HEAD}</font></center>
<div>2026.01.29 14:05 / Б.Отгонбаяр</div><br>{TEXT}<br><br><hr><center>(c) 2004-2026 Сумын цаг</center>""",
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_of_tables_and_empty_lines_is_an_article(body: str) -> None:
    draft = read(body)
    assert draft.data["headline"] == HEAD
    assert draft.data["datePublished"] == "2026-01-29T14:05"
    assert [author["name"].replace(". ", ".") for author in draft.data["author"]] == ["Б.Отгонбаяр"]
    assert draft.fields["/author/0/name"].confidence == "inferred"
    assert draft.data["articleBody"].split("\n") == list(LINES)


@pytest.mark.parametrize("beside", ["New York", "World News", "Улс төр", "ok", "Уншсан: 1204", "v.2.0 beta"])
def test_what_has_no_initial_is_no_author_without_a_label(beside: str) -> None:
    body = LAYOUTS["bold in a cell"].replace("<i>Б.Отгонбаяр</i>", beside)
    assert "author" not in read(body).data


def test_rows_of_a_table_under_a_titled_cell_are_no_article() -> None:
    rows = "".join(
        f"<tr><td>User{n}</td><td>05-{n:02}-2011, 11:29 PM</td><td>{n}</td></tr>" for n in range(1, 29)
    )
    body = f"<table><tr><td><b>Member List of the Forum</b></td></tr>{rows}</table>"
    assert article_evidence(page(body, title="Steppe - Member List of the Forum")) == ()


def test_a_page_that_states_another_type_is_no_article() -> None:
    body = f"<article><h1>{HEAD}</h1><time datetime='2026-01-29'></time>{pages.MN_BODY}</article>"
    assert article_evidence(page(body, title=HEAD))
    faq = '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": []}</script>'
    assert article_evidence(page(faq + body, title=HEAD)) == ()
    inner = '<script type="application/ld+json">{"@type": "WebPage", "about": {"@type": "Product"}}</script>'
    assert article_evidence(page(inner + body, title=HEAD))


# -- what stands between paragraphs ---------------------------------------------------------------------

LABELS = (
    "Зар сурталчилгаа",
    "— Реклама —",
    "ADVERTISEMENT",
    "Advert",
    "Story continues below advertisement",
    "Continua após a publicidade",
    "広告",
    "Холбоотой мэдээ:",
)
BOXES = (
    "<p>{}</p>",
    "<div><small>{}</small><a href='https://ads.example/c'><img src='/a.gif'></a></div>",
    "<div><span>{}</span><p>Зээл авах хамгийн хялбар арга бол манай банк юм. Өнөөдөр ирээрэй.</p>"
    "<a href='https://ads.example/c'>Дэлгэрэнгүй</a></div>",
)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("box", BOXES)
def test_a_label_and_the_box_it_heads_are_no_part_of_the_text(label: str, box: str) -> None:
    paragraphs = [f"<p>{line}</p>" for line in LINES]
    inner = "".join([*paragraphs[:2], box.format(label), *paragraphs[2:]])
    draft = read(f"<article><h1>{HEAD}</h1><time datetime='2026-01-29'></time>{inner}</article>")
    assert draft.data["articleBody"].split("\n") == list(LINES)


def test_a_heading_of_the_text_is_no_label() -> None:
    inner = f"<p>{LINES[0]}</p><h2>Реклама</h2><p>{LINES[1]}</p><p>{LINES[2]}</p>"
    draft = read(f"<article><h1>{HEAD}</h1><time datetime='2026-01-29'></time>{inner}</article>")
    assert draft.data["articleBody"].split("\n") == [LINES[0], "Реклама", *LINES[1:3]]


@pytest.mark.parametrize(
    "text", ["Сурталчилгааны тухай хууль", "The ads", "Related to him", "Зарим", "", "—"]
)
def test_a_text_that_only_begins_like_a_label_is_none(text: str) -> None:
    assert not is_furniture(text)


# -- links that tag -------------------------------------------------------------------------------------

TAGS = '<a href="/tag/1" rel="tag">#нүүрс</a> <a href="/tag/2" rel="tag">хил</a>'
SECTION = '<a href="/c/5" rel="category tag">Эдийн засаг</a>'


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>{HEAD}</h1>{SECTION}{pages.MN_BODY}<footer>{TAGS}</footer></article>",
        f'<div class="post hentry"><h1>{HEAD}</h1>{pages.MN_BODY}<div class="entry-footer">{SECTION}{TAGS}</div></div>',
        f"<div><h1>{HEAD}</h1><p>{SECTION}</p>{pages.MN_BODY}<p>{TAGS}</p></div>",
    ],
)
def test_links_that_tag_give_section_and_keywords(body: str) -> None:
    draft = read(body, title=HEAD)
    assert draft.data["articleSection"] == "Эдийн засаг"
    assert draft.data["keywords"] == ["нүүрс", "хил"]


@pytest.mark.parametrize(
    "other",
    [
        '<div class="related"><h3><a href="/2">Бусад</a></h3>{}</div>',
        "<aside>{}</aside>",
        '<div class="comments">{}</div>',
        '<article><h2><a href="/3">Өөр нийтлэл</a></h2>{}</article>',
    ],
)
def test_tags_of_other_stories_are_not_taken(other: str) -> None:
    article = f"<article><h1>{HEAD}</h1>{pages.MN_BODY}</article>"
    data = read(article + other.format(SECTION + TAGS), title=HEAD).data
    assert "keywords" not in data
    assert "articleSection" not in data


def test_a_comment_between_names_is_stepped_over() -> None:
    body = f"<h1>{HEAD}</h1><p>By <b>Ann Other</b><!-- registry --></p>{pages.MN_BODY}"
    assert read(body, title=HEAD).data["author"] == [{"name": "Ann Other"}]
