"""The one thing that a reader decides about a saved search."""

from django import forms

from search.alerts.models import Frequency, SavedSearch


class FollowForm(forms.ModelForm):
    """How often."""

    class Meta:
        model = SavedSearch
        fields = ("frequency",)
        widgets = {"frequency": forms.RadioSelect(choices=Frequency.choices)}
