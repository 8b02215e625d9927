"""The same address with a suffix is the same answer in another form."""

from django.urls.converters import StringConverter

#: A form's suffix, and what readers call it, in the order in which they are offered.
LABELS = {
    "csv": "CSV",
    "xlsx": "اکسل",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "ris": "RIS",
    "bib": "BibTeX",
    "csl.json": "CSL-JSON",
    "txt": "متن ارجاع",
}


class SuffixConverter(StringConverter):
    """The suffix of a file."""

    regex = r"csl\.json|" + "|".join(suffix for suffix in LABELS if "." not in suffix)


class UnicodeSlugConverter(StringConverter):
    """A slug in any letters; it has no dot, so that a suffix can follow."""

    regex = r"[-\w]+"


def twin(url: str, suffix: str) -> str:
    """The address of the same answer in another form.

    >>> twin("/provinces/yazd/?q=x", "csv")
    '/provinces/yazd.csv?q=x'
    """
    path, mark, params = url.partition("?")
    return f"{path.rstrip('/')}.{suffix}{mark}{params}"
