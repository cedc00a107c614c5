"""Which types, properties and keys of markup for machines state which field: tables, no code paths.

Rows stand in order: the first row that states a field wins within its method.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.model.provenance import Transform

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
# Of a whole page that is something else: a date of publication or a heading over words makes no article of it.
OTHER_PAGES = frozenset(
    """FAQPage QAPage DiscussionForumPosting Product ProductGroup FinancialProduct LoanOrCredit JobPosting
    RealEstateListing
    SearchResultsPage CollectionPage ProfilePage ContactPage CheckoutPage ImageGallery""".split()
)
# Of an author that is no person: its name is one, with whatever ``and``, comma or slash.
ORGANIZATIONS = frozenset(
    """Organization NewsMediaOrganization Corporation GovernmentOrganization NGO EducationalOrganization
    CollegeOrUniversity ResearchOrganization LocalBusiness SportsOrganization PoliticalParty Consortium""".split()
)
# Of the page that holds the article, and of the site: what they say of it where the article's own markup says nothing.
PAGE_TYPES = frozenset({"WebPage", "ItemPage"})
SITE_TYPE = "WebSite"
PAGE_DATES = ("datePublished", "dateModified")
PAGE_RULE = "json-ld:WebPage/"
LIST_KEYS = frozenset(
    {"itemListElement", "hasPart", "blogPost", "blogPosts", "relatedLink", "comment", "review"}
)

# -- JSON-LD and microdata -------------------------------------------------------------------------------


# What templates leave where they had nothing to say, or were not filled in.
NO_VALUE = re.compile(
    r"\s*(?:nil|null|undefined|none|nan|n/a|\[object Object\]|\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{%[^%]*%\}|%[a-z_]+%)\s*",
    re.IGNORECASE,
)


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
    PathRow("publisher", "publisher/legalName", None),
    PathRow("publisher", "publisher", None),
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
    PathRow("description", "abstract", None),
    PathRow("articleSection", "articleSection", None),
    PathRow("image", "image", "absolute-url"),
    PathRow("image", "image/url", "absolute-url"),
    PathRow("image", "image/contentUrl", "absolute-url"),
    PathRow("image", "thumbnailUrl", "absolute-url"),
    PathRow("license", "license", "absolute-url"),
    PathRow("license", "license/url", "absolute-url"),
    PathRow("isAccessibleForFree", "isAccessibleForFree", "boolean"),
    PathRow("articleBody", "articleBody", None),
)
JSON_AUTHORS = ("author", "creator")
JSON_PERSON_URL = ("url", "sameAs")
JSON_PERSON_DESCRIPTION = ("description", "disambiguatingDescription")
JSON_KEYWORDS = ("keywords", "keywords/name")
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
    PathRow("url", "url", "absolute-url"),
    PathRow("description", "description", None),
    PathRow("description", "abstract", None),
    PathRow("articleSection", "articleSection", None),
    PathRow("image", "image", "absolute-url"),
    PathRow("image", "thumbnailUrl", "absolute-url"),
    PathRow("license", "license", "absolute-url"),
    PathRow("isAccessibleForFree", "isAccessibleForFree", "boolean"),
)
MICRODATA_AUTHORS = ("author", "creator")

# -- embedded state --------------------------------------------------------------------------------------

MAX_STATES = 8
MAX_STATE_DEPTH = 20
STATE_TITLES = ("headline", "title")
# Keys of content systems, for an object whose title is the page's.
STATE_PATHS = (
    PathRow("headline", "headline", None),
    PathRow("headline", "title", None),
    PathRow("datePublished", "datePublished", "date"),
    PathRow("datePublished", "publishedAt", "date"),
    PathRow("datePublished", "published_at", "date"),
    PathRow("datePublished", "publishDate", "date"),
    PathRow("datePublished", "publish_date", "date"),
    PathRow("datePublished", "publishedDate", "date"),
    PathRow("datePublished", "published_date", "date"),
    PathRow("datePublished", "firstPublishedAt", "date"),
    PathRow("datePublished", "datetimePublished", "date"),
    PathRow("dateModified", "dateModified", "date"),
    PathRow("dateModified", "updatedAt", "date"),
    PathRow("dateModified", "updated_at", "date"),
    PathRow("dateModified", "modifiedAt", "date"),
    PathRow("dateModified", "lastModified", "date"),
    PathRow("description", "description", None),
    PathRow("description", "excerpt", None),
    PathRow("description", "summary", None),
    PathRow("articleSection", "section/name", None),
    PathRow("articleSection", "section", None),
    PathRow("articleSection", "category/name", None),
    PathRow("isAccessibleForFree", "isAccessibleForFree", "boolean"),
    PathRow("inLanguage", "inLanguage", "language-tag"),
)
STATE_AUTHORS = ("authors/*/name", "authors/*", "author/name", "author", "byline")
