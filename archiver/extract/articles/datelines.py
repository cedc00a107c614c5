"""An author without any label: an initial and a surname beside the date under the heading. Believed last.

May not take two words with capitals (``New York``, ``World News``): only an initial makes a name of what no label does.
"""

from __future__ import annotations

import re

from archiver.extract.articles.anchor import Anchor
from archiver.extract.articles.candidate import Author, Reader
from archiver.extract.articles.regions import Regions

RULE = "initial and surname beside the date"
_MAX_LINE = 120  # characters
_MAX_ELEMENTS = 60  # behind the heading that are looked at
_PART = re.compile(r"(?:[^|·•/–—]|(?<=\S)[–—](?=\S)|(?<=[0-9])/(?=[0-9]))+")
_NAME = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?){1,3}[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?")
_DAY = re.compile(r"[0-9]{1,4}[./ -][0-9]{1,2}|[0-9]{4}|[0-9]{1,2}:[0-9]{2}")


def dateline_authors(reader: Reader, regions: Regions, anchor: Anchor) -> list[Author]:
    """The people of the first such line: ``29.01.2026 | J. Doe``. Empty where there is none."""
    if anchor.heading is None:
        return []
    for node in regions.elements.after(anchor.heading, _MAX_ELEMENTS):
        text = regions.text(node)
        if not len(text) <= _MAX_LINE or not _DAY.search(text):
            continue
        places = [reader.page.at_element(node, start, end) for start, end in _names(text)]
        said = [reader.candidate(p, "html", RULE, confidence="inferred", note=_NOTE) for p in places]
        found = [Author(name) for name in said if name]
        if found and anchor.is_at_head(node) and anchor.belongs(node):
            return found
    return []


_NOTE = "no label says that it is the author"


def _names(text: str) -> list[tuple[int, int]]:
    """Where a part of a line between bars, dashes and dots is an initial and a surname."""
    found = []
    for part in _PART.finditer(text):
        start = part.start() + len(part[0]) - len(part[0].lstrip())
        end = part.start() + len(part[0].rstrip())
        name = text[start:end]
        if _NAME.fullmatch(name) and name[0].isupper() and name.rsplit(".", 1)[-1].strip(" -")[:1].isupper():
            found.append((start, end))
    return found
