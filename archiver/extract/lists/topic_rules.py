"""What tells headlines without links from other lists of texts, as data: words, patterns, and what each sign weighs."""

from __future__ import annotations

import re

# Words for news and headlines; letters may follow in languages that inflect.
NEWS_WORDS = re.compile(
    r"(?i)\b(?:news|newswire|headlines?|top stories|latest|today's topics|topics? of|digest|press releases?|breaking|"
    r"nachrichten|schlagzeilen|meldungen|aktuelle?s?|actualités?|à la une|noticias|titulares|notícias|manchetes|"
    r"últimas|notizie|ultime|nieuws|nyheter|nyheder|nyhet|uutiset|uudised|ziņas|naujienos|haber\w*|son dakika|"
    r"wiadomości|aktualności|zprávy|aktuality|správy|vijesti|vesti|novice|hírek|știri|stiri|tin tức|tin mới|berita|"
    r"новост\w*|новин\w*|навін\w*|вести|жаңалық\w*|мэдээ\w*|ειδήσεις|νέα|خبر|خبرها)\b|"
    r"اخبار|أخبار|الأخبار|חדשות|ニュース|トピックス|見出し|新闻|新聞|头条|頭條|要闻|要聞|快讯|뉴스|속보|ข่าว|समाचार|ख़?बर|সংবাদ|খবর|செய்தி"
)
# What newspapers call their sections, as a whole text of a link.
NEWS_SECTIONS = re.compile(
    r"(?i)politics|business|sports?|world|opinion|culture|weather|economy|technology|science|"
    r"politik|wirtschaft|kultur|welt|ausland|inland|wetter|meinung|wissen(?:schaft)?|"
    r"politique|économie|monde|culture|météo|sciences|política|economía|economia|deportes|mundo|cultura|esportes?|"
    r"desporto|politica|esteri|cronaca|cultura|politiek|economie|buitenland|cultuur|polityka|gospodarka|świat|kultura|"
    r"politikk?|ekonomi|näringsliv|sporten|kultur|utrikes|verden|talous|politiikka|urheilu|kulttuuri|siyaset|"
    r"spor|dünya|kültür|політика|економіка|спорт|світ|культура|політыка|политика|экономика|общество|в мире|мир|"
    r"культура|погода|происшествия|улс төр|нийгэм|эдийн засаг|дэлхий|соёл(?: урлаг)?|цаг агаар|ярилцлага|"
    r"саясат|экономика|қоғам|әлем|мәдениет|πολιτική|οικονομία|αθλητικά|κόσμος|سياسة|اقتصاد|رياضة|ثقافة|العالم|"
    r"政治|経済|经济|經濟|国際|国际|國際|スポーツ|体育|體育|地域|社会|社會|文化|天気|天气|정치|경제|사회|스포츠|문화|국제|"
    r"chính trị|kinh tế|thể thao|thế giới|văn hóa|politika|ekonomika|ekonomija|svijet|svet|világ|gazdaság"
)
SECTIONS_IN_MENU = 3  # names that make a menu a newspaper's
SOURCE = re.compile(r"(?i)\b[a-z0-9-]{2,40}\.(?:[a-z]{2,3}\.)?(?:com|org|net|info|news|[a-z]{2})\b")
TIME_LOOK = re.compile(r"^\s*[0-2]?[0-9][:.][0-5][0-9]\b")
ACCEPT_TOPICS = 3.0
TOPIC_EVIDENCE: dict[str, float] = {
    "entries with dates": 2.0,
    "entries with times": 1.5,
    "entries with sources": 1.5,
    "a heading that speaks of news": 2.0,
    "a heading that is a day": 0.5,
    "address of a front page": 0.5,
    "a menu of news sections": 0.5,
    "a title that speaks of news": 1.0,
    "entries of 3 words": 0.5,
    "entries of 5 words": 0.5,
    "most words of the page": 1.0,
    "long texts between": -3.0,
    "questions": -3.0,
    "alike": -3.0,
    "titles that are days": -4.0,
    "address of an article": -2.0,
    "says it is an article": -2.0,
}
