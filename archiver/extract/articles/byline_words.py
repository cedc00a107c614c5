"""Words of bylines in many languages: who wrote it, and who did something else for it. Tables, no code paths.

Each is a pattern for words before a name; the separators behind them are those of ``SEPARATOR``.
"""

from __future__ import annotations

# These are enough before a name, with or without a separator.
AUTHOR = (
    r"(?:interview|reporting|words|reportage) by|interview (?:von|par)|propos recueillis par|recueilli par"
    r"|entrevista (?:de|por)"
    r"|intervista di|a cura di|rozmawiał[ay]?|rozmawiali|беседовал[аи]?|записал[аи]?|розмовлял[аи]?"
    r"|спілкува(?:лася|лась|вся)|írta|írták|بقلم|كتبت?|كتبه|מאת|phóng viên|жазған|бэлтгэсэн"
)
# These only before a colon or its like: they are words of a language, too.
AUTHOR_NOUN = (
    r"words|interview|entrevista|intervista|reporting|reportage|text[eo]?|testo|haber|muhabir|szerző|avtor|tekst|wywiad"
    r"|rozmowa|беседа|интервью|репортаж|мәтін|тілші|мэдээ бэлтгэсэн|கட்டுரை|लेखक|تقرير|إعداد|حوار|כתבה|autorstvo|pisarz"
)
# Chinese, Japanese and Korean put no space behind a word: these may stand right before a name.
AUTHOR_EAST = (
    r"(?:本[报報网網台刊社]|[\u4e00-\u9fff]{1,8}(?:新闻|新聞|[报報网網台社])|见习"
    r"|全媒体|文字|特约|首席)(?:见习|首席)?[记記]者|[记記]者|作者|撰文|執筆|执笔"
)
# One sign or more that also means other things: a separator must follow.
AUTHOR_EAST_NOUN = r"文|글|취재|取材|著|聞き手|採訪|采访"
# Greek articles of the genitive: only where an element is a byline already.
GENITIVE = r"του|της|των"
# Taking pictures, editing, translating: not the author.
OTHER = (
    r"photos?|photograph(?:s|y|er)?|pictures?|images?|camera|video|illustrations?"
    r"|graphics?|editing|additional reporting"
    r"|translation|translator|translated|fotos?|fotografía|fotografie|fotografia|bilder?|traduction|traducción|tradução"
    r"|übersetzung|zdjęcia|zdjęcie|fot\.|foto(?:ğraf(?:lar)?)?|fotó|kép|szerkesztette"
    r"|фото(?:граф)?|видео|перевод|переклад"
    r"|редактор|сурет|гэрэл зураг|写真|撮影|摄影|攝影|图片?|圖片?|视频|编辑|編輯|责编|责任编辑|責任編輯"
    r"|校对|翻译|翻譯|編集|翻訳"
    r"|사진|영상|편집|번역|تصوير|تحرير|ترجمة|צילום|עריכה|ảnh"
)
# Of them those that need no separator where ``by`` follows.
OTHER_BY = (
    r"(?:photos?|photography|pictures?|illustrations?|graphics?|editing|additional reporting|translated) by"
)
SEPARATOR = r"\s*[:：/／＝=・]\s*"
# Behind a name, with or without a space.
ROLE_EAST = r"(?:선임|객원|인턴|전문)?기자|특파원|논설위원|[记記]者|編集委員|論説委員|特派員|通信員"
# Small words inside people's names.
PARTICLES = frozenset(
    "de do da dos das del della di du des la le van von der den ter ten zu zum el al bin ibn ben e y af av".split()
)
# What people do, behind a comma: names in English do not end so.
POSITION = (
    r"(?:[\w&’'-]+\s+){0,4}(?:engineer|developer|manager|director|professor|researcher|scientist|economist|strategist"
    r"|consultant|designer|lecturer|president|founder|officer|specialist|advocate|architect|c[etfo]o)"
)
# Whom with, in brackets behind the first name.
WITH = r"with|avec|mit|con|com|med|met|при участии|совместно с"
