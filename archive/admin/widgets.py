"""Widgets and the related objects that may be reached from them."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db import models
from django.forms import Field, URLInput
from django.http import HttpRequest

from archive.forms import TidyField


class ChosenNames(AutocompleteSelectMultiple):
    """Autocomplete for several names, without the cross that clears them all at one slip."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class TidyTexts:
    """A ModelAdmin whose texts are cleaned as they are typed."""

    formfield_overrides = {
        models.CharField: {"form_class": TidyField},
        models.TextField: {"form_class": TidyField},
        models.SlugField: {},  # checks its letters itself
    }


class CalmWidgets(TidyTexts):
    """A ModelAdmin whose autocomplete fields lead to making and correcting a name, never to deleting it."""

    formfield_overrides = TidyTexts.formfield_overrides | {
        models.URLField: {"widget": URLInput(attrs={"class": "vURLField"}), "assume_scheme": "https"}
    }

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenNames(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
