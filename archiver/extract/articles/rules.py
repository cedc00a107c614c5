"""Which types, properties, names and paths state which field: tables, no code paths.

Rows stand in order: the first row that states a field wins within its method.
"""

from __future__ import annotations

from typing import NamedTuple

from archiver.model.provenance import Method, Transform

# -- bounds ---------------------------------------------------------------------------------------------

MAX_SCRIPTS = 60
MAX_JSON_NODES = 4000
MAX_METAS = 2000
MAX_ITEMPROPS = 5000
MAX_VISIBLE = 400  # elements a visible rule looks at
MAX_AUTHORS = 20
MAX_KEYWORDS = 60
MAX_TITLE = 1000  # characters of a title in which a site's name is looked for
MAX_BYLINE = 1000
MAX_NAME = 90  # characters of an author's name
MAX_ALTERNATIVES = 8

# -- types ----------------------------------------------------------------------------------------------

# schema.org types that are an article, best first.
NEWS_TYPES = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "Report",
]
ARTICLE_TYPES = [
    "Article",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "SocialMediaPosting",
]
LOOSE_TYPES = ["Review", "Recipe", "MedicalWebPage", "CreativeWork", "VideoObject"]
TYPE_RANK = {name: rank for rank, row in enumerate((NEWS_TYPES, ARTICLE_TYPES, LOOSE_TYPES)) for name in row}
LIST_KEYS = frozenset(
    {"itemListElement", "hasPart", "blogPost", "blogPosts", "relatedLink", "comment", "review"}
)

# og:type values that say article, and those that say something else.
OG_ARTICLE = frozenset({"article", "news", "newsarticle", "blog", "og:article", "post", "story"})
# Paths and queries of archives, sections, tags, searches: lists, whatever else they say.
LIST_URL = (
    r"[?&](?:cat|tag|s|q|query|search|page|paged|author)=|/(?:tags?|category|categories|cat|search|author|topics?)/[^/]*/?$"
    r"|/(?:archives?/)?cat_[0-9]+|/page/[0-9]+/?$"
)
# Headings with a link inside the body's stretch of the page, from which it is a list.
LIST_HEADINGS = 4
LIST_WORDS = 60  # words to each such heading, up to which markup is not believed either

# -- JSON-LD and microdata -------------------------------------------------------------------------------


class PathRow(NamedTuple):
    """A field, where it stands in an article node (``a/b``: b of a), how the value follows from it."""

    field: str
    path: str
    transform: Transform | None  # None: the plainest transform that makes clean text


JSON_PATHS = (
    PathRow("headline", "headline", None),
    PathRow("headline", "name", None),
    PathRow("alternativeHeadline", "alternativeHeadline", None),
    PathRow("alternativeHeadline", "alternateName", None),
    PathRow("publisher", "publisher/name", None),
    PathRow("publisher", "sourceOrganization/name", None),
    PathRow("datePublished", "datePublished", "date"),
    PathRow("datePublished", "dateCreated", "date"),
    PathRow("datePublished", "uploadDate", "date"),
    PathRow("dateModified", "dateModified", "date"),
    PathRow("inLanguage", "inLanguage", "language-tag"),
    PathRow("inLanguage", "inLanguage/alternateName", "language-tag"),
    PathRow("inLanguage", "inLanguage/name", "language-tag"),
    PathRow("url", "mainEntityOfPage/@id", "absolute-url"),
    PathRow("url", "mainEntityOfPage", "absolute-url"),
    PathRow("url", "url", "absolute-url"),
    PathRow("description", "description", None),
    PathRow("articleSection", "articleSection", None),
    PathRow("image", "image", "absolute-url"),
    PathRow("image", "image/url", "absolute-url"),
    PathRow("image", "image/contentUrl", "absolute-url"),
    PathRow("license", "license", "absolute-url"),
    PathRow("license", "license/url", "absolute-url"),
    PathRow("isAccessibleForFree", "isAccessibleForFree", "boolean"),
    PathRow("articleBody", "articleBody", None),
)
JSON_AUTHORS = ("author", "creator")
# itemprop and property (RDFa) names; the same fields as schema.org names them.
MICRODATA = (
    PathRow("headline", "headline", None),
    PathRow("alternativeHeadline", "alternativeHeadline", None),
    PathRow("publisher", "publisher", None),
    PathRow("datePublished", "datePublished", "date"),
    PathRow("datePublished", "dateCreated", "date"),
    PathRow("dateModified", "dateModified", "date"),
    PathRow("inLanguage", "inLanguage", "language-tag"),
    PathRow("url", "mainEntityOfPage", "absolute-url"),
    PathRow("description", "description", None),
    PathRow("articleSection", "articleSection", None),
    PathRow("image", "image", "absolute-url"),
    PathRow("license", "license", "absolute-url"),
    PathRow("isAccessibleForFree", "isAccessibleForFree", "boolean"),
)

# -- meta elements ---------------------------------------------------------------------------------------


class MetaRow(NamedTuple):
    """A field, the lower-case ``name``, ``property`` or ``itemprop`` of meta elements, and the transform."""

    field: str
    names: str  # separated by spaces, best first
    transform: Transform | None
    method: Method


METAS = (
    MetaRow("headline", "og:title", None, "opengraph"),
    MetaRow(
        "headline",
        "twitter:title parsely-title sailthru.title dc.title dcterms.title citation_title headline title hdl"
        " cxenseparse:title",
        None,
        "meta",
    ),
    MetaRow("publisher", "og:site_name", None, "opengraph"),
    MetaRow(
        "publisher",
        "publisher dc.publisher dcterms.publisher cre copyright-holder application-name",
        None,
        "meta",
    ),
    MetaRow(
        "datePublished",
        "article:published_time og:article:published_time og:published_time og:article:published",
        "date",
        "opengraph",
    ),
    MetaRow(
        "datePublished",
        "article:published article.published published_time published-time datepublished date_published"
        " publish-date publish_date publishdate pubdate pub_date publication_date publication-date publicationdate"
        " originalpublicationdate article_date_original parsely-pub-date sailthru.date dc.date.issued"
        " dcterms.issued dc.date.created dcterms.created dcterms.date dc.date article.created datecreated"
        " citation_publication_date citation_date rnews:datepublished shareaholic:article_published_time"
        " cxenseparse:recs:publishtime cxenseparse:publishtime bt:pubdate dat ptime pdate displaydate"
        " iso-8601-publish-date published date rawdate vr:published_time weibo:article:create_at",
        "date",
        "meta",
    ),
    MetaRow(
        "dateModified",
        "article:modified_time og:article:modified_time og:updated_time og:article:modified",
        "date",
        "opengraph",
    ),
    MetaRow(
        "dateModified",
        "article:modified article.updated modified_time datemodified date_modified lastmod last-modified"
        " last_updated_date revised revision_date dc.date.modified dcterms.modified utime updated_time"
        " shareaholic:article_modified_time",
        "date",
        "meta",
    ),
    MetaRow("inLanguage", "og:locale", "language-tag", "opengraph"),
    MetaRow("inLanguage", "content-language language dc.language dcterms.language", "language-tag", "meta"),
    MetaRow("url", "og:url", "absolute-url", "opengraph"),
    MetaRow("description", "og:description", None, "opengraph"),
    MetaRow(
        "description", "description twitter:description dc.description sailthru.description", None, "meta"
    ),
    MetaRow("articleSection", "article:section og:article:section", None, "opengraph"),
    MetaRow("articleSection", "section parsely-section cg dc.subject.section articlesection", None, "meta"),
    MetaRow("image", "og:image og:image:url og:image:secure_url", "absolute-url", "opengraph"),
    MetaRow("image", "twitter:image twitter:image:src parsely-image-url", "absolute-url", "meta"),
    MetaRow("license", "dc.rights.license dcterms.license license", "absolute-url", "meta"),
)
META_AUTHORS = [
    "byl",
    "author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "article:author_name",
    "article:author",
    "og:article:author",
    "author.name",
    "authors",
    "byline",
    "shareaholic:article_author_name",
    "rnews:author",
    "creator",
    "vr:author",
    "twitter:creator_name",
]
META_KEYWORDS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")

# -- visible HTML ----------------------------------------------------------------------------------------

# Class, id, role or data attribute tokens of containers that are not the article.
NOT_ARTICLE = (
    r"comment|respond|disqus|reply|replies|related|recommend|sidebar|side-bar|widget|footer|promo|newsletter"
    r"|most-?read|most-?popular|trending|teaser|breadcrumb|navbar|\bnav\b|menu|popular|outbrain|taboola|read-?more"
    r"|more-from|also-like|up-next|advert|cookie|modal|popup|carousel|search-result|share-count"
)
HEADLINE_LIKENESS = 0.7  # of a heading to the titles the head states, from which it is the article's
HEADLINE_CLASS = (
    r"(?:entry|post|article|story|news|headline|page|content|single|detail|asset)[-_ ]*(?:title|headline|header"
    r"|heading|hed)|^headline$|^title$|^hed$|articleheadline|storytitle"
)
# Tokens of elements that hold a date; those of an update say dateModified.
DATE_CLASS = r"date|time|publish|posted|pubdate|огноо|byline|author|meta|created|issued|entry-info|post-info"
DATE_ATTRIBUTES = (
    "datetime",
    "rawdate",
    "data-date",
    "data-datetime",
    "data-time",
    "data-published",
    "data-timestamp",
)
MODIFIED_WORDS = (
    r"\b(?:last updated|updated|update|last modified|modified|edited|corrected|шинэчилсэн|шинэчлэгдсэн|засварласан"
    r"|обновлено|обновлён|обновлен|изменено|aktualisiert|actualizado|atualizado|aggiornato|mis à jour|güncelleme"
    r"|bijgewerkt|oppdatert|opdateret|uppdaterad)\b"
)
PUBLISHED_WORDS = (
    r"\b(?:published|posted|first published|created|publish date|нийтэлсэн|нийтлэгдсэн|оруулсан|огноо|опубликовано"
    r"|veröffentlicht|publicado|publié|pubblicato|yayınlanma|gepubliceerd|publisert|publicerad)\b"
)
AUTHOR_CLASS = (
    r"(?:^|[-_ ])(?:author|byline|by-line|writer|reporter|journalist|contributor|auteur|autor)s?(?:[-_ ]|$)"
)
AUTHOR_URL = r"/(?:authors?|byline|people|profile|reporters?|journalists?|columnists?|staff|by)/[^/?#]"
AUTHOR_STRONG = (
    r"author[-_]?name|byline[-_]?(?:name|author)|^author$|^byline$|^fn$|^by-?author$|^post-author$|^p-author$"
)

# -- names -----------------------------------------------------------------------------------------------

# What stands before a name in a byline: taken off by position.
BY = (
    r"(?:(?:story|text|words|report|written|posted|reported|article|photos?|review|published|stories|compiled|edited)"
    r"\s+)?by\b|von|par|por|door|skrevet av"
)
# These only before a colon: names begin like them.
BY_LABEL = (
    r"text|tekst|source|quelle|источник|van|di|de|af|av"
    r"|нийтэлсэн|нийтлэсэн|бичсэн|сэтгүүлч|зохиогч|сурвалжлагч|эх сурвалж"
    r"|автор(?:ы)?|текст|подготовил(?:а)?|корреспондент"
    r"|author(?:s)?|autor(?:en|es)?|auteur|redaktion|editor|reporter|writer"
)
# Words between two names.
AND = r"and|und|et|y|e|og|och|en|&|ба|болон|и|with|ve"
# Lower-case texts that stand where a name should and are none.
NOT_NAMES = frozenset(
    """admin administrator editor editors staff author authors guest guests user anonymous unknown none null
    undefined webmaster login subscribe share comments comment home about contact menu follow email twitter
    facebook instagram print newsroom reporter by posts team view all more read нүүр админ редакция редактор
    главная войти нэвтрэх бүртгүүлэх true false reply said says published updated""".split()
) | frozenset(
    "view all posts|read more|see all|all posts|super user|log in|sign in|sign up|холбоо барих".split("|")
)
NOT_IN_NAMES = (
    r"https?://|www\.|@\w+\.|\.(?:com|org|net|mn|ru)\b|[{}<>=|]|[0-9]"
    r"|\b(?:login|subscribe|comments?|minutes? read|min read|share this|posted on|updated|click here|privacy"
    r"|copyright|all rights reserved)\b"
)
