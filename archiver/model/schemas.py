"""The published JSON Schemas, generated from the models. ``archiver schema export`` writes them."""

from __future__ import annotations

import json
from typing import Any

from archiver.model.archive import ArchiveInfo
from archiver.model.base import Model, schema_uri
from archiver.model.capture import Capture
from archiver.model.imports import Import
from archiver.model.items import Article, Headline
from archiver.model.provenance import Provenance
from archiver.model.views import VIEWS

_MODELS: dict[str, type[Model]] = {
    "archive": ArchiveInfo,
    "article": Article,
    "capture": Capture,
    "headline": Headline,
    "import": Import,
    "provenance": Provenance,
    **VIEWS,
}


def schemas() -> dict[str, str]:
    """Name → JSON Schema 2020-12 text with ``$id`` and sorted keys."""
    return {name: _text(name, model) for name, model in _MODELS.items()}


def _text(name: str, model: type[Model]) -> str:
    schema: dict[str, Any] = {
        **_without_null(model.model_json_schema(by_alias=True)),
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_uri(name),
    }
    if "$schema" in schema.get("properties", {}):
        schema["required"] = sorted({*schema.get("required", []), "$schema"} | _kind(schema))
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _kind(schema: dict[str, Any]) -> set[str]:
    return {"kind"} & set(schema["properties"])


def _without_null(value: Any) -> Any:
    """Absent, never null: an optional field is one that may be left out, and a null is refused.
    The titles pydantic makes of field names say nothing and are dropped too."""
    if isinstance(value, list):
        return [_without_null(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    cleaned = {
        key: _without_null(entry)
        for key, entry in value.items()
        if not (key == "default" and entry is None) and not (key == "title" and isinstance(entry, str))
    }
    choices = cleaned.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        if len(choices) == 1:
            rest = {key: entry for key, entry in cleaned.items() if key != "anyOf"}
            return {**choices[0], **rest}
        cleaned["anyOf"] = choices
    return cleaned
