"""Two names become one, and two again."""

import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.duplicates import propose
from archive.ingest.describe import SourceName
from archive.ingest.registry import Registry
from archive.merging import CannotMerge, keep_apart, merge, part
from archive.models import (
    Article,
    Figure,
    NameKind,
    NamePair,
    Office,
    PairReason,
    PairState,
    Person,
    Quotation,
    Source,
    Speaker,
)
from search.alerts.models import SavedSearch
from search.alerts.news import lately
from search.engines import get_engine
from search.query import Query, choices
from tests.editors import Editor
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

LIST_QUERIES = 12


@pytest.fixture
def editor():
    return Editor()


def pair_of(first, second, kind=NameKind.PERSON) -> NamePair:
    return NamePair.objects.create(kind=kind, first=first.pk, second=second.pk, reason=PairReason.BY_HAND)


def proposed(kind: NameKind) -> list[tuple[str, str, str]]:
    propose()
    pairs = NamePair.objects.waiting().filter(kind=kind)
    return [(*sorted(str(name) for name in pair.names), pair.reason) for pair in pairs]


def everything() -> dict[str, list]:
    """All rows that a merge may touch, but for when articles were saved."""
    rows = {
        model: list(model.objects.order_by("pk").values())
        for model in (Person, Office, Source, Speaker, Quotation, Figure, Article)
    }
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "updated_at"} for row in found
        ]
        for model, found in rows.items()
    }


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("سیمین نمونه", "دکتر سیمین نمونه"), PairReason.SAME_NAME),
        (("سيمين نمونه", "سیمین‌نمونه"), PairReason.SAME_NAME),
    ],
)
def test_persons_of_one_name_are_proposed(names, reason):
    for name in names:
        Person.objects.create(name=name)
    assert proposed(NameKind.PERSON) == [(*sorted(names), reason)]


def test_a_person_whose_other_name_is_anothers_name_is_proposed():
    Person.objects.create(name="سیمین نمونه", aliases=["س. نمونه"])
    Person.objects.create(name="س. نمونه")
    assert [reason for *_, reason in proposed(NameKind.PERSON)] == [PairReason.KNOWN_ALIAS]


@pytest.mark.parametrize(
    ("offices", "reasons"),
    [
        ([("رئیس", "اتاق نمونه", "yazd"), ("رئيس", "اتاق‌نمونه", "yazd")], [PairReason.SAME_OFFICE]),
        ([("استاندار یزد", "", "yazd"), ("استاندار", "استانداری یزد", "yazd")], [PairReason.SAME_OFFICE]),
        ([("رئیس", "اتاق نمونه", "yazd"), ("رئیس", "اتاق نمونه", "")], [PairReason.NO_PROVINCE]),
        ([("رئیس", "اتاق", "yazd"), ("رئیس", "اتاق", "fars"), ("رئیس", "اتاق", "")], []),
    ],
)
def test_offices_are_proposed_where_they_are_probably_one(offices, reasons):
    for role, organisation, province in offices:
        Office.objects.create(role=role, organisation=organisation, province_id=province or None)
    assert [reason for *_, reason in proposed(NameKind.OFFICE)] == reasons


@pytest.mark.parametrize(
    ("names", "is_proposed"),
    [
        (("نمونه‌نیوز", "پایگاه خبری نمونه نیوز"), True),
        (("روزنامه نمونه‌نیوز", "خبرگزاری نمونه‌نیوز"), False),
        (("روزنامه", "خبرگزاری نمونه‌نیوز"), False),
    ],
)
def test_sources_are_proposed_but_a_paper_is_no_agency(names, is_proposed):
    for number, name in enumerate(names):
        Source.objects.create(name=name, slug=f"sample-{number}")
    assert bool(proposed(NameKind.SOURCE)) == is_proposed


def test_what_was_kept_apart_is_never_proposed_again(editor):
    for name in ("سیمین نمونه", "دکتر سیمین نمونه"):
        Person.objects.create(name=name)
    propose()
    keep_apart(NamePair.objects.get(), editor.user, "پدر و دختر")
    assert propose() == 0 and NamePair.objects.get().why == "پدر و دختر"


def test_a_pair_that_no_longer_resembles_is_withdrawn():
    Person.objects.create(name="سیمین نمونه")
    other = Person.objects.create(name="دکتر سیمین نمونه")
    assert propose() == 1
    Person.objects.filter(pk=other.pk).update(name="نگار نمونه")
    assert propose() == 0 and not NamePair.objects.exists()


def test_a_merged_person_gives_voices_words_figures_and_names(editor):
    article = make_article(speakers=("سیمین نمونه",))
    kept = article.speakers.get().person
    other = Person.objects.create(name="دکتر نمونه", aliases=["بانو نمونه"])
    voice = Speaker.objects.create(article=make_article(), person=other)
    quotation = Quotation.objects.create(article=voice.article, speaker=voice, start=0, end=4)
    merge(pair_of(kept, other), kept.pk, editor.user, "همان است")
    kept.refresh_from_db()
    quotation.refresh_from_db()
    assert quotation.speaker.person == kept and kept.speakers.count() == 2
    assert kept.aliases == ["دکتر نمونه", "بانو نمونه"]


def test_two_voices_of_one_report_become_one_and_keep_their_words(editor):
    article = make_article(speakers=("سیمین نمونه", "دکتر نمونه"))
    first, second = article.speakers.all()
    second.office = make_office("رئیس", "اتاق نمونه")
    second.save()
    for voice in (first, second):
        Quotation.objects.create(article=article, speaker=voice, start=0, end=4)
    merge(pair_of(first.person, second.person), first.person_id, editor.user)
    voice = article.speakers.get()
    assert voice == first and voice.quotations.count() == 2 and voice.office == second.office


def test_an_unnamed_holder_of_both_offices_is_one_voice(editor):
    first, second = make_office("رئیس", "اتاق نمونه"), make_office("رییس", "اتاق نمونه")
    article = make_article()
    for office in (first, second):
        Speaker.objects.create(article=article, office=office)
    merge(pair_of(first, second, NameKind.OFFICE), second.pk, editor.user)
    assert article.speakers.get().office == second


def test_a_merge_tells_who_when_and_why(editor):
    first, second = Person.objects.create(name="الف"), Person.objects.create(name="ب")
    pair = pair_of(first, second)
    merge(pair, second.pk, editor.user, "همان است")
    record = first.history.get()
    assert (record.history_user, record.history_change_reason) == (editor.user, "همان است")
    assert pair.editor == editor.user and pair.decided_at and pair.history.count() == 1


@pytest.mark.parametrize("kind", ["speaker", "office", "source"])
def test_the_old_address_leads_to_the_one_that_stays_however_often_it_was_merged(index, client, editor, kind):
    made = {
        "speaker": lambda n: Person.objects.create(name=f"نمونهٔ {n}"),
        "office": lambda n: Office.objects.create(role=f"نمونهٔ {n}"),
        "source": lambda n: Source.objects.create(name=f"نمونهٔ {n}", slug=f"sample-{n}"),
    }[kind]
    first, second, third = map(made, (1, 2, 3))
    if kind != "source":  # who is not heard has no page
        Speaker.objects.create(article=make_article(), **{{"speaker": "person"}.get(kind, kind): first})
    kinds = {"speaker": NameKind.PERSON, "office": NameKind.OFFICE, "source": NameKind.SOURCE}
    merge(pair_of(first, second, kinds[kind]), second.pk, editor.user)
    merge(pair_of(second, third, kinds[kind]), third.pk, editor.user)
    answer = client.get(first.get_absolute_url(), {"year": "1404"})
    assert (answer.status_code, answer.url) == (301, f"{third.get_absolute_url()}?year=1404")


@pytest.mark.django_db(transaction=True)
def test_a_bookmark_and_a_saved_search_of_the_old_name_go_on(index, client, editor):
    old, new = (Source.objects.create(name=f"نمونهٔ {slug}", slug=slug) for slug in ("old", "new"))
    merge(pair_of(old, new, NameKind.SOURCE), new.pk, editor.user)
    make_article("پسته رفت", source=new)
    index()
    answer = client.get("/search/", {"q": "پسته", "source": "old"})
    assert answer.status_code == 301 and answer.url.endswith("&source=new")
    beside = client.get("/search/", {"source": ["old", "new"]})
    assert (beside.status_code, beside.url) == (301, "/search/?source=new")
    assert client.get("/search.atom", {"source": "old"}).url == "/search.atom?source=new"
    assert lately(SavedSearch(question=[["source", "old"]]).query) == 1


@pytest.mark.django_db(transaction=True)
def test_whatever_is_asked_of_the_old_name_is_answered_of_the_new(index, client, editor):
    old, new = Person.objects.create(name="س. نمونه"), Person.objects.create(name="سیمین نمونه")
    article = make_article("پسته رفت", "سیمین نمونه گفت: ۳۰۰ نفر آمدند.", speakers=("سیمین نمونه",))
    make_article("کیوی رفت")
    Figure.objects.create(article=article, start=18, end=25, value=300, unit="نفر")
    merge(pair_of(old, new), new.pk, editor.user)
    index()
    asked = {"speaker": old.pk}
    assert client.get("/figures/", asked, follow=True).context["page"].total == 1
    assert json.loads(client.get("/figures.json", asked).getvalue())["head"]["total"] == 1
    assert json.loads(client.get("/search.json", asked).getvalue())["head"]["total"] == 1
    for listed in ("articles", "figures", "facets"):
        assert client.get(f"/api/v1/{listed}", asked).json()["total"] == 1
    excluding = client.get("/search/", {"not.speaker": old.pk})
    assert (excluding.status_code, excluding.url) == (301, f"/search/?not.speaker={new.pk}")
    compared = client.get("/compare/", {"by": "speaker", **asked}).context["page"]
    assert [(one.label, one.total) for one in compared.series] == [("سیمین نمونه", 1)]


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_a_merge_and_its_undoing(index, client, editor):
    old = Source.objects.create(name="نمونهٔ کهنه", slug="old")
    new = Source.objects.create(name="نمونهٔ نو", slug="new")
    make_article(source=old)
    pair = pair_of(old, new, NameKind.SOURCE)
    url = reverse("admin:archive_namepair_change", args=[pair.pk])
    found = lambda slug: get_engine().search(Query(chosen=choices({"source": [slug]}))).total  # noqa: E731
    editor.client.post(url, {"decision": new.pk})
    assert (found("old"), found("new")) == (0, 1)
    editor.client.post(url, {"decision": "part"})
    assert (found("old"), found("new")) == (1, 0)


def test_what_is_ingested_later_goes_to_the_one_that_stays(editor):
    person, other = Person.objects.create(name="سیمین نمونه"), Person.objects.create(name="س نمونه")
    office, chief = make_office("رئیس", "اتاق نمونه"), make_office("مدیر", "اتاق نمونه")
    old = Source.objects.create(name="نمونهٔ کهنه", slug="old")
    new = Source.objects.create(name="نمونهٔ نو", slug="new")
    merge(pair_of(person, other), person.pk, editor.user)
    merge(pair_of(office, chief, NameKind.OFFICE), chief.pk, editor.user)
    merge(pair_of(old, new, NameKind.SOURCE), new.pk, editor.user)
    registry = Registry()
    assert registry.person("س نمونه") == person.pk
    assert registry.office("رئیس", "اتاق نمونه", "") == chief.pk
    assert registry.source(SourceName("نمونهٔ کهنه")) == new.pk


@pytest.mark.parametrize("both", [False, True])
def test_parting_brings_everything_back_exactly(editor, both):
    article = make_article(speakers=("سیمین نمونه", "دکتر نمونه") if both else ("دکتر نمونه",))
    other = article.speakers.last().person
    kept, _ = Person.objects.get_or_create(name="سیمین نمونه", defaults={"aliases": ["س"]})
    Quotation.objects.create(article=article, speaker=article.speakers.last(), start=0, end=4)
    Figure.objects.create(article=article, speaker=article.speakers.last(), value=3, start=0, end=4)
    pair = pair_of(*sorted([kept, other], key=lambda person: person.pk))
    before = everything()
    merge(pair, kept.pk, editor.user)
    assert everything() != before
    assert part(pair, editor.user) == [] and everything() == before


def test_what_was_edited_since_stays_and_is_told(editor):
    first, second = make_article(speakers=("دکتر نمونه",)), make_article(speakers=("دکتر نمونه",))
    other = first.speakers.get().person
    kept = Person.objects.create(name="سیمین نمونه")
    third = Person.objects.create(name="نگار نمونه")
    pair = pair_of(other, kept)
    merge(pair, kept.pk, editor.user)
    first.speakers.update(person=third)
    Person.objects.filter(pk=kept.pk).update(aliases=["دکتر نمونه", "بانو"])
    (told,) = part(pair, editor.user)
    assert told == "۱ گوینده پس از آن ویرایش شده بود و همان‌گونه ماند."
    assert first.speakers.get().person == third and second.speakers.get().person == other
    assert Person.objects.get(pk=kept.pk).aliases == ["بانو"]


def test_the_inner_of_two_merges_is_undone_after_the_outer(editor):
    first, second, third = (Person.objects.create(name=name) for name in ("الف", "ب", "پ"))
    inner, outer = pair_of(first, second), pair_of(second, third)
    merge(inner, second.pk, editor.user)
    merge(outer, third.pk, editor.user)
    with pytest.raises(CannotMerge, match="نخست آن را جدا کنید"):
        part(inner, editor.user)
    part(outer, editor.user)
    part(inner, editor.user)
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("kept", [0, 99_999])
def test_only_one_of_the_two_can_stay(editor, kept):
    pair = pair_of(Person.objects.create(name="الف"), Person.objects.create(name="ب"))
    with pytest.raises(CannotMerge):
        merge(pair, kept, editor.user)


def test_merging_twice_is_refused(editor):
    first, second = Person.objects.create(name="الف"), Person.objects.create(name="ب")
    pair = pair_of(first, second)
    merge(pair, first.pk, editor.user)
    with pytest.raises(CannotMerge):
        merge(pair, second.pk, editor.user)
    with pytest.raises(CannotMerge):
        keep_apart(pair, editor.user)


def test_the_page_of_a_pair_shows_both_sides(editor):
    article = make_article("گزارش نمونه", on="1404/1/1", speakers=("دکتر نمونه",))
    article.speakers.update(office=make_office("رئیس", "اتاق نمونه"), as_printed="دکتر نمونه رئیس اتاق")
    pair = pair_of(article.speakers.get().person, Person.objects.create(name="<b>نمونه"))
    html = editor.get("namepair_change", pair.pk).content.decode()
    for words in ("گزارش نمونه", "دکتر نمونه رئیس اتاق", "رئیس اتاق نمونه", "۱۴۰۴", "&lt;b&gt;نمونه"):
        assert words in html


def test_deciding_leads_to_the_next_pair_and_the_last_one_to_the_list(editor):
    persons = [Person.objects.create(name=name) for name in ("الف", "ب", "پ", "ت")]
    first, second = pair_of(*persons[:2]), pair_of(*persons[2:])
    url = reverse("admin:archive_namepair_change", args=[first.pk])
    answer = editor.client.post(url, {"decision": "apart"})
    assert answer.url == reverse("admin:archive_namepair_change", args=[second.pk])
    answer = editor.client.post(answer.url, {"decision": persons[2].pk, "why": "همان"}, follow=True)
    assert "یکی شدند." in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("?state__exact=open")


@pytest.mark.parametrize("decision", ["", "nonsense", "-1", "99999999999999999999"])
def test_nonsense_decides_nothing(editor, decision):
    pair = pair_of(Person.objects.create(name="الف"), Person.objects.create(name="ب"))
    url = reverse("admin:archive_namepair_change", args=[pair.pk])
    answer = editor.client.post(url, {"decision": decision}, follow=True)
    pair.refresh_from_db()
    assert answer.status_code == 200 and pair.state == PairState.OPEN


def test_any_two_names_of_the_list_can_be_put_side_by_side(editor):
    first, second, third = (Person.objects.create(name=name) for name in ("الف", "ب", "پ"))

    def choose(*persons):
        chosen = {"action": "put_side_by_side", "_selected_action": [person.pk for person in persons]}
        return editor.client.post(reverse("admin:archive_person_changelist"), chosen)

    choose(first, second, third)
    assert not NamePair.objects.exists()
    answer = choose(third, first)
    pair = NamePair.objects.get()
    assert (pair.first, pair.second) == (first.pk, third.pk)
    assert answer.url == reverse("admin:archive_namepair_change", args=[pair.pk])


def test_a_merged_name_is_offered_no_more(editor):
    first, second = Person.objects.create(name="سیمین نمونه"), Person.objects.create(name="س نمونه")
    merge(pair_of(first, second), first.pk, editor.user)
    asked = {"app_label": "archive", "model_name": "speaker", "field_name": "person", "term": "نمونه"}
    offered = editor.client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["text"] for row in offered] == ["سیمین نمونه"]
    assert editor.get("person_changelist").context["cl"].result_count == 1
    assert editor.get("person_change", second.pk).status_code == 200


def test_the_list_of_pairs_costs_few_queries(editor, django_assert_max_num_queries):
    for number in range(20):
        names = (f"نمونهٔ {number}", f"دکتر نمونهٔ {number}")
        voices = make_article(speakers=names).speakers.all()
        pair_of(*(voice.person for voice in voices))
    with django_assert_max_num_queries(LIST_QUERIES):
        editor.get("namepair_changelist")


@pytest.mark.django_db(transaction=False)
@settings(max_examples=8)
@given(
    voices=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6),
    merges=st.permutations([(0, 1), (1, 2), (0, 2)]),
)
def test_merges_undone_in_turn_leave_everything_as_it_was(voices, merges):
    persons = [Person.objects.create(name=f"نمونهٔ {n}", aliases=[f"ن{n}"]) for n in range(3)]
    articles = [make_article() for _ in range(3)]
    for which, who in dict.fromkeys(voices):
        voice = Speaker.objects.create(article=articles[which], person=persons[who])
        Quotation.objects.create(article=articles[which], speaker=voice, start=0, end=4)
    boss = Editor(f"e{articles[0].pk}").user
    before, done = everything(), []
    for one, other in merges:
        pair = pair_of(persons[one], persons[other])
        try:
            merge(pair, persons[other].pk, boss)
            done.append(pair)
        except CannotMerge:
            pair.delete()
    assert len(done) == 2
    for pair in reversed(done):
        assert part(pair, boss) == []
    assert everything() == before
