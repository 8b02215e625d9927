"""What an editor decides stays, until the editor gives it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import editing
from archive.ingest.load import ingest, kept_items
from archive.models import Figure, Person, Quotation
from archive.models.evidence import DESCRIBED_FIELDS
from archive.models.voices import Part
from tests.editors import Editor, give_reason, receive
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Editor()


@pytest.fixture
def received():
    return receive()


def decided(article) -> set[str]:
    return set(article.evidence.by_editors().values_list("field", flat=True))


def test_a_changed_field_is_the_editors_and_its_rules_reason_goes(editor):
    article = make_article(province="yazd", body="در یزد")
    give_reason(article, "main_province", "یزد")
    editor.save(article, main_province="fars")
    evidence = article.evidence.get(field="main_province")
    assert (evidence.editor, evidence.rule, evidence.value) == (editor.user, "", "فارس")


def test_a_field_left_alone_stays_with_its_rule(editor):
    article = make_article(province="yazd", body="در یزد")
    give_reason(article, "main_province", "یزد")
    editor.save(article, published_on="1404/1/1")
    assert decided(article) == {"published_on"}
    assert article.evidence.by_rules().filter(field="main_province").exists()


def test_saving_without_a_change_decides_nothing(editor):
    article = make_article(on="1404-02", province="yazd", speakers=("سیمین نمونه",))
    editor.save(article)
    assert decided(article) == set()


def test_the_same_date_in_another_writing_is_no_change(editor):
    article = make_article(on="1395/2/8")
    editor.save(article, published_on="2016-04-27")
    assert decided(article) == set()


def test_that_there_is_no_date_is_a_decision_too(editor):
    article = make_article(on="1395/2/8")
    editor.save(article, published_on="")
    assert decided(article) == {"published_on"}


def test_the_main_province_is_decided_together_with_the_provinces(editor):
    article = make_article(province="yazd")
    editor.save(article, main_province="fars")
    assert decided(article) == {"main_province", "provinces"}


@pytest.mark.parametrize("name", ["source_branch", "source_via", "reporter"])
def test_who_reported_is_decided_with_the_source(editor, name):
    article = make_article()
    editor.save(article, **{name: "دفتر نمونه"})
    assert decided(article) == {"source"}


def test_a_voice_taken_out_decides_the_voices(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    editor.save(article, **{"speakers-0-DELETE": "on"})
    assert decided(article) == {"speakers"} and article.speakers.count() == 1


def test_a_corrected_figure_decides_the_figures(editor):
    article = make_article()
    Figure.objects.create(article=article, value=12, start=0, end=3)
    editor.save(article, **{"figures-0-value": "120"})
    assert decided(article) == {"figures"} and article.figures.get().value == 120


@pytest.mark.parametrize(
    ("typed", "value"), [("۵٬۷۰۰٫۵", "5700.5"), ("5,700.5", "5700.5"), ("٤١", "41"), ("-۳", "-3")]
)
def test_a_figure_is_typed_with_any_digits(editor, typed, value):
    article = make_article()
    Figure.objects.create(article=article, value=12, start=0, end=3)
    assert editor.open(article)["figures-0-value"] == ["12"]
    editor.save(article, **{"figures-0-value": typed})
    assert str(article.figures.get().value.normalize()) == value


@pytest.mark.parametrize("typed", ["دوازده تا", "NaN", "9" * 60, "1e999", ""])
def test_what_is_no_number_is_refused(editor, typed):
    article = make_article()
    Figure.objects.create(article=article, value=12, start=0, end=3)
    response = editor.send(article, editor.open(article), **{"figures-0-value": typed})
    assert response.status_code == 200 and article.figures.get().value == 12


def test_the_review_state_is_no_described_field(editor):
    article = make_article()
    editor.save(article, review_state="doubtful")
    assert decided(article) == set()


def test_what_an_editor_set_survives_a_new_description(editor, received):
    editor.save(received, main_province="fars", published_on="1404/1/1", url="https://example.org/1")
    ingest(kept_items(), again=True)
    received.refresh_from_db()
    assert received.main_province_id == "fars" and received.url == "https://example.org/1"
    assert received.published_on.isoformat() == "2025-03-21"


def test_a_field_given_back_is_decided_by_the_rules_at_once(editor, received):
    editor.save(received, main_province="fars")
    editor.save(received, given_back=["main_province", "provinces"])
    assert received.main_province_id == "yazd" and decided(received) == set()


def test_only_what_was_given_back_changes(editor, received):
    editor.save(received, main_province="fars", published_on="1404/1/1")
    editor.save(received, given_back=["published_on"])
    assert received.published_on.isoformat() == "2025-10-25" and received.main_province_id == "fars"


def test_nothing_can_be_given_back_that_no_editor_decided(editor, received):
    response = editor.send(received, editor.open(received), given_back=["title"])
    assert response.status_code == 200


def test_a_quotation_in_the_title_follows_a_corrected_misprint(editor):
    article = make_article(title="استاندار گفت: صادارت رشد کرد")
    quoted = Quotation.objects.create(article=article, part=Part.TITLE, start=14, end=len(article.title))
    editor.save(article, title="استاندار یزد گفت: صادرات رشد کرد")
    quoted = Quotation.objects.get(pk=quoted.pk)
    assert quoted.text == "صادرات رشد کرد"


def test_a_quotation_whose_words_the_new_title_has_not_goes(editor):
    article = make_article(title="گفت: آری")
    Quotation.objects.create(article=article, part=Part.TITLE, start=5, end=8)
    editor.save(article, title="گفت:")
    assert not article.quotations.exists()


WORDS = st.text(alphabet="ابپ ت\u200c۱", max_size=12)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=30)
@given(before=WORDS.filter(len), after=WORDS, cut=st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_passages_never_leave_their_title(before, after, cut):
    start, end = sorted(min(offset, len(before)) for offset in cut)
    if start == end:
        return
    article = make_article(title=after)
    passage = Quotation.objects.create(article=article, part=Part.TITLE, start=start, end=end)
    editing.follow(article, Part.TITLE, before)
    kept = Quotation.objects.filter(pk=passage.pk).first()
    assert kept is None or 0 <= kept.start < kept.end <= len(after)
    if before == after:
        assert (kept.start, kept.end) == (start, end)


def test_deciding_twice_leaves_one_reason(editor):
    article = make_article()
    editing.decide(article, DESCRIBED_FIELDS, editor.user)
    editing.decide(article, DESCRIBED_FIELDS, editor.user)
    assert article.evidence.count() == len(DESCRIBED_FIELDS)


def test_a_person_that_an_editor_decided_for_can_still_be_renamed(editor):
    article = make_article()
    person = Person.objects.create(name="نگار نمونه")
    editor.save(article, **{"speakers-TOTAL_FORMS": 1, "speakers-0-person": person.pk})
    Person.objects.filter(pk=person.pk).update(name="نگار نمونه‌ای")
    assert decided(article) == {"speakers"}
