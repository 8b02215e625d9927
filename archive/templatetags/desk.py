"""What only the editors' desk says in Persian."""

from collections.abc import Iterator

from django import template
from django.contrib.admin.views.main import PAGE_VAR, ChangeList

from archive.persian.numbers import persian_digits

register = template.Library()


@register.filter
def pages(changelist: ChangeList) -> Iterator[tuple[str, str]]:
    """The pages of a list as (label, address); the shown page and gaps have no address."""
    for page in changelist.paginator.get_elided_page_range(changelist.page_num):
        link = isinstance(page, int) and page != changelist.page_num
        yield persian_digits(page), changelist.get_query_string({PAGE_VAR: page}) if link else ""
