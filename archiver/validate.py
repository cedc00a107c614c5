"""Documents against the published files in ``schemas/``, on write and on read.

jsonschema-rs decides (fast); jsonschema explains when something is wrong. No schema but our own is
ever loaded, and nothing is fetched.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from pydantic_core import from_json

from archiver.errors import BadDocument
from archiver.model.base import SCHEMA_VERSION

_VIEWS = ("checks", "comparison", "days", "digest", "files", "overview", "results", "timeline")
NAMES = ("archive", "article", "capture", "headline", "import", "provenance", *_VIEWS)
_KINDS = ("capture", "article", "headline", "import")
_HERE = Path(__file__).parent


@cache
def schema_folder() -> Path:
    """Where the schema files lie: inside the installed package, or at the top of a checkout."""
    installed = _HERE / "schemas"
    return installed if installed.is_dir() else _HERE.parent / "schemas"


@cache
def schema(name: str) -> dict[str, Any]:
    """The published schema of that name, from its file."""
    loaded: dict[str, Any] = json.loads((schema_folder() / name / f"{SCHEMA_VERSION}.json").read_bytes())
    return loaded


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.Draft202012Validator(schema(name), validate_formats=True)


def check(document: dict[str, Any]) -> None:
    """Check a capture, article, headline or import document. Raises BadDocument naming the place and the fault."""
    kind = document.get("kind")
    if kind not in _KINDS:
        raise BadDocument(f"kind {kind!r} is none of {', '.join(_KINDS)}")
    if not _validator(kind).is_valid(document):
        raise BadDocument(f"{kind} {document.get('id', '')}: {explain(kind, document)}")


def check_text(text: str | bytes) -> dict[str, Any]:
    """The document that is this JSON text, checked.

    Raises ValueError for what is no JSON, half a surrogate pair in it among that, and BadDocument.
    """
    document = from_json(text)
    if not isinstance(document, dict):
        raise BadDocument("no JSON object")
    check(document)
    return document


def explain(name: str, document: dict[str, Any]) -> str:
    """The most telling fault, with the JSON Pointer to it."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema(name)).iter_errors(document))
    if error is None:
        return "does not satisfy its schema"
    return f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
