"""``/ark:NAAN/NAME``: its forms, its inflections, what its page says to readers and to programs."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archiver
from archiver import validate
from archiver.cite import STYLES
from archiver.demo.site import DemoSite
from archiver.serve import build
from tests.conftest import capture_demo
from tests.demo import truth
from tests.serve.conftest import REPLAY, UI, Holding


def _text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_an_article_says_all_it_says(client: TestClient, holding: Holding) -> None:
    text = _text(client.get(f"/{holding.article.id}").text)
    for words in (
        truth.JSON_LD.headline,
        truth.JSON_LD.authors[0],
        truth.JSON_LD.last_sentence,
        "29 January 2026, 07:40 +08:00",
        truth.PUBLISHER,
        holding.article.id,
    ):
        assert words in text


def test_each_value_opens_to_where_it_came_from(client: TestClient, holding: Holding) -> None:
    page = client.get(f"/{holding.article.id}").text
    for pointer, source in holding.article.provenance.fields.items():
        start = page.index(f'id="value{pointer.replace("/", "-")}"')
        block = html.unescape(page[start : page.index("</details>", start)])
        assert source.method in block and source.rule in block
        assert source.record in html.unescape(page) and source.digest in page
        for lost in source.alternatives:
            assert lost.lost in block


def test_every_style_is_in_the_box(client: TestClient, holding: Holding) -> None:
    page = client.get(f"/{holding.article.id}").text
    shown = re.findall(r'id="cite-([a-z0-9-]+)"', page)
    assert shown == list(STYLES)


def test_a_headline_leads_to_its_list_and_its_neighbours(client: TestClient, holding: Holding) -> None:
    second = holding.headlines[1]
    page = client.get(f"/{second.id}").text
    assert f'href="/{holding.front.id}"' in page
    assert f'rel="prev" href="/{holding.headlines[0].id}"' in page
    assert f'rel="next" href="/{holding.headlines[2].id}"' in page


def test_a_capture_lists_its_items_in_page_order(client: TestClient, holding: Holding) -> None:
    page = client.get(f"/{holding.front.id}").text
    ids = re.findall(r'class="head"[^>]*><a href="/(ark:[^"]+)"', page)
    assert ids == list(holding.front.items)


@pytest.mark.parametrize("other", ["ark:/{0}", "{1}", "{2}"])
def test_other_forms_lead_to_the_one(client: TestClient, holding: Holding, other: str) -> None:
    naan_name = holding.article.id.removeprefix("ark:")
    forms = [naan_name, f"ark:{naan_name.upper()}", f"ark:{naan_name[:12]}-{naan_name[12:]}"]
    answer = client.get(f"/{other.format(*forms)}")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/{holding.article.id}"


@pytest.mark.parametrize(
    "end", ["%0A", "%3Fx", "%23x", "/metadata%0A", "/metadata%3Flang=mn", "/compare/x%0Ay"]
)
def test_what_was_percent_encoded_stays_part_of_the_address(
    client: TestClient, holding: Holding, end: str
) -> None:
    """None of it is another page's address: nothing is given under it, and no redirect leads in a circle."""
    path = f"/{holding.article.id}{end}"
    answer = client.get(path)
    if answer.status_code == 301:
        assert answer.headers["location"] != path
        answer = client.get(answer.headers["location"])
        assert answer.status_code == 200
    else:
        assert answer.status_code in (400, 404)


def test_a_mistyped_id_is_told_from_one_that_is_not_here(client: TestClient, holding: Holding) -> None:
    name = holding.article.id
    wrong = name[:-1] + ("b" if name[-1] != "b" else "c")
    assert client.get(f"/{wrong}").status_code == 400
    assert client.get("/ark:99999/fk40000000000000000d").status_code in (400, 404)
    assert client.get(f"/{name}.v7").status_code == 404
    assert client.get(f"/{name}/nothing").status_code == 404


@pytest.mark.parametrize("inflection", ["?info", "??"])
def test_inflections_answer_with_kernel_metadata(
    client: TestClient, holding: Holding, inflection: str
) -> None:
    answer = client.get(f"/{holding.article.id}{inflection}")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "erc:"
    assert lines[1:5] == [
        "who: Dorj, Ankhbayar",
        f"what: {truth.JSON_LD.headline}",
        "when: 20260129",
        f"where: {UI}/{holding.article.id}",
    ]
    assert "not for long-term reference" in answer.text


def test_a_version_is_addressed_and_cited_as_such(client: TestClient, holding: Holding) -> None:
    answer = client.get(f"/{holding.article.id}.v1")
    assert answer.status_code == 200
    assert f"{holding.article.id}.v1" in answer.text


def test_reference_managers_find_what_they_read(client: TestClient, holding: Holding) -> None:
    page = client.get(f"/{holding.article.id}").text
    metas = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
    assert metas["z:itemType"] == "newspaperArticle"
    assert html.unescape(metas["DC.title"]) == truth.JSON_LD.headline
    assert metas["DC.creator"] == "Dorj, Ankhbayar"
    assert metas["prism.publicationName"] == truth.PUBLISHER
    assert metas["DC.date"] == "2026-01-29"
    assert metas["og:type"] == "article"
    assert metas["article:published_time"] == truth.JSON_LD.date_published
    assert "citation_title" not in metas


def test_the_link_to_the_page_as_it_is_now_is_a_robust_one(client: TestClient, holding: Holding) -> None:
    page = client.get(f"/{holding.article.id}").text
    url, moment = holding.article_capture.url, holding.article_capture.captured[:19]
    version = f'data-versionurl="{UI}/{holding.article.id}" data-versiondate="{moment}Z"'
    assert f'<a href="{url}" data-originalurl="{url}" {version}' in page


def test_programs_find_the_way_on(client: TestClient, holding: Holding) -> None:
    link = client.get(f"/{holding.article.id}").headers["link"]
    for relation in ("cite-as", "describedby", "collection", "original", "timegate", "timemap"):
        assert f'rel="{relation}"' in link


def test_the_badge_is_our_own_and_says_when(client: TestClient, holding: Holding) -> None:
    text = _text(client.get(f"/{holding.article.id}").text)
    assert "✓ Verified" in text
    assert re.search(r"Meaning .* passed \d+ \w+ \d{4}, \d\d:\d\d UTC", text)


def test_metadata_names_the_connection_and_the_names(client: TestClient, holding: Holding) -> None:
    text = _text(client.get(f"/{holding.article.id}/metadata").text)
    capture = holding.article_capture
    for words in ("127.0.0.1", "not encrypted", capture.links.ni, capture.id):
        assert words in text


def test_checking_looks_every_value_up_in_the_bytes(client: TestClient, holding: Holding) -> None:
    fields = holding.article.provenance.fields
    text = _text(client.get(f"/{holding.article.id}/check").text)
    assert f"All {len(fields)} values were found again" in text
    document = client.get(f"/{holding.article.id}/check.json?field=datePublished").json()
    (value,) = document["values"]
    assert (value["pointer"], value["exact"]) == ("/datePublished", truth.JSON_LD.date_published)
    assert value["resolves"] is True


@pytest.mark.parametrize("field", ["--help", "a b", "../x", "x" * 200, ""])
def test_a_field_that_is_none_is_refused(client: TestClient, holding: Holding, field: str) -> None:
    answer = client.get(f"/{holding.article.id}/check.json", params={"field": field})
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["json", "csl-json", "bibtex", "ris", "prov", "ninjs", "warc", "wacz"])
def test_downloads_are_saved_and_never_shown(client: TestClient, holding: Holding, kind: str) -> None:
    answer = client.get(f"/{holding.article.id}/download/{kind}")
    assert answer.status_code == 200
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{holding.article.id.rpartition("/")[2]}.')
    assert len(answer.content) > 100


def test_a_download_there_is_not_names_those_there_are(client: TestClient, holding: Holding) -> None:
    answer = client.get(f"/{holding.article.id}/download/exe")
    assert answer.status_code == 404
    assert "bibtex" in answer.text


def test_the_twin_is_the_item_as_it_is_stored(client: TestClient, holding: Holding) -> None:
    for found in (holding.article, holding.headlines[0], holding.front):
        document = client.get(f"/{found.id}.json").json()
        assert document == json.loads(found.to_json())
        validate.check(document)


def test_two_captures_are_compared(client: TestClient, holding: Holding) -> None:
    before, after = holding.edited
    name = after.id.rpartition("/")[2]
    page = client.get(f"/{before.id}/compare/{name}")
    assert page.status_code == 200
    assert "<ins>" in page.text and "<del>" in page.text
    assert client.get(f"/{before.id}/compare/{holding.article.id.rpartition('/')[2]}").status_code == 400


def test_ids_of_the_time_before_another_naan_lead_on(site: DemoSite, tmp_path: Path) -> None:
    """Their names are known without their NAAN, and stay in the test range."""
    with archiver.open(tmp_path / "archive") as archive:
        capture = capture_demo(archive, f"{site.base}/ticker", requisites=False)
        archive.folder.configure(naan="12345")
    name = capture.id.rpartition("/")[2]
    with archiver.open(tmp_path / "archive") as archive:
        assert archive.get(name).id == capture.id
        later = capture_demo(archive, f"{site.base}/ticker", requisites=False)
        assert archive.get(later.id.rpartition("/")[2]).id == later.id
        assert archive.catalog.naans() == ["12345", "99999"]
    with TestClient(build(tmp_path / "archive"), base_url=UI) as client:
        assert "not for long-term reference" in client.get(f"/{capture.id}?info").text
        assert "never given to others" in client.get(f"/{later.id}?info").text
        own = f"http://{name}.{REPLAY.removeprefix('http://')}"
        assert client.get(f"{own}/packages/{name}.wacz").status_code == 200


@pytest.mark.parametrize(("language", "said"), [("en", "Taken over"), ("mn", "Шилжүүлсэн")])
def test_a_capture_of_another_archive_says_so(
    holding: Holding, tmp_path: Path, client: TestClient, language: str, said: str
) -> None:
    with archiver.open(holding.folder) as archive, (tmp_path / "moved.wacz").open("wb") as file:
        archive.export([holding.article_capture.id], "wacz", file)
    with archiver.open(tmp_path / "archive") as other:
        (capture,) = other.import_archive(tmp_path / "moved.wacz")
    path = f"/{capture.id}/metadata?lang={language}"
    with TestClient(build(tmp_path / "archive"), base_url=UI) as there:
        page = there.get(path).text
    assert f"<dt>{said}</dt>" in page
    assert capture.warc is not None and capture.warc in page
    assert f"<dt>{said}</dt>" not in client.get(path).text
