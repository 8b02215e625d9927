"""What pages draw dozens of: choices, bars, provinces. A template's own loop takes five times as long."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from archive.templatetags.persian import grouped_number as number
from search.choropleth import Choropleth, Region
from search.facets import Choice
from search.markup import filled, joined
from search.timeline import Tick, Timeline

register = template.Library()

_CURRENT = mark_safe(' aria-current="true"')
_EXCLUDED = mark_safe('<span class="ct">کنار گذاشته</span>')
_CHOICE = '<li class="choice"><a class="f{}" href="{}"{}><bdi class="nm">{}</bdi>{}</a>{}</li>'
_COUNT = (
    '<span class="ct">{}<span class="vh"> {}</span></span>'
    '<svg class="fb" aria-hidden="true"><rect width="{}%" height="4"/></svg>'
)
_EXCLUDE = '<a class="ex" href="{}" title="بدون {}" aria-label="بدون {}">×</a>'
_BAR = (
    '<a href="{}" tabindex="-1"{}><title>{}: {} {}</title><rect class="hit" x="{}" width="{}" height="{}"/>'
    '<rect x="{}" y="{}" width="{}" height="{}"/></a>'
)
_TICK = '<a href="{}" title="{} {}"{}>{}<span class="vh">، {} {}</span></a>'
_LINKED = '<a href="{}" class="prov q{}{}"{}><title>{}</title><use href="{}#{}"/></a>'
_REGION = '<g class="prov q{}{}"><use href="{}#{}"/></g>'


@register.simple_tag
def choices(of: Iterable[Choice], noun: str) -> SafeString:
    """The choices of a facet as items of a list; `noun` is what their counts count."""
    return joined("{}", ((_choice(choice, noun),) for choice in of))


def _choice(choice: Choice, noun: str) -> SafeString:
    label = choice.label
    state = " on" if choice.is_selected else " off" if choice.is_excluded else ""
    count = _EXCLUDED if choice.is_excluded else filled(_COUNT, number(choice.count), noun, choice.share)
    exclude = filled(_EXCLUDE, choice.exclude_url, label, label) if choice.exclude_url else ""
    current = _CURRENT if choice.is_selected else ""
    return filled(_CHOICE, state, choice.url, current, label, count, exclude)


@register.simple_tag
def bars(timeline: Timeline, noun: str) -> SafeString:
    """The columns of a histogram."""
    on = mark_safe(' class="on"')
    return joined(
        _BAR,
        (
            (
                *(bar.tick.url, on if bar.tick.is_chosen else ""),
                *(bar.tick.name, number(bar.tick.count), noun),
                *(bar.x, bar.slot, timeline.height),
                *(bar.x, bar.y, bar.width, bar.height),
            )
            for bar in timeline.bars
        ),
    )


@register.simple_tag
def ticks(of: Iterable[Tick], noun: str) -> SafeString:
    """The years or months below a histogram."""
    rows = ((tick, number(tick.count)) for tick in of)
    return joined(
        _TICK,
        (
            (tick.url, count, noun, _CURRENT if tick.is_chosen else "", tick.label, count, noun)
            for tick, count in rows
        ),
    )


@register.simple_tag
def regions(drawn: Choropleth) -> SafeString:
    """The provinces of a map, those that lead somewhere as links."""
    outlines = static("img/iran.svg")
    return joined("{}", ((_region(region, outlines),) for region in drawn.regions))


def _region(region: Region, outlines: str) -> SafeString:
    shape, chosen = region.shape, " on" if region.is_chosen else ""
    if not region.url:
        return filled(_REGION, region.shade, chosen, outlines, shape.slug)
    title = shape.name if region.count is None else f"{shape.name}: {number(region.count)} خبر"
    current = _CURRENT if region.is_chosen else ""
    return filled(_LINKED, region.url, region.shade, chosen, current, title, outlines, shape.slug)
