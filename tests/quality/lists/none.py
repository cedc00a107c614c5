"""Pages of news sites that hold no list of headlines, however many links they have."""

from __future__ import annotations

from tests.quality.lists.chrome import Site, ad, document, tags
from tests.quality.lists.model import Listing

_MN = Site("talyn-medee.example", "Талын мэдээ", "mn", "/contact")
_EN = Site("harbour-echo.example", "Harbour Echo", "en", "/")

_QUESTIONS = (
    ("How do I change my address?", "Sign in, open your account and choose the new address."),
    ("Why was my comment removed?", "Our moderators follow the rules at the foot of this page."),
    ("Can I share my subscription?", "Up to four people in one household may read with one account."),
    ("How do I cancel?", "Write to us or call; it takes effect at the end of the month."),
    ("Where is my newspaper?", "Tell us before ten in the morning and we send another."),
)
_RATES = (
    ("USD", "3,561.20"),
    ("EUR", "4,218.75"),
    ("CNY", "511.34"),
    ("RUB", "46.18"),
    ("KRW", "2.47"),
    ("JPY", "23.02"),
)
_TOWNS = (
    "Улаанбаатар",
    "Дархан",
    "Эрдэнэт",
    "Чойбалсан",
    "Ховд",
    "Өлгий",
    "Мөрөн",
    "Даланзадгад",
    "Улаангом",
)


def contact() -> str:
    """Whom to write to, in Mongolian."""
    people = "".join(
        f'<li><b>{role}</b>: <a href="mailto:{n}@talyn-medee.example">{n}@talyn-medee.example</a></li>'
        for n, role in enumerate(("Ерөнхий эрхлэгч", "Сурталчилгааны алба", "Захиалга", "Техникийн тусламж"))
    )
    return document(
        _MN, f"<h1>Холбоо барих</h1><p>Улаанбаатар хот, Сүхбаатар дүүрэг, 8-р хороо</p><ul>{people}</ul>"
    )


def rates() -> str:
    """Exchange rates and the weather of towns, in Mongolian."""
    rows = "".join(f'<tr><td><a href="/rate/{c}">{c}</a></td><td>{v}</td></tr>' for c, v in _RATES)
    towns = "".join(f'<li><a href="/weather/{n}">{t}</a> −{21 + n}°</li>' for n, t in enumerate(_TOWNS))
    return document(_MN, f"<h1>Ханш</h1><table>{rows}</table><h2>Цаг агаар</h2><ul>{towns}</ul>{tags(_MN)}")


def missing() -> str:
    """A page for what is not there."""
    return document(
        _EN, f'<h1>Page not found</h1><p>Try the <a href="/">front page</a> or search.</p>{tags(_EN)}'
    )


def questions() -> str:
    """Questions and answers."""
    items = "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in _QUESTIONS)
    return document(_EN, f"<h1>Help</h1>{items}")


def sign_in() -> str:
    """A form."""
    return document(
        _EN,
        '<form method="post" action="/login"><h1>Sign in</h1><label>E-mail <input name="e"></label>'
        "<label>Password <input"
        ' type="password"></label><a href="/reset">Forgot your password?</a><button>Sign in</button></form>'
        + ad(_EN, 3),
    )


def directory() -> str:
    """All sections and tags of a site, in Mongolian."""
    columns = "".join(
        f'<div class="col"><h4><a href="/c/{n}">{word}</a></h4><ul>'
        + "".join(f'<li><a href="/c/{n}/{k}">{town}</a></li>' for k, town in enumerate(_TOWNS))
        + "</ul></div>"
        for n, word in enumerate(_MN.words.menu)
    )
    return document(_MN, f'<h1>Бүх ангилал</h1><div class="columns">{columns}</div>{tags(_MN)}')


def terms() -> str:
    """Terms of use: numbered sections with a table of contents."""
    names = (
        "Scope",
        "Your account",
        "Prices and payment",
        "What you may copy",
        "Liability",
        "Changes",
        "Law",
    )
    contents = "".join(f'<li><a href="#s{n}">{name}</a></li>' for n, name in enumerate(names, 1))
    text = "".join(
        f'<h2 id="s{n}">{n}. {name}</h2><p>{_EN.words.teaser}</p>' for n, name in enumerate(names, 1)
    )
    return document(_EN, f"<h1>Terms of use</h1><ol>{contents}</ol>{text}")


def pages_without() -> tuple[Listing, ...]:
    """All of them."""
    made = (
        ("contact", _MN, contact()),
        ("rates", _MN, rates()),
        ("missing", _EN, missing()),
        ("questions", _EN, questions()),
        ("sign-in", _EN, sign_in()),
        ("directory", _MN, directory()),
        ("terms", _EN, terms()),
    )
    return tuple(Listing(f"none-{name}", "no list", f"{site.base}/{name}", html) for name, site, html in made)
