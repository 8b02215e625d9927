"""From one quotation or figure of a list to the next, across their reports.

A row's address says in which list it stands and at which place (`view`, `n`); the list's own address with
that `n` leads to the row there. So a report knows its neighbours without asking for the list.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from search.fields import NumberField
from search.neighbours import Place
from search.query import DEEPEST_HIT, PAGE_SIZE
from search.tabs import KINDS

#: How many rows a page of a list has that can be stepped through.
ROWS = {"quotations": PAGE_SIZE, "figures": 40}
_OWN = ("view", "n", "page")


def stepping_url(
    path: str, asked: Iterable[tuple[str, str]], view: str, number: int, fragment: str = ""
) -> str:
    """The address of a row's report that leads on to the list's other rows."""
    params = urlencode([*asked, ("view", view), ("n", number)])
    return f"{path}?{params}#{fragment}".rstrip("#")


def place_asked_for(params: QueryDict) -> int:
    """The place in a list that an address asks for, 0 for none."""
    try:
        number = NumberField(min_value=1, max_value=DEEPEST_HIT, required=False).clean(params.get("n"))
    except ValidationError:
        return 0
    return number or 0


def place_in_list(params: QueryDict) -> Place | None:
    """Where the row that a reader came by stands in its list; None for who came from no such list.

    How long the list is nobody asks: past its end it leads back to itself.
    """
    number, view = place_asked_for(params), params.get("view")
    if not number or view not in ROWS:
        return None
    asked = params.copy()
    for name in _OWN:
        asked.pop(name, None)
    page = (number - 1) // ROWS[view] + 1
    return Place(
        number,
        0,
        _listed(view, asked, n=number - 1) if number > 1 else "",
        _listed(view, asked, n=number + 1) if number < DEEPEST_HIT else "",
        _listed(view, asked, page=page) if page > 1 else _listed(view, asked),
        KINDS[view][0],
    )


def _listed(view: str, asked: QueryDict, **more: int) -> str:
    """The address of a list with one parameter more."""
    params = asked.copy()
    params.update({name: str(value) for name, value in more.items()})
    return f"{reverse(view)}?{params.urlencode()}".rstrip("?")
