"""What stands at the head of a file: the question, in words and as an address, its date, how many answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.persian.dates import format_jalali
from archive.persian.display import number
from search.address import Address
from search.chips import Chip, chips, names_asked, told
from search.query import Query


@dataclass(frozen=True, slots=True)
class Head:
    """Where a file came from. `address` asks the same question again."""

    question: str
    address: str
    asked_on: date
    total: int
    warnings: tuple[str, ...] = ()

    def as_record(self) -> dict[str, object]:
        """The head for programs."""
        return {
            "question": self.question,
            "address": self.address,
            "asked_on": self.asked_on.isoformat(),
            "asked": format_jalali(self.asked_on),
            "total": self.total,
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        day = f"{format_jalali(self.asked_on)} ({self.asked_on.isoformat()})"
        return f"راسته · {self.question} · {number(self.total)} ردیف · {day} · {self.address}"


def said(query: Query, more: Sequence[Chip] = ()) -> str:
    """A question in Persian words, with what else narrows: «پسته»، یزد، سال ۱۴۰۴، به‌جز گیلان."""
    narrowed = chips(query, names_asked(query), Address("").url)
    return told(query, [*narrowed, *more]) or "همهٔ بایگانی"
