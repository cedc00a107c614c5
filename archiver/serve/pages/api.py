"""For programs: the schemas as they are published, and an OpenAPI description of every page's twin."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archiver import validate
from archiver.errors import NotFound
from archiver.model.base import SCHEMA_VERSION
from archiver.serve.render import document

_TEXT = {"type": "string"}
_ARK = {"type": "string", "pattern": "^[0-9a-z]+(\\.v[0-9]+)?$"}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _parameter(name: str, where: str, about: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": about,
        "schema": schema or _TEXT,
    }


_NAMED = [
    _parameter(
        "naan", "path", "Name Assigning Authority Number", {"type": "string", "pattern": "^[0-9]{5,9}$"}
    ),
    _parameter("name", "path", "what stands behind it in an ID; with .vN for a version", _ARK),
]
_SEARCH = [
    _parameter("q", "query", "words; each counts as a beginning"),
    _parameter("kind", "query", "article, headline, capture or item"),
    *(
        _parameter(name, "query", f"only of this {name}")
        for name in ("outlet", "language", "verdict", "month")
    ),
    _parameter("since", "query", "published, or else captured, on this day or later"),
    _parameter("until", "query", "on this day or earlier"),
    _parameter("from", "query", "results to leave out", {"type": "integer", "minimum": 0}),
]


class _Page(NamedTuple):
    """A twin. ``kinds``: schemas of which one holds; ``statuses`` beside 200."""

    path: str
    about: str
    kinds: tuple[str, ...]
    parameters: list[dict[str, Any]]
    statuses: tuple[int, ...] = ()


_PAGES = (
    _Page("/index.json", "what the archive holds, and its latest", ("overview",), []),
    _Page("/search.json", "a search with facets", ("results",), _SEARCH, (400,)),
    _Page("/days.json", "the days there is something of", ("days",), []),
    _Page(
        "/day/{day}.json",
        "the digest of a day",
        ("digest",),
        [_parameter("day", "path", "the day", _DAY), _parameter("in", "query", "only of this language")],
        (400,),
    ),
    _Page(
        "/captures.json",
        "the captures of a URL",
        ("timeline",),
        [{**_parameter("url", "query", "the URL"), "required": True}],
        (400, 404),
    ),
    _Page(
        "/ark:{naan}/{name}.json",
        "an item or capture",
        ("article", "headline", "capture"),
        _NAMED,
        (400, 404),
    ),
    _Page("/ark:{naan}/{name}/files.json", "its files and their events", ("files",), _NAMED, (400, 404)),
    _Page(
        "/ark:{naan}/{name}/check.json",
        "its values, looked up in the captured bytes now",
        ("checks",),
        [*_NAMED, _parameter("field", "query", "only this one: datePublished, author/0/name")],
        (400, 404, 503),
    ),
    _Page(
        "/ark:{naan}/{name}/compare/{other}.json",
        "what changed from one capture or item to another",
        ("comparison",),
        [*_NAMED, _parameter("other", "path", "the name of the other", _ARK)],
        (400, 404),
    ),
)


async def openapi(request: Request) -> Response:
    """``/api/openapi.json`` (OpenAPI 3.1)."""
    del request
    return document(_description())


_KINDS = [kind for page in _PAGES for kind in page.kinds]


@cache
def _description() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "archiver",
            "version": version("citable-archiver"),
            "description": "Every page of the interface as a document. Reading only.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {one.path: {"get": _operation(one)} for one in _PAGES},
        "components": {"schemas": {"error": _ERROR, **_components()}},
    }


def _components() -> dict[str, Any]:
    """The published schemas as OpenAPI has them: in one document, with their definitions beside them."""
    found: dict[str, Any] = {}
    for kind in _KINDS:
        schema = {key: value for key, value in validate.schema(kind).items() if key not in ("$id", "$schema")}
        for name, definition in schema.pop("$defs", {}).items():
            found[f"{kind}.{name}"] = _moved(definition, kind)
        found[kind] = _moved(schema, kind)
    return found


def _moved(value: Any, kind: str) -> Any:
    """A part of a schema with its references to definitions of that schema where those stand now."""
    if isinstance(value, list):
        return [_moved(one, kind) for one in value]
    if not isinstance(value, dict):
        return value
    start, end = "#/$defs/", f"#/components/schemas/{kind}."
    return {
        key: one.replace(start, end) if isinstance(one, str) and one.startswith(start) else _moved(one, kind)
        for key, one in value.items()
    }


_ERROR = {
    "type": "object",
    "required": ["error", "status"],
    "properties": {"error": {"type": "string"}, "status": {"type": "integer"}},
}


def _operation(one: _Page) -> dict[str, Any]:
    words = re.findall(r"[a-z]+", one.path)
    schemas = [_named(kind) for kind in one.kinds]
    good = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
    return {
        "operationId": f"get{''.join(word.capitalize() for word in words)}",
        "summary": one.about[:1].upper() + one.about[1:],
        "parameters": one.parameters,
        "responses": {
            "200": _answer("What was asked for", good),
            **{
                str(status): _answer(_WHY[status], _named(_OWN.get((one.path, status), "error")))
                for status in one.statuses
            },
        },
    }


# Where an error is a document of the page's own kind.
_OWN = {
    ("/captures.json", 404): "timeline",
    ("/ark:{naan}/{name}/check.json", 503): "checks",
}
_WHY = {400: "It cannot be understood", 404: "It is not here", 503: "It could not be looked up now"}


def _named(kind: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind}"}


def _answer(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


async def schema(request: Request) -> Response:
    """``/schemas/NAME/1.0.0.json``: the file, as it is published. Raises NotFound."""
    name = request.path_params["name"]
    if name not in validate.NAMES:
        raise NotFound(f"no schema is named {name[:40]!r}: there are {', '.join(validate.NAMES)}")
    text = json.dumps(validate.schema(name), ensure_ascii=False, indent=2, sort_keys=True)
    return Response(text, 200, {"Cache-Control": "max-age=86400"}, "application/schema+json")


ROUTES = [
    Route("/api/openapi.json", openapi),
    Route(f"/schemas/{{name}}/{SCHEMA_VERSION}.json", schema),
]
