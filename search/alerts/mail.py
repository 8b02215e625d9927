"""Letters to readers about what is new, each report once."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from archive.models import Article
from archive.persian.display import number
from search.alerts.models import SavedSearch
from search.alerts.news import news
from search.exports.head import said

#: Reports that a letter names; of more it tells how many.
MOST = 30
_SALT = "search.alerts.unsubscribe"


def unsubscribe_token(saved: SavedSearch) -> str:
    """What the link in a letter proves: it was sent to this reader."""
    return signing.dumps(saved.pk, salt=_SALT)


def saved_search_of(token: str) -> int:
    """The key of the saved search that a token is for. Raises BadSignature."""
    return signing.loads(token, salt=_SALT)


def send(saved: SavedSearch) -> int:
    """Tell the reader what is new; return how many reports. Nothing new, no letter.

    They are marked before the letter leaves: should this process die in between, a report is rather missed
    than told twice. A letter that cannot be written or that the server refuses is unmarked, its error raised.
    """
    keys = news(saved)
    with transaction.atomic():
        # Two runs at once must not both tell it.
        locked = SavedSearch.objects.select_for_update().get(pk=saved.pk)
        told = set(locked.told.values_list("pk", flat=True))
        keys = [key for key in keys if key not in told]
        locked.told.add(*keys)
        before, locked.last_sent_at = locked.last_sent_at, timezone.now()
        locked.save(update_fields=["last_sent_at"])
    if not keys:
        return 0
    try:
        _letter(saved, keys).send()
    except Exception:
        saved.told.remove(*keys)
        SavedSearch.objects.filter(pk=saved.pk).update(last_sent_at=before)
        raise
    return len(keys)


def _letter(saved: SavedSearch, keys: list[int]) -> EmailMessage:
    unsubscribe = _absolute(reverse("unsubscribe", args=[unsubscribe_token(saved)]))
    context = {
        "question": said(saved.query),
        "reports": [
            (report, _absolute(report.get_absolute_url()))
            for report in Article.objects.published().select_related("source").in_order_of(keys[:MOST])
        ],
        "more": len(keys) - MOST,
        "total": len(keys),
        "address": _absolute(saved.get_absolute_url()),
        "unsubscribe": unsubscribe,
    }
    return EmailMessage(
        subject=f"راسته: {number(len(keys))} خبر تازه برای {context['question']}"[:200],
        body=render_to_string("search/alerts/letter.txt", context),
        to=[saved.user.email],
        # RFC 8058: mail programs show a button that unsubscribes with one click.
        headers={
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _absolute(url: str) -> str:
    return f"{settings.SITE_URL}{url}"
