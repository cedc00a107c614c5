"""Manifests in brief, as exports read them: nothing there that whole ones do not say."""

from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver.errors import IntegrityFailed
from archiver.model.brief import Brief
from tests.archive.imports import gzipped, put, site, take_in
from tests.export.test_wacz import DIGEST


def _within(brief: Any, whole: Any) -> bool:
    """Whether all that the one says stands in the other at the same place."""
    if isinstance(brief, dict):
        return all(_within(value, whole[name]) for name, value in brief.items())
    if isinstance(brief, list):
        return len(brief) == len(whole) and all(map(_within, brief, whole))
    return bool(brief == whole)


def _fill(archive: archiver.Archive, folder: Path) -> list[archiver.Capture]:
    (folder / "note.txt").write_text("a note", "utf-8")
    take_in(archive, put(folder, "x.warc.gz", gzipped(site())))
    archive.import_file(folder / "note.txt")
    return list(archive.captures())


def test_briefs_say_what_manifests_say(archive: archiver.Archive, tmp_path: Path) -> None:
    captures = _fill(archive, tmp_path)
    briefs = list(archive.briefs())
    assert [brief.id for brief in briefs] == [capture.id for capture in captures]
    assert {brief.imported is None for brief in briefs} == {True, False}
    for brief, capture in zip(briefs, captures, strict=True):
        said = json.loads(brief.model_dump_json(exclude_none=True))
        assert _within(said, json.loads(capture.to_json()))
        assert said["exchanges"]


def test_every_field_of_a_brief_is_one_of_a_manifest() -> None:
    def names(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
        """Of each field the names within it."""
        found = {}
        for name, field in schema.get("properties", {}).items():
            refs = [part["$ref"].rsplit("/", 1)[1] for part in _parts(field) if "$ref" in part]
            found[name] = names(definitions[refs[0]], definitions) if refs else {}
        return found

    brief, whole = Brief.model_json_schema(), archiver.Capture.model_json_schema(by_alias=True)
    of_brief, of_whole = names(brief, brief["$defs"]), names(whole, whole["$defs"])
    exchange = of_brief["exchanges"]
    del exchange["request"]["file"], exchange["response"]["file"]  # a reference is one class here, two there
    assert _within(of_brief, of_whole)


def _parts(field: dict[str, Any]) -> list[dict[str, Any]]:
    return [field, *field.get("anyOf", ()), field.get("items", {})]


def test_of_an_item_its_capture(archive: archiver.Archive, tmp_path: Path) -> None:
    (tmp_path / "digest.txt").write_text(DIGEST, "utf-8")
    capture = archive.import_file(tmp_path / "digest.txt")
    assert capture.items
    assert archive.brief(capture.items[0]).id == capture.id


@pytest.mark.parametrize("text", ["{", "{}", '{"id": "ark:99999/fk4x", "url": 3}'])
def test_a_manifest_that_is_none_is_named(archive: archiver.Archive, tmp_path: Path, text: str) -> None:
    capture = _fill(archive, tmp_path)[0]
    with sqlite3.connect(archive.folder.catalog_path) as db:
        db.execute("UPDATE documents SET document=? WHERE id=?", (text, capture.id))
    db.close()
    with pytest.raises(IntegrityFailed, match=f"{capture.id} in .* is not a valid document"):
        archive.export(None, "wacz", io.BytesIO())
