"""Who speaks in a report: persons, offices, and which of them are the same."""

import pytest

from archive.ingest.describe import describe_text


def speakers(text, title=""):
    found = describe_text(text, {"title": title}).speakers
    return [(speaker.name, speaker.role, speaker.organisation) for speaker in found]


@pytest.mark.parametrize(
    ("subject", "name", "role", "organisation"),
    [
        ("استاندار یزد", "", "استاندار", "استانداری یزد"),
        ("بهرام نمونه‌پور استاندار یزد", "بهرام نمونه‌پور", "استاندار", "استانداری یزد"),
        ("بهرام نمونه‌پور، استاندار یزد،", "بهرام نمونه‌پور", "استاندار", "استانداری یزد"),
        ("استاندار یزد، بهرام نمونه‌پور", "بهرام نمونه‌پور", "استاندار", "استانداری یزد"),
        ("فرماندار مهاباد", "", "فرماندار", "فرمانداری مهاباد"),
        ("وزیر صنعت، معدن و تجارت", "", "وزیر", "وزارت صنعت، معدن و تجارت"),
        ("معاون عمرانی استاندار گیلان", "", "معاون عمرانی", "استانداری گیلان"),
        ("معاون وزیر نیرو", "", "معاون وزیر", "وزارت نیرو"),
        ("معاون خدمات شهری شهرداری قم", "", "معاون خدمات شهری", "شهرداری قم"),
        ("مدیرکل استاندارد کرمان", "", "مدیرکل", "اداره کل استاندارد کرمان"),
        ("مدیر کل گمرک بوشهر", "", "مدیرکل", "گمرک بوشهر"),
        (
            "رئیس اتاق بازرگانی، صنایع، معادن و کشاورزی تبریز",
            "",
            "رئیس",
            "اتاق بازرگانی، صنایع، معادن و کشاورزی تبریز",
        ),
        ("رئیس هیات جودو، جوجیتسو و کوراش یزد", "", "رئیس", "هیات جودو، جوجیتسو و کوراش یزد"),
        (
            "نماینده مردم شهرستان‌های خوی و چایپاره در مجلس",
            "",
            "نماینده مردم خوی و چایپاره",
            "مجلس شورای اسلامی",
        ),
        ("عضو کمیسیون کشاورزی مجلس", "", "عضو کمیسیون کشاورزی", "مجلس شورای اسلامی"),
        ("دستیار ویژه رئیس سازمان توسعه تجارت", "", "دستیار ویژه رئیس", "سازمان توسعه تجارت"),
        ("نماینده ولی فقیه در استان مرکزی", "", "نماینده ولی فقیه", ""),
        ("یک کارشناس اقتصادی", "", "کارشناس اقتصادی", ""),
        ("رییس سازمان مالیاتی کشور", "", "رئیس", "سازمان مالیاتی کشور"),
        ("مدیرعامل ایران خودرو", "", "مدیرعامل", "ایران خودرو"),
        ("رئیس دانشگاه شهید بهشتی", "", "رئیس", "دانشگاه شهید بهشتی"),
    ],
)
def test_name_role_and_organisation_are_told_apart(subject, name, role, organisation):
    assert speakers(f"{subject} گفت: صادرات امسال بیشتر می‌شود.") == [(name, role, organisation)]


def test_the_office_of_the_lead_gets_the_name_of_the_next_paragraph():
    lead, body = (
        "فرماندار مهاباد گفت: کارخانه باز می‌شود.",
        "به گزارش ایسنا، سارا نمونه‌زاده در نشستی افزود: ادامه دارد.",
    )
    text = f"{lead}\n{body}"
    assert speakers(text) == [("سارا نمونه‌زاده", "فرماندار", "فرمانداری مهاباد")]


def test_a_person_is_the_same_under_every_form_of_the_name():
    text = (
        "دکتر بهرام نمونه‌پور استاندار یزد گفت: کاشی صادر شد.\nنمونه‌پور افزود: بازار خوب است.\n"
        "بهرام نمونه‌پور تصریح کرد: ادامه دارد.\nاستاندار یزد یادآور شد: امیدواریم.\nوی اضافه کرد: بله."
    )
    [speaker] = describe_text(text).speakers
    assert (speaker.name, speaker.honorific) == ("بهرام نمونه‌پور", "دکتر")


def test_a_verb_of_saying_without_a_colon_ends_the_office():
    text = "رئیس سازمان منطقه آزاد قشم می‌گوید جزیره برای بازار ساختن نبود.\nمریم نمونه افزود: بهتر می‌شود."
    [speaker] = describe_text(text).speakers
    assert (speaker.name, speaker.organisation) == ("مریم نمونه", "سازمان منطقه آزاد قشم")


def test_two_offices_are_two_voices():
    text = "استاندار یزد گفت: خوب است.\nرئیس اتاق بازرگانی یزد نیز گفت: بهتر می‌شود.\nوی افزود: کار داریم."
    described = describe_text(text)
    assert [speaker.role for speaker in described.speakers] == ["استاندار", "رئیس"]
    assert [quotation.speaker for quotation in described.quotations] == ["S1", "S2", "S2"]


def test_governors_of_two_counties_are_two_persons():
    text = "فرماندار خوی گفت: خوب است.\nفرماندار ماکو گفت: بهتر می‌شود."
    assert [organisation for _, _, organisation in speakers(text)] == ["فرمانداری خوی", "فرمانداری ماکو"]


def test_the_fullest_printing_names_the_organisation():
    text = "رئیس صمت یزد گفت: خوب است.\nرئیس سازمان صنعت، معدن و تجارت استان یزد افزود: بهتر می‌شود."
    [(_, _, organisation)] = speakers(text)
    assert organisation == "سازمان صنعت، معدن و تجارت استان یزد"


def test_an_abbreviation_is_opened_when_nothing_prints_it_whole():
    [(_, _, organisation)] = speakers("مدیرکل صمت یزد گفت: خوب است.")
    assert organisation == "اداره کل صنعت، معدن و تجارت (صمت) یزد"


@pytest.mark.parametrize("printed", ["آذربایجانغربی", "آذربایجان\u200cغربی", "آذربايجان غربي"])
def test_an_organisation_carries_the_own_name_of_its_province(printed):
    [speaker] = describe_text(f"استاندار {printed} گفت: خوب است.").speakers
    assert (speaker.organisation, speaker.province) == ("استانداری آذربایجان غربی", "west-azerbaijan")


def test_this_county_is_the_one_named_before():
    text = "کارخانه خرم‌بید باز شد.\nفرماندار این شهرستان گفت: کارگران آمدند."
    [(_, _, organisation)] = speakers(text)
    assert organisation == "فرمانداری خرم‌بید"


def test_a_misprinted_standard_is_no_governor():
    assert speakers("این کالا از استاندار کافی برخوردار نیست و موضوع رعایت استاندار مهم است.") == []


def test_a_newspaper_is_no_speaker():
    assert speakers("بلومبرگ نوشت: بازار آرام است.") == []


def test_a_speakers_province_follows_from_the_office():
    [speaker] = describe_text("مدیرکل گمرک ارومیه گفت: صادرات بیشتر شد.").speakers
    assert speaker.province == "west-azerbaijan"
