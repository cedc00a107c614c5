"""Keep the parts of the documentation that code knows equal to the code.

``python docs/update.py`` rewrites the marked blocks of README.md and docs/*.md; ``--check`` only says which differ.
A block is ``<!-- help: VERB -->`` (what ``archiver VERB --help`` prints) or ``<!-- file: PATH -->``, and ends
with ``<!-- end -->``.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"(<!-- (help|file): (.*?) ?-->\n).*?(<!-- end -->)", re.S)


def help_of(words: str) -> str:
    """What ``archiver WORDS --help`` prints, 80 columns wide."""
    from archiver.cli import cli

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        cli.main([*words.split(), "--help"], prog_name="archiver", standalone_mode=False, terminal_width=80)
    return printed.getvalue().strip()


def block(kind: str, argument: str) -> str:
    """The text of one block, fenced."""
    if kind == "file":
        return f"```python\n{(ROOT / argument).read_text('utf-8').strip()}\n```\n"
    return f"```\n{help_of(argument)}\n```\n"


def updated(text: str) -> str:
    """``text`` with every marked block as the code has it."""
    return _BLOCK.sub(lambda match: match[1] + block(match[2], match[3]) + match[4], text)


def documents() -> list[Path]:
    """The files that may hold blocks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def same(one: str, other: str) -> bool:
    """Equal but for line breaks: versions of click wrap help texts differently."""
    return one.split() == other.split()


def main(arguments: list[str]) -> int:
    """Update or check; 1 when a check finds a block that differs."""
    stale = [
        path for path in documents() if not same(path.read_text("utf-8"), updated(path.read_text("utf-8")))
    ]
    for path in stale:
        if "--check" not in arguments:
            path.write_text(updated(path.read_text("utf-8")), "utf-8")
        print(f"{path.relative_to(ROOT)}: {'differs' if '--check' in arguments else 'updated'}")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
