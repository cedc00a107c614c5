"""What the demo site says, stated once for every test: articles, lists, feeds.

Paths are as a reader types them; the Cyrillic one travels percent-encoded (``url_path``).
Dates are ISO 8601, exactly as precise as the page states them.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

PUBLISHER = "The Steppe Relay"
PUBLISHER_MN = "Талын Өртөө"


class Listed(NamedTuple):
    """A headline in a list: its verbatim text, the path it links to, the date beside it."""

    headline: str
    path: str
    date: str

    @property
    def url_path(self) -> str:
        """The path as it stands in the page's ``href``."""
        return quote(self.path)


class Article(NamedTuple):
    """An article page; ``authors`` is empty where the page names none."""

    path: str
    headline: str
    authors: tuple[str, ...]
    date_published: str
    in_language: str
    first_sentence: str
    last_sentence: str

    @property
    def url_path(self) -> str:
        """The path as it goes over the wire."""
        return quote(self.path)


# In this order: JSON-LD, OpenGraph, bare HTML, Mongolian byline, microdata at a Cyrillic path, windows-1251.
ARTICLES = (
    Article(
        path="/en/2026/01/29/winter-road-tosontsengel",
        headline="Snow closes the winter road to Tosontsengel for the third time this month",
        authors=("Ankhbayar Dorj",),
        date_published="2026-01-29T07:40:00+08:00",
        in_language="en",
        first_sentence=(
            "The winter road between Uliastai and Tosontsengel closed again on Wednesday night after "
            "wind filled the cuttings at two passes with snow."
        ),
        last_sentence=(
            "The road is expected to open to convoys on Friday morning if the wind stays below ten "
            "metres a second."
        ),
    ),
    Article(
        path="/en/business/cashmere-season",
        headline="Herders ask for a fair weighing before the cashmere season opens",
        authors=("Nomin Erdene",),
        date_published="2026-01-28T16:05:00+08:00",
        in_language="en",
        first_sentence=(
            "A cooperative of 230 herding families in Bayankhongor has asked the province to require "
            "sealed scales at every point where cashmere changes hands this spring."
        ),
        last_sentence="The provincial council is due to take up the request on 12 February.",
    ),
    Article(
        path="/en/archive/felt-school.html",
        headline="A felt workshop teaches its last trade by hand",
        authors=("Saruul Batbayar",),
        date_published="2026-01-27",
        in_language="en",
        first_sentence=(
            "In a former bakery behind the bus station in Arvaikheer, eleven pupils stand in a row "
            "and beat wool with willow rods."
        ),
        last_sentence=(
            "The course runs until the end of March, and the first felt is promised to the children’s"
            " library."
        ),
    ),
    Article(
        path="/mn/2026/01/29/zain-onoshilgoo",
        headline="Сум дундын эмнэлэгт зайн оношилгооны өрөө нээгдлээ",
        authors=("Б.Болормаа",),
        date_published="2026-01-29",
        in_language="mn",
        first_sentence=(
            "Завхан аймгийн Тосонцэнгэл сум дахь сум дундын эмнэлэгт зайнаас оношлох өрөө энэ долоо "
            "хоногт нээгдлээ."
        ),
        last_sentence=(
            "Ирэх сараас хүүхдийн эмчийн зөвлөгөөг долоо хоногт хоёр удаа зайнаас өгч эхлэхээр "
            "төлөвлөж байна."
        ),
    ),
    Article(
        path="/mn/мэдээ/тал-нутгийн-цас",
        headline="Тал нутгийн цас хаврын бэлчээрт нэмэр болно гэж малчид найдаж байна",
        authors=("Д.Ганзориг",),
        date_published="2026-01-28T11:20:00+08:00",
        in_language="mn",
        first_sentence=(
            "Энэ өвөл тал нутгаар цас тогтмол орж байгаа нь хаврын бэлчээрийн чийгийг нэмнэ гэж "
            "малчид найдаж байна."
        ),
        last_sentence=("Малчид хаврын анхны ногоог дөрөвдүгээр сарын сүүлчээр харна гэж тооцоолж байна."),
    ),
    Article(
        path="/mn/soyol/ul-boov.html",
        headline="Цагаан сарын ул боовоо гэртээ хийх айл олширчээ",
        authors=("С.Энхжин",),
        date_published="2026-01-27",
        in_language="mn",
        first_sentence=(
            "Цагаан сарын идээний ул боовыг худалдаж авахын оронд гэртээ хийх айл өрх жил ирэх тусам "
            "олширч байна."
        ),
        last_sentence="Сургалт битүүний өмнөх өдөр хүртэл үргэлжилнэ.",
    ),
)

# Two paragraphs each, without a byline.
BRIEFS = (
    Article(
        path="/en/brief/dorvoljin-line",
        headline="Power line to Dörvöljin passes its first cold test",
        authors=(),
        date_published="2026-01-28T09:30:00+08:00",
        in_language="en",
        first_sentence=(
            "The new 110-kilovolt line to Dörvöljin carried the district through four nights below "
            "minus forty without an outage, the regional grid company said on Wednesday."
        ),
        last_sentence="The old generators will be kept in reserve until the spring.",
    ),
    Article(
        path="/en/brief/library-bus",
        headline="Library bus adds two stops south of Dalanzadgad",
        authors=(),
        date_published="2026-01-27T08:20:00+08:00",
        in_language="en",
        first_sentence=(
            "The library bus that circles the south Gobi will stop at two more settlements from "
            "February, bringing its round to nine."
        ),
        last_sentence=(
            "Readers may keep a book until the bus comes back, which in bad weather can be five weeks."
        ),
    ),
    Article(
        path="/en/brief/night-sky-park",
        headline="Night sky park opens at the edge of the Gobi",
        authors=(),
        date_published="2026-01-27T07:55:00+08:00",
        in_language="en",
        first_sentence=(
            "A reserve for darkness opened on Tuesday on the northern edge of the Gobi, where forty "
            "households have agreed to shade their lamps after ten at night."
        ),
        last_sentence=(
            "The warden, a retired physics teacher, asks visitors to arrive early and let their eyes wait."
        ),
    ),
    Article(
        path="/en/brief/school-hours",
        headline="12 schools begin the day an hour later during the cold spell",
        authors=(),
        date_published="2026-01-26T18:00:00+08:00",
        in_language="en",
        first_sentence=(
            "Twelve schools in three provinces will begin lessons at nine instead of eight until the "
            "cold spell ends, so that children need not walk before sunrise."
        ),
        last_sentence="Buses will leave an hour later, and evening clubs are moved to Saturday.",
    ),
    Article(
        path="/en/brief/lake-ice",
        headline="Ice readings on Lake Khövsgöl to be published daily",
        authors=(),
        date_published="2026-01-26T12:10:00+08:00",
        in_language="en",
        first_sentence=(
            "The thickness of the ice on Lake Khövsgöl will be measured at seven points each morning "
            "and posted by nine, after drivers asked for a figure they could trust."
        ),
        last_sentence="Vehicles remain barred from the mouths of rivers at any thickness.",
    ),
    Article(
        path="/en/brief/railway-apprentices",
        headline="Railway workshop in Sainshand takes on 40 apprentices",
        authors=(),
        date_published="2026-01-25T15:45:00+08:00",
        in_language="en",
        first_sentence=(
            "The railway workshop in Sainshand has taken on forty apprentices, its largest intake in "
            "two decades."
        ),
        last_sentence=(
            "They will learn to turn wheels, mend brakes and read drawings for eighteen months, and "
            "are paid from the first day."
        ),
    ),
    Article(
        path="/en/brief/spring-survey",
        headline="Survey of springs finds more wells than the old map shows",
        authors=(),
        date_published="2026-01-24T11:00:00+08:00",
        in_language="en",
        first_sentence=(
            "Volunteers walking the dry valleys of Govi-Altai have recorded 212 springs and hand-dug "
            "wells, 37 of which are on no map printed since 1968."
        ),
        last_sentence="The list will go to the districts first, and to the public in the summer.",
    ),
    Article(
        path="/mn/tovch/dorvoljin-shugam",
        headline="Дөрвөлжин сумын шинэ шугам анхны хүйтнийг давлаа",
        authors=(),
        date_published="2026-01-28",
        in_language="mn",
        first_sentence=(
            "Дөрвөлжин суманд татсан 110 киловольтын шинэ шугам хасах 40 хэмээс доош хүйтэрсэн дөрвөн"
            " шөнийг тасралтгүй давсныг бүсийн цахилгаан түгээх байгууллага лхагва гарагт мэдээллээ."
        ),
        last_sentence="Хуучин үүсгүүрүүдийг хавар болтол нөөцөд байлгана.",
    ),
    Article(
        path="/mn/tovch/nomyn-avtobus",
        headline="Номын автобус Даланзадгадаас урагш хоёр зогсоол нэмлээ",
        authors=(),
        date_published="2026-01-27",
        in_language="mn",
        first_sentence=(
            "Өмнийн говиор аялдаг номын автобус хоёрдугаар сараас дахин хоёр сууринд зогсож, нийт "
            "зогсоол нь ес болох нь."
        ),
        last_sentence=(
            "Уншигчид номоо автобус эргэж иртэл хадгалж болох бөгөөд цаг агаар муудвал энэ нь таван "
            "долоо хоног үргэлжилдэг."
        ),
    ),
    Article(
        path="/mn/tovch/hicheeliin-tsag",
        headline="12 сургуулийн хичээл нэг цагаар хойшилж эхэлнэ",
        authors=(),
        date_published="2026-01-26",
        in_language="mn",
        first_sentence=(
            "Гурван аймгийн 12 сургуулийн хичээл хүйтний эрч сулрах хүртэл өглөөний 8 цагийн оронд 9 "
            "цагт эхэлнэ."
        ),
        last_sentence="Автобус нэг цагаар хойшилж, оройн дугуйлан бямба гарагт шилжинэ.",
    ),
    Article(
        path="/mn/tovch/nuuryn-mos",
        headline="Хөвсгөл нуурын мөсний зузааныг өдөр бүр мэдээлнэ",
        authors=(),
        date_published="2026-01-26",
        in_language="mn",
        first_sentence=(
            "Хөвсгөл нуурын мөсний зузааныг өглөө бүр долоон цэгт хэмжиж, есөн цагаас өмнө нийтэлж "
            "байхаар болжээ."
        ),
        last_sentence="Гол цутгадаг хэсэгт мөс ямар ч зузаантай байсан тээврийн хэрэгсэл оруулахгүй.",
    ),
    Article(
        path="/mn/tovch/dagaldan",
        headline="Сайншандын төмөр замын засварын газар 40 дагалдан авлаа",
        authors=(),
        date_published="2026-01-25",
        in_language="mn",
        first_sentence=(
            "Сайншандын төмөр замын засварын газар 40 дагалдан ажилтан авсан нь сүүлийн хорин жилийн "
            "хамгийн том элсэлт боллоо."
        ),
        last_sentence=(
            "Дагалдангууд арван найман сарын турш хос дугуй зорох, тоормос засах, зураг уншихад "
            "суралцах бөгөөд эхний өдрөөсөө цалинжина."
        ),
    ),
    Article(
        path="/mn/tovch/nooluur-jin",
        headline="Ноолуураа битүүмжилсэн жингээр жинлэхийг малчид хүсэв",
        authors=(),
        date_published="2026-01-25",
        in_language="mn",
        first_sentence=(
            "Баянхонгор аймгийн 230 малчин өрхийн хоршоо энэ хавар ноолуур авах цэг бүрд битүүмжилсэн"
            " жин хэрэглүүлэхийг аймгийн удирдлагаас хүслээ."
        ),
        last_sentence=(
            "Хоршооны гишүүд өнгөрсөн хавар нэг уут ноолуурыг есөн цэг дээр жинлүүлэхэд заалт нь "
            "1.82-оос 2.04 килограммын хооронд хэлбэлзжээ."
        ),
    ),
    Article(
        path="/mn/tovch/bulgiin-toollogo",
        headline="Булгийн тооллогоор хуучин зурагт байгаагүй худаг олджээ",
        authors=(),
        date_published="2026-01-24",
        in_language="mn",
        first_sentence=(
            "Говь-Алтайн хуурай хөндийгөөр явган явсан сайн дурынхан 212 булаг, гар худгийг "
            "бүртгэсний 37 нь 1968 оноос хойш хэвлэсэн нэг ч зурагт байгаагүй аж."
        ),
        last_sentence="Жагсаалтыг эхлээд сумдад, зун нь олон нийтэд хүргэнэ.",
    ),
)

JSON_LD, OPENGRAPH, BARE, MONGOLIAN, MICRODATA, CP1251 = ARTICLES

DATE_MODIFIED = {JSON_LD.path: "2026-01-29T12:15:00+08:00", OPENGRAPH.path: "2026-01-28T18:30:00+08:00"}

# Dates from <time datetime>.
FRONT_ENGLISH = (
    Listed(
        "Snow closes the winter road to Tosontsengel for the third time this month",
        "/en/2026/01/29/winter-road-tosontsengel",
        "2026-01-29T07:40:00+08:00",
    ),
    Listed(
        "Herders ask for a fair weighing before the cashmere season opens",
        "/en/business/cashmere-season",
        "2026-01-28T16:05:00+08:00",
    ),
    Listed(
        "A felt workshop teaches its last trade by hand",
        "/en/archive/felt-school.html",
        "2026-01-27T10:15:00+08:00",
    ),
    Listed(
        "Power line to Dörvöljin passes its first cold test",
        "/en/brief/dorvoljin-line",
        "2026-01-28T09:30:00+08:00",
    ),
    Listed(
        "Library bus adds two stops south of Dalanzadgad",
        "/en/brief/library-bus",
        "2026-01-27T08:20:00+08:00",
    ),
    Listed(
        "Night sky park opens at the edge of the Gobi",
        "/en/brief/night-sky-park",
        "2026-01-27T07:55:00+08:00",
    ),
    Listed(
        "12 schools begin the day an hour later during the cold spell",
        "/en/brief/school-hours",
        "2026-01-26T18:00:00+08:00",
    ),
    Listed(
        "Ice readings on Lake Khövsgöl to be published daily",
        "/en/brief/lake-ice",
        "2026-01-26T12:10:00+08:00",
    ),
    Listed(
        "Railway workshop in Sainshand takes on 40 apprentices",
        "/en/brief/railway-apprentices",
        "2026-01-25T15:45:00+08:00",
    ),
    Listed(
        "Survey of springs finds more wells than the old map shows",
        "/en/brief/spring-survey",
        "2026-01-24T11:00:00+08:00",
    ),
)

# Dates from text such as "2026 оны 1 сарын 29".
FRONT_MONGOLIAN = (
    Listed(
        "Сум дундын эмнэлэгт зайн оношилгооны өрөө нээгдлээ", "/mn/2026/01/29/zain-onoshilgoo", "2026-01-29"
    ),
    Listed(
        "Тал нутгийн цас хаврын бэлчээрт нэмэр болно гэж малчид найдаж байна",
        "/mn/мэдээ/тал-нутгийн-цас",
        "2026-01-28",
    ),
    Listed("Цагаан сарын ул боовоо гэртээ хийх айл олширчээ", "/mn/soyol/ul-boov.html", "2026-01-27"),
    Listed("Дөрвөлжин сумын шинэ шугам анхны хүйтнийг давлаа", "/mn/tovch/dorvoljin-shugam", "2026-01-28"),
    Listed("Номын автобус Даланзадгадаас урагш хоёр зогсоол нэмлээ", "/mn/tovch/nomyn-avtobus", "2026-01-27"),
    Listed("12 сургуулийн хичээл нэг цагаар хойшилж эхэлнэ", "/mn/tovch/hicheeliin-tsag", "2026-01-26"),
    Listed("Хөвсгөл нуурын мөсний зузааныг өдөр бүр мэдээлнэ", "/mn/tovch/nuuryn-mos", "2026-01-26"),
    Listed("Сайншандын төмөр замын засварын газар 40 дагалдан авлаа", "/mn/tovch/dagaldan", "2026-01-25"),
    Listed("Ноолуураа битүүмжилсэн жингээр жинлэхийг малчид хүсэв", "/mn/tovch/nooluur-jin", "2026-01-25"),
    Listed(
        "Булгийн тооллогоор хуучин зурагт байгаагүй худаг олджээ", "/mn/tovch/bulgiin-toollogo", "2026-01-24"
    ),
)

# The "most read" box repeats these two: (headline, path), no date beside them.
MOST_READ = (
    ("Night sky park opens at the edge of the Gobi", "/en/brief/night-sky-park"),
    ("Цагаан сарын ул боовоо гэртээ хийх айл олширчээ", "/mn/soyol/ul-boov.html"),
)

# The Mongolian entries' instants in /atom.xml and /feed.json; the English ones are those of FRONT_ENGLISH.
FEED_INSTANTS = {
    "/mn/2026/01/29/zain-onoshilgoo": "2026-01-29T09:00:00+08:00",
    "/mn/мэдээ/тал-нутгийн-цас": "2026-01-28T11:20:00+08:00",
    "/mn/soyol/ul-boov.html": "2026-01-27T09:00:00+08:00",
    "/mn/tovch/dorvoljin-shugam": "2026-01-28T09:00:00+08:00",
    "/mn/tovch/nomyn-avtobus": "2026-01-27T09:00:00+08:00",
    "/mn/tovch/hicheeliin-tsag": "2026-01-26T09:00:00+08:00",
    "/mn/tovch/nuuryn-mos": "2026-01-26T09:00:00+08:00",
    "/mn/tovch/dagaldan": "2026-01-25T09:00:00+08:00",
    "/mn/tovch/nooluur-jin": "2026-01-25T09:00:00+08:00",
    "/mn/tovch/bulgiin-toollogo": "2026-01-24T09:00:00+08:00",
}

# /digest.txt: newest first, in capitals, cited to the day; only the English entries are numbered, from 1.
DIGEST = tuple(
    (item.headline.upper(), domain, item.date[:10])
    for listed, domain in (
        (FRONT_ENGLISH, "WWW.STEPPERELAY.EXAMPLE"),
        (FRONT_MONGOLIAN, "WWW.TALYNURTUU.EXAMPLE"),
    )
    for item in sorted(listed, key=lambda item: item.date, reverse=True)
)
