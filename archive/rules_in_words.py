"""What the rules that describe reports are called where readers and editors see them."""

RULES = {
    "given-title": "تیتری که همراه خبر رسید",
    "title-line": "سطر تیتر",
    "kicker-line": "سطر روتیتر",
    "kicker": "روتیتر",
    "given-date": "تاریخی که همراه خبر رسید",
    "jalali-date-line": "سطر تاریخ خورشیدی",
    "gregorian-date-line": "سطر تاریخ میلادی",
    "given-source": "منبعی که همراه خبر رسید",
    "agency-list": "نام رسانه‌ای شناخته در متن",
    "report-of": "«به گزارش …»",
    "dateline": "نام شهر در آغاز خبر",
    "province-name": "نام استان در متن",
    "place-in-province": "جایی از استان در متن",
    "speaker-office": "سمت گوینده",
    "industry-term": "واژهٔ صنعت در متن",
    "name": "نام گوینده",
    "office": "سمت گوینده",
    "name-and-office": "نام گوینده با سمت او",
    "verb-clause": "فعل گفتن",
    "that-clause": "«گفت که …»",
    "title-colon": "نام و دونقطه در تیتر",
    "according-to": "«به گفتهٔ …»",
    "demand": "«خواستار … شد»",
    "asked": "«خواست که …»",
    "number-unit": "عدد با یکا",
    "range-unit": "بازهٔ عدد با یکا",
    "glued": "عدد چسبیده به یکا",
}
#: «را», «از», «بر» …: what was said is the object that stands before the marker.
_OBJECT = "object-"


def in_words(rule: str) -> str:
    """The name of a rule in Persian; an unknown one is its own name.

    >>> in_words("object-از")
    'فعل گفتن با «از»'
    """
    if rule.startswith(_OBJECT):
        return f"فعل گفتن با «{rule.removeprefix(_OBJECT)}»"
    return RULES.get(rule, rule)
