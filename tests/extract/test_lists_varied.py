"""Lists of news as strangers' sites build them: tables, line breaks, boxes, cards without names, scripts of the world.

Each page holds a menu and a footer. What is read must not depend on class names, so every page is read without, too.
"""

# ruff: noqa: E501  (rows of markup are read whole)
from __future__ import annotations

import re

import pytest

from archiver.extract.draft import Draft
from archiver.extract.read import read
from tests.extract.sourced import page_of, problems_of

TITLES = """Parliament passes budget after marathon night session
Storm leaves thousands without power in the north
Central bank holds rates as inflation cools
Striking nurses reach deal with hospital trust
Ancient shipwreck found off the southern coast
Police arrest three over museum robbery
Tech giant to cut 4,000 jobs worldwide
Wildfire forces evacuation of mountain villages""".splitlines()
SHORT = [
    "Budget passed",
    "Storm hits north",
    "Rates unchanged",
    "Nurses reach deal",
    "Shipwreck found",
    "Museum robbed",
]
SCRIPTS = {
    "ar": "البرلمان يقر الميزانية بعد جلسة ليلية طويلة|عاصفة تقطع الكهرباء عن آلاف المنازل|البنك المركزي يثبت أسعار الفائدة",
    "fa": "مجلس لایحه بودجه سال آینده را تصویب کرد|توفان برق هزاران خانه را قطع کرد|بانک مرکزی نرخ بهره را ثابت نگه داشت",
    "he": "הכנסת אישרה את תקציב המדינה בקריאה ראשונה|סופה הותירה אלפי בתים ללא חשמל|שלושה נעצרו בחשד לשוד במוזיאון",
    "hi": "संसद ने रात भर की बहस के बाद बजट पारित किया|तूफान से हजारों घरों की बिजली गुल|नर्सों की हड़ताल समाप्त",
    "th": "สภาผ่านร่างงบประมาณหลังประชุมข้ามคืน|พายุทำไฟดับหลายพันครัวเรือนทางเหนือ|ธนาคารกลางคงอัตราดอกเบี้ย",
    "ja": "予算案が可決 与野党が激論|北部で停電 数千世帯に影響|中央銀行が金利据え置き",
    "zh": "国会通过明年预算|暴风雪致北部停电|央行维持利率不变",
    "ko": "국회, 내년도 예산안 통과|폭풍으로 북부 정전 사태|중앙은행 기준금리 동결",
    "mn": "УИХ төсвийн тухай хуулийг баталлаа|Хойд аймгуудад цахилгаан тасарлаа|Төв банк бодлогын хүүг хэвээр үлдээв",
}  # fmt: skip
MENU = "".join(
    f'<li><a href="/{n.lower()}/">{n}</a></li>' for n in "Home Politics Sport Culture Video Contact".split()
)
FOOT = (
    '<ul><li><a href="/about-us">About us</a></li><li><a href="/privacy-policy">Privacy policy and cookies</a></li>'
    '<li><a href="/terms-of-use">Terms and conditions of use</a></li></ul><p>Published since 1 January 2020.</p>'
)
TEASER = "Some words that tell what the story is about, in more detail, for the readers who want more of it."


def address(number: int, title: str) -> str:
    return f"/news/{re.sub('[^a-z]+', '-', title.lower()).strip('-')}-{10000 + number}"


def day(number: int) -> str:
    return f"{20 - number} January 2026"


def each(row: str, titles: list[str] = TITLES, first: int = 0) -> str:
    """A row for every title: ``@t`` the title, ``@u`` its address, ``@d`` its day, ``@n`` its number."""
    return "".join(
        row.replace("@t", title).replace("@u", address(n, title)).replace("@d", day(n)).replace("@n", str(n))
        for n, title in enumerate(titles, first)
    )


def headlines(body: str, url: str = "https://example.org/") -> list[Draft]:
    page = page_of(
        f"<html><head><title>The Paper</title></head><body><div><ul>{MENU}</ul></div>{body}<div>{FOOT}</div></body></html>",
        url=url,
    )
    drafts = [draft for draft in read(page).drafts if draft.kind == "headline"]
    assert not problems_of(page, drafts)
    assert [draft.data["position"] for draft in drafts] == list(range(1, len(drafts) + 1))
    return drafts


def texts(body: str, url: str = "https://example.org/") -> list[str]:
    return [draft.data["headline"] for draft in headlines(body, url)]


def nameless(body: str) -> str:
    return re.sub(r'\s(?:class|id|role)="[^"]*"', "", body)


BOXES = "".join(
    f'<div><h2><a href="/{name}">{name}</a></h2>{each("<h3><a href=@u>@t</a></h3>", TITLES[n : n + 1], n)}'
    f'<ul>{each("<li><a href=@u>@t</a></li>", TITLES[n + 1 : n + 4], n + 1)}</ul><a href="/{name}">More {name}</a></div>'
    for n, name in ((0, "politics"), (4, "economy"))
)
PAGES = {
    "bare links": f"<ul>{each('<li><a href=@u>@t</a></li>')}</ul>",
    "a table with a column of sections": "<table>"
    + each("<tr><td>@d</td><td><a href=/n.asp?id=90@n>@t</a></td><td><a href=/sec/1>Section</a></td></tr>")
    + "</table>",
    "three cards a row": "<table>"
    + "".join(f"<tr>{each('<td><img src=1.jpg><br><a href=@u><b>@t</b></a><br>@d</td>', TITLES[n : n + 4], n)}</tr>" for n in (0, 4))
    + "</table>",
    "terms": f"<dl>{each('<dt>@d</dt><dd><a href=@u>@t</a></dd>')}</dl>",
    "line breaks": f"<p>{each('<font size=2><a href=story10@n.html>@t</a></font><br>')}</p>",
    "days before line breaks": f"<p>{each('@d: <a href=story10@n.html>@t</a><br>')}</p>",
    "days after links": f"<div>{each('<a href=story10@n.html>@t</a> (@d)<br>')}</div>",
    "links around cards": each(
        f"<a href=@u><div><img src=1.jpg></div><div>Politics</div><div>@t</div><div>{TEASER}</div><div>@d</div></a>"
    ),
    "titles beside more": each(f'<div><h3>@t</h3><p>{TEASER}</p><a href=@u>Read more</a></div>'),
    "bold titles beside more": each(f"<div><i>@d</i><div><b>@t</b></div><div>{TEASER}</div><a href=@u>Read more</a></div>"),
    "comments beside titles": each("<div><a href=@u>@t</a> <a href=@u/comments>1@n comments on this story</a></div>"),
    "authors beside titles": each("<div><b><a href=@u>@t</a></b><p>By <a href=/people/jane-van-der-doe>Jane van der Doe</a></p></div>"),
    "titles in paragraphs": each(f"<p><a href=@u><strong>@t</strong></a><br>{TEASER}</p>"),
    "teasers that are links": each(f"<div><div><a href=@u>@t</a></div><div><a href=@u>{TEASER}</a></div></div>"),
    "durations on pictures": each("<div><a href=@u><img src=1.jpg><span>0@n:30</span></a><a href=@u>@t</a></div>"),
    "times in links": each("<div><a href=@u><span>1@n:05</span> @t</a></div>"),
    "boxes with leads": BOXES,
    "most read": each(f"<div><h3><a href=@u>@t</a></h3><p>{TEASER}</p></div>")
    + f"<div><h3>Most read</h3><ol>{each('<li><a href=@u>@t</a></li>', TITLES[:5])}</ol></div>",
    "votes and sources": "<table>"
    + each(
        "<tr><td>@n.</td><td><a href=/vote?id=@n>^</a></td><td><a href=https://s@n.org/x-@n>@t</a> (<a href=/from?s=@n>s@n.org</a>)"
        "</td></tr><tr><td></td><td>by <a href=/user?id=@n>joe@n</a> | <a href=/item?id=50@n>1@n comments</a></td></tr>"
    )
    + "</table>",
    "pictures alone": each('<a href=@u><img src=1.jpg alt="@t"></a>'),
    "no addresses": f"<h2>Headlines of today</h2><ol>{each('<li>@t</li>')}</ol>",
    "bold starts": f"<h1>Morning digest</h1>{each(f'<p><b>@t</b> {TEASER}</p>')}",
    "further pages": each("<p><a href=@u>@t</a></p>") + "<p><a href='/page/2'>Older stories of this paper</a></p>",
}  # fmt: skip


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_each_headline_is_read_once_and_nothing_else(body: str) -> None:
    assert texts(body) == TITLES


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_names_of_classes_do_not_matter(body: str) -> None:
    named = (
        body.replace("<div", '<div class="x1 kq-z"')
        .replace("<li", '<li class="zz9"')
        .replace("<p", '<p id="q"')
    )
    assert texts(named) == texts(nameless(named)) == TITLES


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize(
    "row",
    [
        "<li><a href=/news/70@n>@t</a></li>",
        "<li><a href=/n/@n><img src=1.jpg></a><h3><a href=/n/@n>@t</a></h3></li>",
        "<li>@t</li>",
    ],
    ids=["links", "cards", "topics"],
)
def test_words_of_any_script_are_words(language: str, row: str) -> None:
    titles = SCRIPTS[language].split("|")
    assert texts(f"<h2>News</h2><ul>{each(row, titles)}</ul>") == titles


def test_short_headlines_are_known_by_where_they_lead() -> None:
    """Two words say little; addresses like those of the leads say enough."""
    body = (
        each("<h3><a href=@u>@t</a></h3>", TITLES[:3])
        + f"<ul>{each('<li><a href=@u>@t</a></li>', SHORT, 50)}</ul>"
    )
    assert texts(body) == TITLES[:3] + SHORT


DATED = {
    "terms": f"<dl>{each('<dt>@d</dt><dd><a href=@u>@t</a></dd>')}</dl>",
    "texts below terms": f"<dl>{each(f'<dt><a href=@u>@t</a></dt><dd>@d - {TEASER}</dd>')}</dl>",
    "before links": f"<p>{each('@d: <a href=story10@n.html>@t</a><br>')}</p>",
    "after links": f"<div>{each('<a href=story10@n.html>@t</a> (@d)<br>')}</div>",
    "headings": "".join(
        f"<h3>{day(n)}</h3><ul>{each('<li><a href=@u>@t</a></li>', TITLES[n : n + 1], n)}</ul>" for n in range(8)
    ),
    "paragraphs above": "<div>"
    + "".join(f"<p><b>{day(n)}</b></p>{each('<p><a href=@u>@t</a></p>', TITLES[n : n + 1], n)}" for n in range(8))
    + "</div>",
    "parts": "<ul>"
    + "".join(
        f"<li><div><span>{20 - n}</span><span>Jan</span><span>2026</span></div>{each('<h4><a href=@u>@t</a></h4>', [t], n)}</li>"
        for n, t in enumerate(TITLES)
    )
    + "</ul>",
    "attributes": "<ul>"
    + "".join(
        f"<li data-pub='2026-01-{20 - n}'>{each('<a href=@u>@t</a>', [title], n)}</li>" for n, title in enumerate(TITLES)
    )
    + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("body", DATED.values(), ids=DATED)
def test_dates_stand_in_many_places(body: str) -> None:
    drafts = headlines(body)
    assert [draft.data["headline"] for draft in drafts] == TITLES
    assert [draft.data.get("datePublished") for draft in drafts] == [f"2026-01-{20 - n}" for n in range(8)]


def test_a_time_belongs_to_the_day_above() -> None:
    body = "".join(
        f"<h2>{day(n)}</h2><ul>{each('<li><span>2@n:05</span> <a href=@u>@t</a></li>', TITLES[2 * n : 2 * n + 2], 2 * n)}</ul>"
        for n in (0, 1)
    )
    drafts = headlines(body)
    assert [draft.data["datePublished"] for draft in drafts] == [
        "2026-01-20T20:05",
        "2026-01-20T21:05",
        "2026-01-19T22:05",
        "2026-01-19T23:05",
    ]
    assert {draft.fields["/datePublished"].confidence for draft in drafts} == {"inferred"}


def test_a_list_carries_the_name_over_it() -> None:
    body = f"<section><h2>Culture</h2><ul>{each('<li><a href=@u>@t</a></li>')}</ul></section>"
    assert {draft.fields["/isPartOf"].note for draft in headlines(body)} == {"under “Culture”"}


def test_a_picture_speaks_with_less_confidence() -> None:
    drafts = headlines(PAGES["pictures alone"])
    assert {draft.fields["/headline"].confidence for draft in drafts} == {"guessed"}


OTHERS = {
    "services": each("<div><h3><a href=/services/@n-x>@t</a></h3></div>"),
    "features": each(f"<div><h3>@t</h3><p>{TEASER}</p></div>"),
    "questions": "<h2>Help</h2>" + each("<li>@t?</li>"),
    "a recipe": "<h1>Pancakes</h1><ul><li>Two cups of plain white flour</li><li>One cup of cold fresh milk</li>"
    f"<li>Three large eggs from the farm</li></ul><p>{TEASER * 8}</p>",
    "sections of an article": "<h1>The ice</h1>" + each(f"<h2>@t</h2><p>{TEASER * 5}</p>"),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_what_repeats_and_is_no_news(body: str) -> None:
    assert texts(body, "https://example.org/something") == []
