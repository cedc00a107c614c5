"""Bylines: words for who wrote it come off, people who did something else and places are left out."""

from __future__ import annotations

import json

import pytest

import archiver
from archiver.extract.articles import names
from archiver.page.check import check_source, value_at
from archiver.page.page import Page

URL = "https://paper.example/a/gale-closes-schools-in-two-towns"
TITLE = "Gale closes schools in two towns"
PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The gale tore up trees and cut the power lines to five villages in the hills above the coast.",
        "Schools will stay closed on Friday in both towns, by decision of the governor, until it drops.",
    )
)


def _authors(beside: str, end: str = "", head: str = "") -> list[str]:
    html = (
        f'<html><head><title>{TITLE}</title><meta property="og:type" content="article">{head}</head><body>'
        f"<h1>{TITLE}</h1>{beside}<div class=text>{PROSE}{end}</div></body></html>"
    ).encode()
    (item,) = archiver.extract(html, url=URL, content_type="text/html; charset=utf-8")
    page = Page.from_entity(html, url=URL, record="<urn:x>", content_type="text/html; charset=utf-8")
    data = item.model_dump(mode="json", exclude_none=True)["data"]
    for pointer, source in item.provenance.fields.items():
        assert not check_source(page, source, value_at(data, pointer))
    return [author["name"] for author in data.get("author", [])]


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("كتب: محمد عبد الرحمن", "محمد عبد الرحمن"),
        ("بقلم محمد عبد الرحمن", "محمد عبد الرحمن"),
        ("本报记者 李建华", "李建华"),
        ("文/李建华", "李建华"),
        ("取材・文＝佐藤健一", "佐藤健一"),
        ("글·사진 김민수 기자", "김민수"),
        ("Rozmawiał Tomasz Wiśniewski", "Tomasz Wiśniewski"),
        ("Беседовала Ирина Соколова", "Ирина Соколова"),
        ("Írta: Kovács László", "Kovács László"),
        ("Της Μαρίας Παπαδοπούλου", "Μαρίας Παπαδοπούλου"),
        ("Propos recueillis par Claire Dubreuil", "Claire Dubreuil"),
        ("a cura di Marco Bellini", "Marco Bellini"),
        ("Interview: Jens Hartung", "Jens Hartung"),
    ],
)
def test_words_for_the_author_are_no_part_of_the_name(byline: str, name: str) -> None:
    assert _authors(f'<div class="author">{byline}</div>') == [name]


@pytest.mark.parametrize(
    "byline",
    [
        "Reporting by Jane Doe; editing by Tom Fox",
        "Words: Jane Doe, photos: Tom Fox",
        "Text: Jane Doe<br>Foto: Tom Fox",
        "Text: Jane Doe Foto: Tom Fox",
        "By Jane Doe, Bremen",
        "By Jane Doe, Jornal do Agreste — Caruaru",
    ],
)
def test_who_did_something_else_and_where_it_was_is_not_the_author(byline: str) -> None:
    assert _authors(f'<div class="author">{byline}</div>') == ["Jane Doe"]


def test_people_of_a_few_signs_each_stand_apart_by_spaces() -> None:
    assert _authors('<div class="author">江城新闻记者 李建华 王芳</div>') == ["李建华", "王芳"]


@pytest.mark.parametrize("bold", ["渡口", "渡口的夜晚 码头的早晨", "河流、码头、渡口"])
def test_a_bold_heading_in_a_script_without_capitals_is_no_signature(bold: str) -> None:
    assert (
        _authors("", f"<p><strong>{bold}</strong></p><p>渡轮在低水位时驶上了沙洲，救生艇直到天亮才赶到。</p>")
        == []
    )


@pytest.mark.parametrize("label", ["江上客：", "佚名", "未知", "编辑", "name"])
def test_labels_and_words_for_nobody_are_no_names(label: str) -> None:
    assert _authors(f'<a class="author">{label}</a>') == []


def test_behind_a_comma_another_full_name_is_another_author() -> None:
    assert _authors('<div class="author">By Jane Doe, Maria do Carmo and Tom Fox</div>') == [
        "Jane Doe",
        "Maria do Carmo",
        "Tom Fox",
    ]


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        ("<span>Haber: Ayşe Yılmaz</span>", "Ayşe Yılmaz"),
        ("<ul><li>김민수 기자</li><li>1</li></ul>", "김민수"),
        ('<div class="szerzo">Kovács László</div>', "Kovács László"),
        ('<a href="/szerzo/kovacs-laszlo">Kovács László</a>', "Kovács László"),
        ("<address>Jane Doe</address>", "Jane Doe"),
        ('<h4><a href="/author/jd">Jane Doe</a></h4>', "Jane Doe"),
    ],
)
def test_where_a_byline_may_stand(beside: str, name: str) -> None:
    assert _authors(beside) == [name]


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ('<p style="text-align:right"><strong>Nguyễn Minh Anh</strong></p>', "Nguyễn Minh Anh"),
        ("<p>（佐藤健一）</p>", "佐藤健一"),
        ("<p>김민수 기자 minsu@paper.example</p>", "김민수"),
        ("<p>— Jane Doe</p>", "Jane Doe"),
    ],
)
def test_a_signature_under_the_text(end: str, name: str) -> None:
    assert _authors("", end) == [name]


def _stated(name: str) -> str:
    node = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "publisher": {"name": "The Paper"},
        "author": {"@type": "Person", "name": name},
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_byline_that_names_the_stated_author_and_another_is_the_fuller_statement() -> None:
    byline = '<div>By <a href="/author/jd">Jane Doe</a> and <a href="/author/tf">Tom Fox</a></div>'
    assert _authors(byline, head=_stated("Jane Doe")) == ["Jane Doe", "Tom Fox"]
    assert _authors(byline, head=_stated("Ann Other")) == ["Ann Other"]


SIGNS = ("fa fa-user", "icon-author", "bi-pencil")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_name_behind_the_sign_of_a_person(sign: str) -> None:
    line = f"<i class='{sign}'></i> Ч.Гантулга <i class='fa fa-calendar'></i> 2026/01/29 <i class='fa fa-eye'></i> 214"
    assert _authors(f"<div class=info>{line}</div>") == ["Ч.Гантулга"]


def test_a_sign_of_something_else_names_nobody() -> None:
    assert _authors("<div class=info><i class='fa fa-map-pin'></i> Ulaan Goom</div>") == []
    assert _authors("<div class=info><i class='fa fa-user'></i> 3,204</div>") == []


def test_a_labelled_person_comes_before_the_outlet_as_author() -> None:
    assert _authors("<span>Haber: Ayşe Yılmaz</span>", head=_stated("The Paper")) == ["Ayşe Yılmaz"]


@pytest.mark.parametrize("unit", ["文・", "Foto: ", "取材・文＝", "by ", "기자 ", "Jane Doe, "])
def test_hostile_bylines_take_bounded_time(unit: str) -> None:
    assert len(names.spans((unit * 1000)[:1000])) <= 20
