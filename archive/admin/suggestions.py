"""Readers' suggestions at the desk: what stands beside what is proposed, decided at one stroke."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, QuerySet, Value
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive.accepting import Unreadable, accept, reject
from archive.admin.history import EMPTY
from archive.converters import key_of
from archive.editing import in_words
from archive.models import ReaderSuggestion, SuggestionState
from archive.reverting import Irreversible
from archive.signals import edited
from archive.standing import ROWS
from archive.templatetags.persian import moment
from archive.wording import name_of

#: Characters of a value in the list: a report may have thirty quotations.
_LONGEST = 300


@admin.register(ReaderSuggestion)
class ReaderSuggestionAdmin(admin.ModelAdmin):
    """A queue: nothing is typed here, each row is decided where it stands."""

    list_display = ["report", "stands", "proposal", "sent", "decision"]
    list_display_links = None
    list_filter = ["state", "field"]
    list_select_related = ["editor", "article__source", "article__main_province", "article__dateline"]
    list_per_page = 25
    show_full_result_count = False
    actions = None

    class Media:
        js = [Script("js/admin_suggestions.js", defer=True)]
        css = {"all": ["css/admin_decisions.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ReaderSuggestion | None = None) -> bool:
        """Suggestions go with their article."""
        return request.user.has_perm("archive.delete_article")

    def has_change_permission(self, request: HttpRequest, obj: ReaderSuggestion | None = None) -> bool:
        """Whoever accepts one changes an article."""
        return super().has_change_permission(request, obj) and request.user.has_perm("archive.change_article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderSuggestion]:
        may_decide = Value(self.has_change_permission(request), BooleanField())
        suggestions = super().get_queryset(request).annotate(may_decide=may_decide)
        names = ("provinces", "industries", "speakers__person", "speakers__office")
        return suggestions.prefetch_related(*(f"article__{name}" for name in names))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The queue; a POST with a button's number decides that row."""
        for name, decide in (("_accept", self._accept), ("_reject", self._reject)):
            if name in request.POST:
                return self._decided(request, request.POST[name], decide)
        return super().changelist_view(request, {"title": "پیشنهادهای خوانندگان", **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no form: the row is in the list."""
        return HttpResponseRedirect(reverse("admin:archive_readersuggestion_changelist"))

    @transaction.atomic
    def _decided(self, request: HttpRequest, number: str, decide: Any) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        waiting = ReaderSuggestion.objects.waiting().select_related("article")
        suggestion = waiting.filter(pk=key_of(number)).first()
        if suggestion is None:
            self.message_user(request, "دربارهٔ این پیشنهاد پیش‌تر تصمیم گرفته شده است.", messages.WARNING)
        else:
            decide(request, suggestion)
        return HttpResponseRedirect(request.get_full_path())

    def _accept(self, request: HttpRequest, suggestion: ReaderSuggestion) -> None:
        article = suggestion.article
        url = reverse("admin:archive_article_change", args=[article.pk])
        try:
            accept(suggestion, request.user)
        except (Unreadable, Irreversible) as error:
            words = format_html('{} <a href="{}">فرم خبر</a>', error, url)
            self.message_user(request, words, messages.ERROR)
            return
        words = format_html('پذیرفته شد: {} در «<a href="{}">{}</a>»', suggestion, url, article.headline)
        self.message_user(request, words, messages.SUCCESS)
        transaction.on_commit(lambda: edited.send(type(self), request=request, article=article))

    def _reject(self, request: HttpRequest, suggestion: ReaderSuggestion) -> None:
        try:
            reject(suggestion, request.user)
        except Unreadable as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, f"رد شد: {suggestion}", messages.SUCCESS)

    @admin.display(description="خبر", ordering="article")
    def report(self, suggestion: ReaderSuggestion) -> SafeString:
        url = reverse("admin:archive_article_change", args=[suggestion.article_id])
        return format_html('<a href="{}">{}</a>', url, suggestion.article.headline)

    @admin.display(description="اکنون")
    def stands(self, suggestion: ReaderSuggestion) -> SafeString:
        """The field and its value now, and what the reader saw where that was another."""
        seen = _shortened(suggestion.stood)
        now = _now(suggestion)
        label = format_html(
            '<span class="quiet">{}</span><br><bdi>{}</bdi>', suggestion.get_field_display(), now or EMPTY
        )
        if seen == now:
            return label
        return format_html(
            '{}<br><span class="quiet">خواننده این را دید: <bdi>{}</bdi></span>', label, seen or EMPTY
        )

    @admin.display(description="پیشنهاد")
    def proposal(self, suggestion: ReaderSuggestion) -> SafeString:
        words = format_html("<ins><bdi>{}</bdi></ins>", suggestion.proposed)
        if not suggestion.note:
            return words
        return format_html('{}<br><span class="quiet">از کجا: <bdi>{}</bdi></span>', words, suggestion.note)

    @admin.display(description="رسید", ordering="sent_at")
    def sent(self, suggestion: ReaderSuggestion) -> SafeString:
        return moment(suggestion.sent_at)

    @admin.display(description="تصمیم", ordering="state")
    def decision(self, suggestion: ReaderSuggestion) -> SafeString:
        """The buttons, or who decided."""
        if suggestion.state == SuggestionState.WAITING and suggestion.may_decide:
            return format_html(
                '<button type="submit" name="_accept" value="{0}" class="accept">پذیرفتن</button> '
                '<button type="submit" name="_reject" value="{0}" class="reject">رد</button>',
                suggestion.pk,
            )
        pill = format_html(
            '<span class="pill {}">{}</span>', suggestion.state, suggestion.get_state_display()
        )
        return (
            format_html("{} <bdi>{}</bdi>", pill, name_of(suggestion.editor)) if suggestion.editor else pill
        )


def _now(suggestion: ReaderSuggestion) -> str:
    """The value as its reader would see it today; of quotations and figures what was seen, they are long."""
    article, field = suggestion.article, suggestion.field
    if field == "speakers":
        return "\n".join(map(str, article.speakers.all()))
    return _shortened(suggestion.stood) if field in ROWS else in_words(article, field)


def _shortened(words: str) -> str:
    return Truncator(words).chars(_LONGEST)
