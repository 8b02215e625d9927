"""Words: what may be meant, and how a text is understood."""

from django.http import HttpRequest
from ninja import Query as Params
from ninja import Router, Schema
from pydantic import Field

from archive.persian.spelling import clean
from search.analysis import analyse
from search.api import schemas
from search.api.listings import PROBLEMS
from search.suggestions import LONGEST_PREFIX, suggest

router = Router(tags=["words"])
#: A longer one would not fit into an address: servers read 4,094 bytes of it, and a letter may take nine.
LONGEST_TEXT = 400


class Typed(Schema):
    """What has been typed so far."""

    q: str = Field("", max_length=LONGEST_PREFIX, examples=["صادرات پس"])


class Text(Schema):
    """A text to be understood."""

    text: str = Field("", max_length=LONGEST_TEXT, examples=["سرمایه‌گذاری در صادرات پسته"])


@router.get("/suggest", response={200: schemas.Suggestions, **PROBLEMS}, summary="Suggestions")
def suggestions(
    request: HttpRequest,
    typed: Params[Typed],
) -> dict[str, object]:
    """What may be meant by the beginning of a question: names, then words."""
    told = [
        {
            "text": each.text,
            "facet": each.facet,
            "count": each.count,
            "address": request.build_absolute_uri(each.url),
        }
        for each in suggest(typed.q)
    ]
    return {"suggestions": told}


@router.get("/analyse", response={200: schemas.Terms, **PROBLEMS}, summary="The terms of a text")
def terms(
    request: HttpRequest,
    asked: Params[Text],
) -> dict[str, object]:
    """Under which terms a text is found; the same for texts and questions. Offsets are code points."""
    return {"terms": [term._asdict() for term in analyse(clean(asked.text))]}
