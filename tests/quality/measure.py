"""Read a set with archiver and score it: ``python -m tests.quality.measure [--failures] [--raise] [SET…]``.

``--failures`` lists every value that is not as it should be; ``--raise`` raises the floors to what was measured.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from itertools import groupby
from typing import Any

import archiver
from tests.quality import floors
from tests.quality.sets import OWN, SHARED, Case, Found, Score, available, cases, score

WITHOUT_BODY = "article_body" in inspect.signature(archiver.extract).parameters


def read(case: Case, *, body: bool = True) -> list[Found]:
    """What archiver reads from a page; ``body=False`` leaves the text of articles out, where this version can."""
    options: dict[str, Any] = {} if body or not WITHOUT_BODY else {"article_body": False}
    items = archiver.extract(
        case.body, url=case.url, content_type=case.content_type, captured_at=case.captured, **options
    )
    return [{"kind": item.kind, **item.data.model_dump(mode="json", by_alias=True)} for item in items]


def measure(name: str, *, body: bool = True) -> Score:
    """The score of archiver on a set."""
    return score(name, {case.name: read(case, body=body) for case in cases(name)})


def main(arguments: list[str]) -> int:
    """Print figures beside floors and targets; 1 when a floor is not kept."""
    parser = argparse.ArgumentParser("python -m tests.quality.measure")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join((*OWN, *SHARED))}")
    parser.add_argument("--failures", action="store_true", help="list what is not as it should be")
    parser.add_argument(
        "--raise", action="store_true", dest="raising", help="raise the floors to what was measured"
    )
    options = parser.parse_args(arguments)
    below = 0
    for name in options.sets or (*OWN, *(SHARED if available() else ())):
        result = measure(name)
        if options.raising:
            floors.raise_to(name, result.figures)
        below += len(floors.below(name, result.figures))
        print(f"{name}:", *floors.lines(name, result.figures), sep="\n  ")
        if options.failures:
            print(failures_of(result))
    return int(below > 0)


def failures_of(result: Score, shown: int = 3) -> str:
    """The failures as Markdown: a heading for each page and field, the first few values under it."""
    ordered = sorted(result.failures, key=lambda failure: (failure.page, failure.field))
    lines: list[str] = []
    for (page, field), several in groupby(ordered, key=lambda failure: (failure.page, failure.field)):
        listed = list(several)
        lines.append(f"- **{page}** {field}: {len(listed)}")
        lines += [
            f"    - expected `{str(one.expected)[:160]}`, got `{str(one.got)[:160]}`"
            for one in listed[:shown]
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
