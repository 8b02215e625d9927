"""Names that may be one, at the desk: both sides and what is known of them; merged, kept apart, parted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.admin.history import Remembered, decision_of
from archive.converters import key_of
from archive.duplicates import propose
from archive.merging import CannotMerge, keep_apart, merge, part
from archive.models import Article, NameKind, NamePair, PairReason, PairState, Speaker
from archive.models.pairs import MODELS
from archive.persian.dates import jalali_year_month
from archive.persian.numbers import persian_digits
from archive.templatetags.persian import moment
from archive.wording import name_of

_SAMPLES = 4
_BESIDE = 5
#: How the articles of a name are found from a voice or an article, and what stands beside it there.
_VOICES = {NameKind.PERSON: ("person", "office"), NameKind.OFFICE: ("office", "person")}


@dataclass(frozen=True, slots=True)
class Sample:
    """A report of a name, and how the name is printed in it."""

    article: Article
    as_printed: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two names: how much hangs on it, when it was heard of, what stands beside it, samples."""

    name: Model
    admin_url: str
    articles: int
    years: str
    beside: list[tuple[Model, int]]
    samples: list[Sample]


def side(kind: str, name: Model) -> Side:
    """What an editor needs to tell whether a name is another's, in four queries."""
    found = Article.objects.filter(source=name) if kind == NameKind.SOURCE else _heard(kind, name)
    span = found.aggregate(count=Count("pk"), first=Min("published_on"), last=Max("published_on"))
    return Side(
        name,
        reverse(f"admin:archive_{name._meta.model_name}_change", args=[name.pk]),
        span["count"],
        _years(span["first"], span["last"]),
        [] if kind == NameKind.SOURCE else _beside(kind, name),
        _samples(kind, name, found),
    )


def _years(first: date | None, last: date | None) -> str:
    """«۱۳۹۵», «۱۳۹۵ تا ۱۳۹۸»."""
    years = dict.fromkeys(jalali_year_month(day)[0] for day in (first, last) if day)
    return persian_digits(" تا ".join(map(str, years)))


def _heard(kind: str, name: Model) -> QuerySet[Article]:
    voices = Speaker.objects.filter(**{_VOICES[kind][0]: name})
    return Article.objects.filter(pk__in=voices.values("article"))


def _beside(kind: str, name: Model) -> list[tuple[Model, int]]:
    """The offices of a person, the persons of an office, the most frequent first."""
    own, other = _VOICES[kind]
    voices = Speaker.objects.filter(**{own: name, f"{other}__isnull": False}).order_by()
    counts = dict(voices.values_list(other).annotate(n=Count("pk")).order_by("-n")[:_BESIDE])
    others = Speaker._meta.get_field(other).related_model.objects.in_bulk(list(counts))
    return [(others[key], count) for key, count in counts.items() if key in others]


def _samples(kind: str, name: Model, found: QuerySet[Article]) -> list[Sample]:
    newest = list(found.newest()[:_SAMPLES])
    if kind == NameKind.SOURCE:
        return [Sample(article, article.source_branch) for article in newest]
    voices = Speaker.objects.filter(article__in=newest, **{_VOICES[kind][0]: name})
    printed = dict(voices.values_list("article", "as_printed"))
    return [Sample(article, printed.get(article.pk, "")) for article in newest]


class PairList(ChangeList):
    """The list, its names and counts read at once for each kind."""

    def get_results(self, request: HttpRequest) -> None:
        """One page of pairs, each with both names."""
        super().get_results(request)
        for kind, model in MODELS.items():
            pairs = [pair for pair in self.result_list if pair.kind == kind]
            names = model.objects.in_bulk([key for pair in pairs for key in (pair.first, pair.second)])
            counted = "articles" if kind == NameKind.SOURCE else "speakers"
            counts = dict(
                model.objects.order_by().filter(pk__in=names).values_list("pk").annotate(Count(counted))
            )
            for pair in pairs:
                found = [names[key] for key in (pair.first, pair.second) if key in names]
                pair.told = [(name, counts.get(name.pk, 0)) for name in found]


@admin.register(NamePair)
class NamePairAdmin(Remembered, admin.ModelAdmin):
    """Pairs of names; what is decided of one is decided on its page."""

    list_display = ["both", "kind", "why_maybe", "decided"]
    list_filter = ["state", "kind", "reason"]
    list_select_related = ["editor"]
    ordering = ["-state", "kind", "pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        again = path("propose/", self.admin_site.admin_view(self.propose), name="archive_namepair_propose")
        return [again, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NamePair | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NamePair | None = None) -> bool:
        return request.user.has_perm("archive.merge_namepair")

    def has_view_permission(self, request: HttpRequest, obj: NamePair | None = None) -> bool:
        return request.user.has_perm("archive.view_namepair") or self.has_change_permission(request, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PairList

    @admin.display(description="نام‌ها")
    def both(self, pair: NamePair) -> SafeString:
        told = ((name, persian_digits(count)) for name, count in pair.told)
        return format_html_join(" = ", '<bdi>{}</bdi> <span class="quiet">({})</span>', told)

    @admin.display(description="چرا شاید یکی باشند", ordering="reason")
    def why_maybe(self, pair: NamePair) -> str:
        return pair.get_reason_display()

    @admin.display(description="تصمیم", ordering="state")
    def decided(self, pair: NamePair) -> SafeString:
        pill = format_html('<span class="pill {}">{}</span>', pair.state, pair.get_state_display())
        if not pair.editor:
            return pill
        return format_html("{} <bdi>{}</bdi>، {}", pill, name_of(pair.editor), moment(pair.decided_at))

    def propose(self, request: HttpRequest) -> HttpResponse:
        """Look for such names again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            count = propose()
            self.message_user(request, f"{persian_digits(count)} جفت در انتظار تصمیم است.", messages.SUCCESS)
        return HttpResponseRedirect(waiting_url())

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Both names side by side; a POST decides."""
        pair = self.get_object(request, unquote(object_id)) if object_id else None
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id or "")
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, pair)
        may_decide = self.has_change_permission(request, pair)
        past = pair.history.select_related("history_user")[:_SAMPLES]
        context = {
            **self.admin_site.each_context(request),
            "title": "یکی هستند؟",
            "opts": self.opts,
            "pair": pair,
            "sides": [side(pair.kind, name) for name in pair.names],
            "may_decide": may_decide,
            "decisions": [decision_of(NamePair, record, False) for record in past],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/archive/pair.html", context)

    def _decide(self, request: HttpRequest, pair: NamePair) -> HttpResponse:
        if not self.has_change_permission(request, pair):
            raise PermissionDenied
        here = reverse("admin:archive_namepair_change", args=[pair.pk])
        try:
            self._carry_out(request, pair, here)
        except CannotMerge as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(here)
        if pair.state == PairState.OPEN:  # parted: one may look at both again
            return HttpResponseRedirect(here)
        following = NamePair.objects.waiting().filter(kind=pair.kind).order_by("pk").first()
        return HttpResponseRedirect(
            reverse("admin:archive_namepair_change", args=[following.pk]) if following else waiting_url()
        )

    def _carry_out(self, request: HttpRequest, pair: NamePair, here: str) -> None:
        """Do what the pressed button says, and tell it. Raises CannotMerge."""
        decision, why = request.POST.get("decision", ""), request.POST.get("why", "")
        if decision == "apart":
            keep_apart(pair, request.user, why)
            self.message_user(request, "دو تا ماندند؛ دیگر پیشنهاد نمی‌شوند.", messages.SUCCESS)
        elif decision == "part":
            left = part(pair, request.user, why)
            self.message_user(request, "دوباره دو تا شدند.", messages.SUCCESS)
            for words in left:
                self.message_user(request, words, messages.WARNING)
        elif kept := key_of(decision):
            merge(pair, kept, request.user, why)
            words = format_html('یکی شدند. <a href="{}">بازگرداندن</a>', here)
            self.message_user(request, words, messages.SUCCESS)
        else:
            raise CannotMerge("نخست بگویید کدام بماند.")


def waiting_url() -> str:
    """The list of the pairs that wait."""
    return reverse("admin:archive_namepair_changelist", query={"state__exact": PairState.OPEN})


class MergeableNames:
    """A ModelAdmin whose list lets two names be put side by side, and leaves out those that were merged."""

    actions = ["put_side_by_side"]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Who may merge names."""
        return request.user.has_perm("archive.merge_namepair")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Names; merged ones are reached from the pair that they were merged in, and by their address."""
        names = super().get_queryset(request)
        listed = request.resolver_match.url_name.endswith(("_changelist", "autocomplete"))
        return names.kept() if listed else names

    @admin.action(description="این دو یکی هستند…", permissions=["merge"])
    def put_side_by_side(self, request: HttpRequest, names: QuerySet) -> HttpResponse | None:
        """Lead to the page on which two names are merged."""
        keys = sorted(names.values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            self.message_user(request, "دو نام را برگزینید؛ نه کمتر و نه بیشتر.", messages.ERROR)
            return None
        pair, _ = NamePair.objects.get_or_create(
            kind=self.model._meta.model_name,
            first=keys[0],
            second=keys[1],
            defaults={"reason": PairReason.BY_HAND},
        )
        return HttpResponseRedirect(reverse("admin:archive_namepair_change", args=[pair.pk]))
