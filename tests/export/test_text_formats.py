"""The text exports, read back with what their users read them with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.cite import cite
from archiver.errors import NotFound
from archiver.export.csv import COLUMNS
from archiver.export.formats import TEXT_FORMATS
from archiver.model.items import Article, Headline
from tests.cite.builders import (
    ARTICLE_ID,
    CAPTURE_ID,
    HEADLINE_ID,
    HOSTILE,
    PAGE_DIGEST,
    PRIVATE,
    PUBLIC,
    RECORD,
    article,
    capture,
    digest_headline,
    english,
    headline,
    mongolian,
)

CAPTURE = capture("https://t.example/x", page="https://www.theguardian.com/politics/coal")
CAPTURES = {CAPTURE_ID: CAPTURE}


def export(name: str, *items: Any) -> str:
    return "".join(TEXT_FORMATS[name](items, CAPTURES, PUBLIC))


def rows(*items: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export("csv", *items), newline=""), strict=True))


def test_the_formats_there_are() -> None:
    assert list(TEXT_FORMATS) == ["jsonl", "csv", "csl-json", "prov", "ninjs"]


@pytest.mark.parametrize("name", ["jsonl", "csv", "csl-json", "ninjs"])
def test_text_streams_item_by_item(name: str) -> None:
    """The first text is there before the second item was asked for."""
    asked: list[int] = []

    def items() -> Iterator[Article]:
        for number in range(3):
            asked.append(number)
            yield english()

    stream = TEXT_FORMATS[name](items(), CAPTURES, PUBLIC)
    next(stream)
    assert len(asked) < 2
    assert len(list(stream)) >= 2 and len(asked) == 3


@pytest.mark.parametrize("name", ["csv", "csl-json", "prov", "ninjs"])
def test_an_item_without_its_capture_is_not_exported_half(name: str) -> None:
    with pytest.raises(NotFound, match=f"the capture {CAPTURE_ID} of {ARTICLE_ID} is not here"):
        list(TEXT_FORMATS[name]([english()], {}, PUBLIC))


# -- JSON Lines -----------------------------------------------------------------------------------------


def test_jsonl_lines_are_the_documents() -> None:
    items = [english(), mongolian(), digest_headline(), CAPTURE]
    lines = export("jsonl", *items).split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [item.document() for item in items]
    assert Article.from_json(lines[1]) == mongolian()
    assert "Б.Болормаа" in lines[1]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_jsonl_is_one_line_whoever_splits_it(text: str) -> None:
    [line] = export("jsonl", headline(headline=text)).splitlines()
    assert Headline.from_json(line).data.headline == text


# -- CSV ------------------------------------------------------------------------------------------------


def test_csv_has_the_columns_and_values() -> None:
    text = export("csv", english())
    assert text.splitlines()[0] == (
        "id,kind,capture,headline,author,publisher,datePublished,inLanguage,url,position,isPartOf,articleSection,"
        "captured,captureUrl,verdict,sha256,origin"
    )
    assert rows(english()) == [
        {
            "id": ARTICLE_ID,
            "kind": "article",
            "capture": CAPTURE_ID,
            "headline": "Ministers knew of “clean” coal",
            "author": "Jane Q. Doe; Alex Smith",
            "publisher": "The Guardian",
            "datePublished": "2026-11-03T23:30:00-05:00",
            "inLanguage": "en-GB",
            "url": "https://www.theguardian.com/politics/coal",
            "position": "",
            "isPartOf": "",
            "articleSection": "Politics",
            "captured": "2026-11-23T07:15:29.123456Z",
            "captureUrl": "https://www.theguardian.com/politics/coal",
            "verdict": "complete",
            "sha256": PAGE_DIGEST,
            "origin": "",
        }
    ]


def test_csv_rows_of_a_headline_and_a_capture() -> None:
    first, second = rows(digest_headline(), CAPTURE)
    assert (first["kind"], first["position"], first["author"]) == ("headline", "10", "")
    assert (second["id"], second["capture"], second["kind"]) == (CAPTURE_ID, CAPTURE_ID, "capture")
    assert (second["url"], second["captureUrl"]) == ("https://t.example/x", CAPTURE.exchanges[1].url)


def test_csv_ends_every_line_with_crlf_and_doubles_quotes() -> None:
    text = export("csv", headline(headline='say "coal", twice'))
    assert '"say ""coal"", twice"' in text
    assert text.count("\r\n") == text.count("\n") == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_cell_is_a_formula_and_the_row_stays_a_row(text: str) -> None:
    [row] = rows(article(headline=text, author=[{"name": text}], publisher=text, articleSection=text))
    assert list(row) == list(COLUMNS)
    for cell in row.values():
        assert cell.isprintable() and not cell.lstrip().startswith(("=", "+", "-", "@"))


# -- CSL-JSON -------------------------------------------------------------------------------------------


def test_csl_json_is_an_array_of_what_cite_gives() -> None:
    items = [english(), digest_headline(), CAPTURE]
    cited = [json.loads(cite(item, CAPTURE, PUBLIC, "csl-json"))[0] for item in items]
    assert json.loads(export("csl-json", *items)) == cited
    assert json.loads(export("csl-json")) == []


# -- ninjs ----------------------------------------------------------------------------------------------


def test_ninjs_of_an_article() -> None:
    full = article(
        headline="Coal",
        alternativeHeadline="Black coal",
        author=[{"name": "Б.Болормаа"}, {"name": "Jane Doe"}],
        publisher="gogo.mn",
        datePublished="2026-01-29T10:00:00+08:00",
        inLanguage="mn",
        url="https://gogo.mn/r/1",
        description="Short.",
        articleSection="Economy",
        keywords=["coal", "Economy"],
        articleBody="Long text.",
        wordCount=2,
    )
    assert json.loads(export("ninjs", full)) == {
        "uri": f"https://archive.example/{ARTICLE_ID}",
        "standard": {"name": "ninjs", "version": "3.1"},
        "type": "text",
        "representationtype": "complete",
        "pubstatus": "usable",
        "versioncreated": "2026-11-23T07:15:29.123456Z",
        "version": "1",
        "language": "mn",
        "firstcreated": "2026-01-29T10:00:00+08:00",
        "headlines": [{"role": "main", "value": "Coal"}, {"role": "alternative", "value": "Black coal"}],
        "infosources": [{"name": "gogo.mn"}],
        "subjects": [{"name": "Economy"}, {"name": "coal"}],
        "by": "Б.Болормаа, Jane Doe",
        "descriptions": [{"role": "summary", "value": "Short."}],
        "bodies": [
            {
                "role": "main",
                "contenttype": "text/plain",
                "charcount": 10,
                "value": "Long text.",
                "wordcount": 2,
            }
        ],
        "altids": [
            {"role": "ark", "value": ARTICLE_ID},
            {"role": "url", "value": "https://gogo.mn/r/1"},
            {"role": "captured", "value": "https://www.theguardian.com/politics/coal"},
        ],
    }


def test_ninjs_is_a_line_an_item_and_states_no_instant_nobody_stated() -> None:
    lines = [json.loads(line) for line in export("ninjs", digest_headline(), CAPTURE).splitlines()]
    assert [line["type"] for line in lines] == ["text", "composite"]
    assert "firstcreated" not in lines[0]
    assert lines[0]["altids"][0] == {"role": "ark", "value": HEADLINE_ID}


# -- PROV-JSON ------------------------------------------------------------------------------------------

ITEM = f"ark99999:{ARTICLE_ID.partition('/')[2]}"
PAGE = "uuid:" + RECORD.removeprefix("<urn:uuid:").removesuffix(">")
EXTRACTION = f"activity:extraction-{ARTICLE_ID.partition('/')[2]}"
CAPTURING = f"activity:capture-{CAPTURE_ID.partition('/')[2]}"


def relations(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return list(document[name].values())


def test_prov_tells_how_the_item_came_to_be() -> None:
    document = json.loads(export("prov", english()))
    assert document["prefix"]["ark99999"] == "ark:99999/"
    assert document["entity"][ITEM]["prov:label"] == "Ministers knew of “clean” coal"
    assert document["entity"][PAGE]["archiver:entityDigest"] == f"sha256:{PAGE_DIGEST}"
    assert document["activity"][CAPTURING]["prov:startTime"] == CAPTURE.captured
    agents = {agent["prov:label"] for agent in document["agent"].values()}
    assert agents == {"archiver 0.1.0", "archiver-extractor 1"}
    assert {"prov:entity": ITEM, "prov:activity": EXTRACTION} in relations(document, "wasGeneratedBy")
    generated = {"prov:entity": PAGE, "prov:activity": CAPTURING, "prov:time": CAPTURE.captured}
    assert generated in relations(document, "wasGeneratedBy")
    assert {"prov:activity": EXTRACTION, "prov:entity": PAGE} in relations(document, "used")
    informed = {"prov:informed": EXTRACTION, "prov:informant": CAPTURING}
    assert informed in relations(document, "wasInformedBy")


def test_prov_derives_the_item_and_each_value_from_its_record() -> None:
    document = json.loads(export("prov", english()))
    derived = {entry["prov:generatedEntity"]: entry for entry in relations(document, "wasDerivedFrom")}
    pointers = english().provenance.fields
    assert set(derived) == {ITEM, *(ITEM + pointer for pointer in pointers)}
    assert all(entry["prov:usedEntity"] == PAGE for entry in derived.values())
    assert document["entity"][f"{ITEM}/headline"]["prov:value"] == "Ministers knew of “clean” coal"
    headline_derivation = derived[f"{ITEM}/headline"]
    assert headline_derivation["archiver:rule"] == "ld-headline"
    assert json.loads(headline_derivation["archiver:selectors"])[0]["value"] == "/html/head/script"


def test_prov_names_nothing_it_does_not_declare() -> None:
    document = json.loads(export("prov", english(), digest_headline(), CAPTURE))
    known = set(document["entity"]) | set(document["activity"]) | set(document["agent"])
    ends = {
        "prov:entity", "prov:activity", "prov:agent", "prov:collection", "prov:informed", "prov:informant",
        "prov:generatedEntity", "prov:usedEntity",
    }  # fmt: skip
    for section in set(document) - {"prefix", "entity", "activity", "agent"}:
        for entry in relations(document, section):
            assert {entry[end] for end in ends & set(entry)} <= known
    for name in known:
        assert name.partition(":")[0] in document["prefix"]


def test_prov_says_a_capture_once_for_all_its_items() -> None:
    one, two = (json.loads(export("prov", *items)) for items in ([english()], [english(), digest_headline()]))
    captures = [name for name in two["activity"] if name.startswith("activity:capture")]
    assert captures == [CAPTURING]
    assert len(two["entity"]) > len(one["entity"])


def test_prov_of_a_record_id_that_is_no_uuid() -> None:
    odd = english().document()
    odd["provenance"]["fields"]["/headline"]["record"] = "<http://records.example/a b#\u202e1>".replace(
        " ", ""
    )
    document = json.loads(export("prov", Article.model_validate(odd, strict=False)))
    assert "record:http%3A%2F%2Frecords.example%2Fab%23%E2%80%AE1" in document["entity"]


def test_prov_of_a_source_without_value_points_to_verify() -> None:
    broken = english().document()
    broken["provenance"]["fields"]["/license"] = broken["provenance"]["fields"]["/headline"]
    with pytest.raises(NotFound, match="run `archiver verify"):
        export("prov", Article.model_validate(broken, strict=False))


def test_prov_is_read_by_the_prov_package() -> None:
    """The reference reader of PROV-JSON, where it is installed."""
    model = pytest.importorskip("prov.model", reason="the prov package is not installed")
    text = export("prov", english(), digest_headline(), CAPTURE, article(headline=HOSTILE))
    document = model.ProvDocument.deserialize(content=text, format="json")
    again = json.loads(document.serialize(format="json"))
    assert set(again["entity"]) == set(json.loads(text)["entity"])
    assert len(list(document.get_records(model.ProvDerivation))) == len(json.loads(text)["wasDerivedFrom"])


def test_an_empty_prov_document_is_valid() -> None:
    assert set(json.loads("".join(TEXT_FORMATS["prov"]([], {}, PRIVATE)))) == {"prefix"}
