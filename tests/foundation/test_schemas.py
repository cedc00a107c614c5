"""The published schemas: generated from the models, valid, closed, and the same for two validators."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

import archiver
from archiver import validate
from archiver.demo.site import DemoSite
from archiver.errors import BadDocument
from archiver.model.archive import ArchiveInfo
from archiver.model.base import SCHEMA_VERSION, Model, schema_uri
from archiver.model.capture import Capture
from archiver.model.imports import Import
from archiver.model.items import Article, Headline
from archiver.model.provenance import Provenance
from archiver.model.schemas import schemas
from archiver.model.views import VIEWS
from tests.archive.imports import gzipped, put, take_in
from tests.archive.imports import site as site_of_others
from tests.conftest import capture_demo
from tests.demo import truth

MODELS: dict[str, type[Model]] = {
    "archive": ArchiveInfo,
    "article": Article,
    "capture": Capture,
    "headline": Headline,
    "import": Import,
    "provenance": Provenance,
}
FILES = Path(__file__).parents[2] / "schemas"


@pytest.fixture(scope="module")
def documents(site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A real document of each kind."""
    folder = tmp_path_factory.mktemp("documents")
    with archiver.open(folder / "archive") as archive:
        front = capture_demo(archive, site.url)
        page = capture_demo(archive, site.base + truth.JSON_LD.path, requisites=False)
        headline, article = archive.items(front.id)[0], archive.items(page.id)[0]
        return {
            "archive": archive.folder.info.document(),
            "article": article.document(),
            "capture": front.document(),
            "headline": headline.document(),
            "import": imported(archive, folder),
            "provenance": headline.document()["provenance"],
        }


def imported(archive: archiver.Archive, folder: Path) -> dict[str, Any]:
    """The document about a web archive of others, with a fault."""
    accession, _ = take_in(archive, put(folder, "x.warc.gz", gzipped(site_of_others())[:-9]))
    assert accession.document is not None
    return accession.document.document()


def test_the_files_are_those_of_the_models() -> None:
    published = {
        path.relative_to(FILES).as_posix(): path.read_text("utf-8") for path in FILES.rglob("*.json")
    }
    assert published == {f"{name}/{SCHEMA_VERSION}.json": text for name, text in schemas().items()}
    assert schemas().keys() == MODELS.keys() | VIEWS.keys() == set(validate.NAMES)


@pytest.mark.parametrize("name", [*MODELS, *VIEWS])
def test_a_schema_is_a_valid_one_under_its_own_name(name: str) -> None:
    text = (FILES / name / f"{SCHEMA_VERSION}.json").read_text("utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == schema_uri(name)
    assert text == json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert '"null"' not in text
    assert all(ref.startswith("#/") for ref in references(schema))


def references(schema: Any) -> Iterator[str]:
    """Every ``$ref`` in it: nothing is ever fetched."""
    if isinstance(schema, dict):
        yield from (value for key, value in schema.items() if key == "$ref")
        schema = list(schema.values())
    if isinstance(schema, list):
        for entry in schema:
            yield from references(entry)


def closed_objects(schema: Any) -> Iterator[bool]:
    """For every object with named properties whether it refuses others."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema.get("additionalProperties") is False
        schema = list(schema.values())
    if isinstance(schema, list):
        for entry in schema:
            yield from closed_objects(entry)


@pytest.mark.parametrize("name", [*MODELS, *VIEWS])
def test_no_object_is_open(name: str) -> None:
    assert all(closed_objects(validate.schema(name)))


def verdicts(name: str, document: dict[str, Any]) -> set[bool]:
    """What the model and the two validators say of a document."""
    schema = validate.schema(name)
    try:
        MODELS[name].from_json(json.dumps(document))
        model = True
    except ValidationError:
        model = False
    return {
        model,
        Draft202012Validator(schema).is_valid(document),
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(document),
    }


@pytest.mark.parametrize("name", MODELS)
def test_a_real_document_satisfies_all_three(documents: dict[str, dict[str, Any]], name: str) -> None:
    document = documents[name]
    assert verdicts(name, document) == {True}
    assert MODELS[name].from_json(json.dumps(document)).document() == document


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every entry of every object."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, entry in entries:
        yield (*path, key)
        yield from places(entry, (*path, key))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("name", MODELS)
def test_a_null_is_refused_wherever_it_stands(documents: dict[str, dict[str, Any]], name: str) -> None:
    """Absent, never null. Only a value that lost may be any JSON value, as the page had it."""
    schema = validate.schema(name)
    slow, fast = Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema)
    for path in samples(documents[name]):
        if "alternatives" in path and path[-1] == "value":
            continue
        changed = copy.deepcopy(documents[name])
        at(changed, path[:-1])[path[-1]] = None
        assert not slow.is_valid(changed), path
        assert not fast.is_valid(changed), path


@pytest.mark.parametrize("name", MODELS)
def test_an_unknown_field_is_refused_wherever_it_stands(
    documents: dict[str, dict[str, Any]], name: str
) -> None:
    for path in ((), *samples(documents[name])):
        target = at(documents[name], path)
        if not isinstance(target, dict) or path[-1:] in MAPS:
            continue
        changed = copy.deepcopy(documents[name])
        at(changed, path)["mood"] = "grim"
        assert verdicts(name, changed) == {False}, path


MAPS = {("fields",), ("software",), ("certificates",)}  # from names to values: they may hold any name


def samples(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    """One path of each form: list positions and map keys beyond the first are like the first."""
    forms: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for path in places(document):
        form = tuple(
            0 if isinstance(key, int) else "*" if path[max(i - 1, 0) : i] in MAPS else key
            for i, key in enumerate(path)
        )
        forms.setdefault(form, path)
    return list(forms.values())


def test_what_is_wrong_is_said_with_its_place(documents: dict[str, dict[str, Any]]) -> None:
    changed = copy.deepcopy(documents["headline"])
    changed["data"]["position"] = "first"
    with pytest.raises(
        BadDocument, match=rf"headline {changed['id']}: /data/position: 'first' is not of type"
    ):
        validate.check(changed)
    with pytest.raises(BadDocument, match="kind 'poem' is none of"):
        validate.check({**changed, "kind": "poem"})
    validate.check(documents["headline"])


def test_an_item_states_the_schema_it_satisfies(documents: dict[str, dict[str, Any]]) -> None:
    for name in ("article", "capture", "headline", "archive"):
        assert documents[name]["$schema"] == validate.schema(name)["$id"]
        without = {key: value for key, value in documents[name].items() if key != "$schema"}
        assert not Draft202012Validator(validate.schema(name)).is_valid(without)
