"""Text from pages, made harmless for where it is shown: a terminal, a spreadsheet, a line of prose.

Foundation: imports nothing of the package. It may not be used on what is stored: stored text stays as it was.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_NEWLINE = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Spreadsheets read these as the start of a formula; Excel in East Asian locales also the full-width ones.
_FORMULA = re.compile(r"^[\t\r]|^\s*[=+\-@＝＋－＠]")
_SCRIPTS = frozenset("\u061c\u180e\u200c\u200d\u200e\u200f")  # the Mongolian vowel separator among them
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def terminal(text: str, newline: str = "␤") -> str:
    """``text`` on one line with nothing a terminal acts on.

    Everything ``str.isprintable`` refuses becomes its backslash escape (``\\x1b``, ``\\u202e``): control
    characters, bidi controls, zero-width and unassigned characters, lone surrogates. Line ends become
    ``newline``; a TAB and every other kind of space an ordinary space.
    """
    return "".join(_shown(character) for character in _NEWLINE.sub(newline, text))


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_text(document: Any) -> str:
    """JSON on one line, for a terminal as much as for a program: the same document, with everything that is
    not printable as a JSON escape (RFC 8259 §7), U+2028 and NEL among it, which some readers take for line ends.
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def csv_cell(text: str) -> str:
    """``text`` as a cell no spreadsheet evaluates: as on a terminal, an apostrophe before formula starts.

    A cell is prefixed when it starts with TAB or CR, or when its first visible character is ``= + - @``.
    Quoting (RFC 4180) is the writer's.
    """
    return ("'" if _FORMULA.match(text) else "") + terminal(text, " ")


def one_line(text: str) -> str:
    """``text`` for a line of prose: white space collapsed, what hides or reorders text as U+FFFD.

    Joiners, variation selectors and direction marks that scripts need stay; other characters that are never
    seen (soft hyphen, zero-width space, byte order mark) are left out.
    """
    if text.isprintable() and "  " not in text:  # nothing of the kinds below is
        return text.strip()
    line = " ".join(text.split())
    if line.isprintable():
        return line
    kept = (c for c in line if unicodedata.category(c) != "Cf" or c in _SCRIPTS or _misleads(c))
    shown = "".join("\ufffd" if _misleads(character) else character for character in kept)
    return " ".join(shown.split())  # what was left out may have stood between spaces


def _misleads(character: str) -> bool:
    if character in _BIDI or ord(character) >= 0xE0000:
        return not 0xE0100 <= ord(character) <= 0xE01EF  # variation selectors
    return unicodedata.category(character) in ("Cc", "Cs", "Cn") or 0xFFF9 <= ord(character) <= 0xFFFB
