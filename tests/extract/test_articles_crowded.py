"""Short articles on crowded pages: boxes of links with more words than the story, and teasers around it."""

from __future__ import annotations

import pytest

from archiver.extract.articles import article_evidence, read_article
from archiver.extract.read import read
from archiver.page.page import Page
from tests.extract import articles_pages as pages
from tests.extract.sourced import problems_of

URL = "https://tal.example/read?story=zam"
HEAD = "Толгойтын замыг маргаашнаас хааж засварлана"
STORY = (
    "Толгойтын тойргоос Баянхошуу хүртэлх замыг маргааш өглөөний зургаан цагаас хаана.",
    "Засварын ажил есдүгээр сарын эцэс хүртэл үргэлжлэх бөгөөд автобус тойрч явна.",
    "Замын цагдаагийн албанаас жолооч нарыг өөр зам сонгож явахыг зөвлөлөө.",
    "Өнгөрсөн онд энэ зам дээр арван долоон осол гарч, хорин хоёр хүн бэртсэн юм.",
    "Тойрог дээрх гэрлэн дохиог сольж, явган хүний зам, гүүрэн гарцыг өргөтгөхөөр төлөвлөжээ.",
    "Гурван компани сонгон шалгаруулалтад оролцсоноос хамгийн хямд үнэ санал болгосон нь ялсан байна.",
)
TOPICS = (
    "Нүүрсний үнэ өнгөрсөн долоо хоногт гурван хувиар буурлаа",
    "Сургуулийн шинэ барилга арваннэгдүгээр сард нээгдэнэ",
    "Цасан шуурганаас болж хоёр сумын зам хаагдсан байна",
    "Уул уурхайн хуулийн төслийг байнгын хороо хэлэлцлээ",
    "Хөдөөгийн эмнэлгүүдэд шинэ тоног төхөөрөмж хүргэв",
    "Шатрын дэлхийн аварга Улаанбаатарт ирж тоглоно",
    "Малын хөлийн татаас олгох журмыг өөрчилсөн байна",
    "Голын усны түвшин нэмэгдсэнийг ус судлаачид мэдээлэв",
)
PROSE = "".join(f"<p>{line}</p>" for line in STORY)
BOXES = "".join(
    f"<div class=news><h4><a href='/story/{12345 + n}'>{topic}</a></h4><i>2026-01-{n + 11}</i></div>"
    for n, topic in enumerate((*TOPICS, *(f"{topic}, гэж яамнаас мэдээллээ" for topic in TOPICS)))
)


def page(body: str, title: str = f"{HEAD} | Тал сонин | Мэдээ, мэдээлэл", url: str = URL) -> Page:
    return pages.page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", url)


def teasers(
    count: int, text: str = "Энэ тухай дэлгэрэнгүй мэдээллийг холбогдох албаныхан нь өглөө хэвлэлд өгсөн."
) -> str:
    """Cards of other stories of the site."""
    return "".join(
        f"<div class=c{n}><h3><a href='/story/{n}'>{TOPICS[n]}</a></h3><div>{text}</div></div>"
        for n in range(count)
    )


def kinds(of: Page) -> set[str]:
    return {draft.kind for draft in read(of).drafts}


HEADINGS = {
    "the second h1": f"<h1>Тал сонин: өдөр бүрийн мэдээ мэдээлэл</h1><h1>{HEAD}</h1>",
    "a cell": f"<table><tr><td>{HEAD}</td></tr></table>",
    "bold": f"<p><b>{HEAD}</b></p>",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_a_story_is_read_where_boxes_of_links_have_more_words(heading: str) -> None:
    crowded = page(f"<div>{heading}{PROSE}</div>{BOXES}")
    assert "article" in kinds(crowded)
    draft = read_article(crowded)
    assert draft is not None
    assert draft.data["headline"] == HEAD
    assert draft.data["articleBody"].split("\n") == list(STORY)
    assert problems_of(page(f"<div>{heading}{PROSE}</div>{BOXES}"), [draft]) == []


@pytest.mark.parametrize("title", ["Улс төр | Тал сонин", "Тал сонин"])
def test_a_section_with_an_introduction_is_a_list_and_no_article(title: str) -> None:
    section = page(
        f"<h1>{title.partition(' |')[0]}</h1><div>{PROSE}</div>{BOXES}", title, "https://tal.example/uls"
    )
    assert kinds(section) == {"headline"}


def test_a_part_of_the_title_before_a_separator_is_the_heading() -> None:
    title = "大雪封路三天后通车｜地方新闻｜社会与生活频道｜草原电子报 2026"
    body = "<p>连接两省的山路在关闭三天之后于星期四上午恢复通车，运输部门表示路面积雪已全部清除。</p>"
    draft = read_article(page(f"<div><h4>大雪封路三天后通车</h4>{body * 4}</div>", title))
    assert draft is not None
    assert draft.data["headline"] == "大雪封路三天后通车"


# -- teasers --------------------------------------------------------------------------------------------


def test_teasers_behind_a_story_are_none_of_it() -> None:
    draft = read_article(page(f"<div><h1>{HEAD}</h1>{PROSE}{teasers(3)}</div>"))
    assert draft is not None
    assert draft.data["articleBody"].split("\n") == list(STORY)


def test_teasers_before_a_story_are_none_of_it() -> None:
    draft = read_article(page(f"<div><h1>{HEAD}</h1><div>{teasers(3)}</div>{PROSE}</div>"))
    assert draft is not None
    assert draft.data["articleBody"].split("\n") == list(STORY)


def test_a_longer_column_of_other_stories_before_the_headline_is_none_of_it() -> None:
    column = "".join(
        f"<p>{topic}. {STORY[n % 3].replace('зам', 'тээвэр')}</p>" for n, topic in enumerate(TOPICS * 2)
    )
    draft = read_article(page(f"<div><div>{column}</div><div><h1>{HEAD}</h1><div>{PROSE}</div></div></div>"))
    assert draft is not None
    assert draft.data["articleBody"].split("\n") == list(STORY)


def test_a_story_told_in_parts_under_links_is_kept() -> None:
    told = f"<h1>{HEAD}</h1><p>{STORY[0]}</p>{teasers(7, ' '.join(STORY[1:]))}"
    draft = read_article(page(f"<meta property='article:published_time' content='2026-01-29'>{told}"))
    assert draft is not None
    assert draft.data["articleBody"].count(STORY[1]) == 7


@pytest.mark.parametrize("href", ["https://guide.example/museum", "#museum", URL])
def test_sections_whose_headings_lead_elsewhere_or_nowhere_are_kept(href: str) -> None:
    parts = "".join(
        f"<div><h2><a href='{href}'>Музей {n} дугаар</a></h2><p>{n}: {STORY[n]}</p></div>" for n in range(3)
    )
    draft = read_article(page(f"<div><h1>{HEAD}</h1>{PROSE}{PROSE}{PROSE}{parts}</div>"))
    assert draft is not None
    assert f"1: {STORY[1]}" in draft.data["articleBody"]


def test_many_headings_in_one_place_do_not_make_a_story_a_list() -> None:
    box = "".join(f"<h3><a href='https://ad.example/{n}'>{topic}</a></h3>" for n, topic in enumerate(TOPICS))
    story = f"<div><h1>{HEAD}</h1>{PROSE}<div>{box}</div>{PROSE.replace('маргааш', 'нөгөөдөр')}</div>"
    assert article_evidence(page(story))
