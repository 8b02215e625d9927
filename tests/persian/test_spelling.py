"""One spelling for what is compared, clean text for what is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.spelling import clean, fold, fold_with_offsets, squeeze

ANY_TEXT = st.text(st.characters()) | st.text("آاأيیىكکهةۀئؤ\u200c\u200dَّ ـ۱١1٫,.٪aZé﷼ﻻ")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("كتاب", "کتاب"),
        ("صنعتي", "صنعتی"),
        ("علىٰ", "علی"),
        ("مدرسة", "مدرسه"),
        ("خانۀ ما", "خانه ما"),
        ("خانهٔ ما", "خانه ما"),
        ("تأکید", "تاکید"),
        ("مؤثر", "موثر"),
        ("رئیس", "رییس"),
        ("املاء", "املا"),
        ("صـــادرات", "صادرات"),
        ("حَمل و نقلِ", "حمل و نقل"),
        ("۱۴۰۴", "1404"),
        ("١٤٠٤", "1404"),
        ("۲٫۵٪", "2.5%"),
        ("می\u200bشود", "می\u200cشود"),
        ("می\u00adشود", "می\u200cشود"),
        ("هزار\u00a0تن", "هزار تن"),
        ("\u202bیزد\u202c", "یزد"),
        ("ﻛﺎﻻ", "کالا"),
        ("﷼", "ریال"),
        ("آب", "آب"),
        ("Café", "cafe"),
    ],
)
def test_every_way_of_writing_folds_to_one_spelling(written, folded):
    assert fold(written) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_each_folded_character_knows_where_it_came_from(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert all(char in fold(text[at]) for char, at in zip(folded, offsets, strict=False))


def test_a_folded_piece_leads_back_to_its_letters_and_their_marks():
    text = "بندرِ اَنزلي"
    folded, offsets = fold_with_offsets(text)
    at = folded.index("انزلی")
    assert text[offsets[at] : offsets[at + 5]] == "اَنزلي"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("آذربایجان غربی", "اذربايجانغربی"),
        ("سیستان و بلوچستان", "سیستان‌وبلوچستان"),
        ("صدا و سیما", "صداوسیما"),
        ("چهار محال و بختیاری", "چهارمحال‌وبختیاری"),
        ("(ایرنا)", "ايرنا"),
    ],
)
def test_names_have_one_key_whatever_their_spacing(one, other):
    assert squeeze(one) == squeeze(other)


@pytest.mark.parametrize(
    ("received", "cleaned"),
    [
        ("یک\r\nدو\rسه\tچهار", "یک\nدو\nسه\tچهار"),
        ("می\u200cشود", "می\u200cشود"),
        ("a\u200db", "a\u200db"),
        ("\ufeffسلام\x00\x85", "سلام"),
        ("ف\u202eا\u2066ر\u2069س\u202c", "فارس"),
        ("\ud800خط", "خط"),
        ("ا\u0653ب", "آب"),
    ],
)
def test_clean_text_holds_only_what_can_be_seen_and_stored(received, cleaned):
    assert clean(received) == cleaned


@given(ANY_TEXT | st.text(st.characters(codec=None)))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    clean(text).encode()
