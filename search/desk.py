"""What an editor is told after saving: whether readers can find the change already."""

from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest

from archive.models import Article
from archive.signals import edited
from search.models import ArticleState


@receiver(edited)
def tell_whether_findable(request: HttpRequest, article: Article, **_: object) -> None:
    """Say that the index has the change when it has, and plainly that it waits when it has not."""
    if ArticleState.objects.waiting().filter(pk=article.pk).exists():
        messages.warning(request, "جست‌وجو هنوز آن را چنان‌که پیش‌تر بود نشان می‌دهد؛ تغییر در نوبت است.")
    else:
        messages.success(request, "در جست‌وجو هم به‌روز شد.")
