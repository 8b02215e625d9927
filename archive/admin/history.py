"""The history of a record at the desk: every decision with its reason, and a way back for each field."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from archive.converters import key_of
from archive.history import began, ended, recorded
from archive.models import Article
from archive.reverting import Irreversible, may_revert, revert
from archive.rules_in_words import in_words
from archive.signals import edited
from archive.standing import ROWS, Stand, label_of, standing

EMPTY = "خالی"
_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A voice or a passage that went, came, or became another; "" where there was or is none."""

    before: str
    after: str
    who_before: str = ""
    who_after: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one decision; of a field with rows, those that differ."""

    name: str
    label: str
    before: str
    after: str
    before_by: list[str]
    after_by: list[str]
    rows: list[Row]
    may_revert: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of history as a page shows it."""

    record: Model
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Now:
    """How a field of an article stands, and by whom."""

    name: str
    label: str
    words: str
    by: list[str]


class Remembered:
    """A ModelAdmin that tells in the record's own history what Django would write into its log."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form; what saving it changes is one decision."""
        row = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        if row is None:
            return super().changeform_view(request, object_id, *args, **kwargs)
        with recorded([row], request.user, request.POST.get("why", "")):
            return super().changeform_view(request, object_id, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Begin the record's history."""
        began(obj, request.user)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: whatever changes is seen by comparing."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """End their histories; what they were stays known."""
        ended(queryset, request.user)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every decision about a record, or about one field of it; a POST brings one field back."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if request.method == "POST":
            return self._revert(request, row)
        context = {
            **self.admin_site.each_context(request),
            "title": f"تاریخچه: {row}",
            "object": row,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural),
            "preserved_filters": self.get_preserved_filters(request),
            "now": list(_now(row)) if isinstance(row, Article) else [],
            **self._told(request, row),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/archive/history.html", context)

    def _told(self, request: HttpRequest, row: Model) -> dict[str, Any]:
        """The decisions of the page that is asked for, the newest first; of one field if one is."""
        name = request.GET.get("field", "")
        records = row.history.select_related("history_user").order_by("-history_id")
        pages = Paginator(records.filter(changes__has_key=name) if name else records, _PAGE)
        page = pages.get_page(request.GET.get("p"))
        may_change, fixed = self.has_change_permission(request, row), self.get_readonly_fields(request, row)
        decisions = [decision_of(self.model, record, may_change, fixed) for record in page]
        return {"page": page, "decisions": decisions, "field": name}

    @transaction.atomic
    def _revert(self, request: HttpRequest, row: Model) -> HttpResponse:
        number, name = request.POST.get("record", ""), request.POST.get("field", "")
        # What an editor may not change in the form comes back by somebody else's hand.
        if not self.has_change_permission(request, row) or name in self.get_readonly_fields(request, row):
            raise PermissionDenied
        record = row.history.filter(history_id=key_of(number)).first()
        try:
            if record is None:
                raise Irreversible("چنین دگرگونی‌ای در تاریخچه نیست.")
            revert(row, record, name, request.user, request.POST.get("why", ""))
        except Irreversible as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, "بازگردانده شد.", messages.SUCCESS)
            if isinstance(row, Article):
                transaction.on_commit(lambda: edited.send(type(self), request=request, article=row))
        return HttpResponseRedirect(request.get_full_path())


def decision_of(model: type[Model], record: Model, may_change: bool, fixed: Collection[str] = ()) -> Decision:
    """What a row of history says; `fixed` are fields that its reader may not change."""
    may_revert_any = may_change and record.history_type == "~"
    changes = [
        _change(model, name, told["before"], told["after"], may_revert_any and name not in fixed)
        for name, told in record.changes.items()
    ]
    return Decision(record, changes)


def _change(model: type[Model], name: str, before: Stand, after: Stand, may_change: bool) -> Change:
    return Change(
        name,
        label_of(model, name),
        before["words"] or EMPTY,
        after["words"] or EMPTY,
        deciders(before),
        deciders(after),
        _rows(before["value"], after["value"]) if name in ROWS else [],
        may_change and may_revert(model, name),
    )


def _rows(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Row]:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    return [
        Row(*(side.get(key, {}).get(part, "") for part in ("words", "who") for side in (old, new)))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def deciders(stand: Stand) -> list[str]:
    """By whom a field was decided: an editor, or rules, each once and with its version."""
    by = stand.get("by", {})
    if "editor" in by:
        return [f"تصمیم {by['editor']}"]
    told = (
        f"قاعدهٔ {in_words(reason['rule'])}{'، ویراست ' if reason['version'] else ''}{reason['version']}"
        for reason in by.get("rules", [])
    )
    return list(dict.fromkeys(told))


def _now(article: Article) -> Iterator[Now]:
    for name, stand in standing([article])[article.pk].items():
        yield Now(name, label_of(Article, name), stand["words"] or EMPTY, deciders(stand))
