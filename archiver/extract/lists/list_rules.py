"""What tells headlines from navigation, as data: words in class names, elements, URLs, and what each sign weighs.

Nothing here is about one site. Words are compared with whole tokens of ``class``, ``id`` and ``role``
(``main-nav`` has the tokens main and nav), in lower case.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.model.provenance import Method
from archiver.page.dates.words import AGO_AFTER, AGO_BEFORE, DAY_WORDS, UNIT_OF

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What makes a section of a page: HTML's sectioning content (§3.2.5.2.3), main and body.
SECTIONS = frozenset({"section", "article", "aside", "nav", "main", "body"})
# Elements and tokens of regions that hold links but no news.
NAVIGATION_TAGS = frozenset({"nav", "footer", "form", "select", "noscript", "button", "label"})
NAVIGATION = frozenset(
    [
        "nav",
        "navi",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "megamenu",
        "menubar",
        "topnav",
        "mainnav",
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "pagination",
        "pager",
        "paging",
        "paginate",
        "pagenavi",
        "footer",
        "colophon",
        "copyright",
        "toolbar",
        "topbar",
        "tagcloud",
        "tags",
        "cookie",
        "cookies",
        "share",
        "sharing",
        "social",
        "login",
        "signin",
        "newsletter",
        "language",
        "languages",
        "langs",
        "skip",
        "dropdown",
        "offcanvas",
        "sitemap",
        "calendar",
        "toc",
        "filter",
        "filters",
        "sort",
        "sorter",
        "sortierung",
    ]
)
# Tokens of the nearest elements around a link that names something other than a piece of news.
NOT_A_HEADLINE = frozenset(
    [
        "category",
        "categories",
        "cat",
        "cats",
        "tag",
        "tags",
        "author",
        "authors",
        "byline",
        "user",
        "username",
        "avatar",
        "member",
        "vcard",
        "comment",
        "comments",
        "reply",
        "replies",
        "more",
        "readmore",
        "continue",
        "weiterlesen",
        "meta",
        "date",
        "time",
        "permalink",
        "rss",
        "icon",
        "logo",
        "btn",
        "button",
        "cta",
        "thumb",
        "edit",
        "product",
        "products",
        "price",
        "cart",
        "basket",
        "shop",
        "sku",
        "reference",
        "footnote",
        "anchor",
        "headerlink",
        "share",
        "job",
        "jobs",
        "attribution",
        "section",
        "company",
    ]
)
A_HEADLINE = frozenset(
    [
        "headline",
        "headlines",
        "title",
        "titles",
        "titre",
        "titulo",
        "titel",
        "hdl",
        "heading",
        "news",
        "story",
        "stories",
        "article",
        "articles",
        "post",
        "posts",
        "entry",
        "entries",
        "teaser",
        "nlheader",
        "newsitem",
        "мэдээ",
    ]
)
A_DATE = frozenset(
    [
        "date",
        "dates",
        "time",
        "posted",
        "published",
        "publish",
        "pubdate",
        "datetime",
        "timestamp",
        "day",
        "meta",
        "postmeta",
        "ago",
        "огноо",
        "updated",
    ]
)
DATE_ATTRIBUTES = (
    "datetime",
    "data-date",
    "rawdate",
    "data-time",
    "data-datetime",
    "data-published",
    "data-timestamp",
)
# Attributes that never date a headline, whatever they hold; and what ``content`` must be the value of.
NO_DATE_ATTRIBUTES = frozenset({"href", "src", "class", "id", "style", "alt", "srcset", "data-src", "value"})
PUBLISHED = re.compile(
    r"(?i)date-?(?:published|created|issued)?\b(?!modified)|publish(?:ed|_time|ed_time|-date)|dc\w*:date"
)
A_SECTION = frozenset(
    ["category", "categories", "cat", "section", "kicker", "rubric", "rubrik", "topic", "eyebrow", "channel"]
)
COMMERCE = frozenset(
    ["product", "products", "price", "prices", "cart", "basket", "sku", "addtocart", "warenkorb"]
)
IMAGE_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
# In a ``style``: the address of a background, with or without quotation marks (CSS Values §4.5).
BACKGROUND = re.compile(
    r"""(?i)\bbackground(?:-image)?\s*:[^;]{0,200}?\burl\(\s*(["']?)(?P<url>[^"'()\s]+)\1\s*\)"""
)

# Paths of pages that list or administer and are no news themselves.
OTHER_PAGES = re.compile(
    r"(?i)/(?:tags?|categor(?:y|ies|ia|ie)|authors?|users?|members?|profiles?|login|logout|register|account|search|"
    r"cart|checkout|wp-admin|wp-login|feed|rss|about|contact|privacy|terms|impressum|datenschutz)(?:[/.?]|$)|"
    r"^/(?:recipes?|rezepte|products?|shop|store|help|faqs?|support|jobs?|careers?|docs?|services?|team|wiki|manual)/|"
    r"^/(?:about|privacy|terms|contact|advertise|cookie)[a-z-]*/?$"
)
# Further pages of a list: never news, however they are shown.
FURTHER_PAGES = re.compile(
    r"(?i)/(?:page|seite|p)/?[-_]?[0-9]{1,4}/?$|[?&](?:page|paged|offset|start|pg)=[0-9]+$"
)
# Paths as articles have them: a date, a long number, a slug of several words (looked for where a word begins).
ARTICLE_PATH = re.compile(
    r"/(?:19|20)[0-9]{2}/|[0-9]{4,}|(?<![\w%])(?:[\w%]+[-_]){3}|[?&](?:p|id|nid|newsid|news_id)=[0-9]+"
)
# Among them those that cannot be a section's: a day, a long number, or a number after a slug.
NUMBERED_PATH = re.compile(
    r"/(?:19|20)[0-9]{2}/[0-9]{1,2}/[^/?]|/[^/?]*[0-9]{4,}[^/?]*/?(?:$|\?)|=[0-9]{4,}(?:$|&)"
)
# Addresses that differ in a number alone: the same with ``#`` for each number is shared. Years and months do not count.
NUMBER = re.compile(r"[0-9]+")
NUMBERED = re.compile(r"#[^/]*/?$|=#")
ARCHIVES = re.compile(r"/#(?:/#)?/?$")
# A sum in millions is no price.
PRICE = re.compile(
    r"(?i)(?:[€$£₽₮¥]|\b(?:chf|eur|usd|rub|mnt|pln|zł|руб|төг))\s?[0-9](?![0-9.,]*\s?(?:[mb]n\b|mill?i|bill?i|trill?i|mil[aijy]|млн|млрд|[mb]\b))|[0-9](?:[.,][0-9]{2})?\s?(?:[€£₽₮]|(?:chf|eur|usd|zł|руб|төг)\b)"
)
DATE_LOOK = re.compile(
    r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})\b|\b(?:19|20)[0-9]{2}\s?[./年-]\s?[0-9]{1,2}|"
    r"\b[0-9]{1,2}(?:st|nd|rd|th|\.)?\s[^\W\d_]{3,12}\.?,?\s(?:19|20)[0-9]{2}\b|[^\W\d_]{3,12}\.?\s[0-9]{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)[0-9]{2}\b|"
    r"(?:19|20)[0-9]{2}\sоны"
)

# A time told from now ("3 hours ago", "il y a 3 heures", "yesterday at 9:30"), and an attribute's value that is a date.
_UNIT = "|".join(sorted(map(re.escape, UNIT_OF), key=len, reverse=True))
_DAY = "|".join(map(re.escape, DAY_WORDS))
_BEFORE = "|".join(word for word in AGO_BEFORE.split("|") if word != "for")  # English counts spans so
AGO_LOOK = re.compile(
    rf"(?i)(?<![\w.,])[0-9]{{1,4}} ?(?:{_UNIT})\.? ?(?:{AGO_AFTER})(?!\w)|"
    rf"\b(?:{_BEFORE}) [0-9]{{1,4}} ?(?:{_UNIT})(?!\w)|"
    rf"(?<!\w)(?:{_DAY}),?\s(?:[^\W\d_]{{1,3}}\s)?[0-2]?[0-9]:[0-5][0-9](?![\d:])"
)
# Told in words alone: "an hour ago", "منذ ساعتين".
SPELLED_AGO = re.compile(rf"(?i)(?:{_BEFORE})\s(?:[^\W\d_]+\s?){{1,3}}|(?:[^\W\d_]+\s){{1,3}}(?:{AGO_AFTER})")
# Without a match of these no text has a date or one told in figures: a look that takes a tenth of their time.
MAY_DATE = re.compile(r"[0-9](?:[./-][0-9]|[0-9]{3})")
MAY_AGO = re.compile(rf"(?i)[0-9](?: ?(?:{_UNIT})|:[0-5][0-9])")
# What parts the statements of one line: "1,204 views · 3 hours ago".
PARTS = re.compile(r"\s+[·•|∙‧–—/-]+\s+|\s*[·•|]\s*")
ISO_STAMP = re.compile(
    r"\s*(?:19|20)[0-9]{2}-?[01][0-9]-?[0-3][0-9](?:[T ][0-9:.,]{4,15}\s?(?:Z|[+-][0-9:]{2,6})?)?\s*"
)

# Query parameters that say how a reader came, not what is read.
TRACKING = re.compile(r"(?i)utm_.*|fbclid|gclid|yclid|mbid|intcid|cmpid|ito|ref|ref_src|hpt|xid")

# The weight of a headline-like length: (from this many words, points). Two or so CJK characters count as a word.
LENGTHS = (
    (0.0, -4.0),
    (1.5, -1.0),
    (2.5, 0.5),
    (3.5, 1.5),
    (4.5, 2.5),
    (6.0, 3.0),
    (40.0, 0.0),
    (80.0, -4.0),
)
# The points of each sign, times the share of a group's links that show it.
WEIGHTS: dict[str, float] = {
    "heading": 3.0,
    "titled": 1.5,
    "dated": 1.5,
    "image": 0.5,
    "article-path": 1.5,
    "numbered-path": 1.5,
    "own-host": 0.5,
    "own-site": 0.0,
    "navigation": -4.0,
    "other-name": -3.0,
    "other-page": -3.0,
    "in-prose": -4.0,
    "commerce": -6.0,
    "repeated": -6.0,
    "shared": -4.0,
    "same-start": -3.0,
    "picture": -0.5,
    "title-apart": -0.5,
    "named-news": 1.5,
    "kin": 3.0,
    "headed": 1.0,
    "alone": -3.0,
    "no-path": -4.0,
}
# A link alone before headlines that lead where it does is their lead: from this many words, these points.
LEAD_WORDS, LEAD_KIN = 2.5, 2.0
TITLE_WORDS = 1.8  # a part of a card with fewer is no title
SECTION_WORDS = 3.5  # shorter headings that stand over other headlines name a section
ACCEPT = 4.0  # points a group of links needs to be a list of headlines

# -- is the page a list? -------------------------------------------------------------------------------

SHOWN = 7.0  # points of a group whose headlines are shown as such: headings, dates, pictures
FRONT_PATHS = frozenset({"", "index.html", "index.php", "home", "news"})
# A date; in the last step of the path a number or a mixed identifier; a folder of articles.
ARTICLE_ADDRESS = re.compile(
    r"/(?:19|20)[0-9]{2}/[0-9]{1,2}/[^/?]|/[^/?]*[0-9]{5,}[^/?]*/?(?:$|\?)|"
    r"/(?=[^/?]*(?:[0-9][^/?0-9]*){4})[A-Za-z0-9]{12,}(?:\.html?)?$|"
    r"/(?=[^/?]*[0-9][A-Za-z])(?=[^/?]*[a-z])(?=[^/?]*[A-Z])[A-Za-z0-9]{8,16}$|/(?:articles?|story|stories|posts?)/[^/?]{6}"
)
SLUG_ADDRESS = re.compile(r"/(?:[^/?_-]+[-_]){3,}[^/?]*/?(?:$|\?)")
LISTING_ADDRESS = re.compile(
    r"(?i)/(?:cat|category|categories|kategori[ae]|tag|tags|label|topic|rubric|rubrik)[/_=]|[?&](?:cat|category|tag)=|"
    r"(?:/page/|[?&]paged?=)[0-9]{1,4}/?$"
)
# A type of schema.org, with or without the vocabulary's address.
MARKED_ARTICLE = re.compile(r"(?i)(?:^|[:/])(?:\w*article|\w*posting|report)$")
STATE_WORDS = 4.5  # titles in a script's data without dates
ARTICLE_TYPE = re.compile(r"(?i)schema\.org/(?:\w*article|\w*posting|report)$")
# How articles.article_evidence begins when the page says of itself that it is an article, or states one in data.
SAYS_ARTICLE = ("og:type=article", "og:type=news", "article:")
STATES_ARTICLE = ("json-ld", "microdata")
EVIDENCE: dict[str, float] = {
    "address of an article": -2.5,
    "address of several words": -1.5,
    "address of a front page": 1.5,
    "address of a listing": 1.5,
    "says it is an article": -1.0,
    "states one article": -1.0,
    "states several articles": 1.0,
    "states a list of news": 1.5,
    "more words in the list than outside": 1.0,
    "over 3 times the words in the list": 1.0,
    "150 words outside the list": -0.5,
    "400 words outside the list": -0.5,
    "10 headlines shown as such": 0.5,
    "fewer than 3 headlines": -1.0,
    "neither dates nor addresses of articles": -2.0,
    "short names without dates": -4.0,  # of goods, of places, of people
}

# -- whose headlines, in which language ----------------------------------------------------------------


class SiteName(NamedTuple):
    """Where a site states its name: a ``meta``, or a pointer in an object of one of ``kinds`` atop a JSON-LD script."""

    method: Method
    where: str
    kinds: frozenset[str] = frozenset()


# Order is preference.
SITE_NAMES: tuple[SiteName, ...] = (
    SiteName("opengraph", "og:site_name"),
    SiteName("json-ld", "/name", frozenset({"WebSite"})),
    SiteName("json-ld", "/publisher/name", frozenset({"WebSite", "WebPage", "CollectionPage", "Blog"})),
    SiteName("json-ld", "/name", frozenset({"NewsMediaOrganization"})),
    SiteName("json-ld", "/name", frozenset({"Organization"})),
    SiteName("meta", "application-name"),
)

_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_CYRILLIC_OR_MONGOLIAN = re.compile(r"[\u0400-\u052f\u1800-\u18af]")
# The letters of languages that are written in one script (Mongolian in two).
SCRIPTS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(
        "en de fr es it pt nl pl cs sk sl hr hu ro tr sv da nb nn no fi et lv lt vi id".split(), _LATIN
    ),
    **dict.fromkeys("ru uk be bg mk ky".split(), _CYRILLIC),
    "mn": _CYRILLIC_OR_MONGOLIAN,
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    **dict.fromkeys("ar fa ur".split(), re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af\u4e00-\u9fff]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"),
}
# Letters that a language written in the same script does not have.
FOREIGN_LETTERS: dict[str, frozenset[str]] = dict.fromkeys("en ru uk be bg mk".split(), frozenset("өү"))
