"""Languages of labels and of texts."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.languages import detect_language, label_language

TEXTS = {
    "en": "The ministers met in Ulaanbaatar on Thursday to sign the agreement that opens the border for coal.",
    "mn": "Монгол Улсын Засгийн газар өнөөдөр хуралдаж, нүүрсний экспортын талаар шийдвэр гаргасан байна.",
    "ru": "Министры встретились в четверг и подписали соглашение, которое открывает границу для угля на год.",
}
OTHERS = {
    "de": "Die Minister haben sich am Donnerstag in Ulan-Bator getroffen und ein Abkommen unterzeichnet.",
    "fr": "Les ministres se sont réunis jeudi à Oulan-Bator pour signer un accord sur le charbon.",
    "kk": "Қазақстан президенті бүгін үкімет отырысында көмір экспорты туралы сөз сөйледі.",
}


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("PUBLISHED", "en"),
        ("Published Date:", "en"),
        ("НИЙТЭЛСЭН", "mn"),
        ("Нийтэлсэн:", "mn"),
        ("ОПУБЛИКОВАНО", "ru"),
        ("gogo.mn", None),
        ("", None),
    ],
)
def test_a_label_tells_its_language(label: str, language: str | None) -> None:
    assert label_language(label) == language


@pytest.mark.parametrize(("language", "text"), [*TEXTS.items(), *OTHERS.items()])
def test_the_language_of_a_sentence(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_capitals_do_not_change_the_language(language: str, text: str) -> None:
    assert detect_language(text.upper()) == language


@pytest.mark.parametrize("text", ["", "OK", "2026-01-29 14:05:00 " * 20, "Э. Бат"])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert detect_language(text) is None


def test_ordinary_news_does_not_load_the_library() -> None:
    program = f"""
import sys
from archiver.page.languages import detect_language
print([detect_language(text) for text in {list(TEXTS.values())!r}], "py3langid" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['en', 'mn', 'ru'] False"


@given(st.text(max_size=300))
def test_any_text_gives_the_same_answer_twice(text: str) -> None:
    first = detect_language(text)
    assert first is None or first.isalpha()
    assert detect_language(text) == first
