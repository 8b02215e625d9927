"""References as reference managers read them: RIS, BibTeX, CSL-JSON.

RIS has the tags of Zotero's and EndNote's importers, BibTeX also biblatex's `date`; CSL-JSON follows schema
1.0 (github.com/citation-style-language/schema). A Persian name is not split into given and family name.
"""

from collections.abc import Iterable
from datetime import date

from archive.references import Reference

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # Not \{ and \}: BibTeX counts those as braces too.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)


def ris(reference: Reference) -> str:
    """One RIS record."""
    return (
        "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_fields(reference) if value) + "ER  - \r\n\r\n"
    )


def bibtex(reference: Reference) -> str:
    """One BibTeX entry."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(reference) if value)
    return f"@article{{{reference.key},\n{fields}}}\n\n"


def csl(reference: Reference) -> dict[str, object]:
    """One CSL-JSON item."""
    item = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "container-title": reference.publisher,
        "author": _csl_names(reference.reporter),
        "issued": _csl_date(reference),
        "event-place": reference.place,
        "abstract": reference.abstract,
        "archive": "راسته",
        "language": "fa-IR",
        "URL": reference.address,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _ris_fields(reference: Reference) -> Iterable[tuple[str, str]]:
    day = reference.day
    return (
        ("TY", "NEWS"),
        ("ID", reference.key),
        ("TI", reference.title),
        ("AU", reference.reporter),
        ("T2", reference.publisher),
        ("PY", str(reference.year or "")),
        ("DA", f"{day:%Y/%m/%d}/" if day else ""),
        ("CY", reference.place),
        ("AB", reference.abstract),
        ("N1", reference.note),
        ("LA", "fa"),
        ("DP", "راسته"),
        ("UR", reference.address),
    )


def _bibtex_fields(reference: Reference) -> Iterable[tuple[str, str]]:
    day = reference.day
    return (
        # The second pair of braces keeps styles from changing the case of Latin words.
        ("title", f"{{{_latex(reference.title)}}}"),
        ("author", reference.reporter and f"{{{_latex(reference.reporter)}}}"),
        ("journal", _latex(reference.publisher)),
        ("date", "/".join(dict.fromkeys(day.isoformat() for day in reference.days or ()))),
        ("year", str(reference.year or "")),
        ("month", str(day.month) if day else ""),
        ("day", str(day.day) if day else ""),
        ("abstract", _latex(reference.abstract)),
        ("note", _latex(reference.note)),
        ("language", "persian"),
        ("langid", "persian"),
        ("url", reference.address),
    )


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _csl_names(name: str) -> list[dict[str, str]]:
    return [{"literal": name}] if name else []


def _csl_date(reference: Reference) -> dict[str, object]:
    """A day, or the two ends of what is known."""
    return {"date-parts": [_parts(day) for day in dict.fromkeys(reference.days)]} if reference.days else {}


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
