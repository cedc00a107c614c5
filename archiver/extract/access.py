"""Is this the page that was asked for? Challenges, refusals and consent walls in its place; articles behind a paywall;
pages that send readers on to another.

Pure, by the tables of ``access_rules``. The answers are notes that begin with ``CHALLENGE``, ``PAYWALL`` or
``SENDS_ON``, so that they reach the verdict by the same way as every other note.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from archiver import urls
from archiver.errors import BadUrl
from archiver.extract import access_rules as rules
from archiver.extract.articles.evidence import count_words
from archiver.extract.articles.names import flat
from archiver.extract.draft import Draft
from archiver.page.page import Node, Page
from archiver.page.text import collapse

_STATED = frozenset({"json-ld", "microdata", "rdfa", "opengraph"})
_NAMED = ("id", "class", "src", "action", "href", "name")
_MAX_ELEMENTS = 500
_MAX_SCRIPT = 20_000
_MAX_REFRESH = 2_000
_TITLE_PARTS = re.compile(r"\s+[-–—|·:]\s+|\s*\|\s*|…|\.\.\.")
_REFRESH = re.compile(rules.REFRESH_TARGET, re.IGNORECASE)
# HTML §4.2.5.3, "shared declarative refresh steps"
_SENT_ON = re.compile(
    r"""\s*+([0-9]*+)[0-9.]*+(?:\s*+[;,]|\s)\s*+(?:url\s*+=\s*+)?+(?:'([^']*+)|"([^"]*+)|(.*+))""",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(rules.CONSENT_ADDRESS, re.IGNORECASE)


def access_notes(page: Page, drafts: Sequence[Draft]) -> list[str]:
    """What stands in the way of the page, in words; empty where nothing does."""
    if not page.is_html:
        return []
    if page.root is None:
        return _sent_on(page)
    challenge = _challenge(page, page.root, drafts)
    if challenge:
        return [rules.CHALLENGE + challenge]
    article = next((draft for draft in drafts if draft.kind == "article"), None)
    paywall = _paywall(page, article) if article else None
    return [*([rules.PAYWALL + paywall] if paywall else ()), *_sent_on(page)]


# -- in the page's place --------------------------------------------------------------------------------


def _challenge(page: Page, root: Node, drafts: Sequence[Draft]) -> str | None:
    if len(drafts) > 2 or any(map(_is_stated, drafts)):
        return None
    words = count_words(page.document_text.text)
    if words > rules.MAX_CONSENT_WORDS:
        return None
    title = collapse(" ".join(map(str, next(islice(root.iter("title"), 1), root).itertext()))[:500])
    found = None
    if words <= rules.MAX_CHALLENGE_WORDS:
        found = _machinery(root, words) or _worded(page, root, title) or _refresh(page)
    found = found or _consent(page, root, title)
    return f"{found}, and {words} words in all" if found else None


def _is_stated(draft: Draft) -> bool:
    """An article that says so itself, with its date: no challenge does."""
    return (
        draft.kind == "article"
        and "datePublished" in draft.data
        and draft.fields["/headline"].method in _STATED
    )


def _machinery(root: Node, words: int) -> str | None:
    named = " ".join(_names(root)).lower()
    scripts = " ".join((s.text or "")[:_MAX_SCRIPT] for s in islice(root.iter("script"), 20)).lower()
    for mark, says in rules.CHALLENGE_MACHINERY:
        if mark in named or mark in scripts:
            return says
    tokens = set(named.split())
    widget = next((name for name in rules.CAPTCHA_WIDGETS if name in tokens), None)
    if widget and words <= rules.MAX_WIDGET_WORDS and next(islice(root.iter("form"), 1), None) is not None:
        return f"a form with a captcha ({widget})"
    return None


def _names(root: Node) -> Iterator[str]:
    elements = islice(
        root.iter("script", "iframe", "form", "input", "div", "link", "a", "img"), _MAX_ELEMENTS
    )
    for node in elements:
        for name in _NAMED:
            if value := node.get(name):
                yield value[:500]


def _worded(page: Page, root: Node, title: str) -> str | None:
    part = _known_part(title, "challenge")
    if part:
        return f"the title {part!r}"
    hidden = " ".join(" ".join(map(str, n.itertext())) for n in islice(root.iter("noscript"), 5))
    text = collapse(f"{page.document_text.text[:5000]} {hidden[:2000]}").lower().replace("’", "'")
    sentence = next((s for s in rules.CHALLENGE_SENTENCES if s in text), None)
    return f"the sentence {sentence!r}" if sentence else None


def _known_part(title: str, kind: str) -> str | None:
    """The title or what stands before or after the site's name in it, where a table has it."""
    parts = [part for part in _TITLE_PARTS.split(title) if part.strip()]
    parts = [title, *parts[:1], *parts[-1:]]
    return next((part.strip() for part in parts if part and flat(part) in _titles(kind)), None)


@cache
def _titles(kind: str) -> frozenset[str]:
    table = {
        "challenge": rules.CHALLENGE_TITLES,
        "consent": rules.CONSENT_TITLES,
        "button": rules.CONSENT_BUTTONS,
    }[kind]
    return frozenset(flat(text) for text in re.split(r"\s*[|\n]\s*", table) if text.strip())


def _refresh(page: Page) -> str | None:
    for _, content in _refreshes(page):
        target = content.partition("=")[2]
        if _REFRESH.search(target):
            return f"a refresh to {target[:80]!r}"
    return None


def _refreshes(page: Page) -> Iterator[tuple[Node | None, str]]:
    """What the header and the ``meta`` elements say, these with their element."""
    if page.refresh:
        yield None, page.refresh[:_MAX_REFRESH]
    metas = page.root.iter("meta") if page.root is not None else ()
    for meta in islice(metas, _MAX_ELEMENTS):
        if meta.get("http-equiv", "").strip().lower() == "refresh":
            yield meta, meta.get("content", "")[:_MAX_REFRESH]


def _consent(page: Page, root: Node, title: str) -> str | None:
    """A title or an address of consent walls, over a button that agrees."""
    parts = urlsplit(page.url)
    part = _known_part(title, "consent")
    if not part and not _ADDRESS.search(f"{parts.hostname or ''}{parts.path}"):
        return None
    for node in islice(root.iter("button", "input", "a"), _MAX_ELEMENTS):
        says = node.get("value", "") if node.tag == "input" else collapse(" ".join(map(str, node.itertext())))
        if flat(says[:100]) in _titles("button"):
            where = f"the title {part!r}" if part else "the address of a consent page"
            return f"{where} over a button {collapse(says)!r}"
    return None


# -- before another page --------------------------------------------------------------------------------


def _sent_on(page: Page) -> list[str]:
    """Where readers with scripts are sent, and that it was not followed: what was asked for is this page."""
    for meta, content in _refreshes(page):
        found = _SENT_ON.match(content)
        if not found or (meta is not None and next(meta.iterancestors("noscript"), None) is not None):
            continue
        target = urls.join(page.base_url, next(filter(None, found.groups()[1:]), "").strip())
        try:
            url = urls.normalize(target or "")
        except BadUrl:
            continue
        if int(found[1] or 0) <= rules.MAX_SENDS_ON and url != page.url:
            return [f"{rules.SENDS_ON}{url}: `archiver capture {shlex.quote(url)}` captures that"]
    return []


# -- behind a paywall -----------------------------------------------------------------------------------


def _paywall(page: Page, article: Draft) -> str | None:
    source = article.fields.get("/isAccessibleForFree")
    if source is not None and article.data.get("isAccessibleForFree") is False:
        return f"{source.rule} is false"
    from archiver.extract.articles.article import sight_of

    sight = sight_of(page)
    if sight is None:
        return None
    if sight.node is not None:
        for _, _, part in sight.graph.follow(sight.node, "hasPart"):
            if isinstance(part, dict) and _is_false(part.get("isAccessibleForFree")):
                where = part.get("cssSelector")
                return "json-ld:hasPart/isAccessibleForFree is false" + (
                    f" for {str(where)[:80]!r}" if where else ""
                )
    words = count_words(str(article.data.get("articleBody", "")))
    for name in rules.TIER_NAMES:
        tier = sight.metas.content(name).strip().lower()
        if tier in rules.LOCKED_TIERS and words < rules.SHORT_BODY:
            return f"meta:{name} is {tier}, and the body has {words} words"
    return None


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower().rsplit("/", 1)[-1] == "false")
