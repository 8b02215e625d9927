"""Two editors at one record: each saves only what they changed, and nothing is overwritten silently."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from archive.forms import JalaliDateField
from archive.persian.dates import format_jalali
from archive.wording import value_in_words


class MergingForm(forms.ModelForm):
    """A form that remembers what its editor saw, field by field, in hidden inputs.

    `changed_data` is then what this editor changed. A field that somebody else changed meanwhile keeps
    their value, unless this editor changed it too: then the form is refused once and says what stands now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A multiple choice without choices leaves no hidden input, so one of any field is proof enough.
        self._remembers = any(key.startswith(self.add_initial_prefix("")) for key in self.data)
        if not self.is_bound or self._remembers:
            for field in self.fields.values():
                field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Bring what others stored meanwhile into the fields that this editor left alone."""
        cleaned = super().clean()
        if self._remembers and not self.instance._state.adding:
            # Read before anything is merged: it is worked out from the hidden inputs, once.
            changed = self.changed_data
            for name in [name for name in self.fields if self._stored_meanwhile(name)]:
                # Should the form be shown again, then with what is stored now as what was seen.
                self._show(self.add_initial_prefix(name), self._stored(name))
                if name in changed:
                    self.add_error(name, self._conflict(name))
                else:
                    self._show(self.add_prefix(name), self._stored(name))
                    cleaned[name] = self.fields[name].clean(self._stored(name))
        return cleaned

    def _stored(self, name: str) -> Any:
        """The value that stands in the database, as its input writes it."""
        field = self.fields[name]
        return field.prepare_value(self.get_initial_for_field(field, name))

    def _stored_meanwhile(self, name: str) -> bool:
        field = self.fields[name]
        seen = self._widget_data_value(field.hidden_widget(), self.add_initial_prefix(name))
        return field.has_changed(self.get_initial_for_field(field, name), seen)

    def _show(self, key: str, value: Any) -> None:
        self.data = self.data.copy()
        if isinstance(value, list):
            self.data.setlist(key, value)
        else:
            self.data[key] = value

    def _conflict(self, name: str) -> ValidationError:
        stands = _in_words(self.fields[name], self._stored(name)) or "خالی"
        return ValidationError(
            f"در این میان ویراستار دیگری این را تغییر داده و اکنون «{stands}» است. "
            "اگر نوشتهٔ شما درست است، دوباره ذخیره کنید.",
            code="conflict",
        )


def _in_words(field: forms.Field, value: Any) -> str:
    """The value of an input, as it is posted, in the words that the form shows."""
    if isinstance(field, JalaliDateField):
        return format_jalali(*field.clean(value))
    if isinstance(field, forms.ModelChoiceField):
        return value_in_words(field.clean(value))
    if isinstance(field, forms.BooleanField):
        return value_in_words(bool(value))
    return value_in_words(value, getattr(field, "choices", ()))
