"""Citations for reference managers: CSL-JSON, BibTeX (biblatex ``@online``), RIS.

Hostile titles end neither a field nor a record: LaTeX specials become commands, line ends spaces.
"""

from __future__ import annotations

from pydantic_core import to_json

from archiver.reference import Reference, capitalized
from archiver.reference.csl import csl_item, note
from archiver.reference.dates import instant_day
from archiver.reference.names import Name

# Braces as commands, because BibTeX counts braces whatever backslash stands before them.
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{character: "\\" + character for character in "$&#_%"},
})  # fmt: skip
# BCP 47 → babel, for hyphenation and quotation marks.
_BABEL = {
    "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "mn": "mongolian",
    "pl": "polish", "pt": "portuguese", "ru": "russian", "uk": "ukrainian",
}  # fmt: skip


def csl_json(ref: Reference) -> str:
    """A CSL-JSON file: an array with this one item."""
    return to_json([csl_item(ref)], indent=2).decode()


def bibtex(ref: Reference) -> str:
    """A biblatex ``@online`` entry; the key is the ARK's name."""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in ref.authors),
        "title": "{" + latex(ref.title) + "}",  # double braces: no style changes the capitals
        "organization": latex(ref.outlet or ""),
        "date": ref.published.iso if ref.published else "",
        "url": ref.url or ref.page_url or ref.permalink_url or "",
        "urldate": None if ref.is_url_given else instant_day(ref.captured).iso,
        "langid": _BABEL.get((ref.language or "").split("-")[0], ""),
        "note": latex(_bibtex_note(ref)),
    }
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@online{{{ref.ark.rpartition('/')[2]},\n" + ",\n".join(lines) + "\n}"


def latex(text: str) -> str:
    """``text`` with every character that LaTeX or BibTeX acts on as a command that prints it."""
    return text.translate(_LATEX)


def _bibtex_name(name: Name) -> str:
    if name.family is None or name.given is None:
        return "{" + latex(name.literal) + "}"
    # "Family, Suffix, Given", the order of BibTeX's three-part names.
    return latex(", ".join(part for part in (name.family, name.suffix, name.given) if part))


def _bibtex_note(ref: Reference) -> str:
    listed = f"Listed in {ref.listed_in}. " if ref.listed_in else ""
    digest = f" (sha256 {ref.sha256})" if ref.sha256 else ""
    kept = f"{capitalized(ref.kept)} kept" if ref.origin else "Archived"
    return f"{listed}{kept} at {ref.permalink}{digest}"


def ris(ref: Reference) -> str:
    """A RIS record; ``UR`` is the original and, where the archive is public, the permalink."""
    kind = "ELEC" if ref.kind == "capture" or not ref.outlet else "NEWS"
    published, day = ref.published, instant_day(ref.captured)
    lines = [
        ("TY", kind),
        *(("AU", name.inverted) for name in ref.authors),
        ("TI", ref.title),
        ("T2", ref.outlet),
        ("PY", str(published.year) if published else None),
        ("DA", _ris_date(published.parts) if published else None),
        ("SE", ref.section),
        ("LA", ref.language),
        ("UR", ref.url or ref.page_url),
        ("UR", ref.permalink_url),
        ("Y2", None if ref.is_url_given else _ris_date(day.parts)),
        ("DB", ref.archive),
        ("AN", ref.ark),
        ("N1", note(ref)),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


def _ris_date(parts: list[int]) -> str:
    """``YYYY/MM/DD/`` with empty places for what was not stated."""
    shown = [f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False)]
    return "/".join([*shown, *[""] * (4 - len(shown))])
