"""Editor, publisher, administrator: each may do what is theirs at the desk and by program, and no more."""

from functools import cached_property

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive.history import recorded
from archive.merging import merge
from archive.models import (
    Article,
    Industry,
    NamePair,
    Office,
    Original,
    PairState,
    Person,
    ReaderSuggestion,
    SuggestionState,
)
from archive.models.pairs import NameKind, PairReason
from archive.roles import ADMINISTRATOR, EDITOR, PUBLISHER, bring_roles
from search.api.models import make_token
from tests.factories import make_article
from tests.posting import fields_of

pytestmark = pytest.mark.django_db

NOBODY = "بی‌نقش"
EVERYBODY = {NOBODY, EDITOR, PUBLISHER, ADMINISTRATOR}
EDITORS = {EDITOR, PUBLISHER, ADMINISTRATOR}
PUBLISHERS = {PUBLISHER, ADMINISTRATOR}
ADMINISTRATORS = {ADMINISTRATOR}


class Member:
    """Somebody at the desk with one role, and a small world to try it on."""

    def __init__(self, role: str) -> None:
        self.user = User.objects.create_user("omid", is_staff=True)
        self.user.groups.set(Group.objects.filter(name=role))
        self.client = Client()
        self.client.force_login(self.user)
        self.boss = User.objects.create_superuser("boss")
        self.article = make_article(province="yazd", speakers=("سیمین نمونه", "دکتر سیمین نمونه"))
        self.first, self.second = Person.objects.order_by("pk")
        self.pair = self._pair(self.first, self.second)
        self.suggestion = ReaderSuggestion.objects.create(
            article=self.article, field="title", proposed="تازه"
        )
        self.original = Original.objects.create(content=b"x", encoding="utf-8")

    @cached_property
    def merged(self) -> NamePair:
        """Two names that were merged."""
        kept, other = (Person.objects.create(name=name) for name in ("آ نمونه", "ب نمونه"))
        pair = self._pair(kept, other)
        merge(pair, kept.pk, self.boss)
        return pair

    def _pair(self, first: Person, second: Person) -> NamePair:
        told = {"kind": NameKind.PERSON, "first": first.pk, "second": second.pk}
        return NamePair.objects.create(**told, reason=PairReason.BY_HAND)

    def sees(self, view: str, *args: object) -> bool:
        return self.client.get(reverse(f"admin:{view}", args=args)).status_code == 200

    def post(self, view: str, *args: object, **data: object) -> None:
        self.client.post(reverse(f"admin:{view}", args=args), data)

    def act(self, table: str, action: str, *rows: object, **more: object) -> None:
        chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
        self.post(f"archive_{table}_changelist", **chosen)

    def save(self, **changed: object) -> None:
        url = reverse("admin:archive_article_change", args=[self.article.pk])
        fields = fields_of(self.client.get(url).content.decode(), "article_form")
        self.client.post(url, {**fields, **changed})

    def patch(self, **told: object) -> int:
        token = make_token(self.user, "notebook")
        return self.client.patch(
            f"/api/v1/articles/{self.article.pk}",
            told,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        ).status_code

    def now(self, row):
        return type(row).objects.filter(pk=row.pk).first()


def saved_title(m: Member) -> bool:
    m.save(title="دیگر")
    return m.now(m.article).title == "دیگر"


def hidden_by_form(m: Member) -> bool:
    fields = {"is_public": []}  # an unchecked box sends nothing
    m.save(**fields, **{"initial-is_public": "True"})
    return not m.now(m.article).is_public


def hidden_from_list(m: Member) -> bool:
    m.act("article", "unpublish", m.article)
    return not m.now(m.article).is_public


def shown_from_list(m: Member) -> bool:
    Article.objects.update(is_public=False)
    m.act("article", "publish", m.article)
    return m.now(m.article).is_public


def shown_by_history(m: Member) -> bool:
    with recorded([m.article], m.boss):
        Article.objects.update(is_public=False)
    record = m.article.history.get()
    m.post("archive_article_history", m.article.pk, record=record.pk, field="is_public")
    return m.now(m.article).is_public


def marked(m: Member) -> bool:
    m.act("article", "mark_reviewed", m.article)
    return m.now(m.article).review_state == "reviewed"


def deleted_article(m: Member) -> bool:
    m.post("archive_article_delete", m.article.pk, post="yes")
    return m.now(m.article) is None


def deleted_from_list(m: Member) -> bool:
    m.act("article", "delete_selected", m.article, post="yes")
    return m.now(m.article) is None


def brought_back(m: Member) -> bool:
    boss = Client()
    boss.force_login(m.boss)
    url = reverse("admin:archive_article_change", args=[m.article.pk])
    boss.post(url, {**fields_of(boss.get(url).content.decode(), "article_form"), "title": "دیگر"})
    record = m.article.history.get()
    m.post("archive_article_history", m.article.pk, record=record.pk, field="title")
    return m.now(m.article).title != "دیگر"


def accepted(m: Member) -> bool:
    m.post("archive_readersuggestion_changelist", _accept=m.suggestion.pk)
    return m.now(m.suggestion).state == SuggestionState.ACCEPTED


def rejected(m: Member) -> bool:
    m.post("archive_readersuggestion_changelist", _reject=m.suggestion.pk)
    return m.now(m.suggestion).state == SuggestionState.REJECTED


def decided(m: Member, pair: NamePair, decision: object, state: PairState) -> bool:
    m.post("archive_namepair_change", pair.pk, decision=decision)
    return m.now(pair).state == state


def looked_again(m: Member) -> bool:
    for name in ("آ نمونه", "مهندس آ نمونه"):
        Person.objects.create(name=name)
    m.post("archive_namepair_propose")
    return NamePair.objects.filter(reason=PairReason.SAME_NAME).exists()


def put_side_by_side(m: Member) -> bool:
    NamePair.objects.all().delete()
    m.act("person", "put_side_by_side", m.first, m.second)
    return NamePair.objects.exists()


def made_person(m: Member) -> bool:
    m.post("archive_person_add", name="تازه", aliases="")
    return Person.objects.filter(name="تازه").exists()


def renamed_office(m: Member) -> bool:
    office = Office.objects.create(role="رئیس")
    m.post("archive_office_change", office.pk, role="دبیر", organisation="", province="")
    return m.now(office).role == "دبیر"


def renamed_industry(m: Member) -> bool:
    row = Industry.objects.filter(parent=None).first()
    m.post("archive_industry_change", row.pk, name="دیگر", slug=row.slug, parent="", terms="")
    return m.now(row).name == "دیگر"


def deleted_person(m: Member) -> bool:
    person = Person.objects.create(name="تازه")
    m.post("archive_person_delete", person.pk, post="yes")
    return m.now(person) is None


def deleted_original(m: Member) -> bool:
    m.post("archive_original_delete", m.original.pk, post="yes")
    return m.now(m.original) is None


def made_superuser(m: Member) -> bool:
    url = reverse("admin:auth_user_change", args=[m.user.pk])
    page = m.client.get(url)
    fields = fields_of(page.content.decode(), "user_form") if page.status_code == 200 else {}
    m.client.post(url, {**fields, "is_superuser": "on"})
    return m.now(m.user).is_superuser


def took_the_superusers_account(m: Member) -> bool:
    url = reverse("admin:auth_user_password_change", args=[m.boss.pk])
    return m.client.get(url).status_code == 200


#: What is tried → who succeeds.
MATRIX = {
    "the desk": (lambda m: m.sees("index"), EVERYBODY),
    "the list": (lambda m: m.sees("archive_article_changelist"), EDITORS),
    "the form": (lambda m: m.sees("archive_article_change", m.article.pk), EDITORS),
    "the history": (lambda m: m.sees("archive_article_history", m.article.pk), EDITORS),
    "the suggestions": (lambda m: m.sees("archive_readersuggestion_changelist"), EDITORS),
    "the pairs": (lambda m: m.sees("archive_namepair_changelist"), EDITORS),
    "a pair": (lambda m: m.sees("archive_namepair_change", m.pair.pk), EDITORS),
    "the originals": (lambda m: m.sees("archive_original_changelist"), EDITORS),
    "the provinces": (lambda m: m.sees("archive_province_changelist"), EDITORS),
    "the batches": (lambda m: m.sees("archive_batch_changelist"), EDITORS),
    "save a title": (saved_title, EDITORS),
    "mark as reviewed": (marked, EDITORS),
    "bring a field back": (brought_back, EDITORS),
    "accept a suggestion": (accepted, EDITORS),
    "reject a suggestion": (rejected, EDITORS),
    "make a person": (made_person, EDITORS),
    "rename an office": (renamed_office, EDITORS),
    "correct a title by program": (lambda m: m.patch(title="دیگر") == 200, EDITORS),
    "hide in the form": (hidden_by_form, PUBLISHERS),
    "hide from the list": (hidden_from_list, PUBLISHERS),
    "show from the list": (shown_from_list, PUBLISHERS),
    "show by bringing back": (shown_by_history, PUBLISHERS),
    "hide by program": (lambda m: m.patch(is_public=False) == 200, PUBLISHERS),
    "delete an article": (deleted_article, PUBLISHERS),
    "delete articles from the list": (deleted_from_list, PUBLISHERS),
    "delete a person": (deleted_person, PUBLISHERS),
    "delete an unused original": (deleted_original, PUBLISHERS),
    "rename a sector": (renamed_industry, PUBLISHERS),
    "merge": (lambda m: decided(m, m.pair, m.first.pk, PairState.MERGED), PUBLISHERS),
    "keep apart": (lambda m: decided(m, m.pair, "apart", PairState.APART), PUBLISHERS),
    "part again": (lambda m: decided(m, m.merged, "part", PairState.OPEN), PUBLISHERS),
    "look for names": (looked_again, PUBLISHERS),
    "put names side by side": (put_side_by_side, PUBLISHERS),
    "the users": (lambda m: m.sees("auth_user_changelist"), ADMINISTRATORS),
    "a user": (lambda m: m.sees("auth_user_change", m.user.pk), ADMINISTRATORS),
    "the roles": (lambda m: m.sees("auth_group_changelist"), ADMINISTRATORS),
    "become a superuser": (made_superuser, set()),
    "take a superuser's account": (took_the_superusers_account, set()),
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("what", MATRIX)
def test_each_role_may_do_what_is_its_own_and_no_more(what, role):
    attempt, allowed = MATRIX[what]
    assert attempt(Member(role)) == (role in allowed)


@pytest.mark.parametrize("view", ["article", "readersuggestion", "namepair", "person", "batch"])
def test_without_logging_in_nothing_opens(client, view):
    answer = client.get(reverse(f"admin:archive_{view}_changelist"))
    assert answer.status_code == 302 and "/login/" in answer.url


def test_the_roles_come_with_the_tables_and_coming_again_changes_nothing():
    before = {role.name: set(role.permissions.all()) for role in Group.objects.all()}
    bring_roles()
    assert {role.name: set(role.permissions.all()) for role in Group.objects.all()} == before
    assert before[EDITOR] < before[PUBLISHER] < before[ADMINISTRATOR]


def test_what_an_administrator_gave_a_role_beside_stays():
    role = Group.objects.get(name=EDITOR)
    given = Group.objects.get(name=PUBLISHER).permissions.get(codename="publish_article")
    role.permissions.add(given)
    bring_roles()
    assert given in role.permissions.all()
