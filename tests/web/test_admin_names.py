"""Persons, offices, sources and places at the desk."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.admin.spelling import any_spelling
from archive.models import Person, Source
from archive.persian.spelling import squeeze
from tests.editors import Editor
from tests.posting import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Editor()


def offered(editor, model: str, field: str, term: str) -> list[str]:
    asked = {"app_label": "archive", "model_name": model, "field_name": field, "term": term}
    results = editor.client.get(reverse("admin:autocomplete"), asked).json()["results"]
    return [result["text"] for result in results]


@pytest.mark.parametrize("typed", ["آذربایجان غربی", "اذربايجانغربي", "آذربایجان‌غربی", "غربی"])
def test_a_province_is_offered_in_any_spelling(editor, typed):
    assert offered(editor, "article", "main_province", typed) == ["آذربایجان غربی"]


def test_a_person_is_offered_by_the_surname_alone(editor):
    Person.objects.create(name="نگار فرضی‌نیا")
    assert offered(editor, "speaker", "person", "فرضی نیا") == ["نگار فرضی‌نیا"]


def test_other_names_are_written_one_a_line(editor):
    person = Person.objects.create(name="سیمین نمونه", aliases=["س. نمونه"])
    url = reverse("admin:archive_person_change", args=[person.pk])
    fields = fields_of(editor.client.get(url).content.decode(), "person_form")
    assert fields["aliases"] == ["س. نمونه"]
    editor.client.post(url, {**fields, "aliases": "س. نمونه\r\n\r\n دکتر نمونه \r\n"})
    person.refresh_from_db()
    assert person.aliases == ["س. نمونه", "دکتر نمونه"]


def test_a_new_source_needs_only_a_name_and_its_address(editor):
    url = reverse("admin:archive_source_add")
    response = editor.client.post(url, {"name": "گاهنامهٔ نمونه", "slug": "گاهنامه-نمونه", "kind": "site"})
    assert response.status_code == 302
    assert Source.objects.get(name="گاهنامهٔ نمونه").aliases == []


def test_an_office_that_is_there_already_is_refused_and_not_an_error_page(editor):
    url = reverse("admin:archive_office_add")
    office = {"role": "استاندار", "organisation": "استانداری یزد", "province": "yazd"}
    assert editor.client.post(url, office).status_code == 302
    assert editor.client.post(url, office).status_code == 200


NAMES = st.text(alphabet="آابپیكکگهةأؤئءـ\u200c۱1 ًّ", min_size=1, max_size=20)


@given(name=NAMES)
def test_a_name_is_always_found_by_its_own_letters(name):
    if squeeze(name):
        assert re.search(any_spelling(name), name)
        assert re.search(any_spelling(squeeze(name)), name)
