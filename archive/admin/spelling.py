"""Finding names in the admin whatever their spelling and spacing."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from archive.persian.spelling import LETTERS, ZWNJ, clean, squeeze

_CLASSES = {letter: f"[{letter}{kin}]" for letter, kin in LETTERS.items() if letter.isalpha()}
_CLASSES |= {str(digit): f"[{digit}{chr(0x6F0 + digit)}{chr(0x660 + digit)}]" for digit in range(10)}
_CLASSES["ا"] = f"[اآ{LETTERS['ا']}]"
#: What may stand between two letters of a name: blanks, half-spaces, tatweel, diacritics.
_BETWEEN = f"[\\s{ZWNJ}\u200b\u00adء\u0640\u064b-\u0652]*"


def any_spelling(typed: str) -> str:
    """A regular expression, for Python and PostgreSQL alike, that finds a name however it is spelled.

    >>> import re
    >>> bool(re.search(any_spelling("اذربايجانغربي"), "آذربایجان غربی"))
    True
    """
    return _BETWEEN.join(_CLASSES.get(char, char) for char in squeeze(typed))


class AnySpelling:
    """A ModelAdmin whose search finds names in any spelling: every typed word in one of `search_fields`.

    A field with a lookup of its own («body__icontains») is searched for the word as typed: a pattern over
    long texts would be slow.
    """

    search_fields: list[str] = []

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Narrow `queryset` to what was typed; the second value says that no row comes twice."""
        for word in clean(search_term).split():
            if pattern := any_spelling(word):
                found = Q()
                for field in self.get_search_fields(request):
                    found |= Q((field, word)) if "__" in field else Q((f"{field}__iregex", pattern))
                queryset = queryset.filter(found)
        return queryset, False
