"""What stands around a list on every site: menus, scripts, advertisements, share bars, cookie notices, footers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The fixed words of sites in one language."""

    menu: tuple[str, ...]
    more: str
    read: str
    popular: str
    ad: str
    cookies: str
    agree: str
    about: tuple[str, ...]
    pages: tuple[str, str]
    tags: tuple[str, ...]
    teaser: str


WORDS = {
    "mn": Words(
        ("Нүүр", "Улс төр", "Нийгэм", "Эдийн засаг", "Спорт", "Дэлхий", "Соёл урлаг", "Ярилцлага", "Видео"),
        "Дэлгэрэнгүй", "Цааш унших", "Их уншсан", "Зар сурталчилгаа",
        "Манай сайт күүки ашигладаг. Үргэлжлүүлбэл та зөвшөөрсөнд тооцно.", "Зөвшөөрөх",
        ("Бидний тухай", "Холбоо барих", "Сурталчилгаа байршуулах", "Нууцлалын бодлого", "Редакцын ёс зүй"),
        ("Өмнөх", "Дараах"),
        ("#утаа", "#сонгууль 2028", "#боловсрол", "#нүүрс", "#цас зуд", "#цалин", "#эрүүл мэнд", "#түгжрэл"),
        "Энэ тухай холбогдох байгууллагын төлөөлөгч өнөөдөр болсон хэвлэлийн бага хурлын үеэр мэдээллээ.",
    ),
    "ru": Words(
        ("Главная", "Политика", "Общество", "Экономика", "Спорт", "Культура", "Происшествия", "Видео"),
        "Подробнее", "Читать далее", "Самое читаемое", "Реклама",
        "Мы используем файлы cookie, чтобы сайт работал лучше.", "Принять",
        ("О редакции", "Контакты", "Рекламодателям", "Политика конфиденциальности"),
        ("Назад", "Вперёд"), ("погода", "Байкал", "дороги", "ЖКХ", "бюджет 2026", "школы"),
        "Об этом журналистам рассказали в пресс-службе областной администрации во время встречи в четверг.",
    ),
    "en": Words(
        ("Home", "Politics", "Business", "Sport", "World", "Culture", "Weather", "Opinion", "Obituaries"),
        "More", "Read more", "Most read", "Advertisement",
        "We and our partners store cookies on your device to improve this site.", "Accept all",
        ("About us", "Contact the newsroom", "Advertise with us", "Privacy policy", "Terms of use"),
        ("Previous", "Next"), ("harbour", "storm damage", "school closures", "budget 2026", "ferries", "housing"),
        "Residents said on Thursday that they had been waiting for an answer from the council since the autumn.",
    ),
    "de": Words(
        ("Startseite", "Politik", "Wirtschaft", "Sport", "Kultur", "Regionales", "Wetter"),
        "Mehr", "Weiterlesen", "Meistgelesen", "Anzeige",
        "Diese Seite verwendet Cookies, damit alles funktioniert.", "Zustimmen",
        ("Über uns", "Kontakt", "Mediadaten", "Datenschutz", "Impressum"),
        ("Zurück", "Weiter"), ("Winter", "Nahverkehr", "Mieten", "Landtag", "Ehrenamt"),
        "Das teilte ein Sprecher der Kreisverwaltung am Donnerstag nach der Sitzung des Ausschusses mit.",
    ),
    "ar": Words(
        ("الرئيسية", "سياسة", "اقتصاد", "رياضة", "ثقافة", "صحة", "فيديو"),
        "المزيد", "اقرأ المزيد", "الأكثر قراءة", "إعلان",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك.", "موافق",
        ("من نحن", "اتصل بنا", "أعلن معنا", "سياسة الخصوصية"),
        ("السابق", "التالي"), ("طقس", "مياه", "انتخابات البلدية", "أسعار"),
        "وقال متحدث باسم البلدية إن القرار سيدخل حيز التنفيذ مطلع الشهر المقبل بعد نشره رسميا.",
    ),
    "ja": Words(
        ("ホーム", "政治", "経済", "スポーツ", "地域", "文化", "天気"),
        "一覧へ", "続きを読む", "アクセスランキング", "広告",
        "当サイトではクッキーを使用しています。", "同意する",
        ("会社概要", "お問い合わせ", "広告掲載", "個人情報保護方針"),
        ("前へ", "次へ"), ("大雪", "選挙", "観光", "子育て"),
        "市の担当者は木曜日の会見で、来月中に詳しい計画を公表すると説明した。",
    ),
    "zh": Words(
        ("首页", "时政", "财经", "体育", "文化", "社会", "天气"),
        "更多", "阅读全文", "热门排行", "广告",
        "本网站使用Cookie以改善您的体验。", "同意",
        ("关于我们", "联系我们", "广告合作", "隐私政策"),
        ("上一页", "下一页"), ("春运", "地铁", "寒潮", "教育"),
        "有关部门负责人在周四的新闻发布会上表示，具体方案将于下月公布。",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """An invented site: where it lives, its name, its language, and the page of it that is captured."""

    host: str
    name: str
    language: str
    path: str = "/"

    @property
    def base(self) -> str:
        return f"https://{self.host}"

    @property
    def url(self) -> str:
        return self.base + self.path

    @property
    def words(self) -> Words:
        return WORDS[self.language]


def menu(site: Site) -> str:
    """The main menu, with search and social links."""
    links = "".join(
        f'<li class="menu-item"><a href="/c/{n}">{word}</a></li>' for n, word in enumerate(site.words.menu)
    )
    return f"""<header id="top"><div class="logo"><a href="/"><img src="/logo.svg" alt="{site.name}"></a></div>
<nav class="main-nav"><ul>{links}</ul></nav>
<form action="/search" method="get"><input name="q"><button>⌕</button></form>
<ul class="social"><li><a href="https://social.example/steppe">Facebook</a></li><li><a
 href="https://video.example/c/1">YouTube</a></li></ul></header>"""


def ad(site: Site, place: int) -> str:
    """An advertisement: a label and a linked picture that leads off the site."""
    return (
        f'<div class="adv banner-{place}"><small>{site.words.ad}</small><a href="https://ads.example/click?b={place}"'
        f' rel="nofollow sponsored"><img src="https://ads.example/b{place}.gif" alt=""></a></div>'
    )


def share(url: str) -> str:
    """Share links of one story."""
    return (
        f'<span class="share"><a href="https://social.example/sharer?u={url}">f</a> <a'
        f' href="https://short.example/post?url={url}">𝕏</a> <b>{len(url) % 37}</b></span>'
    )


def pages(site: Site) -> str:
    """Pagination."""
    numbers = " ".join(f'<a class="page-numbers" href="{site.path}?page={n}">{n}</a>' for n in range(2, 6))
    before, after = site.words.pages
    return (
        f'<div class="pagination"><span class="prev">{before}</span> <b>1</b> {numbers} … <a'
        f' href="{site.path}?page=118">'
        f'118</a> <a class="next" href="{site.path}?page=2">{after} »</a></div>'
    )


def tags(site: Site) -> str:
    """A tag cloud."""
    links = " ".join(
        f'<a href="/tag/{n}" style="font-size:{10 + n % 5 * 2}px">{tag}</a>'
        for n, tag in enumerate(site.words.tags)
    )
    return f'<div class="tagcloud">{links}</div>'


def foot(site: Site) -> str:
    """The footer and the cookie notice."""
    links = " | ".join(f'<a href="/page/{n}">{word}</a>' for n, word in enumerate(site.words.about))
    return f"""<footer><div class="foot-links">{links}</div><p>© 2011–2026 {site.name}. Tel: 7012-3456,
<a href="mailto:info@{site.host}">info@{site.host}</a></p></footer>
<div id="cookie-bar" role="dialog"><p>{site.words.cookies}</p><button>{site.words.agree}</button></div>
<script>window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments);}}gtag('js',new Date());
var slides=["/promo/1","/promo/2"];if(document.querySelectorAll('.item a').length<3){{console.log("<a href='/x'>");}}
</script><noscript><img src="https://count.example/p.gif?id=4411" alt=""></noscript>"""


def document(site: Site, main: str, *, head: str = "", encoding: str = "utf-8", body: str = "") -> str:
    """A whole page around its main part."""
    direction = ' dir="rtl"' if site.language == "ar" else ""
    return f"""<!DOCTYPE html>
<html lang="{site.language}"{direction}><head><meta charset="{encoding}"><title>{site.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/css/app.css?v=31">
<meta property="og:type" content="website"><meta property="og:site_name" content="{site.name}">
{head}<style>.adv{{margin:10px}} .item::before{{content:"<a>"}}</style></head>
<body{body}>
{menu(site)}
<!-- main start -->
{main}
<!-- main end -->
{foot(site)}
</body></html>
"""
