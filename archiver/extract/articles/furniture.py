"""Labels of what stands between the paragraphs of a page and is no part of its text: a table of phrases by language.

An element whose whole text is one of them is furniture, and so is the box that it heads. May not match parts of texts.
"""

from __future__ import annotations

import re

from archiver.extract.articles.body_rules import FURNITURE, phrases

_ADVERTISEMENTS = r"""
adverts?|adverti[sz]e?ments?|advertising|ads?
(?:sponsored|promoted|paid)(?: (?:content|post|story|links?|by|partnership))?|promotion
(?:advertisement\W{0,3})?(?:(?:article|story) continues|continue reading)(?: below)?(?: (?:this )?ad(?:vertisement)?)?
scroll(?: down)? to continue(?: reading)?|anzeigen?|werbung|werbeanzeige|gesponsert
(?:la suite )?après (?:la|cette) publicité|publicité|annonces?|contenu sponsorisé|publicidad|anuncios?
contenido patrocinado|publicidade|anúncios?|patrocinado|continua (?:após|depois d)\s?a publicidade
pubblicità|annuncio|inserzione|contenuto sponsorizzato|advertenties?|reclame|annons(?:er)?|annonsører
annonse|reklame?|annonce|mainos|reklam[ay]|ogłoszenie|materiał (?:sponsorowany|partnera)|inzerce|hirdetés
reklám|publicitate|reclamă|ilan|διαφήμιση|реклама|на правах рекламы|рекламный (?:блок|материал)
партн[её]рский материал|зар|(?:зар )?сурталчилгаа|сурталчилгааны (?:булан|мэдээ)|зарын (?:самбар|булан)
жарнама|广告|廣告|推广|推廣|赞助内容|広告|スポンサーリンク|광고|إعلان|إعلانات|تبلیغات|פרסומת|विज्ञापन|iklan
quảng cáo|โฆษณา
"""
_OTHER_STORIES = r"""
related(?: (?:articles?|stories|story|news|posts?|content|topics?|coverage|reading))?|(?:see|read) also
also read|read (?:more|next)|(?:more|what) to read(?: next)?
recommended(?: (?:for you|stories|articles|reading))?|you (?:may|might) also like|most (?:read|popular)
trending(?: now)?|more on this (?:story|topic)|lesen sie auch|auch interessant|mehr zum thema
verwandte (?:artikel|themen)|das könnte sie auch interessieren|(?:à )?lire aussi|à lire également
sur le même sujet|articles (?:liés|similaires)|lea también|te puede interesar
(?:noticias|artículos|notícias|artigos|matérias) relacionad[oa]s|leia (?:também|mais)|veja também
leggi anche|articoli correlati|potrebbe interessarti(?: anche)?|lees ook|les også|læs også|läs (?:mer|också)
lue myös|(?:czytaj|zobacz) (?:także|również|też|więcej)|čtěte také|kapcsolódó(?: cikkek)?|citește și
(?:ilgili|benzer) haberler|(?:материалы )?по теме|(?:читайте|смотрите) также
похожие (?:новости|статьи|материалы)|рекомендуем|читайте також|холбоотой(?: (?:мэдээ|нийтлэл)(?:нүүд|үүд)?)?
санал болго(?:х|ж буй)(?: мэдээ)?|төстэй мэдээ|бусад мэдээ|их уншсан(?: мэдээ)?
мөн (?:унш(?:аарай|ина уу)?|үзээрэй)|相关(?:新闻|阅读|文章|报道)|相關(?:新聞|閱讀|文章|報導)|推荐阅读
延伸阅读|延伸閱讀|関連(?:記事|ニュース)|あわせて読みたい|관련\s?(?:기사|뉴스)|اقرأ أيضا|مواضيع ذات صلة
أخبار ذات صلة
"""
_COMMENTS = r"""
(?:reader |user )?(?:comments?|replies|responses?|discussion)|join the (?:conversation|discussion)
leave a (?:comment|reply)|(?:leser)?kommentare?|(?:leserbriefe?|diskussion)|commentaires?|(?:vos )?réactions
comentari(?:os?|s|i)|comentários?|commenti|opiniones|reacties|reageer|kommentarer?|kommentit|komentarze|komentáře|komentár[eia]?|komentari|diskuze
hozzászólás(?:ok)?|kommentek|yorum(?:lar)?|σχόλια|комментари[ий]|обсуждение|коментар[іи]?|коментарі|каментары
сэтгэгдэл(?:үүд)?|пікірлер|bình luận|ý kiến(?: bạn đọc)?|komentar|ความคิดเห็น|التعليقات|تعليقات|نظرات|תגובות
टिप्पणियाँ|评论|評論|网友评论|コメント|댓글|მეკომენტარები|კომენტარები|մեկնաբանություններ
"""
_UPDATES = r"""
updates? to this page|(?:update|revision|version|publication|edit|change) (?:history|log)|history of (?:changes|updates)
change ?log|änderungs(?:historie|verlauf)|historique des modifications|historial de (?:cambios|actualizaciones)
история изменений|更新履歴|修订记录
"""
_OF_READERS = re.compile(
    rf"\W*(?:[\d.,\s]{{0,9}})(?:{phrases(_COMMENTS)})\W*[\d.,\s]{{0,9}}\W*", re.IGNORECASE
)
_HISTORY = re.compile(rf"\W*(?:{phrases(_UPDATES)})\W*", re.IGNORECASE)
_COUNTED = re.compile(r"[^\d().!?]{3,40}\s?[(（\[]\s?\d{1,6}\s?[)）\]]\W*")
_READING_TIME = r"""
\d{1,3}[\s-]?(?:min|minutes?|mins)\b[\s-]?(?:read|reading|de lecture)?|(?:reading|read) time\W{0,3}\d{1,3} ?min\w*
lesezeit\W{0,3}\d{1,3} ?min\w*|\d{1,3} ?min(?:uten?)?\.? lesezeit|lecture\W{0,3}\d{1,3} ?min\w*
temps de lecture\W{0,3}\d{1,3} ?min\w*|\d{1,3} ?min(?:utos?)? de (?:lectura|leitura)|\d{1,3} ?minut[io] di lettura
(?:время чтения|час читання)\W{0,3}\d{1,3} ?(?:мин|хв)\w*\.?|\d{1,3} ?мин\w*\.? (?:чтения|на чтение)
(?:okuma süresi\W{0,3})?\d{1,3} ?(?:dk|dakika)\.?(?: okuma)?|(?:阅读|閱讀)\w{0,4}\W{0,3}\d{1,3} ?分\w{0,2}
"""
_LABEL = re.compile(
    rf"\W*(?:{phrases(_ADVERTISEMENTS)}|{phrases(_OTHER_STORIES)}|{phrases(_READING_TIME)})\W*", re.IGNORECASE
)


def is_furniture(text: str) -> bool:
    """True where the whole of a text is such a label."""
    return len(text) <= FURNITURE and _LABEL.fullmatch(text) is not None


def heads_comments(text: str) -> bool:
    """True where the whole of a heading is the name of what readers wrote, with or without their number."""
    return len(text) <= FURNITURE and _OF_READERS.fullmatch(text) is not None


def heads_history(text: str) -> bool:
    """True where the whole of a heading names the record of changes of a page."""
    return len(text) <= FURNITURE and _HISTORY.fullmatch(text) is not None


def is_counted(text: str) -> bool:
    """True for a label with a number in brackets behind it, in any language: ``Comments (3)``."""
    return len(text) <= FURNITURE and _COUNTED.fullmatch(text) is not None
