"""Which scripts a language is written in, and how much of a text is in them. Tables and counting; names no language."""

from __future__ import annotations

import re

_SAMPLE = 6000  # characters looked at
_LETTER = re.compile(r"[^\W\d_]")
# ISO 15924 codes and the letters of each.
_LETTERS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ʯᴀ-ᶿḀ-ỿ\uff21-\uff3a\uff41-\uff5a",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Arab": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u05d0-\u05f4\ufb1d-\ufb4f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Armn": "\u0531-\u058f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Tibt": "\u0f00-\u0fff",
    "Mymr": "\u1000-\u109f",
    "Ethi": "\u1200-\u139f",
    "Khmr": "\u1780-\u17ff",
    "Mong": "\u1800-\u18af",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
}
_COUNTED = {script: re.compile(f"[{letters}]") for script, letters in _LETTERS.items()}
# A language that is written in several stands in each row.
_LANGUAGES = {
    "Latn": """en de fr es pt it nl sv no nb nn da fi et lv lt pl cs sk sl hr bs sr sh hu ro sq tr az uz tk kk tt crh vi
    id in ms tl fil sw ha yo ig zu xh st sn rw so om mg af eu ca gl cy ga gd br is fo mt lb fy gsw nds ku eo la ht haw
    mi sm to jv su ceb oc ast co rm se kl gn qu ay cnr me wo ln lg ny""",
    "Cyrl": """ru uk be bg mk mn khk bxr bua xal kk ky tg tt ba cv sah os ab ce av tyv udm kv mhr myv sr sh bs cnr me uz
    az tk ro mo kbd inh krc kum crh rue ku""",
    "Arab": "ar arz ary fa prs ur ps sd ug ku ckb kk ky ks az uz tk pa pnb ms ha bal",
    "Hebr": "he iw yi ji lad",
    "Grek": "el grc",
    "Armn": "hy hyw",
    "Geor": "ka xmf",
    "Deva": "hi mr ne sa kok bho mai doi new ks sd",
    "Beng": "bn as mni",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Tibt": "bo dz",
    "Mymr": "my shn",
    "Ethi": "am ti",
    "Khmr": "km",
    "Mong": "mn mvf",
    "Hang": "ko",
    "Kana": "ja",
    "Hani": "zh cmn yue wuu ja ko vi",
}
_SCRIPTS: dict[str, frozenset[str]] = {
    language: frozenset(script for script, row in _LANGUAGES.items() if language in row.split())
    for language in " ".join(_LANGUAGES.values()).split()
}
_SUBTAGS = {
    "Hans": "Hani",
    "Hant": "Hani",
    "Bopo": "Hani",
    "Jpan": "Kana Hani",
    "Hira": "Kana",
    "Kore": "Hang Hani",
}


def scripts_of(tag: str) -> frozenset[str]:
    """The ISO 15924 codes of the scripts that a BCP 47 tag's language is written in; empty where that is not known.

    A script subtag (``sr-Latn``) alone counts.
    """
    language, *rest = tag.replace("_", "-").split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), None)
    if script:
        return frozenset(_SUBTAGS.get(script, script).split()) & _COUNTED.keys()
    return _SCRIPTS.get(language.lower(), frozenset())


def share_in(text: str, scripts: frozenset[str]) -> float:
    """The share of a text's letters that are of any of the scripts: 0 to 1, of its first 6,000 characters."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    return sum(len(_COUNTED[script].findall(sample)) for script in scripts) / max(1, letters)
