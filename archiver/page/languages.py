"""The language of a text, offline: clear cases by letters and function words, the rest by py3langid.

May not load a library for ordinary English, Mongolian or Russian news: importing py3langid takes 0.7 s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from typing import NamedTuple

MIN_LETTERS = 20
_SAMPLE = 6000  # characters looked at
_OWN_LETTERS = 0.8  # names and abbreviations may be in other letters
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_BASIC_LATIN = re.compile(r"[a-z]+")
_LATIN = re.compile(r"[a-zà-öø-ÿœ]+")

# Fixed labels before a date, an author or a source, lower case.
_LABELS = {
    "en": "published|published date|published on|publish date|date published|publication date|posted"
    "|posted on|updated|updated on|last updated|modified|date|author|by|source",
    "mn": "нийтэлсэн|нийтэлсэн огноо|нийтлэгдсэн|нийтлэсэн|оруулсан|шинэчилсэн|шинэчлэгдсэн|огноо|зохиогч"
    "|сэтгүүлч|бичсэн|эх сурвалж",
    "ru": "опубликовано|дата публикации|обновлено|изменено|дата|автор|источник",
    "de": "veröffentlicht|veröffentlicht am|aktualisiert|quelle",
    "fr": "publié|publié le|mis à jour|mis à jour le",
    "es": "publicado|publicado el|actualizado|fuente",
    "tr": "yayınlanma|yayınlanma tarihi|güncelleme",
}
_LABEL_LANGUAGE = {label: language for language, row in _LABELS.items() for label in row.split("|")}


class Clear(NamedTuple):
    """When a text is plainly in one language: enough of its own words, none of the other letters."""

    language: str
    letters: re.Pattern[str]  # almost all letters are of these
    foreign: re.Pattern[str]  # one of these: another language
    words: frozenset[str]
    endings: tuple[str, ...]
    marks: re.Pattern[str] | None  # letters that must occur, unless the words are many
    share: float  # of the words that are function words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLEAR = (
    Clear(
        "mn",
        _CYRILLIC,
        # Kazakh, Kyrgyz, Tatar, Bashkir, Tuvan, Buryat, Ukrainian, Belarusian, Serbian, Macedonian, Tajik.
        re.compile("[әғқңұһіїєґўјљњћђџҗҙҡҫҳҷӯӣ]"),
        _words(
            """нь байна улсын болон гэж бол юм энэ тэр дахь хамгийн буюу байсан байгаа монгол монголын гэсэн
            гэв гэлээ оны онд сарын өдөр хүн хүний хоёр олон шинэ тус манай бид дээр дотор тухай талаар тулд
            хийж хийх болсон болно байх ба бас ч их жил жилийн мөн түүний өөрийн өнөөдөр нэг гэх зэрэг хувь
            төгрөг төгрөгийн сая тэрбум улс хот хотын аймгийн ерөнхий сайд засгийн газрын газар ажил ажлын
            хууль хуулийн боловсролын эрүүл мэндийн иргэн иргэдийн хэрэг байгуулах авах өгөх орох"""
        ),
        (
            "ийн",
            "ийг",
            "ыг",
            "жээ",
            "чээ",
            "лээ",
            "лаа",
            "лөө",
            "сэн",
            "сан",
            "сөн",
            "уулах",
            "үүлэх",
            "даг",
            "дэг",
        ),
        re.compile("[өү]"),
        0.12,
    ),
    Clear(
        "ru",
        _CYRILLIC,
        re.compile("[өүәғқңұһіїєґўјљњћђџҗҙҡҫҳҷӯӣ]"),
        _words(
            """и в на что не с по для это как из от за о об к у при после было был была были его их он она они
            также года году до или но а бы же все уже только который которые которая"""
        ),
        (),
        re.compile("[ыэ]"),
        0.12,
    ),
    Clear(
        "en",
        _BASIC_LATIN,
        re.compile("[ßøåæœłđğışțășżźćęąčřůěőű]"),
        _words(
            """the of and to that with for is was are were by from has have had be been it its this at as on
            an which who will would their they his her but not after said"""
        ),
        (),
        re.compile(r"\b(?:the|of|and|with|that)\b"),
        0.15,
    ),
    # Headlines: few function words, so no word of a neighbour either.
    Clear(
        "en",
        _BASIC_LATIN,
        re.compile(
            r"[ßøåæœłđğışțășżźćęąčřůěőűäöüéèàáíóúñçãõêô]"
            r"|\b(?:de|het|een|van|der|das|und|im|ist|le|la|les|et|el|los|del|il|che|di|och|att|og|er|que|em|da|dem)\b"
        ),
        _words(
            "the of and to in for with on at by from as after over is are be will has its this their how why"
        ),
        (),
        None,
        0.2,
    ),
    # The commonest words of each, and as foreign the letters and commonest words of its neighbours.
    Clear(
        "de",
        _LATIN,
        re.compile(
            r"[ëïøåæœłđğışțășżźćęąčřůěőűàèìòùáíóúñçãõêô]|\b(?:isch|nöd|het|vun|dat|een|de|nid|ik|och)\b"
        ),
        _words(
            """der die das und ist nicht ein eine einen einem einer mit von auf für den dem des im sich auch als wie
            nach bei aus werden wird wurde sind war hat haben sie er es noch nur über zu zum zur am"""
        ),
        (),
        re.compile(r"\b(?:und|nicht|der|das|werden|sich)\b"),
        0.2,
    ),
    Clear(
        "fr",
        _LATIN,
        re.compile(
            r"[ñáíóúìòäöüßøåæłđğışțășżźćęąčřůěőűãõ]|\b(?:el|los|del|il|che|lo|amb|els|dels|que é|und)\b"
        ),
        _words(
            """le la les de des du et est en un une que qui dans pour pas sur par avec au aux ce cette ses son sont plus
            ne il elle ils ont été mais ou à a se leur nous vous"""
        ),
        (),
        re.compile(r"\b(?:est|dans|pour|avec|une|les|des)\b"),
        0.25,
    ),
    Clear(
        "es",
        _LATIN,
        re.compile(
            r"[àèìòùçäöïëßøåæœłđğışțășżźćęąčřůěőűãõâêô]|\b(?:unha|dos|das|não|ao|o|os|il|che|els|amb|les|le|et)\b"
        ),
        _words(
            """el la los las de del y en que un una por con para su sus se no es al lo como más este esta pero ha
            han fue son ser entre sobre ya sin también desde hasta según"""
        ),
        (),
        re.compile(r"\b(?:los|las|del|una|para|con)\b"),
        0.25,
    ),
)


def label_language(label: str) -> str | None:
    """The language a fixed label is written in: ``PUBLISHED`` en, ``НИЙТЭЛСЭН`` mn; None if unknown."""
    return _LABEL_LANGUAGE.get(" ".join(label.lower().split()).strip(" :.-"))


def detect_language(text: str) -> str | None:
    """The language of a text as an ISO 639-1 code, or None below 20 letters. Deterministic.

    Buryat and other languages of few pages come out as a neighbour: an inference, never a statement.
    """
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if sum(map(len, words)) < MIN_LETTERS:
        return None
    letters, counts = " ".join(words), Counter(words)
    own: dict[re.Pattern[str], int] = {}
    clear = {row.language for row in _CLEAR if _is_clear(row, counts, letters, own)}
    return clear.pop() if len(clear) == 1 else _identify(sample)


def _is_clear(row: Clear, words: Counter[str], letters: str, own: dict[re.Pattern[str], int]) -> bool:
    """``own`` keeps how many of the letters are of a row's kind: rows share their kinds."""
    count = words.total()
    known = row.words & words.keys()
    if not row.endings and not _are_many(known, row, words, count):
        return False  # most rows end here, before the letters are looked at
    total = len(letters) - count + 1
    if row.letters not in own:
        own[row.letters] = len(letters) - len(row.letters.sub("", letters))
    if own[row.letters] < _OWN_LETTERS * total:
        return False
    if row.marks is not None and row.marks.search(letters) is None:
        return False
    if row.endings:
        known |= {word for word in words if len(word) > 4 and word.endswith(row.endings)}
    return _are_many(known, row, words, count) and row.foreign.search(letters) is None


def _are_many(known: Set[str], row: Clear, words: Counter[str], count: int) -> bool:
    return len(known) >= 2 and sum(words[word] for word in known) >= row.share * count


def _identify(text: str) -> str | None:
    import py3langid

    language = str(py3langid.classify(text)[0])  # loads its model once
    return language if re.fullmatch("[a-z]{2,3}", language) else None
