"""Who said what, with which verb, from where to where."""

import pytest

from archive.ingest.describe import describe_text


def said(text, title=""):
    described = describe_text(text, {"title": title})
    return [
        (quotation.kind, quotation.verb, described.parts[quotation.part][quotation.start : quotation.end])
        for quotation in described.quotations
    ]


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("استاندار یزد گفت: {}", "گفت"),
        ("استاندار یزد گفت؛ {}", "گفت"),
        ("استاندار یزد گفت که {}", "گفت که"),
        ("استاندار یزد اظهارداشت: {}", "اظهارداشت"),
        ("استاندار یزد در نشستی با اشاره به رشد بازار افزود: {}", "افزود"),
        ("به گزارش ایسنا از یزد، استاندار یزد خاطرنشان کرد: {}", "خاطرنشان کرد"),
        ("یزد - ایرنا - استاندار یزد بیان داشت: {}", "بیان داشت"),
    ],
)
def test_what_follows_a_saying_verb_is_direct_speech(sentence, verb):
    words = "بازار کاشی در حال رشد است."
    assert said(sentence.format(words)) == [("direct", verb.removesuffix(" که"), words)]


@pytest.mark.parametrize(
    ("sentence", "verb", "words"),
    [
        ("وی با بیان اینکه {}، گفت: بله.", "با بیان اینکه", "بازار در رشد است"),
        ("وی بااشاره به این‌که {} افزود: بله.", "بااشاره به این‌که", "بازار در رشد است"),
        ("وی {} دانست و گفت: بله.", "دانست", "صادرات را راه توسعه استان"),
        ("وی در ادامه {} دانست.", "دانست", "صادرات را راه توسعه استان"),
        ("وی {} خبر داد.", "خبر داد", "از گشایش سه کارخانه در استان"),
        ("وی با قدردانی از کارگران، {} تأکید کرد.", "تأکید کرد", "بر توسعه صادرات، اشتغال و تولید"),
        ("وی خواستار {} شد.", "خواستار", "کاهش سود بانکی"),
        ("وی از افت صادرات کفش ابراز نگرانی کرد.", "ابراز نگرانی کرد", "افت صادرات کفش"),
        ("وی ابراز امیدواری کرد که {}", "ابراز امیدواری کرد", "بازار بهتر شود."),
        ("وی {} اعلام و بیان کرد: بله.", "بیان کرد", "تعداد واحدها را صد واحد"),
    ],
)
def test_indirect_speech_has_its_words_and_its_verb(sentence, verb, words):
    text = f"استاندار یزد گفت: خوب است.\n{sentence.format(words)}"
    assert ("indirect", verb, words.replace("{}", "")) in said(text) or (
        "indirect",
        verb,
        "افت صادرات کفش",
    ) in said(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "وی با اشاره به رشد بازار سخنان خود را پایان داد.",
        "این نشست با حضور استاندار برگزار شد.",
        "گفته می‌شود بازار در رشد است.",
        "وی در گفت‌وگو با خبرنگاران شرکت کرد.",
        "وی به رشد بازار اشاره کرد.",
    ],
)
def test_what_only_tells_is_no_quotation(sentence):
    assert said(f"استاندار یزد گفت: خوب است.\n{sentence}") == [("direct", "گفت", "خوب است.")]


def test_a_quotation_ends_where_the_next_one_begins():
    text = "استاندار یزد گفت: بازار خوب است. صادرات هم رشد کرد. وی افزود: کار ادامه دارد."
    assert [words for _, _, words in said(text)] == ["بازار خوب است. صادرات هم رشد کرد.", "کار ادامه دارد."]


def test_a_quotation_may_begin_on_the_next_line():
    assert said("استاندار یزد گفت: *\nبازار گشوده شد") == [("direct", "گفت", "بازار گشوده شد")]


def test_a_sentence_broken_over_two_lines_is_read_as_one():
    text = "رئیس معادن یزد سخن گفت.\nاستاندار یزد از انجام\nطرح معادن استان خبر داد و افزود: ادامه دارد."
    assert [verb for _, verb, _ in said(text)] == ["خبر داد", "افزود"]


def test_a_heading_run_into_the_sentence_does_not_hide_the_speaker():
    text = "استاندار یزد گفت: خوب است.\nبازار باید گشوده شود وی با تأکید بر اینکه راه باز است، افزود: می‌رویم."
    assert [verb for _, verb, _ in said(text)] == ["گفت", "با تأکید بر اینکه", "افزود"]


def test_a_pronoun_makes_the_speaker_inferred():
    quotations = describe_text("استاندار یزد گفت: خوب است.\nوی افزود: بهتر می‌شود.").quotations
    assert [quotation.inferred for quotation in quotations] == [False, True]


def test_a_pronoun_without_anybody_before_it_says_nothing():
    assert said("وی افزود: بازار بهتر می‌شود.") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "استاندار نمونه:\nبازار رشد کرد\nبه گزارش ایسنا، سارا نمونه‌زاده به نشستی درباره بازار رفت.",
            "",
        ),
        ("سارا نمونه‌زاده در نشستی افزود: کار داریم.", "سارا نمونه‌زاده: بازار رشد کرد"),
    ],
    ids=["kicker", "colon"],
)
def test_a_headline_belongs_to_whom_it_names(text, title):
    assert ("headline", ":", "بازار رشد کرد") in said(text, title)


def test_an_unattributed_headline_is_nobodys():
    assert said("استاندار یزد گفت: بازار رشد کرد.", "بازار رشد کرد") == [("direct", "گفت", "بازار رشد کرد.")]
