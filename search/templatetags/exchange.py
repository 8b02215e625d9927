"""What pages say to other programs: files beside them, linked data."""

import json
from collections.abc import Mapping, Sequence

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from search.exports.kinds import FORMATS
from search.exports.twins import LABELS, twin

register = template.Library()

#: Where a script block could end early or a parser lose its way.
_ESCAPES = {char: f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


register.filter("twin", twin)


@register.simple_tag
def twins(url: str, suffixes: str) -> Sequence[Mapping[str, str]]:
    """The forms of an answer: {% twins page.url "csv xlsx" as forms %}, each with label, url and type."""
    return [
        {"label": LABELS[suffix], "url": twin(url, suffix), "type": FORMATS[suffix].content_type}
        for suffix in suffixes.split()
    ]


@register.filter
def linked_data(nodes: Sequence[Mapping[str, object]]) -> SafeString:
    """Script blocks of linked data; a browser runs none of them, whatever the content policy."""
    scripts = "".join(f'<script type="application/ld+json">{_block(node)}</script>' for node in nodes)
    return mark_safe(scripts)  # noqa: S308 (nothing in a block can end it)


def _block(node: Mapping[str, object]) -> str:
    block = json.dumps(node, ensure_ascii=False)
    for char, escape in _ESCAPES.items():  # of a hundred kilobytes of Persian, far faster than `translate`
        block = block.replace(char, escape)
    return block


@register.simple_tag(takes_context=True)
def may_correct(context: Context) -> bool:
    """Whether the reader may correct reports; without a session nobody is asked, and the page is for all."""
    request = context["request"]
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and request.user.has_perm("archive.change_article")
