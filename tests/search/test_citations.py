"""Citations are read back by the programs that they are written for."""

import json
import re

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from archive.bibliography import bibtex, ris
from archive.models import Person, Quotation, Source, Speaker
from archive.references import Reference, reference
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ADDRESS = "https://example.org/a/7/"


@pytest.fixture
def report(db):
    source = Source.objects.create(name="گاهنامهٔ {نمونه} & دیگران", slug="sample")
    return make_article(
        "کفش 40% ارزان_تر\nشد", on="1395-2-8", source=source, reporter="سیمین نمونه", source_branch="یزد"
    )


@pytest.fixture
def fetch(client):
    def get(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return (answer.getvalue() if answer.streaming else answer.content).decode()

    return get


def test_rispy_reads_what_was_written(report, fetch):
    (entry,) = rispy.loads(fetch(f"/a/{report.pk}.ris"))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == "کفش ۴۰٪ ارزان_تر شد"
    assert entry["authors"] == ["سیمین نمونه"]
    assert (entry["year"], entry["date"]) == ("2016", "2016/04/27/")
    assert entry["notes"] == ["۸ اردیبهشت ۱۳۹۵"]
    assert entry["urls"] == [f"http://testserver/a/{report.pk}/"]


def test_bibtexparser_reads_what_was_written(report, fetch):
    library = bibtexparser.parse_string(fetch(f"/a/{report.pk}.bib"))
    assert not library.failed_blocks
    fields = library.entries_dict[f"rasteh-{report.pk}"].fields_dict
    assert fields["journal"].value == r"گاهنامهٔ \textbraceleft{}نمونه\textbraceright{} \& دیگران، یزد"
    assert (fields["date"].value, fields["month"].value, fields["day"].value) == ("2016-04-27", "4", "27")


def test_citeproc_sets_what_was_written(report, fetch):
    items = json.loads(fetch(f"/a/{report.pk}.csl.json"))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    (line,) = map(str, bibliography.bibliography())
    assert "سیمین نمونه" in line and "2016" in line and "گاهنامهٔ" in line


def test_a_year_of_irans_calendar_is_no_year_of_the_other_one():
    found = reference(make_article(on="1395"), ADDRESS)
    assert found.year is None and found.day is None
    assert found.jalali == "۱۳۹۵"
    assert "PY  -" not in ris(found)
    assert "date = {2016-03-20/2017-03-20}" in bibtex(found)


def test_a_month_is_cited_in_the_year_in_which_it_certainly_lies():
    assert reference(make_article(on="1395-02"), ADDRESS).year == 2016
    assert reference(make_article(on="1395-10"), ADDRESS).year is None


def test_the_undated_has_no_date():
    assert "DA  -" not in ris(reference(make_article(), ADDRESS))


def test_a_quotation_is_cited_with_its_speaker_and_its_own_address(report, fetch):
    speaker = Speaker.objects.create(
        article=report, office=None, person=Person.objects.create(name="بهرام نمونه")
    )
    Quotation.objects.create(article=report, speaker=speaker, start=22, end=47)
    words = report.body[22:47].rstrip(".")
    (entry,) = rispy.loads(fetch(f"/a/{report.pk}/q1.ris"))
    assert entry["notes"] == [f"۸ اردیبهشت ۱۳۹۵. «{words}» (بهرام نمونه)"]
    assert entry["urls"] == [f"http://testserver/a/{report.pk}/#q1"]
    assert fetch(f"/a/{report.pk}/q1.txt").startswith(f"بهرام نمونه: «{words}». در: ")


def test_a_quotation_that_is_not_there_is_not_found(report, client):
    assert client.get(f"/a/{report.pk}/q1.ris").status_code == 404
    assert client.get(f"/a/{report.pk}/q0.ris").status_code == 404


def test_an_unpublished_report_is_not_cited(client):
    hidden = make_article(is_public=False)
    assert client.get(f"/a/{hidden.pk}.ris").status_code == 404
    assert client.get(f"/a.txt?id={hidden.pk}").getvalue() == b""


def test_hundreds_can_be_picked_each_once(fetch):
    made = [make_article(f"خبر {number}").pk for number in range(70)]
    lines = fetch("/a.txt?" + "&".join(f"id={key}" for key in [*made, *made[:3]])).splitlines()
    assert len(lines) == 70


def test_a_selection_is_cited_in_the_order_in_which_it_was_picked(fetch):
    first, second = make_article("یکم"), make_article("دوم")
    lines = fetch(f"/a.txt?id={second.pk}&id={first.pk}&id=x").splitlines()
    assert [re.search("«(.*?)»", line)[1] for line in lines] == ["دوم", "یکم"]


HOSTILE = st.text(st.characters(codec="utf-8") | st.sampled_from("\\{}%&#$_^~@,\n\r\0«»"), max_size=40)


@given(title=HOSTILE, publisher=HOSTILE)
def test_whatever_a_title_holds_the_programs_read_one_entry(title, publisher):
    made = make_reference(title=" ".join(title.split()), publisher=" ".join(publisher.split()))
    assert len(rispy.loads(ris(made))) == 1
    library = bibtexparser.parse_string(bibtex(made) + bibtex(make_reference(key="next")))
    assert not library.failed_blocks and len(library.entries) == 2


def make_reference(**fields: str) -> Reference:
    known = {"key": "rasteh-1", "title": "کفش", "publisher": "", "reporter": "", "jalali": ""}
    return Reference(**{**known, **fields}, days=None, address=ADDRESS)
