"""An editor at the desk, for tests: opens a form, changes some of its fields, saves."""

from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from archive.ingest.load import ingest
from archive.ingest.sources import RawItem
from archive.models import Article, Evidence
from archive.models.voices import Part
from tests.posting import fields_of

#: A report of our own, whose province and date the rules find.
RECEIVED = "date 2025-10-25\n\nبه گزارش خبرنگار نمونه از یزد، نشست صادرکنندگان کاشی استان یزد برگزار شد.\n"


class Editor:
    """Somebody logged in, with every right or with the named ones («view_article»)."""

    def __init__(self, name: str = "sara", rights: tuple[str, ...] | None = None) -> None:
        self.user = User.objects.create_user(name, is_staff=True, is_superuser=rights is None)
        self.user.user_permissions.set(Permission.objects.filter(codename__in=rights or ()))
        self.client = Client()
        self.client.force_login(self.user)

    def get(self, view: str, *args: object, **params: object) -> HttpResponse:
        """A page of the desk: `get("article_changelist", missing="date")`."""
        return self.client.get(reverse(f"admin:archive_{view}", args=args), params)

    def open(self, article: Article) -> dict[str, list[str]]:
        """The fields of an article's form as they stand now."""
        return fields_of(self.get("article_change", article.pk).content.decode(), "article_form")

    def send(self, article: Article, fields: dict[str, list[str]], **changed: object) -> HttpResponse:
        """Save a form opened before; each changed field gets a value, or a list of them."""
        url = reverse("admin:archive_article_change", args=[article.pk])
        return self.client.post(url, {**fields, **changed})

    def save(self, article: Article, **changed: object) -> HttpResponse:
        """Open an article, change some fields, save."""
        response = self.send(article, self.open(article), **changed)
        assert response.status_code == 302, response.context["errors"]
        article.refresh_from_db()
        return response

    def act(self, action: str, *articles: Article) -> HttpResponse:
        """Do something to many at once from the list."""
        chosen = {"action": action, "_selected_action": [article.pk for article in articles]}
        return self.client.post(reverse("admin:archive_article_changelist"), chosen, follow=True)


def receive() -> Article:
    """A report that came in as a file, whose province and date the rules find."""
    ingest([RawItem("file:sample.txt", "sample.txt", RECEIVED.encode())])
    return Article.objects.get()


def give_reason(article: Article, field: str, words: str, part: Part = Part.BODY) -> Evidence:
    """A rule's reason for a field: these words of the article."""
    start = getattr(article, part).index(words)
    return Evidence.objects.create(
        article=article,
        field=field,
        value=words,
        rule="sample-rule",
        part=part,
        start=start,
        end=start + len(words),
        confidence=0.9,
    )
