"""What readers come for, as they do it: by mouse, by keyboard alone, without scripts; in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import archiver
from archiver.serve.language import Words, words
from tests.demo import truth
from tests.serve.browser.conftest import OpenTab
from tests.serve.browser.material import CHANGING, Filled
from tests.serve.running import VIEWER
from tests.viewers.conftest import skip

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.viewer

HEADLINE = truth.MONGOLIAN.headline
DATE = truth.MONGOLIAN.date_published
WORD = "эмнэлэг"
LOCALES = {"en": "en-GB", "mn": "mn-MN"}
EN = words("en")


def tab_in(open_tab: OpenTab, t: Words, **options: object) -> Page:
    """A tab of a reader whose browser asks for this language."""
    return open_tab(locale=LOCALES[t.code], **options)


def find(page: Page, t: Words) -> None:
    """From the first page to the article that has the word in its headline."""
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", t.code)
    page.get_by_role("searchbox").fill(WORD)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(t("results_for", words=WORD))
    result = page.get_by_role("listitem").filter(has_text=t("kind_article")).filter(has_text=HEADLINE)
    result.get_by_role("link", name=HEADLINE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.locator(".story")).to_contain_text(truth.MONGOLIAN.last_sentence)


def date_of(page: Page) -> Locator:
    """The value of the publication date, closed or open."""
    return page.locator("#value-datePublished")


def test_finds_a_headline_and_where_its_date_came_from(open_tab: OpenTab, t: Words) -> None:
    page = tab_in(open_tab, t)
    find(page, t)
    value = date_of(page)
    expect(value.locator(".source")).to_be_hidden()
    value.locator("summary").click()
    expect(value.get_by_text(t("resolves"))).to_be_visible()
    quote = value.locator("[data-check] .quoted")
    expect(quote.locator("mark")).to_be_visible()
    assert DATE[:4] in quote.locator("mark").inner_text()
    assert len(quote.inner_text()) > len(quote.locator("mark").inner_text()), "the quote has its context"


def test_all_values_of_a_page_are_looked_up_at_once(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "check.json" in request.url else None)
    page.goto(f"/{filled.road}")
    summary = page.locator("#value-headline summary")
    for _ in range(3):
        summary.click()
    page.locator("#value-publisher summary").click()
    expect(page.locator("#value-publisher").get_by_text(EN("resolves"))).to_be_visible()
    expect(page.locator("#value-headline").get_by_text(EN("resolves"))).to_be_visible()
    assert len(asked) == 1
    assert asked[0].endswith("/check.json")


def test_copies_the_citation(open_tab: OpenTab, filled: Filled, t: Words) -> None:
    page = tab_in(open_tab, t, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/{filled.clinic}")
    button = page.get_by_role("button", name=f"{t('copy')}: {t('style_footnote')}")
    button.click()
    expect(button).to_have_text(t("copied"))
    with archiver.open(filled.folder) as archive:
        assert page.evaluate("navigator.clipboard.readText()") == archive.cite(filled.clinic).strip()
    expect(button).to_have_text(t("copy"))


def test_says_so_when_it_cannot_copy(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('denied'))")
    page.goto(f"/{filled.clinic}")
    button = page.get_by_role("button", name=re.compile(EN("style_footnote")))
    button.click()
    expect(button).to_have_text(EN("copy_failed"))


def test_replays_the_page(open_tab: OpenTab, filled: Filled) -> None:
    if not (VIEWER / "ui.js").is_file():
        skip("no ReplayWeb.page in .viewer")
    page = open_tab()
    page.goto(f"/{filled.road}")
    page.get_by_role("link", name=EN("tab_replay"), exact=True).click()
    expect(page.get_by_title(EN("replay_frame"))).to_be_visible()
    page.wait_for_function("window.frames.length > 0")
    for _ in range(300):
        shown = next((frame for frame in page.frames if "mp_/" in frame.url), None)
        if shown is not None and truth.JSON_LD.last_sentence in shown.locator("body").inner_text():
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail(f"the frame shows nothing: {[frame.url for frame in page.frames]}")


def test_shows_the_picture_that_came_with_a_capture(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    page.goto(f"/{filled.versions[-1]}")
    page.get_by_role("link", name=EN("tab_screenshot"), exact=True).click()
    picture = page.get_by_role("img", name=re.compile(EN("screenshot_of")))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 960


def test_compares_two_captures_of_a_page(open_tab: OpenTab, filled: Filled, t: Words) -> None:
    page = tab_in(open_tab, t)
    page.goto(f"/{filled.versions[-1]}")
    page.get_by_role("link", name=re.compile(re.escape(t("all_captures")))).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CHANGING)
    expect(page.locator("ol.line > li")).to_have_class(["changed", "changed", "first"])
    page.get_by_role("link", name=re.compile(re.escape(t("compare_before")))).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CHANGING)
    expect(page.get_by_text(t("other_bytes"))).to_be_visible()
    text = page.locator(".change", has=page.locator("ins")).last
    expect(text.locator("del").first).to_contain_text("eleven")
    expect(text.locator("ins").first).to_contain_text("nine")


def test_compares_what_is_different_each_time(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    page.goto(f"/{filled.ticks[1]}")
    page.get_by_role("link", name=EN("compare_before")).click()
    expect(page.get_by_text(EN("other_bytes"))).to_be_visible()
    expect(page.get_by_text(EN("nothing_changed"))).to_be_visible()


def test_goes_from_day_to_day(open_tab: OpenTab, t: Words) -> None:
    page = tab_in(open_tab, t)
    page.goto("/days")
    label = t("on_this_day", day=t.day("2026-01-28"), n="").rstrip()
    page.get_by_role("link", name=re.compile(f"^{re.escape(label)}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(t.day("2026-01-28"))
    page.get_by_role("link", name=re.compile(re.escape(t("next_day")))).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(t.day("2026-01-29"))
    expect(page.locator(".digest")).to_contain_text(HEADLINE)


def test_changes_the_language_and_keeps_it(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab(locale="en-GB")
    page.goto(f"/{filled.road}/files")
    page.get_by_role("link", name="Монгол").click()
    expect(page.locator("html")).to_have_attribute("lang", "mn")
    page.get_by_role("link", name=words("mn")("tab_read"), exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "mn")
    page.get_by_role("link", name=re.compile(words("mn")("all_captures"))).click()
    expect(page.locator("ol.line > li")).to_have_count(1)
    page.get_by_role("searchbox").fill(WORD)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=re.compile(words("mn")("kind_article"))).first.click()
    expect(page.locator(".lines > li")).to_have_count(1)
    page.get_by_role("link", name=re.compile(words("mn")("remove_filter"))).click()
    expect(page.locator(".lines > li")).not_to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "mn")


# -- by keyboard alone ------------------------------------------------------------------------------------


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus, and see that the focus is seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail(f"Tab never comes to {target}")
    assert target.evaluate("element => getComputedStyle(element).outlineStyle") != "none"


def test_all_of_it_by_keyboard(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(EN("results_for", words=WORD))
    tab_to(
        page,
        page.get_by_role("listitem").filter(has_text="Article").get_by_role("link", name=HEADLINE).first,
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    tab_to(page, date_of(page).locator("summary"))
    page.keyboard.press("Enter")
    expect(date_of(page).get_by_text(EN("resolves"))).to_be_visible()
    tab_to(page, page.get_by_role("button", name=re.compile(EN("style_footnote"))))
    page.keyboard.press("Space")
    expect(page.get_by_text(EN("copied"), exact=True)).to_be_visible()
    assert filled.clinic in page.evaluate("navigator.clipboard.readText()")


def test_comparing_by_keyboard(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    page.goto(f"/{filled.versions[-1]}")
    tab_to(page, page.get_by_role("link", name=EN("compare_before")))
    page.keyboard.press("Enter")
    expect(page.locator("ins").first).to_be_visible()


def test_the_first_tab_skips_to_the_content(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab()
    page.goto(f"/{filled.road}")
    page.keyboard.press("Tab")
    skip_link = page.get_by_role("link", name=EN("skip"))
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_slash_is_a_slash_where_one_types(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox")).to_have_value("a/b")


# -- without scripts --------------------------------------------------------------------------------------


def test_all_of_it_without_scripts(open_tab: OpenTab, t: Words) -> None:
    page = tab_in(open_tab, t, java_script_enabled=False)
    find(page, t)
    assert page.get_by_role("button", name=t("copy")).count() == 0, "what cannot work is not there"
    value = date_of(page)
    value.locator("summary").click()
    expect(value.locator(".quoted mark").first).to_be_visible()
    value.get_by_role("link", name=t("look_again")).click()
    checked = page.locator("#value-datePublished")
    expect(checked).to_be_in_viewport()
    expect(checked.locator("mark")).to_contain_text(DATE[:4])
    expect(checked.get_by_text("✓")).to_be_visible()
    for tab in ("metadata", "files", "replay", "read"):
        page.get_by_role("link", name=t(f"tab_{tab}"), exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)


def test_comparing_and_filtering_without_scripts(open_tab: OpenTab, filled: Filled) -> None:
    page = open_tab(java_script_enabled=False)
    page.goto(f"/{filled.versions[-1]}")
    page.get_by_role("link", name=EN("compare_before")).click()
    expect(page.locator("del").first).to_be_visible()
    page.goto("/search?q=road")
    page.get_by_role("complementary", name=EN("filters")).get_by_role(
        "link", name=re.compile("Article")
    ).click()
    expect(page.locator(".lines > li").first).to_contain_text("Article")
    page.get_by_label(EN("since")).fill("2026-01-30")
    page.get_by_role("button", name=EN("apply")).click()
    expect(page.get_by_text(EN("no_results"))).to_be_visible()
    page.get_by_role("link", name=EN("clear_filters")).click()
    expect(page.locator(".lines > li").first).to_be_visible()
