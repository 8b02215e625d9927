"""Editors' programs correct metadata through the desk's own form: same checks, same history, same rights."""

from typing import Any, Literal

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, QueryDict
from ninja import Schema
from ninja.errors import AuthorizationError, ValidationError
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field

from archive.history import recorded
from archive.models import Article, Industry, Source
from search.api.listings import router  # one address has one router, whatever is done there
from search.api.models import ApiToken
from search.api.problems import STATUSES, Problem


class EditorToken(HttpBearer):
    """Authorization: Bearer rasteh_…"""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Let the token's editor be who asks."""
        found = ApiToken.objects.named_by(token)
        if found:
            request.user = found.user
        return found


class Correction(Schema):
    """The fields to change; those left out stay. What an editor sets, no rule changes again."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=1000, examples=["صادرات پسته یزد به چین"])
    kicker: str = Field("", max_length=500)
    published_on: str = Field(
        "", max_length=50, description="In either calendar; empty for none.", examples=["۸ اردیبهشت ۹۵"]
    )
    main_province: str | None = Field(None, description="A slug.", examples=["yazd"])
    provinces: list[str] = Field([], description="Slugs.", examples=[["yazd", "fars"]])
    industries: list[str] = Field([], description="Slugs.", examples=[["pistachio"]])
    source: str | None = Field(None, description="A slug.")
    source_branch: str = Field("", max_length=200)
    source_via: str = Field("", max_length=300)
    reporter: str = Field("", max_length=200)
    url: str = Field("", max_length=1000)
    review_state: Literal["unreviewed", "reviewed", "doubtful"] = "unreviewed"
    is_public: bool = True
    why: str = Field("", max_length=300, description="For the report's history.")


class Corrected(Schema):
    """What came of it."""

    id: int
    changed: list[str] = Field(description="The fields that have another value now.", examples=[["title"]])


@router.patch(
    "/articles/{key:id}",
    response={200: Corrected, frozenset((401, 403)) | STATUSES: Problem},
    auth=EditorToken(),
    tags=["corrections"],
    summary="Correct a report",
)
def correct(request: HttpRequest, id: int, correction: Correction) -> dict[str, object]:
    """Change some fields of a report, as its editor would at the desk."""
    article = Article.objects.filter(pk=id).first()
    if article is None:
        raise Http404
    with transaction.atomic():
        told = correction.model_dump(exclude_unset=True)
        return {"id": id, "changed": _save(request, article, told, why=told.pop("why", ""))}


def _save(request: HttpRequest, article: Article, told: dict[str, Any], *, why: str) -> list[str]:
    desk = admin.site.get_model_admin(Article)
    if not desk.has_change_permission(request, article):
        raise AuthorizationError
    form_class = desk.get_form(request, article, change=True)
    if told.keys() - form_class.base_fields.keys():
        raise AuthorizationError  # the desk shows these fields to this editor, and no more
    form = form_class(_posted(form_class(instance=article), _as_keys(told)), instance=article)
    if not form.is_valid():
        raise ValidationError(
            [
                {"loc": ("body", "correction", name), "msg": str(message)}
                for name, messages in form.errors.items()
                for message in messages
            ]
        )
    with recorded([article], request.user, why):
        saved = desk.save_form(request, form, change=True)
        desk.save_model(request, saved, form, change=True)
        desk.save_related(request, form, [], change=True)
    return form.changed_data


def _as_keys(told: dict[str, Any]) -> dict[str, Any]:
    """Slugs as the keys that the form knows; a slug of nothing becomes a key of nothing, which it refuses."""
    keys = dict(told)
    if told.get("source"):
        keys["source"] = _keys(Source, [told["source"]])[0]
    if "industries" in told:
        keys["industries"] = _keys(Industry, told["industries"])
    return keys


def _keys(model: type[Source | Industry], slugs: list[str]) -> list[int]:
    known = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [known.get(slug, 0) for slug in slugs]


def _posted(form: ModelForm, told: dict[str, Any]) -> QueryDict:
    """What the desk's page would send: every field as it stands, but for those that are told."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        stands = field.prepare_value(form.get_initial_for_field(field, name))
        value = told.get(name, stands)
        if isinstance(value, list | tuple):
            data.setlist(name, [str(each) for each in value])
        elif value is not None and value is not False:
            data[name] = "on" if value is True else str(value)
    return data
