"""Following: what a reader follows, following one more search, and no longer."""

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from search.alerts.forms import FollowForm
from search.alerts.mail import saved_search_of
from search.alerts.models import SavedSearch
from search.alerts.news import PREVIEW_DAYS, lately
from search.exports.head import said
from search.filters import ArticleFilter
from search.unanswered import line_where_unanswered

#: Searches that one reader may follow.
MOST = 50


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    """What this reader follows."""
    searches = [(saved, said(saved.query)) for saved in request.user.saved_searches.all()]
    return render(request, "search/alerts/following.html", {"searches": searches})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@line_where_unanswered
def follow(request: HttpRequest) -> HttpResponse:
    """Follow the search whose parameters the address has; first say how much that would have been."""
    query = ArticleFilter(request.GET).to_query().sorted_by("").folding(True)
    question = [list(param) for param in query.to_params()]
    saved = request.user.saved_searches.filter(question=question).first()
    saved = saved or SavedSearch(user=request.user, question=question)
    form = FollowForm(request.POST if request.method == "POST" else None, instance=saved)
    is_full = saved.pk is None and request.user.saved_searches.count() >= MOST
    if request.method == "POST" and form.is_valid() and not is_full:
        form.save()
        return redirect("following")
    context = {
        "form": form,
        "saved": saved,
        "question": said(query),
        "count": lately(query),
        "days": PREVIEW_DAYS,
        "is_full": is_full,
        "most": MOST,
    }
    return render(request, "search/alerts/follow.html", context)


@require_POST
@login_required
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer."""
    get_object_or_404(request.user.saved_searches, pk=pk).delete()
    return redirect("following")


# Mail programs that unsubscribe with one click (RFC 8058) have no token of a form; the address proves enough.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No longer, from a letter and without logging in. Looking at the page changes nothing: robots look."""
    try:
        saved = SavedSearch.objects.filter(pk=saved_search_of(token)).first()
    except signing.BadSignature as error:
        raise Http404("این نشانی از نامه‌های ما نیست.") from error
    context = {"question": said(saved.query) if saved else "", "is_done": saved is None}
    if saved and request.method == "POST":
        saved.delete()
        context["is_done"] = True
    return render(request, "search/alerts/unsubscribe.html", context)
