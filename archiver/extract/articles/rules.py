"""Which types, properties, names and paths state which field: tables, no code paths.

Rows stand in order: the first row that states a field wins within its method.
"""

from __future__ import annotations

from typing import NamedTuple

from archiver.model.provenance import Method, Transform
from archiver.page.dates.words import MONTHS

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

# og:type values that say article, and those that say something else.
OG_ARTICLE = frozenset({"article", "news", "newsarticle", "blog", "og:article", "post", "story"})
# Paths and queries of archives, sections, tags, searches: lists, whatever else they say.
LIST_URL = (
    r"[?&](?:(?:cat(?:egory)?_?(?:id)?|tag|s|q|query|search|author)=|paged?=[0-9]+(?:&|$))"
    r"|/(?:tags?|category|categories|cat|search|author|topics?)/(?:view/)?(?![^/]*[0-9]{6})[^/]*/?$"
    # A list, category, section or topic by its number: ``/l/16``, ``/mn/more/8``. Those of articles are longer.
    r"|/(?:[lcst]|more|categorized|section)/[0-9]{1,3}/?(?:\?|$)"
    r"|/(?:archives?/)?cat_[0-9]+|/page/[0-9]+/?$"
)
# Headings with a link inside the body's stretch of the page, from which it is a list.
LIST_HEADINGS = 4
LIST_WORDS = 60  # words to each such heading, up to which markup is not believed either
SECTION_WORDS = (
    150  # words to each, from which they are the sections of one story, if it has a date and a frame
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
        "publisher dc.publisher dcterms.publisher citation_journal_title citation_publisher cre copyright-holder"
        " application-name",
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
    MetaRow(
        "inLanguage",
        "content-language language dc.language dcterms.language citation_language",
        "language-tag",
        "meta",
    ),
    MetaRow("url", "og:url", "absolute-url", "opengraph"),
    MetaRow("url", "parsely-link dc.identifier.uri citation_public_url twitter:url", "absolute-url", "meta"),
    MetaRow("description", "og:description", None, "opengraph"),
    MetaRow(
        "description",
        "description twitter:description dc.description dcterms.description dcterms.abstract sailthru.description"
        " citation_abstract cxenseparse:description",
        None,
        "meta",
    ),
    MetaRow("articleSection", "article:section og:article:section", None, "opengraph"),
    MetaRow("articleSection", "section parsely-section cg dc.subject.section articlesection", None, "meta"),
    MetaRow("image", "og:image og:image:url og:image:secure_url", "absolute-url", "opengraph"),
    MetaRow(
        "image",
        "twitter:image twitter:image:src parsely-image-url sailthru.image.full",
        "absolute-url",
        "meta",
    ),
    MetaRow("license", "dc.rights.license dcterms.license license", "absolute-url", "meta"),
    MetaRow("isAccessibleForFree", "isaccessibleforfree", "boolean", "meta"),
)
# Of them those whose guidelines ask for ``Surname, Given name``.
TURNED_AUTHORS = frozenset({"dc.creator", "dcterms.creator", "dc.contributor", "citation_author"})
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
    "articleauthor",
    "article-author",
    "article_author",
    "article.author",
    "content-author",
    "author-name",
    "author_name",
]
META_KEYWORDS = (
    "article:tag",
    "news_keywords",
    "parsely-tags",
    "sailthru.tags",
    "citation_keywords",
    "dc.subject",
    "dcterms.subject",
    "keywords",
)

# -- visible HTML ----------------------------------------------------------------------------------------

# Tokens of captions, credits and posts of other sites inside an article: dates and names there are not its own.
NOT_TEXT = r"caption|credit|tweet|instagram|legende|bildunterschrift|gallery|slideshow|hmedia|haudio|hproduct"
COMMENTS = r"comment|respond|disqus|repl(?:y|ies)"
# Class, id, role or data attribute tokens of containers that are not the article.
BESIDE_ARTICLE = (
    r"comment|respond|disqus|reply|replies|related|recommend|sidebar|side-bar|widget|promo|newsletter"
    r"|most-?read|most-?popular|trending|teaser|breadcrumb|navbar|\bnav\b|menu|popular|outbrain|taboola|read-?more"
    r"|more-from|also-like|up-next|advert|cookie|modal|popup|carousel|search-result|share-count"
)
NOT_ARTICLE = rf"footer|{BESIDE_ARTICLE}"
# Letters that may stand around the site's name in a title, flat.
BEFORE_SITE = r"the|der|die|das|le|la|les|el|los|il|de|het"
AFTER_SITE = (
    r"news|online|com|net|org|tv|digital|website|magazine|newspaper|noticias|nachrichten|новости|мэдээ"
)
LEAST_TITLE = 12  # letters and digits of a text that may be a headline by itself
HEADLINE_LIKENESS = 0.7  # of a heading to the titles the head states, from which it is the article's
TITLE_LIKENESS = 0.8  # of a title to a heading that says more
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
# What stands before a date that is not the first one. ``\\b`` does not part Chinese or Japanese words.
MODIFIED_WORDS = (
    r"\b(?:last updated?|updated?|last modified|modified|edited|revised|corrected|шинэчилсэн|шинэчлэгдсэн|шинэчлэгдэв"
    r"|засварласан|өөрчилсөн|обновлен[оа]?|обновлён|изменен[оа]?|оновлено|змінено|жаңартылды|последна промяна"
    r"|(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)|aktualisierung|actualizad[oa]|(?:última )?actualización"
    r"|atualizad[oa]|aggiornat[oa]|(?:ultimo )?aggiornamento|mise? à jour|modifié|güncelleme|güncellendi|güncellenme"
    r"|bijgewerkt|gewijzigd|(?:sist )?(?:oppdatert|endret)|opdateret|(?:senast )?uppdaterad|päivitetty|muokattu"
    r"|zaktualizowano|aktualizacja|aktualizováno|upraveno|frissítve|actualizat|ενημέρωση|ενημερώθηκε|cập nhật"
    r"|diperbarui|dikemas kini|آخر تحديث|تحديث|stand(?=\s?:)|ažurirano|izmenjeno|redigeret|atnaujinta|papildyta"
    r"|atjaunots|yeniləndi|yangilandi|עודכן|به‌روزرسانی|განახლდა|թարմացվել)\b"
    r"|最終更新|更新日?|修改|改訂|수정|업데이트"
)
PUBLISHED_WORDS = (
    r"\b(?:published|posted|first published|created|issued|release date|publish date|publication date|pubdate"
    r"|нийтэлсэн|нийтлэгдсэн|нийтлэсэн|оруулсан|огноо|опубликован[оа]?|дата публикации|опубліковано|жарияланды"
    r"|veröffentlicht|erschienen|erstellt|publicad[oa]|publiée?|publicat|pubblicat[oa]|yayınlanma|yayınlandı"
    r"|yayın tarihi|oluşturulma|giriş tarihi|gepubliceerd|geplaatst|publisert|publiceret|publicerad|julkaistu"
    r"|opublikowano|data publikacji|zveřejněno|objavljeno|paskelbta|publicēts|avaldatud|yayımlandı|نشر في|פורסם"
    r"|megjelent|δημοσίευση|δημοσιεύθηκε|ngày đăng|diterbitkan|tayang)\b"
    r"|公開日?|投稿日|掲載日?|発行日|配信|发布|發布|发表|發表|입력|등록|승인|게시"
)
# What labels the date of a page wherever it stands on it, before a colon or alone before the date.
DATE_LABELS = (
    r"date|datum|fecha|data|tarih|дата|огноо|dátum|dato|päivämäärä|ημερομηνία|ngày|tanggal|日付|日期|時間|时间"
    r"|작성일|날짜"
)
AUTHOR_CLASS = (
    r"(?:^|[-_ ])(?:author|byline|by-line|writer|reporter|journalist|contributor|auteur|autor|autore|autoren|yazar"
    r"|redactor|redakteur|signature|szerzo|szerző|muhabir|avtor|författare|forfatter|skribent|kirjoittaja|penulis|autorka"
    r"|journaliste|periodista|giornalista|redattore)s?(?:[-_ ]|$)"
)
AUTHOR_URL = (  # first the letters that these begin with: most steps of an address begin with another
    r"/(?=[abcefgjkmprstwy])(?:authors?|autor(?:en|es|i)?|auteurs?|autori?e?|byline|people|profiles?|reporters?|journalists?|columnists?"
    r"|editors?|writers?|contributors?|contributor-profile|redakteure?|redactores|yazar(?:lar)?|staff|by"
    r"|szerzok?|avtor(?:[iy]|ji)?|autorzy|muhabir(?:ler)?|skribenter?|forfattare|forfattere?|kirjoittajat?|penulis"
    r"|periodistas?|giornalist[aei]|journalistes?|tac-gia)/[^/?#]"
)
# Of these, pages about people as well: believed right at the heading only.
ABOUT_URL = r"/(?:people|profiles?)/"
AUTHOR_STRONG = (
    r"author[-_]{0,2}(?:\w{1,20}[-_]{1,2})?name|byline[-_]{0,2}(?:name|author)|^author$|^byline$|^fn$|^by-?author$"
    r"|^post-author$|^p-author$"
)
# Who posted it, where nothing says author: believed only right at the heading.
AUTHOR_WEAK = r"^(?:user-?name|nick-?name|posted-?by|screen-?name|provider-?name|source-?name)$"
# What an icon is called that stands before a person's name.
AUTHOR_SIGN = r"(?:^|[-_])(?:user|author|person|writer|pen(?:cil)?)(?:$|[-_])"
TRAIL_CLASS = r"bread-?_?crumb"
# One of these stands in every word that the pattern knows: found in a fraction of the pattern's time.
WORD_STEMS: dict[str, tuple[str, ...]] = {
    HEADLINE_CLASS: ("title", "head", "hed"),
    DATE_CLASS: tuple(DATE_CLASS.split("|")),
    AUTHOR_CLASS: (
        *("author", "byline", "by-line", "writer", "reporter", "journalist", "contributor"),
        *(
            "auteur",
            "autor",
            "yazar",
            "redactor",
            "redakteur",
            "signature",
            "szerzo",
            "szerző",
            "muhabir",
            "avtor",
        ),
        *(
            "författare",
            "forfatter",
            "skribent",
            "kirjoittaja",
            "penulis",
            "periodista",
            "giornalista",
            "redattore",
        ),
    ),
    AUTHOR_STRONG: ("author", "byline", "fn"),
    AUTHOR_WEAK: ("name", "posted"),
    AUTHOR_SIGN: ("user", "author", "person", "writer", "pen"),
    TRAIL_CLASS: ("bread",),
}

# -- names -----------------------------------------------------------------------------------------------

# What stands before a name in a byline: taken off by position.
BY = (
    r"(?:(?:story|text|words|report|written|posted|reported|article|photos?|review|published|stories|compiled|edited"
    r"|reviewed|produced|authored|analysis|opinion)\s+)?by\b|von|par|por|door|yazan|(?-i:di|af|av)"
    r"|(?:skrevet|skriven|tekst|foto) (?:av|af)|geschrieben von|ein artikel von|écrit par|scritto da|escrito por"
    r"|нийтэлсэн|нийтлэсэн|бичсэн|бэлтгэсэн|сурвалжилсан|орчуулсан|сэтгүүлч|сурвалжлагч|автор(?:ы)?|корреспондент"
    r"|autor(?:in)?(?:\s?/\s?autor(?:in)?)?(?=\s[A-ZÀ-Þ])"
)
# Nouns for who wrote it: labels that count wherever they stand, with or without a colon.
AUTHOR_LABELS = (
    r"autor(?:in)?(?:\s?/\s?autor(?:in)?)?|autoren|authors?|auteurs?|autores?|autore|autori|autorzy|автор(?:ы)?|зохиогч"
    r"|сэтгүүлч|сурвалжлагч|нийтлэлч|yazar|forfatter|författare|tekijä|penulis|tác giả|作者|記者"
)
# These only before a colon: names begin like them.
BY_LABEL = (
    r"text|tekst|source|quelle|источник|van|di|de|af|av|da|od|autorstwa"
    r"|нийтэлсэн|нийтлэсэн|бичсэн|сэтгүүлч|зохиогч|сурвалжлагч|эх сурвалж"
    r"|автор(?:ы)?|текст|подготовил(?:а)?|корреспондент|журналист|мақала авторы"
    r"|author(?:s)?|autor(?:en|es|ka|zy|in)?|auteur|autore|autori|redaktion|editor|reporter|writer|yazar|muhabir|penulis"
    r"|reportero|redacción|redacteur|tekijä|författare|forfatter|tác giả|作者|文|記者|执笔|執筆|기자|글"
)
# These right before an element that is the name; a photographer or translator is not the author.
BY_BEFORE_ELEMENT = (
    r"(?:(?:(?:story|text|words|report|written|posted|reported|article|review|published|compiled|edited|authored"
    r"|analysis|opinion)\s+)?by|von|par|por|door|yazan|di|skrevet av|geschrieben von|écrit par|scritto da|escrito por"
    r"|автор(?:ы)?|нийтэлсэн|нийтлэсэн|бичсэн|бэлтгэсэн|сурвалжилсан|сэтгүүлч|сурвалжлагч|зохиогч|корреспондент|текст"
    r"|auth?or(?:s|en|es|in/autor)?|auteur|autore|作者|記者)"
)
# The label of a card that names the author for sharing.
WRITTEN_BY = (
    r"(?:written by|author|by|geschrieben von|verfasst von|autor|escrito por|écrit par|auteur|scritto da|autore"
    r"|geschreven door|skrevet av|skriven av|skrevet af|автор|написано|yazan|napisane przez|бичсэн|зохиогч)$"
)
# Words between two names.
AND = r"and|und|et|y|e|og|och|en|i|och|dan|&|ба|болон|и|та|with|ve|mit"
# Roles, and the words that stand before them; after a comma, or right behind a name.
ROLE_BEFORE = (
    r"(?:senior|junior|staff|chief|deputy|assistant|associate|managing|executive|contributing|freelance|guest|lead"
    r"|principal|special|national|international|foreign|political|politics|business|sports?|science|health|news"
    r"|world|education|culture|economics?|economy|environment|technology|tech|investigative|digital|multimedia|video"
    r"|legal|diplomatic|night|weekend|city|metro|national|white house|los angeles|former|ahli|главный|старший"
    r"|специальный|ахлах|ерөнхий|хариуцлагатай|the)"
)
ROLE = (
    r"(?:special (?:to|for)|writer|editor|reporter|correspondent"
    r"|contributor|columnist|journalist|producer|author|intern|blogger|analyst"
    r"|critic|fellow|bureau chief|editor[- ]in[- ]chief|editor[- ]at[- ]large|redakteur(?:in)?|korrespondent(?:in)?"
    r"|volontär(?:in)?|journaliste|rédact(?:eur|rice)(?: en chef)?|correspondant(?:e)?|envoyé(?:e)? spécial(?:e)?"
    r"|redactora?|periodista|corresponsal|giornalista|jornalista|repórter|muhabir|editör|dziennikarz|dziennikarka"
    r"|журналист|корреспондент|редактор|обозреватель|автор|сэтгүүлч|сурвалжлагч|эрхлэгч|нийтлэлч|спецкор)"
)
_MONTH_NAMES = MONTHS
# How a date begins, where an element of a byline does.
DATE_START = (
    rf"(?:[^\W\d_]{{2,12}}[.,]?\s+)?(?:{_MONTH_NAMES})\.?\s+[0-9]{{1,4}}\b|[0-9]|updated|published|posted"
)
# What ends a name from behind: a place, an employer, a date, an address.
AFTER_NAME = (
    r"\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|on)$|"
    r"\s+(?:twitter|facebook|instagram|linkedin|bluesky|mastodon|e-?mail|rss|follow|bio|contact)(?:\W.*)?$|"
    r"\s+(?-i:for|at|using|in|on|from|(?:last )?(?:updated|published|posted)|aus|für)\s.*$"
    r"|\s+@\w.*$|\s+[<\[]?[\w.+-]{1,60}@[\w.-]+.*$"
    rf"|\s+(?:(?:{_MONTH_NAMES})\.?\s+)?(?:[0-9]{{1,2}}(?:[\s.,/:].*|$)|[0-9]{{4}}\b.*$)"
)
COMPANY = r"\b(?:inc|ltd|llc|gmbh|corp|corporation|company|plc|ag|s\.a|co\.)(?:\W|$)"
# Names of outlets, companies, agencies and desks.
DESK = (
    r"\b(?:news|times|post|press|tribune|herald|gazette|daily|weekly|magazine|media|agenc(?:y|ies)|tv|radio|online"
    r"|guardian|journal|network|broadcasting|staff|team|desk|bureau|newsroom|editorial|editors?|inc|ltd|llc|gmbh"
    r"|corp|corporation|company|plc|foundation|institute|university|ministry|reuters|afp|dpa|associated press|ap"
    r"|bloomberg|xinhua|tass|редакция|тасс|риа|интерфакс|агентство|газета|мэдээ|сонин|телевиз|агентлаг|монцамэ"
    r"|redaktion|redazione|rédaction|redacción|redação|redactie|agentur|zeitung|jornal|diário|diario|correio|folha|giornale|corriere|dziennik|agencias?|agences?|ajans[ıi]?"
    r"|haber(?:ler)?i?|gazetesi)\b|\.(?:com|org|net|de|fr|mn|ru|tr)\b"
)
# Those of them that also stand inside one name.
AND_IN_NAMES = frozenset({"y", "e", "i"})
# Lower-case texts that stand where a name should and are none.
NOT_NAMES = frozenset(
    """admin administrator editor editors staff author authors guest guests user anonymous unknown none null
    undefined webmaster login subscribe share comments comment home about contact menu follow email twitter
    facebook instagram print newsroom reporter by posts team view all more read нүүр админ редакция редактор
    главная войти нэвтрэх бүртгүүлэх true false reply said says published updated agencies agences agencias
    agenturen agenzie ajanslar monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
    donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles
    jueves viernes sábado domingo понедельник вторник среда четверг пятница суббота воскресенье даваа мягмар лхагва
    пүрэв баасан бямба ням january jan february feb march april june july august aug september sept sep october
    oct november nov december dec today yesterday heute gestern share save print kommentare teilen drucken
    name 未知 佚名 匿名 网络整理 網絡整理 小编 小編 编辑 編輯 管理员 管理員 原创 转载 人气 人氣""".split()
) | frozenset(
    "view all posts|read more|see all|all posts|super user|log in|sign in|sign up|холбоо барих"
    "|connect directly|view full bio".split("|")
)
NOT_IN_NAMES = (
    r"https?://|www\.|@|\.(?:com|org|net|mn|ru)\b|[{}<>=|]|[0-9]"
    r"|\b(?:authors?|archives?|articles|posts|biography|profile|login|subscribe"
    r"|clicking|submitting|subscribing|signing (?:in|up)|continuing|registering"
    r"|comments?|minutes? read|min read|share this|posted on|updated|click here|privacy"
    r"|copyright|all rights reserved|(?:photo|image|picture) credits?)\b"
)
