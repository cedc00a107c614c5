"""Text from pages, made harmless for where it is shown: a terminal, a spreadsheet, a line of prose.

Foundation: imports nothing of the package. It may not be used on what is stored: stored text stays as it was.
"""

from __future__ import annotations

import re
import unicodedata

_NEWLINE = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Spreadsheets read these as the start of a formula; Excel in East Asian locales also the full-width ones.
_FORMULA = re.compile(r"^[\t\r]|^\s*[=+\-@＝＋－＠]")
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


def csv_cell(text: str) -> str:
    """``text`` as a cell no spreadsheet evaluates: as on a terminal, an apostrophe before formula starts.

    A cell is prefixed when it starts with TAB or CR, or when its first visible character is ``= + - @``.
    Quoting (RFC 4180) is the writer's.
    """
    return ("'" if _FORMULA.match(text) else "") + terminal(text, " ")


def one_line(text: str) -> str:
    """``text`` for a line of prose: white space collapsed, what hides or reorders text as U+FFFD.

    Joiners, variation selectors and direction marks that scripts need stay.
    """
    return "".join("\ufffd" if _misleads(character) else character for character in " ".join(text.split()))


def _misleads(character: str) -> bool:
    if character in _BIDI or ord(character) >= 0xE0000:
        return not 0xE0100 <= ord(character) <= 0xE01EF  # variation selectors
    return unicodedata.category(character) in ("Cc", "Cs", "Cn") or 0xFFF9 <= ord(character) <= 0xFFFB
