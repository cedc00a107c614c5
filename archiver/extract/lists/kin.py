"""A group of links, and the groups that lead to the same kind of address as the headlines of a page do. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archiver.extract.lists import list_rules as rules
from archiver.extract.lists.links import Link
from archiver.page.page import Node

_SLUG = re.compile(r"(?:[^-_]+[-_]){2}[^-_]")
_DIGITS = re.compile(r"[0-9]{3}")
_DAY = re.compile(r"/(?:19|20)[0-9]{2}/[0-9]{1,2}(?:/|$)")
_MOST = 0.7  # of a group's links that must have the form
SPOILT = ("navigation", "repeated", "shared", "commerce", "other-page", "other-name", "in-prose")

Form = tuple[str, ...]
_FOLDER, _KIND = 2, 3  # places in a form


@dataclass
class Group:
    """Links of one shape, and what was found about them: signs and their share, points.

    A link's card is the largest element with no other headline of its group; its unit, with no list of any group.
    """

    links: list[Link]
    signs: dict[str, float] = field(default_factory=dict)
    points: float = 0.0
    cards: dict[Link, Node] = field(default_factory=dict)
    units: dict[Link, Node] = field(default_factory=dict)

    @property
    def of_pictures(self) -> bool:
        """True where pictures alone show the headlines."""
        return self.links[0].picture is not None


def add_kin(groups: Iterable[Group]) -> None:
    """Give ``kin`` to groups whose addresses have the form that those of accepted groups have.

    Headlines too short to be known by their words are known by where they lead.
    """
    groups = list(groups)
    known = [group for group in groups if group.points >= rules.ACCEPT and not group.of_pictures]
    forms = {form for group in known for form in _forms_of(group.links)}
    first = min((group.links[0].order for group in known), default=0)
    for group in groups if forms else ():
        if group in known or any(group.signs.get(sign, 0) > 0.3 for sign in SPOILT):
            continue
        if forms.intersection(_forms_of(group.links)):
            group.signs["kin"] = 1.0
            group.points += rules.WEIGHTS["kin"]
            lead = group.links[0]
            if "alone" in group.signs and lead.order < first and lead.words >= rules.LEAD_WORDS:
                group.points += rules.LEAD_KIN


def _forms_of(links: list[Link]) -> list[Form]:
    """The form of most links; with a number in the last step, also the form in whatever folder."""
    forms = _said(links)
    folded = Counter(map(_in_any_folder, forms))
    form, count = folded.most_common(1)[0] if folded else (None, 0)
    known = _common(forms, links)
    wide = form is not None and "#" in form[_KIND] and count >= _MOST * min(len(links), 200)
    return [each for each in (known, form if wide else None) if each]


def _in_any_folder(form: Form) -> Form:
    return (*form[:_FOLDER], "*", *form[_FOLDER + 1 :])


def without_foreign(groups: list[Group]) -> list[Group]:
    """The groups without those that lead to other sites, where most headlines stay on the page's own.

    Beside a site's own news, links that leave it are partners' offers; headings alone make them news.
    """
    own = sum(len(group.links) for group in groups if _stays(group))
    if own < 3 or own * 2 < sum(len(group.links) for group in groups):
        return groups
    return [group for group in groups if _stays(group) or group.signs.get("heading", 0) >= 0.5]


def _stays(group: Group) -> bool:
    return group.signs.get("own-site", 0) >= 0.3


def form_of(links: list[Link]) -> Form | None:
    """Host, depth, first folder and kind of the last step of most links; None where that says nothing."""
    return _common(_said(links), links)


def _said(links: list[Link]) -> list[Form]:
    return [form for link in links[:200] if (form := _form_of(link.url))]


def _common(forms: list[Form], links: list[Link]) -> Form | None:
    form, count = Counter(forms).most_common(1)[0] if forms else (None, 0)
    return form if count >= _MOST * min(len(links), 200) else None


def _form_of(url: str) -> Form | None:
    parts = urlsplit(url)
    *folders, last = parts.path.rstrip("/").split("/")[1:] or [""]
    stem, _, ending = last.rpartition(".") if "." in last else (last, "", "")
    kind = ("#" if _DIGITS.search(last) else "") + ("-" if _SLUG.search(stem) else "")
    if not kind and folders and last.isdecimal() and not _DAY.search(parts.path):
        kind = "0"  # few figures: news of a small site, by its folder
    names = (
        ",".join(sorted(pair.split("=")[0] for pair in parts.query.split("&")))
        if _DIGITS.search(parts.query)
        else ""
    )
    if not kind and not names:
        return None
    first = folders[0] if folders and not folders[0].isdecimal() else "*"
    return (parts.netloc, str(len(folders)), first, kind, ending, names)
