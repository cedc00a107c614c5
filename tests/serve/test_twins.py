"""Every page has a twin in JSON that satisfies its published schema, and OpenAPI describes them all."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from openapi_spec_validator import validate as validate_openapi
from starlette.testclient import TestClient

import archiver
from archiver import validate
from archiver.model.views import VIEWS
from archiver.serve import build
from archiver.store import fixity
from tests.serve.conftest import UI, Holding


def twins(holding: Holding) -> dict[str, str]:
    """The path of a twin → the kind of its document."""
    article, front = f"/{holding.article.id}", f"/{holding.front.id}"
    other = holding.tickers[1].id.rpartition("/")[2]
    return {
        "/index.json": "overview",
        "/search.json": "results",
        "/search.json?q=snow&kind=headline": "results",
        "/search.json?q=nothing-of-the-kind": "results",
        "/days.json": "days",
        "/day/2026-01-29.json": "digest",
        "/day/2026-01-29.json?in=mn": "digest",
        f"/captures.json?url={holding.base}/ticker": "timeline",
        f"{article}.json": "article",
        f"/{holding.headlines[0].id}.json": "headline",
        f"{front}.json": "capture",
        f"{article}/files.json": "files",
        f"{front}/files.json": "files",
        f"{article}/check.json": "checks",
        f"{front}/check.json": "checks",
        f"/{holding.tickers[0].id}/compare/{other}.json": "comparison",
    }


def test_every_twin_satisfies_its_schema(client: TestClient, holding: Holding) -> None:
    for path, kind in twins(holding).items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        document = answer.json()
        assert document["$schema"].endswith(f"/{kind}/1.0.0.json"), path
        jsonschema.validate(document, validate.schema(kind), jsonschema.Draft202012Validator)


def test_every_kind_of_view_is_among_them(holding: Holding) -> None:
    assert set(VIEWS) <= set(twins(holding).values())


def test_every_page_names_its_twin(client: TestClient, holding: Holding) -> None:
    for path in twins(holding):
        shown = client.get(path.replace("/index.json", "/").replace(".json", ""))
        assert shown.status_code == 200, path
        bare = path.partition("?")[0]
        assert f'href="{bare}' in shown.text.replace("&#34;", '"'), path


def test_what_was_not_captured_has_a_twin_too(client: TestClient, holding: Holding) -> None:
    answer = client.get(f"/captures.json?url={holding.base}/tickerz")
    assert answer.status_code == 404
    document = answer.json()
    jsonschema.validate(document, validate.schema("timeline"), jsonschema.Draft202012Validator)
    assert document["captures"] == []
    assert f"{holding.base}/ticker" in [near["url"] for near in document["nearest"]]


@pytest.mark.parametrize(
    "path", ["/ark:99999/nothing.json", "/day/2026-99-99.json", "/captures.json?url=a:b"]
)
def test_an_error_is_a_document_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "status"}


def test_schemas_are_served_as_they_are_published(client: TestClient) -> None:
    for name in validate.NAMES:
        assert client.get(f"/schemas/{name}/1.0.0.json").json() == validate.schema(name)
    assert client.get("/schemas/nothing/1.0.0.json").status_code == 404


def test_openapi_describes_every_twin(client: TestClient, holding: Holding) -> None:
    description = client.get("/api/openapi.json").json()
    validate_openapi(description)
    paths = description["paths"]
    for path, kind in twins(holding).items():
        operation = paths[_template(path.partition("?")[0])]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        named = [schema["$ref"]] if "$ref" in schema else [one["$ref"] for one in schema["oneOf"]]
        assert f"#/components/schemas/{kind}" in named, path
        properties = description["components"]["schemas"][kind]["properties"]
        assert properties.keys() == validate.schema(kind)["properties"].keys()


def _template(path: str) -> str:
    parts = path.split("/")
    if parts[1].startswith("ark:"):
        parts[1], name, *rest = "ark:{naan}", *parts[2:]
        parts[2:] = ["{name}" + (".json" if name.endswith(".json") else ""), *rest]
        if "compare" in rest:
            parts[-1] = "{other}.json"
    return "/day/{day}.json" if parts[1] == "day" else "/".join(parts)


@pytest.mark.parametrize(
    "said",
    [
        {"eventDateTime": None},
        {"eventDateTime": "yesterday"},
        {"findings": 5, "eventOutcome": "fail"},
        {"findings": None, "agent": None},
        {"findings": [{"x": None}], "eventType": ["fixity check"], "agent": {"x": 1}},
        {"depth": ["meaning"], "number": 10**30},
        {"note": "\ud800", "size": float("nan")},
    ],
)
def test_a_damaged_log_is_shown_and_breaks_no_page(tmp_path: Path, said: dict[str, object]) -> None:
    (tmp_path / "page.txt").write_text("A text of some words.\n")
    with archiver.open(tmp_path / "archive") as archive:
        capture = archive.import_file(tmp_path / "page.txt")
        event = {"eventType": "fixity check", "eventDateTime": "2026-02-01T09:00:00Z", "eventOutcome": "pass"}
        event |= {"object": capture.warc, "depth": "meaning", "findings": ["x"]}
        with fixity.path_of(archive.folder).open("a") as log:
            log.write(json.dumps({**event, **said}) + "\n")
    with TestClient(build(tmp_path / "archive"), base_url=UI) as client:
        for tab in ("", "/files", "/check", "/metadata"):
            assert client.get(f"/{capture.id}{tab}").status_code == 200
        for tab, kind in (("/files", "files"), ("/check", "checks")):
            document = client.get(f"/{capture.id}{tab}.json").json()
            jsonschema.validate(document, validate.schema(kind), jsonschema.Draft202012Validator)
        assert len(client.get(f"/{capture.id}/files.json").json()["events"]) == 2
