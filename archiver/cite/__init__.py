"""Citations of items and captures in the styles people paste.

Pure functions over the documents: nothing is looked up, and nothing is added that the documents do not state.
"""

from __future__ import annotations

from collections.abc import Callable

from archiver.cite import machine, prose, web
from archiver.errors import BadInput
from archiver.model.archive import ArchiveInfo
from archiver.model.capture import Capture
from archiver.model.items import Article, Headline
from archiver.reference import Reference, reference

_FORMATTERS: dict[str, Callable[[Reference], str]] = {
    "footnote": prose.footnote,
    "apa": prose.apa,
    "chicago": prose.chicago,
    "mla": prose.mla,
    "iso690": prose.iso690,
    "csl-json": machine.csl_json,
    "bibtex": machine.bibtex,
    "ris": machine.ris,
    "wikipedia": web.wikipedia,
    "robustlink": web.robustlink,
}
STYLES: tuple[str, ...] = tuple(_FORMATTERS)


def cite(
    item: Article | Headline | Capture,
    capture: Capture,
    info: ArchiveInfo,
    style: str,
    title: str | None = None,
) -> str:
    """The citation of ``item`` (an item of ``capture``, or ``capture`` itself), without a final line end.

    ``title``: of a capture, the headline of the article that its page is, else the page's own title.
    An ID with a version (``….v2``) is cited with it. Raises BadInput for an unknown style.
    """
    formatter = _FORMATTERS.get(style)
    if formatter is None:
        raise BadInput(f"no citation style {style!r}: choose one of {', '.join(STYLES)}")
    return formatter(reference(item, capture, info, title))


def every_style(ref: Reference) -> list[tuple[str, str]]:
    """Name and citation of every style, in their order."""
    return [(style, formatter(ref)) for style, formatter in _FORMATTERS.items()]


__all__ = ["STYLES", "cite", "every_style"]
