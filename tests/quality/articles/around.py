"""What stands around an article: related headlines, comments with names and days, share counts, advertisements."""

from __future__ import annotations

from tests.quality.articles.model import Text
from tests.quality.lists.chrome import Site
from tests.quality.lists.model import headlines

TAL = Site("talyn-medee.example", "Талын мэдээ", "mn")
UUL = Site("uul-us.example", "Уул ус", "mn")
HOT = Site("hot.example", "Хотын сонин", "mn")
SUM = Site("www.sumyn-tsag.example", "Сумын цаг", "mn")
NUUR = Site("nuur.example", "Нуур тв", "mn")


def related(first: int) -> str:
    """A box of other headlines with days and names of their own."""
    rows = "".join(
        f'<li><a href="/news/{n}">{headlines("mn")[n]}</a> <span class="date">2026-01-{20 + n % 9}</span>'
        f' <span class="author">Г.Золжаргал</span></li>'
        for n in range(first, first + 4)
    )
    return f'<div class="related"><h4>Холбоотой мэдээ</h4><ul>{rows}</ul></div>'


def comments() -> str:
    """What readers wrote, later than the article."""
    rows = "".join(
        f'<div class="comment"><b class="comment-author">{name}</b> <time'
        f' datetime="2026-01-30T{hour}:15:00+08:00">2026-01-30'
        f" {hour}:15</time><p>{said}</p></div>"
        for name, hour, said in (
            ("Зочин", 10, "Зөв шийдвэр шүү."),
            ("Б.Дорж", 11, "Манай суманд бас ийм байна."),
            ("Иргэн", 12, "Баярлалаа!"),
        )
    )
    return f'<div id="comments"><h3>Сэтгэгдэл (3)</h3>{rows}<form><textarea></textarea></form></div>'


def shares() -> str:
    """Counts of shares and views."""
    return (
        '<div class="share-bar"><a href="https://social.example/share">Хуваалцах 124</a> <a href="https://short.example/s">'
        "Жиргэх 8</a> <span>👁 3,410</span></div>"
    )


def banner() -> str:
    """An advertisement within the text."""
    return (
        '<div class="adv-inline"><small>Зар сурталчилгаа</small><a href="https://ads.example/c">'
        '<img src="/ad.gif"></a></div>'
    )


def paragraphs(text: Text, *, between: str = "") -> str:
    """The text as ``p`` elements; ``between`` stands in the middle."""
    parts = [f"<p>{paragraph}</p>" for paragraph in text.paragraphs]
    return "\n".join([*parts[:2], between, *parts[2:]])
