"""Which elements, class words and phrases stand beside an article's text, and which hold it: tables, no code paths."""

from __future__ import annotations

import re
from re import Pattern

from archiver.page.text import SKIPPED

# -- bounds ---------------------------------------------------------------------------------------------

MAX_BLOCKS = 20_000  # of a page that are looked at
MAX_NODES = 4_000  # that make up a body: its selector names each, and no more are resolved
MAX_HEADINGS = 10
MAX_QUOTES = 200
MAX_LABEL = 300  # characters of class and id
MAX_ENDS = 40  # blocks at either end that are looked at for what is no part of the text

# -- shares and sizes, in characters --------------------------------------------------------------------

LEAST = 20  # of a block that is not link text, to count as prose
SENTENCE = 100  # a block of so many is prose; a shorter one if it ends like a sentence
DENSE = 0.75  # of a container's prose in one child: the text is in there
HEADED = 0.25  # of the prose in the child with the heading: the text is in there too
HEADED_LEAST = 300
ARTICLE = 0.2  # of the page's prose in the heading's own ``article``
ARTICLE_LEAST = 400
KNOWN_SHARE = {"itemprop": 0.4, "class": 0.7, "article": 0.7}  # of the densest container's prose
NESTED = 0.8  # of a known container's prose in a known one inside it
MAJORITY = 4  # times as much prose apart as elsewhere: then it is not apart
LINKED = 0.85  # of a block's text: a link to another page, not prose
HALF_LINKED = 0.5  # with words that announce a link
CAPTION = 40  # of a label over links
LINE = 300  # of a line that may be a byline
FURNITURE = 60  # of a label that is all an element says
BOX = 400  # of what such a label heads
BOX_SHARE = 0.2  # of the page's text in it, at most
CALL = 300  # of an appeal to the reader at either end
WEAK = 250  # of a body: the library is asked as well
LIBRARY_TIMES = 2  # as much text as ours, for the library's to be taken
MANY_CLASSES = 3  # names on a paragraph: they say how it looks, not what it is

# -- elements -------------------------------------------------------------------------------------------

DROPPED = SKIPPED | frozenset(
    """head title textarea select option svg button nav aside footer figure figcaption iframe object video audio canvas
    dialog menu input label hr""".split()
)
WHOLE = frozenset({"html", "body", "main", "article"})  # whatever their classes say
TEXTUAL = frozenset({"p", "li", "span", "blockquote"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CLICKED = ("a", "iframe", "ins", "button")  # what a box that is no text has to offer
HOLDERS = frozenset({"div", "section", "td", "article", "main"})


def words(listed: str) -> Pattern[str]:
    """A pattern for class and id words: parts between spaces, hyphens and underscores."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(listed.split())})(?:$|[\s_-])", re.IGNORECASE)


def phrases(listed: str) -> str:
    """Alternatives, one a line or separated by bars."""
    return "|".join(
        entry.strip() for line in listed.splitlines() for entry in line.split("|") if entry.strip()
    )


# -- classes and ids, camelCase opened ------------------------------------------------------------------

# What readers write, and notices that lie over the page: never the article, however much of it there is.
_COMMENTS = """comments? comment-?list respond disqus replies cookies? consent coment[aá]rios? kommentare?r?n?
commentaires? commenti komentar\\w* reacties setgegdel setgegdl\\w*"""
COMMENTS = words(_COMMENTS)
BESIDE = words(
    f"""{_COMMENTS} modal popup tooltip
    related\\w* recommend\\w* most-?read most-?popular popular trending also-like up-next see-?also teasers? carousel
    read-?(?:more|next|also) more-(?:from|on|stories|news) outbrain taboola
    newsletters? subscri\\w+ sign-?up login register donat\\w* poll follow promo\\w* promoted
    adverts? advertisement ads? ad sponsor\\w* share sharing share-?\\w+ social\\w*
    side-?bar widgets? foot footer breadcrumbs? nav\\w* menu toolbar toc skip-?link
    byline author\\w* bio tags? meta rating timestamp date dateline datetime modified kicker
    dek standfirst sub-?headline sub-?title disclaimer copyright error
    caption\\w* credits? gallery slide-?show video media player
    sr-only visually-hidden screen-reader\\w* print-only no-?print"""
)
# Of those, the ones that also name a frame around a quoted post: its text is read.
AROUND_QUOTE = words(
    """social\\w* share sharing share-?\\w+ video media player widgets? gallery slide-?show credits? caption\\w*
    carousel ads? ad promo\\w* author\\w* tags? rating"""
)
# Of those, what also names the rest of a text that readers unfold.
UNFOLDS = words("read-?more")
HOLDS_TEXT = words(
    """(?:article|story|post|entry|news|blog|content|main|page)-?(?:body|content|text|copy|main)(?:-?\\w+)?
    body-?(?:text|copy|content|main) articletext rich-?text field-name-body story-?content prose"""
)

HIDES = re.compile(r"(?:display:\s*none|visibility:\s*(?:hidden|collapse))\b", re.IGNORECASE)

NAMED_ARTICLE = re.compile(r"(?:^|\s)article(?:$|\s)", re.IGNORECASE)

# -- phrases --------------------------------------------------------------------------------------------

_MORE = r"""related|see (?:also|more)|read (?:more|also|next|this)|more (?:from|on|stories|news)|also (?:read|on|see)
don'?t miss|(?:watch|listen)(?: (?:now|live|the|this|to|more|below|here|also|our)\b|\W)
recommended|click here|читайте также|смотрите также|по теме|холбоотой|мөн унш
lees ook|lesen sie auch|mehr zum|lire aussi|à lire|leia (?:também|mais)|lea también|leggi anche|mer om
les også|læs også"""
# The forms of asking alone: a text itself may speak of subscribers, and of who signed what.
_CALL = r"""\bsubscribe(?: (?:to|now|today|here|for|and|via)\b|\W*$)|already (?:a )?subscri
(?:is|only|exclusively) for subscribers|subscribers? (?:can|get|only)|our subscri|your subscription
subscription (?:to|offer)
sign up|newsletter|follow (?:us|me|him|her|them|@|\w+ on)
(?:\b(?:follow|like|join|find|catch|connect|contact|tweet|message)|@\w+)\b[^.!?]{0,60} on (?:twitter|facebook|instagram)
\b(?:is|are|me|us) on (?:twitter|facebook|instagram)
share (?:it|this)|click here|read more|download (?:the|our)|all rights reserved
©|copyright\W{0,3}(?:\(c\)|[0-9]{4}|by\b)|\w@\w+\.\w
not responsible for the content of external|thanks for reading|due to your privacy preferences
(?:may|might) (?:get|earn) a (?:share|commission)|(?:get|send|have) (?:a|us) (?:tips?|your)
подписывай(?:ся|тесь)|подпиши(?:сь|тесь)|подписаться|\babonnier(?:e\b|t\b|en sie)|jetzt abonnieren|abonnez|abonne-toi
abbonati (?:a|ora|subito|qui)\b|prenumerera|suscr[ií]b(?:ete|ase|anse)|\bassine\b|inscreva-se
бүртгүүл(?:ээрэй|нэ үү)|захиал(?:аарай|на уу)|дагаарай"""
# Announces a link to another story.
MORE = re.compile(rf"\W*(?:{phrases(_MORE)})", re.IGNORECASE)
# Asks the reader for something, or says whose the text is: at either end it is no part of it.
ASKS = re.compile(phrases(_CALL), re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔։።။][\"”’'»)\]]*\s*$")
