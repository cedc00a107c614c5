"""Names of months, days and spans of time, lower case, by language. Tables only."""

from __future__ import annotations

import re
from collections.abc import Iterable

# January to December; several spellings of one month stand in one cell.
_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
    "|october oct|november nov|december dec",
    "ru": "января январь янв|февраля февраль фев февр|марта март мар|апреля апрель апр|мая май|июня июнь июн"
    "|июля июль июл|августа август авг|сентября сентябрь сен сент|октября октябрь окт|ноября ноябрь ноя нояб"
    "|декабря декабрь дек",
    "uk": "січня січ|лютого лют|березня бер|квітня квіт|травня трав|червня черв|липня лип|серпня серп|вересня вер"
    "|жовтня жовт|листопада лист|грудня груд",
    "be": "студзеня|лютага|сакавіка|красавіка|мая|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|снежня",
    "bg": "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "kk": "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
    "de": "januar jänner|februar|märz mär maerz|april|mai|juni|juli|august|september|oktober okt|november"
    "|dezember dez",
    "fr": "janvier janv|février févr fév fevrier|mars|avril avr|mai|juin|juillet juil|août aout|septembre"
    "|octobre|novembre|décembre déc decembre",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre"
    "|noviembre|diciembre dic",
    "ca": "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre set"
    "|ottobre ott|novembre|dicembre",
    "pt": "janeiro|fevereiro fev|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|novembro"
    "|dezembro",
    "ro": "ianuarie ian|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "nb": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember des",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "fi": "tammikuuta tammikuun|helmikuuta helmikuun|maaliskuuta maaliskuun|huhtikuuta huhtikuun|toukokuuta toukokuun"
    "|kesäkuuta kesäkuun|heinäkuuta heinäkuun|elokuuta elokuun|syyskuuta syyskuun|lokakuuta lokakuun"
    "|marraskuuta marraskuun|joulukuuta joulukuun",
    "pl": "stycznia sty|lutego lut|marca|kwietnia kwi|maja|czerwca cze|lipca lip|sierpnia sie|września wrz"
    "|października paź|listopada lis|grudnia gru",
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "sk": "januára|februára|marca|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra",
    "hu": "január|február|március|április|május|június|július|augusztus|szeptember|október|november|december",
    "el": "ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου μαϊου|ιουνίου|ιουλίου|αυγούστου|σεπτεμβρίου|οκτωβρίου"
    "|νοεμβρίου|δεκεμβρίου",
    "tr": "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|kasım kas"
    "|aralık ara",
    "az": "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr",
    "uz": "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr",
    "ky": "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь",
    # Croatian ``listopada`` is October, and Polish November: a row of its own reads it behind a dot.
    "hr": "siječnja sij|veljače velj|ožujka ožu|travnja tra|svibnja svi|lipnja|srpnja srp|kolovoza kol|rujna ruj"
    "||studenoga studenog|prosinca",
    "sr": "јануар јануара јан|фебруар фебруара феб|март марта|април априла|мај маја|јун јуна|јул јула|август августа"
    "|септембар септембра|октобар октобра|новембар новембра|децембар децембра",
    "bs": "januar januara|februar februara|mart|april aprila|maj maja|jun juni juna|jul juli jula|avgust avgusta"
    "|septembar septembra|oktobar oktobra|novembar novembra|decembar decembra",
    "mk": "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
    "sl": "januarja|februarja|marca marec|aprila|maja|junija junij|julija julij|avgusta avgust|septembra|oktobra"
    "|novembra|decembra",
    "lt": "sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|lapkričio|gruodžio",
    "lv": "janvārī janvāris|februārī februāris|martā marts|aprīlī aprīlis|maijā maijs|jūnijā jūnijs|jūlijā jūlijs"
    "|augustā augusts|septembrī septembris|oktobrī oktobris|novembrī novembris|decembrī decembris",
    "et": "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember",
    "sq": "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor",
    "ar": "يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار|أبريل ابريل إبريل نيسان أفريل"
    "|مايو أيار|يونيو يونيه حزيران"
    " جوان|يوليو يوليه تموز جويلية|أغسطس اغسطس آب أوت|سبتمبر أيلول ايلول|أكتوبر اكتوبر تشرين_الأول|نوفمبر تشرين_الثاني"
    "|ديسمبر كانون_الأول",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "he": "ינואר בינואר|פברואר בפברואר|מרץ במרץ מרס במרס|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|אוגוסט באוגוסט"
    "|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
    "ka": "იანვარი იანვარს იან|თებერვალი თებერვალს თებ|მარტი მარტს|აპრილი აპრილს"
    "|მაისი მაისს|ივნისი ივნისს|ივლისი ივლისს"
    "|აგვისტო აგვისტოს|სექტემბერი სექტემბერს|ოქტომბერი ოქტომბერს|ნოემბერი ნოემბერს|დეკემბერი დეკემბერს",
    "hy": "հունվարի հունվար|փետրվարի փետրվար|մարտի մարտ|ապրիլի ապրիլ|մայիսի մայիս|հունիսի հունիս|հուլիսի հուլիս"
    "|օգոստոսի օգոստոս|սեպտեմբերի սեպտեմբեր|հոկտեմբերի հոկտեմբեր|նոյեմբերի նոյեմբեր|դեկտեմբերի դեկտեմբեր",
    "hi": "जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
    "bn": "জানুয়ারি জানুয়ারী|ফেব্রুয়ারি ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
    "th": "มกราคม ม.ค.|กุมภาพันธ์ ก.พ.|มีนาคม มี.ค.|เมษายน เม.ย.|พฤษภาคม พ.ค.|มิถุนายน มิ.ย.|กรกฎาคม ก.ค.|สิงหาคม ส.ค."
    "|กันยายน ก.ย.|ตุลาคม ต.ค.|พฤศจิกายน พ.ย.|ธันวาคม ธ.ค.",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
}
# Monday to Sunday, as above.
_WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
    "mn": "даваа|мягмар|лхагва|пүрэв|баасан|бямба|ням",
    "ru": "понедельник пн|вторник вт|среда ср|четверг чт|пятница пт|суббота сб|воскресенье вс",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
}
WEEKDAY_OF = {
    name: number
    for row in _WEEKDAYS.values()
    for number, names in enumerate(row.split("|"))
    for name in names.split()
}
MONTH_OF = {
    name.replace("_", " "): number
    for row in _MONTHS.values()
    for number, names in enumerate(row.split("|"), 1)
    for name in names.split()
}
# The months of the Iranian calendar, whose year begins with spring.
IRANIAN_MONTH_OF = {
    name: number
    for number, name in enumerate(
        "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند".split("|"), 1
    )
}
# Eras of East Asia: the year before their first.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}


def alternatives(names: Iterable[str]) -> str:
    """A pattern for any of the names, longest first; common beginnings stand once, so that many cost little."""
    by_first: dict[str, set[str]] = {}
    ends = False
    for name in names:
        if name:
            by_first.setdefault(name[0], set()).add(name[1:])
        else:
            ends = True
    rows = [re.escape(first) + alternatives(rests) for first, rests in sorted(by_first.items())]
    if not rows:
        return ""
    if len(rows) == 1 and not ends:
        return rows[0]
    return f"(?:{'|'.join(rows)}){'?' if ends else ''}"


MONTHS = alternatives(MONTH_OF)
# Mongolian months are ordinals, first to twelfth: written out, in digits or in Roman numerals.
MN_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "нэгдүгээр",
            "хоёрдугаар",
            "гуравдугаар|гурвадугаар",
            "дөрөвдүгээр",
            "тавдугаар",
            "зургаадугаар|зургадугаар",
            "долоодугаар|долдугаар",
            "наймдугаар",
            "есдүгээр",
            "аравдугаар",
            "арваннэгдүгээр|арван нэгдүгээр",
            "арванхоёрдугаар|арван хоёрдугаар",
        ),
        1,
    )
    for name in names.split("|")
}
ROMAN = {
    n: i for i, n in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}

# Words for days: days back, and whether the day is Ulaanbaatar's.
DAY_WORDS = {
    word: (back, language == "mn")
    for language, row in {
        "mn": "өнөөдөр|өчигдөр|уржигдар",
        "en": "today|yesterday",
        "ru": "сегодня|вчера|позавчера",
        "uk": "сьогодні|вчора|позавчора",
        "de": "heute|gestern|vorgestern",
        "fr": "aujourd'hui aujourd’hui|hier|avant-hier",
        "es": "hoy|ayer|anteayer",
        "it": "oggi|ieri",
        "pt": "hoje|ontem|anteontem",
        "nl": "vandaag|gisteren|eergisteren",
        "pl": "dzisiaj dziś|wczoraj|przedwczoraj",
        "tr": "bugün|dün",
        "sv": "idag|igår",
        "zh": "今天|昨天|前天",
        "ja": "今日|昨日|一昨日",
        "ko": "오늘|어제|그저께",
    }.items()
    for back, words in enumerate(row.split("|"))
    for word in words.split()
}
# Units by language; ``_`` stands for a space. The first language is Mongolian.
_UNITS = {
    "minute": "минутын минут мин|minute minutes min mins m|минуту минуты минут мин|хвилин хвилини|minuten minute"
    "|minutes|minutos|minuti|minuten minuut|minut minuty|dakika|分钟 分|분|phút|دقيقة دقائق|דקות דקה|menit|minuuttia"
    "|minutter minutt|λεπτά|मिनट|นาที|minut",
    "hour": "цагийн цаг|hour hours hr hrs h|час часа часов ч|годин години|stunden stunde|heure heures h|hora horas"
    "|ora ore|uur|godzin godziny godzinę|saat|小时 時間|시간|giờ|ساعة ساعات|שעות שעה|jam|tuntia|timer time|timmar timme"
    "|ώρες ώρα|घंटे|ชั่วโมง|hodinami",
    "day": "өдрийн өдөр хоногийн хоног|day days d|день дня дней|дні днів|tagen tag|jour jours|día días dia dias"
    "|giorno giorni|dag dagen|dni dzień|gün|天 日|일|ngày|يوم أيام يومًا يوما|ימים יום|hari|päivää|dager dage|dagar"
    "|ημέρες|दिन|วัน",
    "week": "долоо_хоногийн|week weeks w|неделю недели недель|тиждень тижні|wochen woche|semaine semaines"
    "|semana semanas|settimana settimane|week weken|tydzień tygodnie|hafta|周 週間|주|tuần|أسبوع أسابيع|שבועות שבוע"
    "|minggu|viikkoa|uker uger|veckor",
}
UNIT_OF = {
    word.replace("_", " "): unit
    for unit, row in _UNITS.items()
    for words in row.split("|")
    for word in words.split()
}
# Arabic has a form of its own for two.
DUALS = {"دقيقتين": "minute", "ساعتين": "hour", "يومين": "day", "أسبوعين": "week"}
# What makes a number of units a time past: before them, or after them.
AGO_BEFORE = "vor|hace|il y a|há|for|för|منذ|قبل|לפני|πριν(?: από)?|před|acum"
AGO_AFTER = (
    "ago|өмнө|назад|тому|fa|geleden|temu|önce|sedan|前|전|trước|(?:yang )?lalu|sitten|siden|पहले|ที่แล้ว|ที่ผ่านมา"
)
# What may stand before them without a colon.
AGO_LABELS = (
    "last updated|updated|posted|published|modified|edited|atualizad[oa]|publicad[oa]"
    "|actualizad[oa]|publiée?|mise? à jour"
    "|actualisée?|aktualisiert|veröffentlicht|aggiornat[oa]|pubblicat[oa]|обновлено|опубликовано|оновлено|güncellendi"
    "|cập nhật|آخر تحديث|تحديث|diperbarui|bijgewerkt|geplaatst|uppdaterad|oppdatert|opdateret"
)
