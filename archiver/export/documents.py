"""What the text exports share: the capture of an item, and JSON that is safe on one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archiver.errors import NotFound
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline

# Line ends to str.splitlines and to JavaScript, but not to JSON.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def capture_of(item: Article | Headline | Capture, captures: Mapping[str, Capture]) -> Capture:
    """The capture ``item`` came from; a capture's is itself. Raises NotFound."""
    if isinstance(item, Capture):
        return item
    try:
        return captures[item.capture]
    except KeyError:
        raise NotFound(f"the capture {item.capture} of {item.id} is not here: export it together") from None


def json_line(value: Any) -> str:
    """``value`` as JSON on one line, letters as they are, without a line end."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)
